//! The places where text becomes HTML, or a script, are few and known.

use crate::tree::{shipped_rust_files, texts};

/// Holds that `part` stands in shipped Rust only in files whose path begins with `home`.
fn only_in(home: &str, part: &str) {
    only_in_these(&[home], part);
}

fn only_in_these(homes: &[&str], part: &str) {
    for file in shipped_rust_files() {
        if homes.iter().any(|home| file.path.starts_with(home)) {
            continue;
        }
        for (number, line) in file.shipped_lines() {
            assert!(
                !line.contains(part),
                "{}:{number}: `{part}` belongs to {homes:?}",
                file.path
            );
        }
    }
}

#[test]
fn one_place_turns_a_view_into_text() {
    only_in("app/src/document.rs", ".to_html()");
    let document = texts("app/src/document.rs");
    assert!(
        document[0].content.contains(".to_html()"),
        "the rule has lost its subject"
    );
}

#[test]
fn one_place_writes_the_elements_leptos_does_not_escape() {
    for part in ["<textarea", "<noscript"] {
        only_in("app/src/components/text_area.rs", part);
    }
}

#[test]
fn one_place_takes_html_as_it_is() {
    only_in_these(
        &[
            "app/src/components/code_block.rs",
            "app/src/components/picture.rs",
        ],
        "inner_html",
    );
}

#[test]
fn no_page_holds_inline_script_or_style() {
    for part in ["<style", "style=", "onclick=", "javascript:"] {
        for file in shipped_rust_files() {
            if !file.path.starts_with("app/src/") {
                continue;
            }
            for (number, line) in file.shipped_lines() {
                assert!(!line.contains(part), "{}:{number}: {part}", file.path);
            }
        }
    }
}

#[test]
fn no_template_turns_its_escaper_off() {
    let templates = texts("plan/templates/");
    assert!(!templates.is_empty(), "no template found");
    for file in templates {
        let packed: String = file.content.split_whitespace().collect();
        for part in ["|safe", "escape=", "|escape("] {
            assert!(!packed.contains(part), "{}: {part}", file.path);
        }
    }
    for file in shipped_rust_files() {
        let off = file
            .shipped_lines()
            .find(|(_, line)| line.contains("escape = \"none\""));
        assert!(off.is_none(), "{}: {off:?}", file.path);
    }
}

#[test]
fn one_place_names_the_ec2_sdk() {
    only_in("server/src/endpoints/ec2", "aws_sdk_ec2");
}
