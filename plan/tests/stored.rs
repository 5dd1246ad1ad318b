//! Runs as earlier versions stored them: they are read as they were meant, for ever. Drop a file to
//! add one; none is ever changed.

#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test reads its own files, and a failure may stop it anywhere"
)]

use std::path::Path;

use postern_plan::run::{Action, Event, Limits, PlannedStep, Run};
use serde::Deserialize;

#[derive(Deserialize)]
struct Stored {
    version: u32,
    standing: String,
    steps: Vec<PlannedStep>,
    events: Vec<Event>,
}

fn stored() -> Vec<(String, Stored)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stored");
    let mut all: Vec<(String, Stored)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let name = path.display().to_string();
            let stored = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
            (name, stored)
        })
        .collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all
}

#[test]
fn a_stored_run_is_read_as_it_was_meant() {
    let all = stored();
    assert!(all.len() >= 2);
    for (name, stored) in all {
        assert_eq!(stored.version, 1, "{name}");
        let run = Run::replay(stored.steps, Limits::default(), &stored.events).unwrap();
        assert_eq!(run.standing().as_str(), stored.standing, "{name}");
    }
}

#[test]
fn an_interrupted_run_looks_before_it_calls() {
    let all = stored();
    let (_, stored) = all
        .into_iter()
        .find(|(n, _)| n.contains("interrupted"))
        .unwrap();
    let run = Run::replay(stored.steps, Limits::default(), &stored.events).unwrap();
    assert!(matches!(run.next(), Action::LookUp { .. }));
}

#[test]
fn what_is_written_again_is_what_was_stored() {
    for (name, stored) in stored() {
        let steps = serde_json::to_string(&stored.steps).unwrap();
        let again: Vec<PlannedStep> = serde_json::from_str(&steps).unwrap();
        assert_eq!(again, stored.steps, "{name}");
    }
}
