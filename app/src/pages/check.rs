//! The fourth step: what is worth knowing before anything is made.
//!
//! Must not let "not judged" look like "fine".

use leptos::prelude::*;
use postern_plan::catalog::Severity;
use postern_plan::extension::{self, StepKind};
use postern_plan::plan::{self, Plan, PlannedEndpoint};

use super::preview::{figures, statements};
use super::report::{Part, report};
use super::travel::onwards;
use super::trying;
use super::{drift, forecast, lockdown, preflight, proof, workload};
use crate::answers::Answers;
use crate::components::button::Emphasis;
use crate::components::empty_state::EmptyState;
use crate::components::meter::Meter;
use crate::components::note::Note;
use crate::components::table::{Column, Table};
use crate::components::tag::{Tag, Tone};
use crate::form::sentence;
use crate::step::Step;
use crate::wording;

/// The page's content.
pub(super) fn view(answers: &Answers<'_>) -> AnyView {
    let Some(plan) = answers.plan() else {
        return incomplete(answers);
    };
    let verdict = if plan.is_blocked() {
        "Something stands in the way: mend it before anything is made."
    } else if plan.fingerprint.is_some() {
        "Nothing that was looked at stands in the way."
    } else {
        "Nothing that can be judged without the account stands in the way."
    };
    // What stands in the way is mended first.
    let on = if plan.is_blocked() {
        Emphasis::Secondary
    } else {
        Emphasis::Primary
    };
    let first = view! {
        <p class=if plan.is_blocked() { "verdict verdict--bad" } else { "verdict" }>{verdict}</p>
        <p class="figures">{figures(plan)}</p>
        {onwards(answers, "Continue to the review", Step::Review, on)}
    };
    let account = [drift::part(answers, plan), Some(preflight::part(plan))];
    let made = [
        Some(proof::part(plan)),
        lockdown::part(plan),
        workload::part(plan),
        Some(policies(answers, plan)),
        Some(forecast::part(plan)),
        Some(cost(plan)),
    ];
    let asked = [trying::call(answers, plan), trying::error(answers, plan)].map(Some);
    // What stands in the way comes first, what is merely good to know after what it is about.
    let parts = [
        notes(plan, Severity::Blocked),
        notes(plan, Severity::Warning),
    ]
    .into_iter()
    .chain(account)
    .chain(made)
    .chain([notes(plan, Severity::Info)])
    .chain(asked);
    report(first, parts.flatten().collect())
}

/// What stands here while answers are missing.
pub(super) fn incomplete(answers: &Answers<'_>) -> AnyView {
    let first = Step::ALL
        .into_iter()
        .find(|s| !answers.errors_on(*s).is_empty())
        .unwrap_or(Step::What);
    let label = format!("Go to “{}”", first.title());
    let way = onwards(answers, &label, first, Emphasis::Primary);
    view! {
        <EmptyState title="The request is not complete yet" detail="The list above names what is wrong or missing.">
            {way}
        </EmptyState>
    }
    .into_any()
}

/// The notes of a plan, what stands in the way first.
pub(super) fn notes_of(plan: &Plan) -> Vec<Part> {
    let all = [Severity::Blocked, Severity::Warning, Severity::Info];
    all.into_iter().filter_map(|s| notes(plan, s)).collect()
}

fn notes(plan: &Plan, severity: Severity) -> Option<Part> {
    let (id, heading) = match severity {
        Severity::Blocked => ("blocked", "In the way"),
        Severity::Warning => ("warnings", "Warnings"),
        Severity::Info => ("good-to-know", "Good to know"),
    };
    let list = list(plan.notes.iter().filter(|n| n.severity == severity))?;
    Some(Part::new(id, heading, list))
}

/// Notes as a list; none where there are none.
pub(super) fn list<'n>(notes: impl Iterator<Item = &'n plan::Note>) -> Option<AnyView> {
    let items: Vec<_> = notes
        .map(|n| {
            view! {
                <li>
                    <Note
                        weight=wording::weight(n.severity)
                        code=n.code.clone()
                        subject=wording::subject(&n.subject)
                        detail=sentence("", None, &n.detail, "")
                        fix=sentence("", None, &n.fix, "")
                    />
                </li>
            }
        })
        .collect();
    (!items.is_empty()).then(|| view! { <ul class="notes">{items}</ul> }.into_any())
}

/// What each policy lets through.
pub(super) fn policies(answers: &Answers<'_>, plan: &Plan) -> Part {
    let limit = answers.catalog.quotas.policy_characters;
    let all: Vec<_> = plan
        .endpoints
        .iter()
        .map(|e| {
            view! {
                <h3>{format!("{} endpoint", e.title)}</h3>
                <Meter label=format!("Policy of {}", e.key) amount=e.policy_chars() limit=limit unit="characters" />
                {extension(e)}
                {statements(answers, e)}
            }
        })
        .collect();
    Part::new("policies", "What the policies let through", all)
}

/// What becomes of the policy of an endpoint that is there.
fn extension(endpoint: &PlannedEndpoint) -> Option<AnyView> {
    let extension = endpoint.extension()?;
    let rows = extension
        .steps
        .iter()
        .map(|step| {
            let tone = match step.step {
                StepKind::Added | StepKind::Extended => Tone::Good,
                StepKind::Redundant => Tone::Caution,
                StepKind::Kept | StepKind::AlreadyThere => Tone::Plain,
            };
            let word = step.step.as_str().replace('_', " ");
            vec![
                view! { <code>{step.statement.clone()}</code> }.into_any(),
                view! { <Tag text=word tone=tone /> }.into_any(),
                difference(step).into_any(),
            ]
        })
        .collect();
    let columns = vec![
        Column::words("Statement"),
        Column::words("What is done"),
        Column::words("In words"),
    ];
    let before = &extension.before;
    let again = if before.calls == 0 {
        "No call could be made of the statements that were there, to ask it again.".to_owned()
    } else if before.changed.is_empty() {
        format!(
            "All {} calls asked that it let through before are answered as before.",
            before.calls
        )
    } else {
        format!(
            "Answered in another way than before: {}.",
            before.changed.join("; ")
        )
    };
    Some(
        view! {
            <Table caption="The policy that is there" columns rows />
            <p>{again}</p>
        }
        .into_any(),
    )
}

/// A step in words, and its text before and after where that is not the same.
fn difference(step: &extension::Step) -> AnyView {
    let words = sentence("", None, &step.detail, "");
    let old = step.before.iter().flat_map(|text| text.lines());
    let new = step.after.iter().flat_map(|text| text.lines());
    let lines: Vec<String> = old
        .map(|line| format!("- {line}"))
        .chain(new.map(|line| format!("+ {line}")))
        .collect();
    let text = (!lines.is_empty()).then(|| {
        view! {
            <details>
                <summary>"Its text"</summary>
                <pre class="difference">{lines.join("\n")}</pre>
            </details>
        }
    });
    view! {
        {words}
        {text}
    }
    .into_any()
}

/// What it costs.
pub(super) fn cost(plan: &Plan) -> Part {
    let columns = vec![
        Column::words("Endpoint"),
        Column::numbers("Zones"),
        Column::numbers("A month"),
    ];
    let money = |usd: &Option<String>| wording::dollars(usd.as_deref());
    let rows = plan
        .cost
        .endpoints
        .iter()
        .map(|e| {
            vec![
                e.key.to_string().into_any(),
                e.zones.to_string().into_any(),
                money(&e.monthly_usd).into_any(),
            ]
        })
        .collect();
    let view = view! {
        <Table caption="Cost before data, an estimate" columns rows />
        <p>{format!("Together {}: {} {}", money(&plan.cost.monthly_usd), sentence("", None, &plan.cost.formula, ""), sentence("", None, &plan.cost.data, ""))}</p>
        <p class="source">{format!("Source: {}.", plan.cost.source)}</p>
        {plan.cost.hub.as_ref().map(super::hub::cost)}
    };
    Part::new("cost", "Cost", view)
}
