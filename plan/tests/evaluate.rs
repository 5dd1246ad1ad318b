//! The evaluator on fixed cases, with the verdicts that iam-simulate gave on them.
//!
//! `tests/oracles/evaluate.rs` makes many more, asks iam-simulate itself, and writes these
//! (`POSTERN_BLESS=1`).

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on stops; clippy.toml excuses test functions, not what they call"
)]

use postern_plan::catalog::Catalog;
use postern_plan::evaluate::{Answered, Lines};
use serde_json::Value;

const CASES: &str = include_str!("evaluate/cases.jsonl");

#[test]
fn fixed_cases_have_the_verdicts_of_another_evaluator() {
    let catalog = Catalog::load().unwrap();
    let mut lines = Lines::new(&catalog, None);
    let mut words = std::collections::BTreeMap::new();
    for case in CASES.lines() {
        let mut asked: Value = serde_json::from_str(case).unwrap();
        let expected = asked.as_object_mut().unwrap().remove("decision").unwrap();
        let answer = match lines.answer(&asked.to_string()) {
            Answered::Decided(answer) => answer,
            Answered::Refused(error) => panic!("{error}: {case}"),
        };
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["decision"], expected, "{answer}\n{case}");
        let word = expected.as_str().unwrap().to_owned();
        *words.entry(word).or_insert(0) += 1;
    }
    assert!(
        words["allowed"] >= 100 && words["denied"] >= 100,
        "{words:?}"
    );
}
