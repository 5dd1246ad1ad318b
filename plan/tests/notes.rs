//! `docs/NOTES.md` and `docs/FINDINGS.md` say what the catalogue says.
//!
//! After a change of a rule: `POSTERN_BLESS=1 cargo test -p postern-plan --test notes`.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads and writes its own file, and a failure may stop it anywhere"
)]

use std::fmt::Write;

use postern_plan::catalog::{Catalog, Rule, Severity};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/NOTES.md");

#[test]
fn the_page_says_what_the_rules_say() {
    let wanted = page(&Catalog::load().unwrap());
    if std::env::var("POSTERN_BLESS").is_ok() {
        std::fs::write(PAGE, &wanted).unwrap();
    }
    let there = std::fs::read_to_string(PAGE).unwrap_or_default();
    assert!(
        there == wanted,
        "docs/NOTES.md is behind plan/data/catalog.json; update it with \
         POSTERN_BLESS=1 cargo test -p postern-plan --test notes"
    );
}

const FINDINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/FINDINGS.md");

#[test]
fn the_page_of_findings_says_what_the_catalogue_says() {
    let wanted = findings(&Catalog::load().unwrap());
    if std::env::var("POSTERN_BLESS").is_ok() {
        std::fs::write(FINDINGS, &wanted).unwrap();
    }
    let there = std::fs::read_to_string(FINDINGS).unwrap_or_default();
    assert!(
        there == wanted,
        "docs/FINDINGS.md is behind plan/data/catalog.json; update it with \
         POSTERN_BLESS=1 cargo test -p postern-plan --test notes"
    );
}

#[test]
fn every_note_and_finding_says_its_cause_and_what_to_do() {
    let catalog = Catalog::load().unwrap();
    for rule in catalog.rules.iter().chain(&catalog.findings) {
        for text in [&rule.when, &rule.why, &rule.fix, &rule.source] {
            assert!(text.len() > 5, "{}: {text:?}", rule.code);
        }
    }
}

/// The page of `postern lint`.
fn findings(catalog: &Catalog) -> String {
    let mut out = format!(
        "# Findings\n\nWhat `postern lint` may say about an endpoint policy that exists: {} findings, from facts of {}, \
         beside the rules of [NOTES.md](NOTES.md) that hold for policies too. \
         `blocked` means that EC2 refuses the policy or that a part of it does not do what it says; `warning` that it may hurt; \
         `info` is good to know.\n\n\
         Written from `plan/data/catalog.json`; `plan/tests/notes.rs` says how to update it.\n",
        catalog.findings.len(),
        catalog.facts_date
    );
    listed(&mut out, &catalog.findings);
    out
}

/// The page: the gravest rules first, and by code.
fn page(catalog: &Catalog) -> String {
    let mut out = format!(
        "# Notes\n\nEverything Postern may say about a plan: {} rules, from facts of {}. \
         `blocked` means that AWS will refuse the plan or that it cannot work; `warning` that it may hurt; \
         `info` is good to know. Rules marked with an asterisk need an inventory.\n\n\
         Written from `plan/data/catalog.json`; `plan/tests/notes.rs` says how to update it.\n",
        catalog.rules.len(),
        catalog.facts_date
    );
    listed(&mut out, &catalog.rules);
    out
}

fn listed(out: &mut String, all: &[Rule]) {
    for severity in [Severity::Blocked, Severity::Warning, Severity::Info] {
        let mut rules: Vec<&Rule> = all.iter().filter(|r| r.severity == severity).collect();
        rules.sort_by(|a, b| a.code.cmp(&b.code));
        writeln!(out, "\n## {severity}\n").unwrap();
        writeln!(out, "| code | what it is |\n|---|---|").unwrap();
        for rule in &rules {
            let mark = if rule.needs_inventory { " \\*" } else { "" };
            let code = &rule.code;
            writeln!(out, "| [{code}](#{code}){mark} | {} |", cell(&rule.title)).unwrap();
        }
        for rule in rules {
            entry(out, rule);
        }
    }
}

fn entry(out: &mut String, rule: &Rule) {
    let also: Vec<String> = rule.also.iter().map(|s| format!(" or {s}")).collect();
    writeln!(out, "\n### {}\n", rule.code).unwrap();
    writeln!(
        out,
        "**{}** ({}{})\n",
        rule.title,
        rule.severity,
        also.concat()
    )
    .unwrap();
    for (head, text) in [
        ("When", &rule.when),
        ("Why", &rule.why),
        ("Fix", &rule.fix),
        ("Source", &rule.source),
    ] {
        writeln!(out, "- {head}: {}", cell(text)).unwrap();
    }
}

/// Text that means itself in Markdown.
fn cell(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('*', "\\*")
        .replace('_', "\\_")
        .replace('|', "\\|")
        .replace('<', "&lt;")
}
