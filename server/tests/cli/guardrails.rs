//! `--guardrails` and `guardrails.file`: who hears of the rules, and what is said of wrong ones.

use std::fs;

use crate::common::*;

const RULES: &str = "version = 1\n[[rules]]\nname = \"eu-only\"\nreason = \"data stays there\"\n\
                     owner = \"data protection\"\nregions = [\"eu-west-1\"]\n";

#[test]
fn a_plan_that_breaks_a_rule_ends_with_1_and_says_which() {
    let folder = folder("guardrails");
    let file = folder.join("rules.toml");
    fs::write(&file, RULES).unwrap();
    let file = file.to_str().unwrap();
    for words in [
        &["plan", "-", "--guardrails", file][..],
        &["plan", "-", "--json", "--guardrails", file],
        &["render", "-", "--as", "terraform", "--guardrails", file],
    ] {
        let done = postern(words, REQUEST);
        assert_eq!(done.code, 1, "{words:?}: {}", done.err);
        let all = format!("{}{}", done.out, done.err);
        assert!(all.contains("guardrail"), "{words:?}: {all}");
    }
    let said = postern(&["plan", "-", "--guardrails", file], REQUEST).out;
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "guardrail `eu-only`: data stays there",
        "data protection answers for this rule",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let script = postern(
        &["render", "-", "--as", "cli", "--guardrails", file],
        REQUEST,
    );
    assert!(script.out.contains("guardrail"), "{}", script.out);
    fs::write(file, RULES.replace("eu-west-1", "us-east-1")).unwrap();
    assert_eq!(
        postern(&["plan", "-", "--guardrails", file], REQUEST).code,
        0
    );
}

#[test]
fn wrong_rules_are_all_said_and_end_with_2() {
    let folder = folder("guardrails-wrong");
    let file = folder.join("rules.toml");
    fs::write(
        &file,
        RULES
            .replace("eu-west-1", "europe")
            .replace("owner", "ownr"),
    )
    .unwrap();
    let file = file.to_str().unwrap();
    let done = postern(&["plan", "-", "--guardrails", file], REQUEST);
    assert_eq!((done.code, done.out.as_str()), (2, ""));
    for part in [
        "rules[0].regions[0]: ",
        "rules[0].ownr: ",
        "rules[0].owner: ",
    ] {
        assert!(done.err.contains(part), "{part}: {}", done.err);
    }
    let both = postern(&["plan", "-", "--guardrails", "-"], REQUEST);
    assert_eq!(both.code, 2);
    assert!(
        both.err
            .contains("the request and the guardrails cannot both be standard input")
    );
    let settings = folder.join("postern.toml");
    fs::write(&settings, format!("[guardrails]\nfile = \"{file}\"\n")).unwrap();
    let settings = settings.to_str().unwrap();
    let checked = postern(&["config", "check", "--config", settings], "");
    assert_eq!(checked.code, 1, "{}", checked.err);
    assert!(
        checked.err.contains("rules[0].regions[0]"),
        "{}",
        checked.err
    );
    let json = postern(&["config", "check", "--json", "--config", settings], "");
    assert!(
        json.out.contains("\"key\": \"guardrails.file\""),
        "{}",
        json.out
    );
    fs::write(file, RULES).unwrap();
    assert_eq!(
        postern(&["config", "check", "--config", settings], "").code,
        0
    );
    fs::remove_file(file).unwrap();
    let gone = postern(&["config", "check", "--config", settings], "");
    assert_eq!(gone.code, 1, "{}", gone.err);
}
