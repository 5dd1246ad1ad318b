//! The text of a pull request, over golden requests and hostile words.

use super::*;
use crate::catalog::Catalog;
use crate::request::Request;

const REQUEST: &str = include_str!("../../../tests/golden/three-doors.toml");

fn text(request: &str, inventory: Option<&str>) -> String {
    let catalog = Catalog::load().unwrap();
    let inventory = inventory.map(|text| Inventory::parse(text).unwrap());
    let request = Request::parse(&catalog, request).unwrap();
    let plan = crate::plan(&catalog, inventory.as_ref(), &request);
    let answers = Some("https://postern.example.org/review?name=a");
    pull_request_text(&plan, inventory.as_ref(), answers).unwrap()
}

#[test]
fn a_reviewer_reads_endpoints_callers_notes_and_cost() {
    let text = text(REQUEST, None);
    for part in [
        "## Endpoints\n\n| endpoint |",
        "## Who gets through\n\nThrough the",
        "as asked |",
        "## Cost\n\n$",
        "[Look at the answers](https://postern.example.org/review?name=a)",
        "Nobody said what is in the account",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("```"));
}

#[test]
fn a_reviewer_reads_what_agents_also_need_and_what_both_cost() {
    let text = text(include_str!("../../../tests/golden/workload.toml"), None);
    assert!(
        text.contains("| Amazon S3 | create | by routes | 4 statements, "),
        "{text}"
    );
    assert!(
        text.contains("With what agents also need: $102.20 a month."),
        "{text}"
    );
}
