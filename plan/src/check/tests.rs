//! Every rule of the catalogue fires on an example, and none fires on a request without fault but
//! those that are always worth knowing.

mod examples;
mod guardrails;

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::catalog::{Catalog, Severity};
use crate::inventory::Inventory;
use crate::plan::{Note, Plan};
use crate::request::Request;
use Severity::{Blocked, Info, Warning};
use examples::{ALWAYS, DATA, EXAMPLES, Edits, GOOD, NO_GATEWAY, OURS, ROOM, SILENT};

fn edited(text: &str, edits: Edits) -> String {
    edits.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from:?} is not there to be changed");
        text.replace(from, to)
    })
}

fn planned(edits: Edits, inventory: Option<Edits>) -> Plan {
    let catalog = Catalog::load().unwrap();
    let request = edited(GOOD, edits);
    let request =
        Request::parse(&catalog, &request).unwrap_or_else(|e| panic!("{e:#?}\n{request}"));
    let inventory = inventory.map(|edits| Inventory::parse(&edited(ROOM, edits)).unwrap());
    crate::plan(&catalog, inventory.as_ref(), &request)
}

fn fired(edits: Edits, inventory: Option<Edits>) -> Vec<Note> {
    planned(edits, inventory).notes
}

/// Grants of so many resources of each kind by six callers each.
fn large(count: usize, kinds: &[[&str; 3]]) -> Vec<Note> {
    let catalog = Catalog::load().unwrap();
    let mut text = edited(GOOD, &[NO_GATEWAY]);
    for i in 0..count {
        let callers: Vec<String> = (0..6)
            .map(|c| format!("\"arn:aws:iam::111122223333:role/application-number-{i}-{c}\""))
            .collect();
        let callers = callers.join(", ");
        for [primitive, plane, access] in kinds {
            let id = format!("agent{i}-abcdef1234");
            write!(text, "\n[[grants]]\nprimitive = \"{primitive}\"\nplane = \"{plane}\"\nauth = \"sigv4\"\nresources = [\"{id}\"]\n\
                 access = \"{access}\"\ncallers = [{callers}]").unwrap();
        }
    }
    let request = Request::parse(&catalog, &text).unwrap();
    crate::plan(&catalog, None, &request).notes
}

const RUNTIMES: &[[&str; 3]] = &[["runtime", "data", "invoke"]];
const THREE_DOORS: &[[&str; 3]] = &[
    ["runtime", "data", "invoke"],
    ["gateway", "data", "invoke"],
    ["memory", "control", "manage"],
];

/// A VPC with so many other endpoints.
fn crowded(others: usize) -> Vec<Note> {
    let catalog = Catalog::load().unwrap();
    let mut inventory = Inventory::parse(&edited(ROOM, &[("\"endpoints\": []", DATA)])).unwrap();
    let mut other = inventory.endpoints.pop().unwrap();
    other.service_name = "com.amazonaws.us-east-1.logs".to_owned();
    for i in 0..others {
        inventory.endpoints.push(crate::inventory::Endpoint {
            id: format!("vpce-{i:08}"),
            ..other.clone()
        });
    }
    crate::plan(
        &catalog,
        Some(&inventory),
        &Request::parse(&catalog, GOOD).unwrap(),
    )
    .notes
}

fn has(notes: &[Note], code: &str, severity: Severity) -> bool {
    notes
        .iter()
        .any(|n| n.code == code && n.severity == severity)
}

/// Every note of every example.
fn all() -> Vec<Note> {
    let mut notes: Vec<Note> = EXAMPLES
        .iter()
        .flat_map(|(_, _, edits, inventory)| fired(edits, *inventory))
        .collect();
    for count in [22, 25, 30] {
        notes.extend(large(count, RUNTIMES));
    }
    notes.extend(large(24, THREE_DOORS));
    notes.extend(crowded(49));
    notes.extend(guardrails::all());
    notes
}

#[test]
fn a_request_without_fault_is_told_only_what_is_always_worth_knowing() {
    let notes = fired(&[], Some(&[]));
    let codes: Vec<&str> = notes
        .iter()
        .map(|n| n.code.as_str())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    assert_eq!(codes, ALWAYS);
}

#[test]
fn an_ordinary_request_has_no_warning() {
    for inventory in [None, Some(&[][..])] {
        let notes = fired(&[], inventory);
        assert!(notes.iter().all(|n| n.severity == Info), "{notes:#?}");
    }
}

#[test]
fn every_example_fires() {
    for (code, severity, edits, inventory) in EXAMPLES {
        let notes = fired(edits, *inventory);
        assert!(
            has(&notes, code, *severity),
            "{code} {severity} {edits:?} {inventory:?}: {notes:#?}"
        );
    }
}

#[test]
fn every_near_miss_is_silent() {
    for (code, edits, inventory) in SILENT {
        let notes = fired(edits, *inventory);
        assert!(
            !notes.iter().any(|n| n.code == *code),
            "{code} {edits:?} {inventory:?}: {notes:#?}"
        );
    }
}

#[test]
fn a_policy_is_measured() {
    assert!(!large(2, RUNTIMES).iter().any(|n| n.code == "policy-size"));
    assert!(has(&large(22, RUNTIMES), "policy-size", Info));
    assert!(has(&large(25, RUNTIMES), "policy-size", Warning));
    let notes = large(30, RUNTIMES);
    let note = notes.iter().find(|n| n.code == "policy-size").unwrap();
    assert_eq!(note.severity, Blocked);
    assert!(note.detail.contains(" of grant "), "{}", note.detail);
}

#[test]
fn a_full_vpc_is_told() {
    assert!(has(&crowded(49), "endpoint-quota", Warning));
    assert!(!crowded(48).iter().any(|n| n.code == "endpoint-quota"));
}

#[test]
fn what_stands_is_only_told_to_be_in_no_template() {
    let plan = planned(&[NO_GATEWAY], Some(&[]));
    let mine = &plan.endpoints[0];
    let catalog = Catalog::load().unwrap();
    let mut inventory = Inventory::parse(&edited(ROOM, &[("\"endpoints\": []", DATA)])).unwrap();
    inventory.endpoints[0].policy = Some(mine.policy_text());
    inventory.endpoints[0].tags = mine.tags.clone();
    let notes = crate::plan(&catalog, Some(&inventory), &plan.request).notes;
    for code in [
        "endpoint-exists",
        "policy-propagation",
        "private-dns-whole-vpc",
    ] {
        assert!(!notes.iter().any(|n| n.code == code), "{code}: {notes:#?}");
    }
    let left = notes.iter().find(|n| n.code == "template-leaves-out");
    let detail = &left.unwrap().detail;
    assert!(detail.contains(": data;"), "{detail}");
    assert!(
        !detail.contains("group"),
        "the template makes none: {detail}"
    );
}

#[test]
fn a_group_that_may_stand_already_is_told() {
    let edits = &[("\"restricted\"", "\"full-access\"")];
    let notes = fired(edits, Some(&[("\"endpoints\": []", DATA), OURS]));
    let note = notes.iter().find(|n| n.code == "template-leaves-out");
    let note = note.unwrap();
    assert!(
        note.detail.contains("agents-agentcore-endpoints"),
        "{note:?}"
    );
    assert!(note.fix.contains("security_groups"), "{note:?}");
}

#[test]
fn every_rule_fires_with_every_severity_it_may_have() {
    let catalog = Catalog::load().unwrap();
    let fired: BTreeSet<(String, Severity)> =
        all().into_iter().map(|n| (n.code, n.severity)).collect();
    let ruled: BTreeSet<(String, Severity)> = catalog
        .rules
        .iter()
        .flat_map(|r| {
            std::iter::once(r.severity)
                .chain(r.also.iter().copied())
                .map(|s| (r.code.clone(), s))
        })
        .collect();
    assert_eq!(fired, ruled);
}

#[test]
fn a_rule_that_needs_an_inventory_is_silent_without_one() {
    let catalog = Catalog::load().unwrap();
    for (_, _, edits, _) in EXAMPLES {
        for note in fired(edits, None) {
            assert!(
                !catalog.rule(&note.code).unwrap().needs_inventory,
                "{note:?}"
            );
        }
    }
    for rule in catalog
        .rules
        .iter()
        .filter(|r| r.needs_inventory && r.code != "endpoint-quota")
    {
        assert!(
            EXAMPLES
                .iter()
                .any(|(code, _, _, inventory)| *code == rule.code && inventory.is_some()),
            "{}",
            rule.code
        );
    }
}

#[test]
fn every_note_is_one_clause_with_a_fix() {
    for note in all() {
        for text in [&note.detail, &note.fix] {
            assert!(
                !text.is_empty() && !text.ends_with('.') && !text.contains('\n'),
                "{note:?}"
            );
        }
        assert!(!note.subject.is_empty(), "{note:?}");
        // Pages count grants from 1; a place in the document is a subject.
        for text in [&note.detail, &note.fix] {
            assert!(
                !text.contains("grants[") && !text.contains("grant 0"),
                "{note:?}"
            );
        }
    }
}

#[test]
fn the_gravest_notes_come_first() {
    for (_, _, edits, inventory) in EXAMPLES {
        let notes = fired(edits, *inventory);
        assert!(notes.is_sorted_by_key(|n| n.severity), "{notes:#?}");
    }
}
