//! A policy that others wrote, with what a plan asks for added to it: the smallest change.
//!
//! Must not touch a byte of a statement that it does not extend, must not take anything away, and
//! must not widen a statement by more than is asked for.

mod before;
mod edit;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::catalog::Catalog;
use crate::document::{Node, SyntaxError, parse_json};
use crate::language::{
    self, Actions, Document, Reading, Statement, Version, read_node, statements_of,
};
use crate::policy::{self, Effect, Policy, Scope};

use edit::{Edits, text_of};

pub use before::Before;

/// The changed policy and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// The whole document.
    pub text: String,
    /// What becomes of each statement that was there, then of each that was asked for.
    pub steps: Vec<Step>,
    /// Calls that were let through before, asked again.
    pub before: Before,
}

/// What becomes of one statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Its Sid, else `#` and its place from 0.
    pub statement: String,
    /// What is done.
    pub step: StepKind,
    /// The same in words.
    pub detail: String,
    /// Its text before, where it was there and is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Its text now, where it is new or changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// What is done with a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// It was there and stays as it is.
    Kept,
    /// It was there and is given more.
    Extended,
    /// It was there, stays, and says nothing more that others do not say.
    Redundant,
    /// It is new.
    Added,
    /// What it asks for is let through already.
    AlreadyThere,
}

impl StepKind {
    /// The word in the plan document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Extended => "extended",
            Self::Redundant => "redundant",
            Self::Added => "added",
            Self::AlreadyThere => "already_there",
        }
    }
}

/// The policy that is there cannot be added to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExtensionError {
    /// It is no JSON.
    #[error("line {}, column {}: {}", .0.line, .0.column, .0.message)]
    Json(SyntaxError),
    /// It has faults, the first of which is this.
    #[error("{0}")]
    Fault(String),
    /// It is in the older version of the language, in which the variables of what is asked for would
    /// be text.
    #[error(
        "it is in version 2008-10-17, in which ${{…}} is text; give it Version 2012-10-17 first"
    )]
    Version,
}

impl Extension {
    /// Nothing is added or extended: the policy stays byte for byte.
    pub fn is_no_change(&self) -> bool {
        let changes = |s: &Step| matches!(s.step, StepKind::Added | StepKind::Extended);
        !self.steps.iter().any(changes)
    }

    /// The document without white space between its words.
    pub fn compact(&self) -> String {
        edit::compact(&self.text)
    }
}

/// Adds to a policy what it lacks of another.
pub fn extend(
    catalog: &Catalog,
    current: &str,
    wanted: &Policy,
) -> Result<Extension, ExtensionError> {
    let root = parse_json(current).map_err(ExtensionError::Json)?;
    let reading = read_node(&root);
    if let Some(fault) = reading.faults.first() {
        return Err(ExtensionError::Fault(format!(
            "{}: {}",
            fault.path, fault.detail
        )));
    }
    let there = &reading.document;
    let normal = there.normal();
    let mut edits = Edits::new(current);
    let mut sids: BTreeSet<String> = there
        .statements
        .iter()
        .filter_map(|s| s.sid.clone())
        .collect();
    let mut extended = BTreeSet::new();
    let mut made = Vec::new();
    let mut steps = Vec::new();
    for statement in &wanted.statements {
        let asked = Statement::from(statement);
        if there.version == Version::V2008 && asked.holds_variable() {
            return Err(ExtensionError::Version);
        }
        if normal.covers(&asked) {
            let detail = "what it asks for is let through already".to_owned();
            steps.push(step(&statement.sid, StepKind::AlreadyThere, detail));
        } else if let Some((index, detail)) = extension(&root, there, statement, &mut edits) {
            extended.insert(index);
            made.push(asked);
            steps.push(step(&statement.sid, StepKind::Extended, detail));
        } else {
            let sid = policy::free_sid(&statement.sid, &mut sids);
            edits.add(&policy::Statement {
                sid: sid.clone(),
                ..statement.clone()
            });
            made.push(asked);
            steps.push(step(&sid, StepKind::Added, added(statement.effect)));
        }
    }
    let text = edits.applied(&root);
    let after = parse_json(&text).map_err(ExtensionError::Json)?;
    show(&mut steps, there, (current, &root), (&text, &after));
    let before = before::asked(catalog, there, &read_node(&after).document);
    let mut all = kept(&reading, &extended, made);
    all.extend(steps);
    Ok(Extension {
        text,
        steps: all,
        before,
    })
}

/// Puts the texts of changed and new statements into their steps.
fn show(steps: &mut [Step], there: &Document, old: (&str, &Node), new: (&str, &Node)) {
    let (old_nodes, new_nodes) = (statements_of(old.1), statements_of(new.1));
    let mut next = there.statements.len();
    for step in steps {
        let index = match step.step {
            StepKind::Added => {
                next += 1;
                next - 1
            }
            StepKind::Extended => {
                let named = |s: &Statement| s.sid.as_deref() == Some(&step.statement);
                there.statements.iter().position(named).unwrap_or(next)
            }
            StepKind::Kept | StepKind::Redundant | StepKind::AlreadyThere => continue,
        };
        let text = |nodes: &[Node], text| nodes.get(index).and_then(|node| text_of(text, node));
        step.after = text(new_nodes, new.0);
        step.before = text(old_nodes, old.0).filter(|_| step.step == StepKind::Extended);
    }
}

fn step(statement: &str, step: StepKind, detail: String) -> Step {
    Step {
        statement: statement.to_owned(),
        step,
        detail,
        before: None,
        after: None,
    }
}

fn added(effect: Effect) -> String {
    match effect {
        Effect::Allow => "a new statement".to_owned(),
        Effect::Deny => {
            "a new denial: it also takes from callers whom other statements let through".to_owned()
        }
    }
}

/// What becomes of the statements that were there.
fn kept(reading: &Reading, extended: &BTreeSet<usize>, made: Vec<Statement>) -> Vec<Step> {
    let new = Document {
        version: Version::V2012,
        id: None,
        statements: made,
    }
    .normal();
    let statements = reading.document.statements.iter().enumerate();
    statements
        .filter(|(index, _)| !extended.contains(index))
        .map(|(index, statement)| {
            let name = statement.name(index);
            if new.covers(statement) {
                let detail =
                    "the statements of this plan say all that it says; it stays, and could go"
                        .to_owned();
                step(&name, StepKind::Redundant, detail)
            } else {
                step(&name, StepKind::Kept, "stays byte for byte".to_owned())
            }
        })
        .collect()
}

/// Extends the statement of the same name where the union is exactly what is asked for: all but one
/// of its lists are equal.
fn extension(
    root: &Node,
    there: &Document,
    wanted: &policy::Statement,
    edits: &mut Edits<'_>,
) -> Option<(usize, String)> {
    let asked = Statement::from(wanted);
    let (index, own) = there
        .statements
        .iter()
        .enumerate()
        .find(|(_, s)| s.sid.as_deref() == Some(wanted.sid.as_str()))?;
    if own.effect != asked.effect || !own.same_callers_and_conditions(&asked) {
        return None;
    }
    let node = statements_of(root).get(index)?;
    let (Actions::Only(actions), Scope::Resources(arns)) = (&own.actions, &own.scope) else {
        return None;
    };
    let lacking = |has: &[String], wants: &[String]| -> Vec<String> {
        wants.iter().filter(|w| !has.contains(w)).cloned().collect()
    };
    let Scope::Resources(wanted_arns) = &wanted.scope else {
        return None;
    };
    let (new_actions, new_arns) = (
        lacking(actions, &wanted.actions),
        lacking(arns, wanted_arns),
    );
    let beyond = |has: &[String], wants: &[String]| !lacking(wants, has).is_empty();
    if new_actions.is_empty() && !beyond(actions, &wanted.actions) && !new_arns.is_empty() {
        let detail = format!("Resource is given {}", new_arns.join(", "));
        edits.lengthen(node, "Resource", arns, &new_arns)?;
        return Some((index, detail));
    }
    if new_arns.is_empty() && !beyond(arns, wanted_arns) && !new_actions.is_empty() {
        let detail = format!("Action is given {}", new_actions.join(", "));
        edits.lengthen(node, "Action", actions, &new_actions)?;
        return Some((index, detail));
    }
    None
}

/// Whether a policy that is there says the same as another.
pub(crate) fn means_the_same(current: &str, wanted: &Policy) -> bool {
    language::read(current).is_ok_and(|reading| {
        reading.faults.is_empty() && reading.document.means_the_same(&Document::from(wanted))
    })
}

#[cfg(test)]
mod tests;
