//! The style sheets and scripts: contrasts computed, house rules held.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use crate::accent::{Accent, Rgb, contrast, mixed};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The file stems in a folder that end in `.ext`, sorted.
fn stems(folder: &str, ext: &str) -> Vec<String> {
    let mut stems: Vec<_> = fs::read_dir(root().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| Some(name.strip_suffix(ext)?.to_owned()))
        .collect();
    stems.sort();
    stems
}

fn without_comments(css: &str) -> String {
    let mut rest = css;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").expect("a comment ends").1;
    }
    kept + rest
}

/// Every style sheet, with its path and without comments.
fn sheets() -> Vec<(String, String)> {
    let components = stems("style/components", ".css")
        .into_iter()
        .map(|s| format!("components/{s}"));
    stems("style", ".css")
        .into_iter()
        .chain(components)
        .map(|stem| format!("style/{stem}.css"))
        .map(|path| (path.clone(), without_comments(&read(&path))))
        .collect()
}

#[derive(Clone, Copy)]
enum Mode {
    Light,
    Dark,
}

struct Tokens(BTreeMap<String, String>);

impl Tokens {
    fn read() -> Self {
        Self::of(&read("style/tokens.css"))
    }

    fn of(css: &str) -> Self {
        let css = without_comments(css);
        let declared = css.lines().filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(':')?;
            Some((
                name.to_owned(),
                value.trim().trim_end_matches(';').to_owned(),
            ))
        });
        Self(declared.collect())
    }

    fn colour(&self, name: &str, mode: Mode) -> Rgb {
        let value = self
            .0
            .get(name)
            .unwrap_or_else(|| panic!("no token --{name}"));
        self.value(value, mode)
    }

    fn value(&self, value: &str, mode: Mode) -> Rgb {
        let inside = |function: &str| value.strip_prefix(function)?.strip_suffix(')');
        if let Some(both) = inside("light-dark(") {
            let (light, dark) = both.split_once(", ").unwrap();
            return self.value(
                if matches!(mode, Mode::Light) {
                    light
                } else {
                    dark
                },
                mode,
            );
        }
        if let Some(name) = inside("var(--") {
            return self.colour(name, mode);
        }
        let hex = value
            .strip_prefix('#')
            .unwrap_or_else(|| panic!("not a colour: {value}"));
        // Stylelint wants the short form where there is one.
        let hex: String = match hex.len() {
            3 => hex.chars().flat_map(|digit| [digit, digit]).collect(),
            _ => hex.to_owned(),
        };
        assert_eq!(hex.len(), 6, "{value}");
        [0, 2, 4].map(|at| {
            f64::from(u8::from_str_radix(hex.get(at..at + 2).unwrap(), 16).unwrap()) / 255.0
        })
    }
}

const SURFACES: [&str; 4] = ["page", "surface", "sunken", "chosen"];

fn text_can_be_read(tokens: &Tokens) {
    let mut pairs: Vec<(&str, &str)> = vec![
        ("on-accent", "accent"),
        ("on-accent", "accent-strong"),
        ("on-band", "band"),
        ("on-band-soft", "band"),
        ("focus-on-band", "band"),
        ("good", "good-surface"),
        ("caution", "caution-surface"),
        ("bad", "bad-surface"),
    ];
    for text in [
        "code-keyword",
        "code-key",
        "code-name",
        "code-quoted",
        "code-number",
        "code-remark",
        "text",
        "text-soft",
        "accent",
        "accent-strong",
        "good",
        "caution",
        "bad",
    ] {
        pairs.extend(SURFACES.map(|surface| (text, surface)));
    }
    for mode in [Mode::Light, Mode::Dark] {
        for (text, surface) in &pairs {
            let (text_rgb, surface_rgb) = (tokens.colour(text, mode), tokens.colour(surface, mode));
            let ratio = contrast(text_rgb, surface_rgb);
            assert!(ratio >= 4.5, "{text} on {surface}: {ratio:.2}");
            // `code` in a sentence stands on a tint of its own colour (prose.css).
            let ratio = contrast(text_rgb, mixed(surface_rgb, text_rgb, 0.09));
            assert!(
                *text == "on-accent" || ratio >= 4.5,
                "code, {text} on {surface}: {ratio:.2}"
            );
        }
    }
}

#[test]
fn text_has_a_contrast_of_at_least_4_5() {
    text_can_be_read(&Tokens::read());
}

fn edges_can_be_seen(tokens: &Tokens) {
    for mode in [Mode::Light, Mode::Dark] {
        for edge in ["edge", "focus", "accent", "bad", "caution", "text"] {
            for surface in SURFACES {
                let ratio = contrast(tokens.colour(edge, mode), tokens.colour(surface, mode));
                assert!(ratio >= 3.0, "{edge} on {surface}: {ratio:.2}");
            }
        }
    }
}

#[test]
fn edges_and_focus_have_a_contrast_of_at_least_3() {
    edges_can_be_seen(&Tokens::read());
}

proptest! {
    #[test]
    fn whatever_the_accent_is_it_can_be_read(red: u8, green: u8, blue: u8) {
        let accent: Accent = format!("#{red:02x}{green:02x}{blue:02x}").parse().unwrap();
        let mut tokens = Tokens::read();
        let given = Tokens::of(&accent.sheet());
        prop_assert!(given.0.keys().all(|name| tokens.0.contains_key(name)));
        tokens.0.extend(given.0);
        text_can_be_read(&tokens);
        edges_can_be_seen(&tokens);
    }
}

#[test]
fn the_accent_knows_what_it_stands_on() {
    let tokens = Tokens::read();
    let surfaces = ["page", "surface", "sunken"];
    let hex = |mode| surfaces.map(|name| tokens.colour(name, mode));
    assert_eq!(
        crate::accent::surfaces(),
        [hex(Mode::Light), hex(Mode::Dark)]
    );
}

#[test]
fn every_component_has_its_sheet_and_every_sheet_is_imported() {
    let components: Vec<_> = stems("app/src/components", ".rs")
        .into_iter()
        .filter(|stem| !["samples", "tests"].contains(&stem.as_str()))
        .collect();
    let styled = stems("style/components", ".css");
    assert_eq!(components, styled);
    let main = read("style/main.css");
    for (path, _) in sheets().iter().filter(|(path, _)| path != "style/main.css") {
        let import = format!("@import \"{}\" layer(", path.trim_start_matches("style/"));
        assert_eq!(main.matches(&import).count(), 1, "{path}");
    }
    for stem in stems("public/js/components", ".js") {
        assert!(
            read("public/js/main.js").contains(&format!("./components/{stem}.js")),
            "{stem}"
        );
    }
}

#[test]
fn colours_are_in_tokens_only_and_each_token_exists() {
    let tokens = Tokens::read();
    for (path, css) in sheets() {
        for line in css
            .lines()
            .filter(|line| line.starts_with(' ') && line.contains(':'))
        {
            let literal = line.contains('#') || line.contains("rgb(") || line.contains("hsl(");
            assert!(path == "style/tokens.css" || !literal, "{path}: {line}");
        }
        let own: Vec<_> = css
            .lines()
            .filter_map(|line| line.trim().split_once(':'))
            .collect();
        for name in css
            .split("var(--")
            .skip(1)
            .filter_map(|rest| rest.split([')', ',']).next())
        {
            let local = own
                .iter()
                .any(|(declared, _)| *declared == format!("--{name}"));
            assert!(local || tokens.0.contains_key(name), "{path}: --{name}");
            let palette = tokens
                .0
                .get(name)
                .is_some_and(|value| value.starts_with('#'));
            assert!(
                path == "style/tokens.css" || !palette,
                "{path} reads the palette: --{name}"
            );
        }
    }
}

#[test]
fn sheets_use_no_ids_no_important_and_logical_properties() {
    const PHYSICAL: [&str; 13] = [
        "margin-top",
        "margin-bottom",
        "margin-left",
        "margin-right",
        "padding-top",
        "padding-bottom",
        "padding-left",
        "padding-right",
        "left",
        "right",
        "top",
        "width",
        "height",
    ];
    for (path, css) in sheets() {
        assert!(!css.contains("!important"), "{path}");
        for line in css.lines() {
            let selector = !line.starts_with(' ') || line.ends_with('{');
            assert!(!selector || !line.contains('#'), "{path} has an id: {line}");
            let property = line.trim().split(':').next().unwrap_or_default();
            let physical = PHYSICAL.contains(&property)
                || PHYSICAL
                    .iter()
                    .any(|name| property == format!("border-{name}"));
            assert!(selector || !physical, "{path}: {line}");
        }
    }
}

#[test]
fn no_component_has_an_outer_margin() {
    for stem in stems("style/components", ".css") {
        let css = without_comments(&read(&format!("style/components/{stem}.css")));
        let class = format!(".{} {{", stem.replace('_', "-"));
        for rest in css.split(&class).skip(1) {
            let body = rest.split('}').next().unwrap();
            // None is what a list needs that has one of the browser's.
            let body = body.replace("margin: 0;", "");
            assert!(!body.contains("margin"), "{stem}: {body}");
        }
    }
}

#[test]
fn motion_is_behind_one_switch() {
    for (path, css) in sheets() {
        assert!(
            !css.contains("animation") && !css.contains("@keyframes"),
            "{path}"
        );
        for line in css
            .lines()
            .filter(|line| line.trim().starts_with("transition"))
        {
            let parts = line.split_once(':').unwrap().1.split(',');
            assert!(
                parts.into_iter().all(|part| part.contains("var(--pace)")),
                "{path}: {line}"
            );
        }
    }
}

#[test]
fn scripts_import_nothing_from_elsewhere() {
    let components = stems("public/js/components", ".js");
    for path in components
        .iter()
        .map(|stem| format!("public/js/components/{stem}.js"))
        .chain(["public/js/main.js".to_owned()])
    {
        let text = read(&path);
        for line in text.lines() {
            // What is needed at once is one file; a component comes when it is used.
            assert!(!line.starts_with("import"), "{path}: {line}");
            for call in line.split("import(").skip(1) {
                assert!(call.starts_with("\"./components/"), "{path}: {line}");
            }
        }
        for word in [
            "eval(",
            "document.write",
            "http://",
            "https://",
            "setAttribute(\"style\"",
        ] {
            assert!(!text.contains(word), "{path}: {word}");
        }
    }
}
