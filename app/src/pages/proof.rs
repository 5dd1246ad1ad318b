//! Who can call what: the plan's proof as tables.
//!
//! Must show every cell in words, not by colour alone.

use leptos::prelude::*;
use postern_plan::evaluate::Verdict;
use postern_plan::plan::{Plan, PlannedEndpoint};
use postern_plan::proof::{Measure, ProofCall, ProofCell, Standing};

use super::report::Part;
use crate::components::disclosure::Disclosure;
use crate::components::table::{Column, Table};
use crate::components::tag::{Tag, Tone};
use crate::form::sentence;

/// The part of a page.
pub(super) fn part(plan: &Plan) -> Part {
    let tables: Vec<_> = plan.endpoints.iter().map(|e| endpoint(plan, e)).collect();
    let view = view! {
            <p>
                "Each answer comes from evaluating the endpoint’s policy: every granted call for every granted caller, and calls and callers next to them, which must be refused. What the caller’s own policy, the resource’s policy or a token says is judged elsewhere."
            </p>
            {wider(plan)}
            {tables}
    };
    Part::new("who-can-call", "Who can call what", view)
}

fn endpoint(plan: &Plan, endpoint: &PlannedEndpoint) -> AnyView {
    let of = |standing: Standing| {
        let calls = plan.proof.calls.iter();
        calls.filter(move |c| c.endpoint == endpoint.key && c.standing == standing)
    };
    let columns = || {
        let callers = plan
            .proof
            .callers
            .iter()
            .map(|c| Column::words(c.label.clone()));
        std::iter::once(Column::words("Call"))
            .chain(callers)
            .collect::<Vec<_>>()
    };
    let granted: Vec<_> = of(Standing::Granted).map(row).collect();
    let neighbours: Vec<_> = of(Standing::Neighbour).map(row).collect();
    let beside = (!neighbours.is_empty()).then(|| {
        let table = view! { <Table caption=format!("Not granted, {} endpoint", endpoint.title) columns=columns() rows=neighbours /> };
        let id = format!("not-granted-{}", endpoint.key);
        view! {
            <Disclosure id summary="Calls that nobody was granted">
                {table.into_any()}
            </Disclosure>
        }
    });
    view! {
        <h3>{format!("{} endpoint", endpoint.title)}</h3>
        <Table caption=format!("Granted calls, {} endpoint", endpoint.title) columns=columns() rows=granted />
        {beside}
    }
    .into_any()
}

fn row(call: &ProofCall) -> Vec<AnyView> {
    let what = view! {
        {listed(&call.actions, bare)}
        " on "
        {listed(&call.resources, resource)}
    }
    .into_any();
    std::iter::once(what)
        .chain(call.cells.iter().map(cell))
        .collect()
}

/// The first of a list, and the rest to be opened.
fn listed(all: &[String], short: fn(&str) -> &str) -> AnyView {
    let Some((first, rest)) = all.split_first() else {
        return ().into_any();
    };
    let first = view! { <code>{short(first).to_owned()}</code> };
    if rest.is_empty() {
        return first.into_any();
    }
    let more: Vec<_> = rest
        .iter()
        .map(|one| view! { <li><code>{short(one).to_owned()}</code></li> })
        .collect();
    view! {
        {first}
        <details class="proof__more">
            <summary>{format!("and {} more", rest.len())}</summary>
            <ul>{more}</ul>
        </details>
    }
    .into_any()
}

fn bare(action: &str) -> &str {
    action.split_once(':').map_or(action, |(_, name)| name)
}

/// Account and resource of an ARN.
fn resource(arn: &str) -> &str {
    arn.splitn(5, ':').nth(4).unwrap_or(arn)
}

fn cell(cell: &ProofCell) -> AnyView {
    let (tone, remark) = match &cell.measure {
        Measure::AsAsked if cell.verdict == Verdict::Allowed => (Tone::Good, None),
        Measure::AsAsked => (Tone::Plain, None),
        Measure::OnConditions(_) => (Tone::Good, Some("if its conditions hold")),
        Measure::Wider(_) => (Tone::Caution, Some("wider than asked")),
        Measure::Refused => (Tone::Bad, Some("although granted")),
    };
    let by = cell
        .statement
        .clone()
        .map(|sid| view! { <code>{sid}</code> });
    let remark = remark.map(|remark| view! { <span>{remark}</span> });
    view! {
        <span class="proof__cell">
            <Tag text=cell.verdict.as_str() tone=tone />
            {by}
            {remark}
        </span>
    }
    .into_any()
}

/// Every reason for which something passes that nobody asked for, once.
fn wider(plan: &Plan) -> AnyView {
    let mut reasons: Vec<(String, String)> = plan
        .proof
        .cells()
        .filter_map(|(_, _, cell)| match &cell.measure {
            Measure::Wider(why) => Some((cell.statement.clone().unwrap_or_default(), why.clone())),
            _ => None,
        })
        .collect();
    reasons.sort();
    reasons.dedup();
    if reasons.is_empty() {
        return view! { <p>"Nothing passes that no grant asks for."</p> }.into_any();
    }
    let lines: Vec<_> = reasons
        .into_iter()
        .map(|(sid, why)| view! { <li><code>{sid}</code>{format!(": {}", sentence("", None, &why, ""))}</li> })
        .collect();
    view! {
        <p>"Wider than asked:"</p>
        <ul>{lines}</ul>
    }
    .into_any()
}
