//! `docs/CONFIGURATION.md` says what the doc comments of the settings say.
//!
//! After a change of one: `POSTERN_BLESS=1 cargo test --workspace --test tidy configuration`.

use std::fmt::Write;

use postern_server::settings::Settings;
use postern_server::settings::section::{Change, Key, Known};
use postern_server::settings::sources::variable;
use postern_server::settings::value::{Secrecy, Shown};
use postern_tests::repository;

#[test]
fn the_page_of_settings_says_what_the_structs_say() {
    let path = repository().join("docs/CONFIGURATION.md");
    let wanted = page(&Settings::known());
    if std::env::var("POSTERN_BLESS").is_ok() {
        std::fs::write(&path, &wanted).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there == wanted,
        "docs/CONFIGURATION.md is behind server/src/settings/sections.rs; update it with \
         POSTERN_BLESS=1 cargo test --workspace --test tidy configuration"
    );
}

#[test]
fn every_key_says_in_sentences_what_it_is_for() {
    for section in Settings::known() {
        let keys = section.keys.iter();
        for about in keys.map(|key| key.about).chain([section.about]) {
            let text = lines(about).join(" ");
            assert!(
                text.len() > 20 && text.ends_with('.'),
                "{}: {text}",
                section.path.join(".")
            );
        }
    }
}

const HEAD: &str = "\
# Configuration

Everything that can be set, written from the doc comments of `server/src/settings/sections.rs`; `tests/tidy/configuration.rs` says how to update it.
With nothing set, Postern is the local tool of one person.

## Who is heard

A key is taken from the first of these that says it:

1. the command line, where the key has an option;
2. the environment;
3. the file, in TOML, that `--config FILE` or else the variable `POSTERN_CONFIG` names;
4. what holds unless told.

A list is taken whole from one of them, never joined.
A file that lies in the working directory is not read unless it is named ([decision 14](decisions/0014-settings-are-read-when-named.md)).
A relative path is relative to the working directory, wherever it is said.

The variable of a key is `POSTERN_`, the section, two underscores, and the key, in capitals: `apply.poll_ms` is `POSTERN_APPLY__POLL_MS`.
Where sections have names, the name stands between, with two underscores on either side.
A list has commas between its values.
A variable that is empty counts as not set; one with two underscores between words that is of no key is an error, since it is most likely misspelt.

## Secrets

A secret does not stand in the file: that is an error.
It is set in the variable of its key, or stands in a file of its own, which the key with `_file` after it names, in the settings or in the variable: `/run/secrets/…` of a container, for instance.
One end of line at the end of such a file is not part of the secret.
No message, log line or command shows a secret or any part of it.

## Checking

`postern config check` says everything that is wrong at once, each with its place and what to do, and exits with 0 where nothing is, 1 where something is, and 2 where the file cannot be read.
`postern config show` prints what holds, each key with who says it, as TOML that can be read again; of a secret it prints that it is set.
Both take the options of `postern serve` that set something, and `--json`.

## Changing

A server that was started with a file reads the file again at SIGHUP, and with it the files of secrets; the environment and the command line stay as they were at the start.
It takes everything up, or, where anything is wrong, nothing: the log says what, and what held before holds on.
Keys that are marked “at the next start” are not taken up; the log names those that changed.
A server without a file is ended by SIGHUP.
";

fn page(sections: &[Known]) -> String {
    let mut out = HEAD.to_owned();
    for section in sections {
        let name = section.path.join(".");
        write!(
            out,
            "\n## `[{name}]`\n\n{}\n",
            lines(section.about).join("\n")
        )
        .unwrap();
        for key in &section.keys {
            described(&mut out, section, key);
        }
    }
    out
}

fn described(out: &mut String, section: &Known, key: &Key) {
    let path: Vec<&str> = section.path.iter().copied().chain([key.name]).collect();
    write!(
        out,
        "\n### `{}`\n\n{}\n\n",
        path.join("."),
        lines(key.about).join("\n")
    )
    .unwrap();
    let secret = key.secrecy == Secrecy::Secret;
    let mut rows = vec![("value", format!("{}, as in `{}`", key.what, key.example))];
    if secret {
        rows = vec![(
            "value",
            format!(
                "{}, in the variable or in the file that `{}_file` names",
                key.what, key.name
            ),
        )];
    }
    rows.push((
        "unless told",
        match &key.unset {
            None => "it must be said".to_owned(),
            Some(Shown::Value(value)) => format!("`{value}`"),
            Some(Shown::Unset | Shown::Secret(_)) => "not set".to_owned(),
        },
    ));
    rows.push(("variable", format!("`{}`", variable(&path))));
    if let Some(option) = key.option {
        rows.push(("option of `postern serve`", format!("`{option}`")));
    }
    let change = match key.change {
        Change::Reload => "at SIGHUP",
        Change::Restart => "at the next start",
    };
    rows.push(("a change holds", change.to_owned()));
    for (name, value) in rows {
        writeln!(out, "- {name}: {value}").unwrap();
    }
}

/// The lines of a doc comment without the space that they begin with
fn lines(about: &[&'static str]) -> Vec<&'static str> {
    about.iter().map(|line| line.trim()).collect()
}
