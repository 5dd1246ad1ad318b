//! Every golden request and every fault as a log that says the same.

use serde_json::Value;

use super::*;
use crate::request::Request;

const REQUEST: &str = include_str!("../../tests/golden/three-doors.toml");

fn results(log: &str) -> Vec<Value> {
    let log: Value = serde_json::from_str(log).unwrap();
    log["runs"][0]["results"].as_array().unwrap().clone()
}

fn line(result: &Value) -> usize {
    let region = &result["locations"][0]["physicalLocation"]["region"];
    usize::try_from(region["startLine"].as_u64().unwrap()).unwrap()
}

#[test]
fn every_note_is_a_result_at_a_line_of_the_request() {
    let catalog = Catalog::load().unwrap();
    let plan = crate::plan(&catalog, None, &Request::parse(&catalog, REQUEST).unwrap());
    let named = Named {
        file: "request.toml",
        text: REQUEST,
    };
    let log = of_plan(&catalog, named, &plan);
    let results = results(&log);
    assert_eq!(results.len(), plan.notes.len());
    let lines: Vec<&str> = REQUEST.lines().collect();
    for (result, note) in results.iter().zip(&plan.notes) {
        assert_eq!(result["ruleId"], note.code.as_str());
        let level = match note.severity {
            Severity::Blocked => "error",
            Severity::Warning => "warning",
            Severity::Info => "note",
        };
        assert_eq!(result["level"], level);
        let text = result["message"]["text"].as_str().unwrap();
        assert!(text.contains(&note.detail) && text.contains(&note.fix));
        let said = lines[line(result) - 1];
        if note.subject.starts_with("grants[") {
            assert_eq!(said, "[[grants]]", "{}", note.subject);
        }
        if let Some(field) = note.subject.strip_prefix("placement.") {
            assert!(said.starts_with(field) || said == "[placement]", "{said}");
        }
    }
    let rules: Value = serde_json::from_str(&log).unwrap();
    let rules = rules["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap();
    for result in &results {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[at]["id"], result["ruleId"]);
        assert!(
            rules[at]["help"]["text"]
                .as_str()
                .unwrap()
                .contains("What to do: ")
        );
    }
}

#[test]
fn what_cannot_be_read_is_said_at_its_line() {
    let catalog = Catalog::load().unwrap();
    let text = REQUEST.replacen("us-east-1", "nowhere", 1);
    let errors = Request::parse(&catalog, &text).unwrap_err();
    let log = of_errors(
        Named {
            file: "request.toml",
            text: &text,
        },
        &errors,
    );
    let results = results(&log);
    assert_eq!(results.len(), errors.len());
    let region = 1 + text
        .lines()
        .position(|line| line.starts_with("region"))
        .unwrap();
    assert!(results.iter().any(|result| line(result) == region), "{log}");
    assert!(log.contains("\"executionSuccessful\": false"));

    let broken = Named {
        file: "request.toml",
        text: "name = \"a\"\nregion = \n",
    };
    let errors = Request::parse(&catalog, broken.text).unwrap_err();
    let log = of_errors(broken, &errors);
    assert_eq!(line(&self::results(&log)[0]), 2, "{log}");
}

#[test]
fn a_result_keeps_its_fingerprint_when_lines_move() {
    let catalog = Catalog::load().unwrap();
    let log = |text: &str| {
        let plan = crate::plan(&catalog, None, &Request::parse(&catalog, text).unwrap());
        let named = Named {
            file: "request.toml",
            text,
        };
        results(&of_plan(&catalog, named, &plan))
    };
    let (before, after) = (log(REQUEST), log(&format!("# moved\n\n{REQUEST}")));
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before["partialFingerprints"], after["partialFingerprints"]);
    }
    assert!(
        before
            .iter()
            .zip(&after)
            .any(|(b, a)| line(b) + 2 == line(a))
    );
}
