//! What the two programs say of cases: `postern evaluate` and iam-simulate.
//!
//! Must not read either's answer generously: a line that is not answered, or with an error, stops
//! the test.

use std::time::Duration;

use postern_tests::{Run, node_modules, postern_bin, repository, tool};
use serde::Deserialize;
use serde_json::Value;

/// iam-simulate takes about a millisecond a case.
const DEADLINE: Duration = Duration::from_mins(10);

/// The programs that iam-simulate needs; none where it is not installed.
pub(crate) struct Simulate {
    node: std::path::PathBuf,
    modules: std::path::PathBuf,
}

impl Simulate {
    /// Finds them, or says what is missing.
    pub(crate) fn find() -> Result<Self, &'static str> {
        let node = tool("node").ok_or("node not found")?;
        let modules = node_modules()
            .filter(|all| all.join("@cloud-copilot/iam-simulate").is_dir())
            .ok_or("@cloud-copilot/iam-simulate not found")?;
        Ok(Self { node, modules })
    }

    /// Its decision on each line.
    pub(crate) fn decisions(&self, lines: &[Value]) -> Vec<String> {
        let program = repository().join("tests/oracles/evaluate/simulate.mjs");
        let run = Run::new(&self.node)
            .arg(program)
            .env("POSTERN_TEST_NODE", &self.modules)
            .input(joined(lines))
            .deadline(DEADLINE);
        let decision = |answer: Answer| answer.decision;
        answers(lines, &run.stdout())
            .into_iter()
            .map(decision)
            .collect()
    }
}

/// What Postern answers to each line.
pub(crate) fn postern(lines: &[Value]) -> Vec<Answer> {
    let run = Run::new(postern_bin()).arg("evaluate").input(joined(lines));
    answers(lines, &run.deadline(DEADLINE).stdout())
}

/// Postern's decision on each line.
pub(crate) fn decided(lines: &[Value]) -> Vec<String> {
    let decision = |answer: Answer| answer.decision;
    postern(lines).into_iter().map(decision).collect()
}

/// An answer.
#[derive(Debug, Deserialize)]
pub(crate) struct Answer {
    id: Value,
    /// allowed, denied or unknown.
    pub(crate) decision: String,
    /// The statement that decided: its Sid, or `#` and its place.
    pub(crate) statement: Option<String>,
}

fn joined(lines: &[Value]) -> String {
    let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

fn answers(lines: &[Value], text: &str) -> Vec<Answer> {
    let read = |line: &str| {
        serde_json::from_str(line).unwrap_or_else(|error| panic!("no answer: {error}: {line}"))
    };
    let answers: Vec<Answer> = text.lines().map(read).collect();
    assert_eq!(answers.len(), lines.len(), "every line is answered");
    for (line, answer) in lines.iter().zip(&answers) {
        assert_eq!(answer.id, line["id"], "answers keep their order");
        let known = ["allowed", "denied", "unknown"].contains(&answer.decision.as_str());
        assert!(known, "{answer:?} to {line}");
    }
    answers
}
