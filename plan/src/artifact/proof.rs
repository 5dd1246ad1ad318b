//! `who-can-call.md`: the plan's proof as tables, one for each endpoint.
//!
//! Must show every cell, and say of each that is wider than asked why it is.

use std::collections::BTreeSet;

use askama::Template;

use super::{Artifact, RenderError};
use crate::plan::Plan;
use crate::planner::explain::series;
use crate::proof::{Measure, ProofCall, ProofCell, Standing};

#[derive(Template)]
#[template(path = "who-can-call.md")]
struct Page<'a> {
    plan: &'a Plan,
    callers: Vec<Caller<'a>>,
    tables: Vec<Table<'a>>,
    wider: Vec<String>,
}

struct Caller<'a> {
    mark: String,
    label: &'a str,
    principals: String,
    standing: &'static str,
}

struct Table<'a> {
    title: &'a str,
    rows: Vec<Row>,
}

struct Row {
    actions: String,
    resources: String,
    standing: &'static str,
    cells: Vec<String>,
}

/// The page.
pub(super) fn page(plan: &Plan) -> Result<Artifact, RenderError> {
    let proof = &plan.proof;
    let callers = proof.callers.iter().enumerate();
    let page = Page {
        plan,
        callers: callers
            .map(|(i, c)| Caller {
                mark: mark(i),
                label: &c.label,
                principals: c.principals.join(", "),
                standing: standing(c.standing),
            })
            .collect(),
        tables: plan
            .endpoints
            .iter()
            .map(|e| Table {
                title: &e.title,
                rows: proof
                    .calls
                    .iter()
                    .filter(|c| c.endpoint == e.key)
                    .map(row)
                    .collect(),
            })
            .collect(),
        wider: wider(plan),
    };
    Ok(Artifact::new(
        "who-can-call.md",
        "text/markdown",
        super::text(&page)?,
    ))
}

/// The letter of a caller: A, B, … Z, then A2.
fn mark(index: usize) -> String {
    let letter = u8::try_from(index % 26).map_or('?', |i| char::from(b'A' + i));
    match index / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{}", round + 1),
    }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Granted => "granted",
        Standing::Neighbour => "not granted",
    }
}

fn row(call: &ProofCall) -> Row {
    let bare = |name: &String| {
        name.split_once(':')
            .map_or(name.as_str(), |(_, n)| n)
            .to_owned()
    };
    Row {
        actions: series(call.actions.iter().map(bare).collect(), usize::MAX),
        resources: series(call.resources.clone(), usize::MAX),
        standing: standing(call.standing),
        cells: call.cells.iter().map(cell).collect(),
    }
}

fn cell(cell: &ProofCell) -> String {
    let statement = cell
        .statement
        .as_deref()
        .map(|s| format!(" by {s}"))
        .unwrap_or_default();
    let remark = match &cell.measure {
        Measure::AsAsked => "",
        Measure::OnConditions(_) => ", if its conditions hold",
        Measure::Wider(_) => ", WIDER than asked",
        Measure::Refused => ", although GRANTED",
    };
    format!("{}{statement}{remark}", cell.verdict.as_str())
}

/// What is wider than asked, each reason once with the statement.
fn wider(plan: &Plan) -> Vec<String> {
    let mut said = BTreeSet::new();
    for (_, call, cell) in plan.proof.cells() {
        if let Measure::Wider(why) = &cell.measure {
            let statement = cell.statement.as_deref().unwrap_or("no statement");
            said.insert(format!("{statement} ({}): {why}", call.endpoint));
        }
    }
    said.into_iter().collect()
}
