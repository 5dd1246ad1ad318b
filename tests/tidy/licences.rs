//! Where dependencies come from and under which licence.

use std::collections::BTreeSet;

use crate::crates::{Crates, text};

/// Licences that ask no more of a program under Apache-2.0 than to be named with it.
const ALLOWED: [&str; 12] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Allowed besides in what only tests use: it asks for the source of what is handed on, and nothing
/// of this is handed on.
const ALLOWED_IN_TESTS: [&str; 1] = ["MPL-2.0"];

/// Whether one may use a package under this SPDX expression, choosing well where there is a choice.
fn allowed(expression: &str) -> bool {
    // Before SPDX expressions, a slash meant a choice.
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let holds = either(&mut rest);
    holds && rest.is_empty()
}

fn either(words: &mut &[&str]) -> bool {
    let mut holds = both(words);
    while let [first, rest @ ..] = words
        && *first == "OR"
    {
        *words = rest;
        holds |= both(words);
    }
    holds
}

fn both(words: &mut &[&str]) -> bool {
    let mut holds = one(words);
    while let [first, rest @ ..] = words
        && *first == "AND"
    {
        *words = rest;
        holds &= one(words);
    }
    holds
}

fn one(words: &mut &[&str]) -> bool {
    let (holds, rest) = match *words {
        ["(", rest @ ..] => {
            let mut inside = rest;
            let holds = either(&mut inside);
            (
                holds && inside.first() == Some(&")"),
                inside.get(1..).unwrap_or_default(),
            )
        }
        [name, "WITH", exception, rest @ ..] => (
            ALLOWED.contains(&format!("{name} WITH {exception}").as_str()),
            rest,
        ),
        [name, rest @ ..] => (ALLOWED.contains(name), rest),
        [] => (false, *words),
    };
    *words = rest;
    holds
}

#[test]
fn expressions_are_read_as_spdx_means_them() {
    for (expression, expected) in [
        ("MIT", true),
        ("MIT/Apache-2.0", true),
        ("GPL-3.0-only OR MIT", true),
        ("GPL-3.0-only AND MIT", false),
        ("(MIT OR GPL-3.0-only) AND Unicode-3.0", true),
        ("MIT AND (GPL-3.0-only OR LGPL-3.0-only)", false),
        ("Apache-2.0 WITH LLVM-exception OR GPL-2.0-only", true),
        ("MIT MIT", false),
        ("", false),
    ] {
        assert_eq!(allowed(expression), expected, "`{expression}`");
    }
}

#[test]
fn every_dependency_may_be_used() {
    let crates = Crates::read();
    let shipped = crates.closure("postern-server");
    let refused: Vec<String> = crates
        .packages()
        .filter(|package| {
            let licence = package["license"].as_str().unwrap_or_default();
            let tests_alone = !shipped.contains(text(&package["name"]));
            !(allowed(licence) || tests_alone && ALLOWED_IN_TESTS.contains(&licence))
        })
        .map(|package| format!("{}: {}", text(&package["name"]), package["license"]))
        .collect();
    assert!(refused.is_empty(), "licences to decide on: {refused:#?}");
}

#[test]
fn every_dependency_comes_from_the_one_registry() {
    let crates = Crates::read();
    let sources: BTreeSet<&str> = crates
        .packages()
        .filter_map(|package| package["source"].as_str())
        .collect();
    assert_eq!(sources.len(), 1, "{sources:?}");
    assert!(
        sources.iter().all(|source| source.starts_with("registry+")),
        "{sources:?}"
    );
}
