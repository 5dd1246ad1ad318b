//! What is there now against what the request asks for, endpoint by endpoint, and the way to change
//! it.
//!
//! Must not call the same what could not be compared.

use leptos::prelude::*;
use postern_plan::drift::{Drift, DriftState, drift};
use postern_plan::plan::{Change, Plan};

use super::frame::hidden;
use super::report::Part;
use crate::answers::Answers;
use crate::components::button::Button;
use crate::components::table::{Column, Table};
use crate::components::tag::{Tag, Tone};
use crate::form::sentence;
use crate::routes;

/// The part of a page; none where nobody looked at the account, or nothing of the request is
/// there yet.
pub(super) fn part(answers: &Answers<'_>, plan: &Plan) -> Option<Part> {
    let inventory = answers.inventory?;
    let all = drift(plan, inventory);
    if all.iter().all(|d| d.endpoint.is_none()) {
        return None;
    }
    let columns = ["Endpoint", "There", "Stands", "What differs"]
        .map(Column::words)
        .to_vec();
    let rows = all.iter().map(|d| row(answers, plan, d)).collect();
    let table = view! { <Table caption="Compared by meaning" columns rows /> };
    Some(Part::new(
        "drift",
        "What is there now, against this request",
        table,
    ))
}

fn row(answers: &Answers<'_>, plan: &Plan, drift: &Drift) -> Vec<AnyView> {
    let differences: Vec<_> = drift
        .differences
        .iter()
        .chain(&drift.rules)
        .map(|what| view! { <li>{sentence("", None, what, "")}</li> })
        .collect();
    let differences = (!differences.is_empty()).then(|| view! { <ul>{differences}</ul> });
    let (word, tone) = match drift.state {
        DriftState::Same => ("as asked for", Tone::Good),
        DriftState::Differs => ("differs", Tone::Caution),
        DriftState::Missing => ("not there", Tone::Plain),
        DriftState::Unknown => ("not compared", Tone::Plain),
    };
    vec![
        drift.key.to_string().into_any(),
        drift.endpoint.as_ref().map_or_else(
            || "none".into_any(),
            |id| view! { <code>{id.clone()}</code> }.into_any(),
        ),
        view! { <Tag text=word tone=tone /> }.into_any(),
        view! {
            {differences}
            {way(answers, plan, drift)}
        }
        .into_any(),
    ]
}

/// The way to have an endpoint of this request changed rather than made a second time.
fn way(answers: &Answers<'_>, plan: &Plan, drift: &Drift) -> Option<AnyView> {
    let id = drift.endpoint.clone()?;
    let unnamed = plan
        .endpoint(drift.key)
        .is_some_and(|e| matches!(e.change, Change::Create | Change::Leave { .. }));
    // Rules of the group need no endpoint changed.
    if drift.state != DriftState::Differs || !unnamed || drift.differences.is_empty() {
        return None;
    }
    let field = format!("endpoints.{}.existing", drift.key);
    let label = format!("Change {id} to this");
    let view = view! {
        <form class="row" method="post" action=routes::CHECK.href()>
            {hidden(answers, |name| name != field)}
            <input type="hidden" name=field.clone() value=id />
            <Button label=label />
        </form>
    };
    Some(view.into_any())
}
