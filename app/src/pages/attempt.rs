//! "Try a call": the fields, and what became of the call.
//!
//! Must show an answer that hangs on something unknown as unknown.

use leptos::prelude::*;
use postern_plan::attempt::{Attempt, View, Wrong};
use postern_plan::catalog::Catalog;
use postern_plan::evaluate::{Truth, Verdict};
use postern_plan::policy::Effect;
use postern_plan::request::EndpointKey;

use crate::asides::{self, Asides};
use crate::components::choices::{Arrangement, Choice, Choices, HowMany};
use crate::components::error_summary::Problem;
use crate::components::field::{Field, Typed};
use crate::components::prose::Prose;
use crate::components::question::Question;
use crate::components::table::{Column, Table};
use crate::components::tag::{Tag, Tone};
use crate::components::text_area::TextArea;
use crate::form::sentence;
use crate::href::Href;

/// The fields of a call; actions are offered that these endpoints carry.
pub(super) fn fields(
    catalog: &Catalog,
    endpoints: &[EndpointKey],
    asides: &Asides,
    wrong: &[Wrong],
) -> AnyView {
    let question = |name: &str, label: &str| {
        Question::new(name, label).error(
            wrong
                .iter()
                .find(|w| asides::name(w.field) == name)
                .map(message),
        )
    };
    let credentials = match asides.value(asides::CREDENTIALS) {
        "" => asides::SIGNATURE,
        given => given,
    };
    let choices = vec![
        Choice::new(asides::SIGNATURE, "A signature of AWS credentials"),
        Choice::new(asides::TOKEN, "A bearer token, or nothing"),
    ];
    view! {
        <Choices
            question=Question::new(asides::CREDENTIALS, "The caller carries")
            how_many=HowMany::One
            choices
            chosen=vec![credentials.to_owned()]
            arrangement=Arrangement::Row
        />
        <Field
            question=question(asides::CALLER, "Who signs")
                .optional()
                .hint("A role, user or session as an ARN, or an account. Leave it empty for a token.")
            value=asides.value(asides::CALLER)
            typed=Typed::Exact
        />
        <Field
            question=question(asides::ACTION, "Action")
            value=asides.value(asides::ACTION)
            typed=Typed::Exact
            suggestions=actions(catalog, endpoints)
        />
        <Field
            question=question(asides::RESOURCE, "Resource")
                .optional()
                .hint("The ARN that is called. Leave it empty for an action that knows no resource.")
            value=asides.value(asides::RESOURCE)
            typed=Typed::Exact
        />
        <TextArea
            question=question(asides::CONTEXT, "Context")
                .optional()
                .hint("A line `key = value` for each key that is known, such as `aws:PrincipalOrgID = o-1`. Nothing after the sign: the key is not there. A `?`, or no line: not known.")
            value=asides.value(asides::CONTEXT)
            rows=3
        />
    }
    .into_any()
}

/// Every action that a client can call through these endpoints.
fn actions(catalog: &Catalog, endpoints: &[EndpointKey]) -> Vec<String> {
    let mut all: Vec<String> = catalog
        .primitives
        .iter()
        .flat_map(|p| {
            p.actions
                .iter()
                .filter(|a| a.endpoint.is_some_and(|key| endpoints.contains(&key)))
                .map(|a| format!("{}:{}", p.prefix, a.name))
        })
        .collect();
    all.sort();
    all.dedup();
    all
}

fn message(wrong: &Wrong) -> String {
    sentence("", None, &wrong.message, wrong.help)
}

/// What is wrong, for the summary of a page.
pub(super) fn problems(wrong: &[Wrong]) -> Vec<Problem> {
    wrong
        .iter()
        .map(|w| Problem {
            text: message(w),
            href: Some(Href::fragment(asides::name(w.field))),
        })
        .collect()
}

/// What became of a call; `through` names the endpoint.
pub(super) fn result(attempt: &Attempt, through: &str) -> AnyView {
    let (word, tone, does) = match attempt.verdict {
        Verdict::Allowed => ("allowed", Tone::Good, "lets the call through"),
        Verdict::Denied => ("denied", Tone::Bad, "refuses the call"),
        Verdict::Unknown => ("unknown", Tone::Caution, "may refuse the call"),
    };
    let deciding = attempt
        .statement
        .and_then(|at| attempt.views.get(at))
        .map(|view| {
            view! {
                <p class="statement">
                    <code class="statement__sid">{view.name.clone()}</code>
                    " "
                    {view.meaning.clone()}
                </p>
            }
        });
    let missing = (!attempt.missing.is_empty()).then(|| {
        let keys = attempt
            .missing
            .iter()
            .map(|key| format!("`{key}`"))
            .collect::<Vec<_>>()
            .join(", ");
        let text = format!("Say in the context what {keys} holds, and the answer is known.");
        view! { <p><Prose text /></p> }
    });
    view! {
        <div class="stack" id="try-result">
            <p class="verdict">
                <Tag text=word tone=tone />
                " "
                {format!("{through} {does}.")}
            </p>
            <p>{sentence("", None, &attempt.reason, "")}</p>
            {deciding}
            {missing}
            <p>
                <strong>"What the caller sees: "</strong>
                <Prose text=attempt.sees />
            </p>
            {trace(&attempt.views)}
            {elsewhere()}
        </div>
    }
    .into_any()
}

/// What no endpoint policy answers.
pub(super) fn elsewhere() -> AnyView {
    view! {
        <p class="source">
            "A time-out comes from a security group or network ACL, NXDOMAIN from DNS, a 401 from the runtime or gateway; a policy answers 403 alone."
        </p>
    }
    .into_any()
}

fn trace(views: &[View]) -> Option<AnyView> {
    let columns = [
        "Statement",
        "Effect",
        "Caller",
        "Action",
        "Resource",
        "Conditions",
    ];
    let rows: Vec<_> = views
        .iter()
        .map(|view| {
            let effect = match view.effect {
                Effect::Allow => "Allow",
                Effect::Deny => "Deny",
            };
            let conditions = if view.trace.conditions.is_empty() {
                "none".to_owned()
            } else {
                let all = Truth::all(view.trace.conditions.iter().copied());
                fits(all).to_owned()
            };
            vec![
                view! { <code>{view.name.clone()}</code> }.into_any(),
                effect.into_any(),
                fits(view.trace.who).into_any(),
                fits(view.trace.action).into_any(),
                fits(view.trace.resource).into_any(),
                conditions.into_any(),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| {
        let columns = columns.into_iter().map(Column::words).collect();
        view! { <Table caption="How each statement sees the call" columns rows /> }.into_any()
    })
}

fn fits(truth: Truth) -> &'static str {
    match truth {
        Truth::Yes => "fits",
        Truth::No => "does not fit",
        Truth::Unknown => "not known",
    }
}
