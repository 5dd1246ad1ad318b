//! Every demand of a guardrail with a request that breaks it and one that does not.
//!
//! Must judge each demand alone: its cases are in `cases.rs`.

mod cases;

use super::examples::{Edits, GOOD, ROOM};
use super::{edited, has};
use crate::catalog::{Catalog, Severity};
use crate::guardrails::Guardrails;
use crate::inventory::Inventory;
use crate::plan::Note;
use crate::request::Request;
use Severity::{Blocked, Warning};
use cases::{CASES, FULL, UNKNOWN};

fn rule(demand: &str) -> Guardrails {
    let text = format!(
        "version = 1\n[[rules]]\nname = \"a-rule\"\nreason = \"we said so\"\n\
         owner = \"the platform team\"\nlink = \"https://example.com/a-rule\"\n{demand}\n"
    );
    Guardrails::parse(&Catalog::load().unwrap(), &text).unwrap_or_else(|e| panic!("{text}\n{e:#?}"))
}

fn stops(demand: &str, edits: Edits, inventory: Option<Edits>) -> Vec<Note> {
    let catalog = Catalog::load().unwrap();
    let text = edited(GOOD, edits);
    let request = Request::parse(&catalog, &text).unwrap_or_else(|e| panic!("{e:#?}\n{text}"));
    let inventory = inventory.map(|edits| Inventory::parse(&edited(ROOM, edits)).unwrap());
    let all = crate::plan_within(&rule(demand), &catalog, inventory.as_ref(), &request).notes;
    let plain = crate::plan(&catalog, inventory.as_ref(), &request).notes;
    let (ours, others): (Vec<Note>, Vec<Note>) = all
        .into_iter()
        .partition(|n| n.code.starts_with("guardrail"));
    assert_eq!(others, plain, "guardrails change no other note");
    ours
}

/// Every note of every case, for the tests that look at all notes.
pub(super) fn all() -> Vec<Note> {
    let broken = CASES
        .iter()
        .flat_map(|(demand, edits, there, ..)| stops(demand, edits, *there));
    let unknown = UNKNOWN
        .iter()
        .flat_map(|(demand, edits, there, _)| stops(demand, edits, *there));
    broken.chain(unknown).collect()
}

#[test]
fn every_demand_is_broken_by_one_request_and_kept_by_another() {
    for (demand, wrong, there, subject, right, right_there) in CASES {
        let notes = stops(demand, wrong, *there);
        assert!(
            notes
                .iter()
                .any(|n| n.code == "guardrail" && n.subject == *subject),
            "{demand}: {notes:#?}"
        );
        assert!(has(&notes, "guardrail", Blocked), "{demand}");
        assert_eq!(stops(demand, right, *right_there), [], "{demand}");
    }
}

#[test]
fn every_demand_has_a_case() {
    for demand in rule_keys() {
        assert!(
            CASES.iter().any(|(text, ..)| text.starts_with(demand)),
            "{demand}"
        );
    }
}

fn rule_keys() -> Vec<&'static str> {
    let keys: std::collections::BTreeSet<&str> = CASES
        .iter()
        .map(|(demand, ..)| rule(demand).rules()[0].demand.key())
        .collect();
    assert_eq!(keys.len(), 15, "{keys:?}");
    keys.into_iter().collect()
}

#[test]
fn what_cannot_be_judged_is_never_passed() {
    for (demand, edits, there, subject) in UNKNOWN {
        let notes = stops(demand, edits, *there);
        let wanted = if there.is_some() { Blocked } else { Warning };
        assert!(
            notes.iter().any(|n| n.code == "guardrail-unknown"
                && n.severity == wanted
                && n.subject == *subject),
            "{demand} {there:?}: {notes:#?}"
        );
    }
}

#[test]
fn a_stop_names_the_rule_its_reason_and_its_owner() {
    for note in all() {
        assert!(
            note.detail.contains("guardrail `a-rule`: we said so"),
            "{note:?}"
        );
        assert!(
            note.fix
                .ends_with("the platform team, https://example.com/a-rule answers for this rule"),
            "{note:?}"
        );
    }
}

#[test]
fn one_answer_is_said_once_whatever_the_number_of_endpoints() {
    let off: Edits = &[("private_dns = true", "private_dns = false")];
    assert_eq!(stops("private_dns = true", off, None).len(), 1);
    assert_eq!(stops("most_zones = 1", &[], None).len(), 1);
    assert_eq!(stops("named_callers = true", FULL, None).len(), 1);
}
