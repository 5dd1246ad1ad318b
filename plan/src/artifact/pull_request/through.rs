//! Who gets through, for a reviewer: what passes or may pass, and what was asked for and does not.
//!
//! Must leave out nothing that passes.

use crate::evaluate::Verdict;
use crate::plan::Plan;
use crate::planner::explain::series;
use crate::proof::{Measure, ProofCall, ProofCaller, ProofCell};

use super::inert::inert;

/// The calls of one endpoint.
pub(super) struct Table<'a> {
    pub(super) title: &'a str,
    pub(super) rows: Vec<Row>,
}

/// Calls for which all answers are the same.
pub(super) struct Row {
    pub(super) who: String,
    pub(super) actions: String,
    pub(super) resources: String,
    pub(super) measure: &'static str,
    pub(super) wider: bool,
}

/// As many actions and resources as anybody reads in one line.
const MOST: usize = 12;

/// The tables of a plan.
pub(super) fn tables(plan: &Plan) -> Vec<Table<'_>> {
    let rows = |endpoint| {
        let cells = plan.proof.cells();
        let here = cells.filter(move |(_, call, cell)| call.endpoint == endpoint && tells(cell));
        here.map(|(caller, call, cell)| row(caller, call, cell))
            .collect()
    };
    plan.endpoints
        .iter()
        .map(|endpoint| Table {
            title: &endpoint.title,
            rows: rows(endpoint.key),
        })
        .filter(|table| !table.rows.is_empty())
        .collect()
}

/// How many answers are not in the tables, in words.
pub(super) fn refused(plan: &Plan) -> String {
    let count = plan.proof.cells().filter(|(.., cell)| !tells(cell)).count();
    match count {
        1 => "1 answer".to_owned(),
        count => format!("{count} answers"),
    }
}

/// Whether it passes, may pass, or should.
fn tells(cell: &ProofCell) -> bool {
    cell.verdict != Verdict::Denied || cell.measure != Measure::AsAsked
}

fn row(caller: &ProofCaller, call: &ProofCall, cell: &ProofCell) -> Row {
    let bare = |name: &String| {
        let bare = name.split_once(':').map_or(name.as_str(), |(_, bare)| bare);
        bare.to_owned()
    };
    let who = match caller.principals.as_slice() {
        [] => caller.label.clone(),
        principals => principals.join(", "),
    };
    Row {
        who: inert(&who),
        actions: series(call.actions.iter().map(bare).collect(), MOST),
        resources: inert(&series(call.resources.clone(), MOST)),
        measure: match &cell.measure {
            Measure::AsAsked => "as asked",
            Measure::OnConditions(_) => "if its conditions hold",
            Measure::Wider(_) if cell.verdict == Verdict::Unknown => {
                "WIDER than asked, if its conditions hold"
            }
            Measure::Wider(_) => "WIDER than asked",
            Measure::Refused => "REFUSED although granted",
        },
        wider: matches!(cell.measure, Measure::Wider(_) | Measure::Refused),
    }
}
