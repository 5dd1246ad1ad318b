//! What guardrails say of the answers so far, at the fields where it can be mended.
//!
//! Must only pass on what the core said, and must not judge an answer that nobody gave.

use postern_plan::guardrails::{Answer, Guardrails, Rule};
use postern_plan::plan::{Note, Plan};
use postern_plan::request::{Draft, RequestError};

use crate::form::{Form, field_of};

/// The code of a note that a guardrail made, and of its error at a field.
const CODE: &str = "guardrail";

/// The demands that are about the subnets.
const ABOUT_SUBNETS: [&str; 3] = ["subnets", "most_zones", "most_monthly_usd"];

/// Everything that a guardrail does not allow, as errors at the fields of the form. What merely
/// stands in for an answer is not judged.
pub(crate) fn of(
    guardrails: &Guardrails,
    draft: &Draft,
    form: &Form,
    plan: Option<(&Plan, &[&'static str])>,
) -> Vec<RequestError> {
    if guardrails.is_empty() {
        return Vec::new();
    }
    let rows = form.rows("grants");
    let grants = draft.grants.iter().zip(&rows);
    let right: Vec<usize> = grants
        .clone()
        .filter_map(|(grant, row)| grant.as_ref().map(|_| *row))
        .collect();
    // A grant that is not right yet is in no plan; what it is about is known all the same.
    let mut stops: Vec<RequestError> = grants
        .filter(|(grant, _)| grant.is_none())
        .filter_map(|(_, row)| {
            let primitive = form.value(&format!("grants.{row}.primitive"));
            let answer = Answer::Primitive(&primitive);
            let stop = guardrails.against(&answer)?.stop(&answer)?;
            (!primitive.is_empty())
                .then(|| error(format!("grants[{row}].primitive"), stop.detail, stop.fix))
        })
        .collect();
    let Some((plan, stand_ins)) = plan else {
        return stops;
    };
    let notes = plan.notes.iter().filter(|note| note.code == CODE);
    let notes = notes.filter(|note| !stands_in(&note.subject, stand_ins));
    stops.extend(notes.filter_map(|note| {
        let path = path(&note.subject, &right)?;
        Some(error(path, note.detail.clone(), note.fix.clone()))
    }));
    stops
}

/// A note of a plan in the making that is about an answer which nobody gave yet.
pub(crate) fn is_early(note: &Note, form: &Form, stand_ins: &[&'static str]) -> bool {
    note.code.starts_with(CODE)
        && (stands_in(&note.subject, stand_ins) || is_empty(form, &field_of(&note.subject)))
}

/// Nothing was answered at the field of this error, which a guardrail made.
pub(crate) fn is_unanswered(error: &RequestError, form: &Form) -> bool {
    error.code == CODE && is_empty(form, &field_of(&error.path))
}

fn is_empty(form: &Form, field: &str) -> bool {
    let below = format!("{field}.");
    let of = |name: &str| name == field || name.starts_with(&below);
    !form
        .pairs()
        .iter()
        .any(|(name, value)| of(name) && !value.trim().is_empty())
}

fn error(path: String, message: String, help: String) -> RequestError {
    RequestError {
        path,
        code: CODE,
        text: None,
        message,
        help,
    }
}

/// Whether an answer that a note is about is one that something stands in for.
fn stands_in(subject: &str, stand_ins: &[&'static str]) -> bool {
    stand_ins.iter().any(|stand_in| match *stand_in {
        "subnets" => subject == "cost" || subject.starts_with("placement.subnets"),
        "vpc" => subject == "placement.vpc",
        "region" => subject == "region" || subject == "cost",
        other => subject == other,
    })
}

/// The field of a note's subject: its grants are those that are right, a form has all of them.
fn path(subject: &str, right: &[usize]) -> Option<String> {
    if subject == "cost" {
        return Some("placement.subnets".to_owned());
    }
    let Some((at, field)) = subject
        .strip_prefix("grants[")
        .and_then(|rest| rest.split_once(']'))
    else {
        return Some(subject.to_owned());
    };
    let row = right.get(at.parse::<usize>().ok()?)?;
    Some(format!("grants[{row}]{field}"))
}

/// Why something cannot be chosen, and whom to ask: a sentence or two.
pub(crate) fn why(rule: &Rule) -> String {
    format!(
        "Guardrail `{}`: {}. Ask {}.",
        rule.name,
        rule.reason,
        rule.whom_to_ask()
    )
}

/// The rules on a field, in sentences for its hint; empty where there is none.
pub(crate) fn rules_on(guardrails: &Guardrails, field: &str) -> String {
    let about = |rule: &&Rule| {
        let key = rule.demand.key();
        match field {
            "name" => key == "request_name",
            "account" => key == "accounts",
            "region" => key == "regions",
            "placement.vpc" => key == "vpcs",
            "placement.subnets" => ABOUT_SUBNETS.contains(&key),
            "tags" => key == "tags",
            "callers" => key == "named_callers",
            "conditions" => key == "conditions",
            "access" => ["access", "forbidden_actions"].contains(&key),
            _ => false,
        }
    };
    let rules = guardrails.rules().iter().filter(about);
    let said = rules.map(|rule| {
        let says = rule.demand.says();
        let mut letters = says.chars();
        let first = letters.next().map(char::to_uppercase);
        let says: String = first.into_iter().flatten().chain(letters).collect();
        format!("{says}. {}", why(rule))
    });
    said.collect::<Vec<_>>().join(" ")
}

/// A hint with what rules say after it.
pub(crate) fn hinted(hint: &str, rules: &str) -> String {
    [hint, rules]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
