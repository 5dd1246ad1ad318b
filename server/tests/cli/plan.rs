//! `postern plan`.

use std::fs;

use postern_plan::plan::Plan;

use crate::common::*;

#[test]
fn the_summary_names_what_is_made_and_what_it_costs() {
    let done = postern(&["plan", "-"], REQUEST);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    let plan = plan_of(REQUEST);
    for part in [
        "Endpoint data: create",
        "Endpoint gateway: create",
        "com.amazonaws.us-east-1.bedrock-agentcore.gateway",
        " of 20,480 characters",
        "(grants[1])",
        "TCP 443 from 10.0.0.0/16",
        "Cost: about $29.20 a month",
        "Notes: 0 blocked",
        &plan.id,
    ] {
        assert!(done.out.contains(part), "{part}: {}", done.out);
    }
    assert!(!done.out.contains('\u{1b}'), "no colour into a pipe");
    for endpoint in &plan.endpoints {
        for origin in &endpoint.origins {
            let words = origin.meaning.split(' ').collect::<Vec<_>>();
            let said = done.out.split_whitespace().collect::<Vec<_>>();
            let whole = said.windows(words.len()).any(|window| window == words);
            assert!(whole, "{}", origin.meaning);
        }
    }
}

#[test]
fn json_is_the_document_and_nothing_else_with_every_exit_code() {
    for (case, request) in golden() {
        let done = postern(&["plan", "-", "--json"], &request);
        let plan = plan_of(&request);
        let expected = postern_plan::artifact::plan_json(&plan).unwrap().text;
        assert_eq!(done.out, expected, "{case}");
        assert_eq!(done.code, i32::from(plan.is_blocked()), "{case}");
        assert_eq!(done.err.is_empty(), done.code == 0, "{case}: {}", done.err);
    }
}

#[test]
fn warnings_fail_only_where_asked() {
    use postern_plan::catalog::Severity::Warning;
    let warned = |plan: &Plan| plan.notes.iter().any(|note| note.severity == Warning);
    for (case, request) in golden() {
        let plan = plan_of(&request);
        let done = postern(&["plan", "-", "--fail-on", "warning"], &request);
        let fails = plan.is_blocked() || warned(&plan);
        assert_eq!(done.code, i32::from(fails), "{case}");
        assert_eq!(done.err.starts_with("error: this plan "), fails, "{case}");
        let error = done.err.lines().next().unwrap_or_default();
        for note in plan.notes.iter().filter(|_| plan.is_blocked()) {
            let blocks = note.severity == postern_plan::catalog::Severity::Blocked;
            assert_eq!(
                error.contains(&format!("`{}`", note.code)),
                blocks,
                "{case}"
            );
        }
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once_with_what_to_do() {
    let wrong = REQUEST
        .replace("us-east-1", "us-eest-1")
        .replace(
            "access = \"use\"",
            "access = \"use\"\ncolour = \"a\\u001b[2Jb\"",
        )
        .replace("sigv4", "sigv5");
    for words in [&["plan", "-"][..], &["render", "-", "--as", "policy"]] {
        let done = postern(words, &wrong);
        assert_eq!((done.code, done.out.as_str()), (2, ""));
        let errors: Vec<_> = done
            .err
            .lines()
            .filter(|l| l.starts_with("error: "))
            .collect();
        let helps = done.err.lines().filter(|l| l.starts_with("help: ")).count();
        assert_eq!(errors.len(), 3, "{}", done.err);
        assert_eq!((helps, done.err.lines().count()), (3, 6), "{}", done.err);
        assert_eq!(
            errors[0],
            "error: region: not the code of an AWS Region: `us-eest-1`"
        );
        assert!(done.err.contains("did you mean `us-east-1`?"));
        assert!(
            errors
                .iter()
                .any(|e| e.starts_with("error: grants[0].auth: "))
        );
        assert!(
            errors
                .iter()
                .any(|e| e.starts_with("error: grants[0].colour: "))
        );
    }
}

#[test]
fn what_steers_a_terminal_is_shown_and_not_sent() {
    let hostile = REQUEST.replace("us-east-1", "a\\u001b[2J\\nb");
    let done = postern(&["plan", "-"], &hostile);
    assert_eq!(done.code, 2);
    assert!(done.err.contains(r"`a\u{1b}[2J\nb`"), "{}", done.err);
    assert!(!done.err.contains('\u{1b}'));
}

#[test]
fn syntax_errors_say_where() {
    for (text, place) in [
        ("{\"version\": }", "line 1, column 13"),
        ("a = \n", "line 1"),
    ] {
        let done = postern(&["plan", "-"], text);
        assert_eq!(done.code, 2);
        assert!(
            done.err.starts_with(&format!("error: {place}")),
            "{}",
            done.err
        );
    }
}

#[test]
fn files_are_read_as_they_come_and_refused_with_a_reason() {
    let folder = folder("files");
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let marked = file("marked.toml", format!("\u{feff}{REQUEST}").as_bytes());
    assert_eq!(postern(&["plan", &marked], "").code, 0);
    let missing = folder.join("missing").display().to_string();
    let latin = file("latin.toml", b"name = \"\xe9\"");
    let long = file("long.toml", &vec![b' '; 300_000]);
    let folder = folder.display().to_string();
    for (path, why) in [
        (&missing, "there is no such file"),
        (&latin, "is not UTF-8 text"),
        (&long, "is larger than 256 KiB"),
        (&folder, "it is a folder"),
    ] {
        let done = postern(&["plan", path], "");
        assert_eq!((done.code, done.out.as_str()), (2, ""));
        let error = done.err.lines().next().unwrap();
        assert!(
            error.contains(&format!("`{path}`")) && error.contains(why),
            "{error}"
        );
        assert!(done.err.lines().nth(1).unwrap().starts_with("help: "));
    }
}

#[test]
fn an_inventory_gives_the_plan_its_fingerprint() {
    let folder = folder("inventory");
    let path = folder.join("inventory.json").display().to_string();
    fs::write(&path, r#"{"version": 1}"#).unwrap();
    let done = postern(&["plan", "-", "--json", "--inventory", &path], REQUEST);
    let document: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert!(document["fingerprint"].is_string());
    let without: serde_json::Value =
        serde_json::from_str(&postern(&["plan", "-", "--json"], REQUEST).out).unwrap();
    assert!(without["fingerprint"].is_null());
    fs::write(&path, "{}").unwrap();
    let done = postern(&["plan", "-", "--inventory", &path], REQUEST);
    assert_eq!(done.code, 2);
    assert!(
        done.err
            .contains("is no inventory: missing field `version`"),
        "{}",
        done.err
    );
    let done = postern(&["plan", "-", "--inventory", "-"], REQUEST);
    assert_eq!(done.code, 2);
    assert!(done.err.contains("cannot both be standard input"));
}
