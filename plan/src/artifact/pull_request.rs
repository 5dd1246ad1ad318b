//! The text of a pull request: what a reviewer has to know, in Markdown.
//!
//! Must mention nobody and close nothing because of what a person typed, and must be
//! short enough for every provider.

mod cut;
mod differ;
mod inert;
mod through;

use askama::Template;
use askama::filters::Safe;

use super::RenderError;
use super::readme::{self, Row};
use crate::catalog::Severity;
use crate::drift::{Drift, drift};
use crate::inventory::Inventory;
use crate::plan::{Change, Plan, PlannedEndpoint};
use differ::Laid;
use inert::inert;
use through::Table;

#[derive(Template)]
#[template(path = "pull-request.md")]
struct Page<'a> {
    plan: &'a Plan,
    /// An address of ours that was percent-encoded, without brackets and blanks.
    answers: Option<Safe<&'a str>>,
    endpoints: Vec<Row<'a>>,
    /// What agents in VPC mode also need.
    needed: Vec<Row<'a>>,
    through: Vec<Table<'a>>,
    refused: String,
    grave: Vec<(&'static str, Vec<Line>)>,
    light: Vec<Line>,
    total: Option<&'a str>,
    there: Vec<String>,
    /// Lines in a fence, none of which begins with a backtick.
    diffs: Vec<(&'a str, Safe<String>)>,
}

struct Line {
    code: String,
    subject: String,
    detail: String,
    fix: String,
}

/// The text for a plan, beside what is known of the account; `answers` is the address of a page with
/// the answers, percent-encoded.
pub fn pull_request_text(
    plan: &Plan,
    inventory: Option<&Inventory>,
    answers: Option<&str>,
) -> Result<String, RenderError> {
    let plain = |address: &&str| !address.contains(['(', ')', '<', '>', ' ', '\\', '\n']);
    let page = Page {
        plan,
        answers: answers.filter(plain).map(Safe),
        endpoints: plan
            .endpoints
            .iter()
            .map(|e| readme::row(plan, e))
            .collect(),
        needed: plan
            .workload
            .iter()
            .flat_map(|w| w.plan.endpoints.iter().map(|e| readme::row(&w.plan, e)))
            .collect(),
        through: through::tables(plan),
        refused: through::refused(plan),
        grave: grave(plan),
        light: notes(plan, Severity::Info),
        total: plan.cost.monthly_usd.as_deref(),
        there: inventory
            .map(|there| compared(plan, there))
            .unwrap_or_default(),
        diffs: inventory
            .map(|there| diffs(plan, there))
            .unwrap_or_default(),
    };
    Ok(cut::to_fit(&super::text(&page)?))
}

/// What a reviewer must have read, the gravest first.
fn grave(plan: &Plan) -> Vec<(&'static str, Vec<Line>)> {
    let all = [
        ("Blocked", notes(plan, Severity::Blocked)),
        ("Warnings", notes(plan, Severity::Warning)),
    ];
    all.into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .collect()
}

fn notes(plan: &Plan, severity: Severity) -> Vec<Line> {
    let notes = plan.notes.iter().filter(|note| note.severity == severity);
    notes
        .map(|note| Line {
            code: note.code.clone(),
            subject: inert(&note.subject),
            detail: inert(&note.detail),
            fix: inert(&note.fix),
        })
        .collect()
}

/// How each endpoint stands, in a line.
fn compared(plan: &Plan, inventory: &Inventory) -> Vec<String> {
    let line = |drift: &Drift| {
        let id = drift.endpoint.as_deref().unwrap_or_default();
        let words = drift.differences.iter().chain(&drift.rules);
        let words: Vec<&str> = words.map(String::as_str).collect();
        let said = match words.as_slice() {
            [] => String::new(),
            words => format!(": {}", words.join("; ")),
        };
        let space = if id.is_empty() { "" } else { " " };
        let state = drift.state.as_str();
        inert(&format!("{}{space}{id} {state}{said}.", drift.key))
    };
    drift(plan, inventory).iter().map(line).collect()
}

/// What becomes of each policy that is changed, line by line.
fn diffs<'a>(plan: &'a Plan, inventory: &Inventory) -> Vec<(&'a str, Safe<String>)> {
    let diff = |endpoint: &'a PlannedEndpoint| {
        let Change::Modify(modification) = &endpoint.change else {
            return None;
        };
        let id = modification.id.as_str();
        let there = inventory.endpoints.iter().find(|one| one.id == id)?;
        let before = Laid::read(there.policy.as_deref()?)?;
        let after = Laid::read(modification.new_policy()?)?;
        Some((endpoint.title.as_str(), Safe(before.unified(&after))))
    };
    plan.endpoints.iter().filter_map(diff).collect()
}

#[cfg(test)]
mod tests;
