//! What an address holds and no page asks for, and errors that have no field.
//!
//! Must leave nothing out: what was typed is shown, so that it can be mended or emptied.

use leptos::prelude::*;
use postern_plan::request::{EndpointKey, RequestError};

use super::overrides;
use crate::answers::Answers;
use crate::components::field::{Field, Typed};
use crate::components::question::Question;
use crate::form::field_of;
use crate::href::Href;
use crate::step::{Step, is_asked};

/// One thing that was not understood: what was typed, where an error belongs that has no field.
pub(super) struct Stray {
    id: String,
    field: String,
    pairs: Vec<(String, String)>,
}

/// The strays of a page; without a step it is the page with all questions.
pub(super) fn strays(answers: &Answers<'_>, step: Option<Step>) -> Vec<Stray> {
    let here = |field: &str| step.is_none_or(|s| s == Step::of_field(field));
    let mut fields: Vec<String> = Vec::new();
    let mut note = |field: String| {
        if here(&field) && !fields.contains(&field) {
            fields.push(field);
        }
    };
    for error in &answers.draft.errors {
        let field = field_of(&error.path);
        if !has_place(answers, &field) {
            note(field);
        }
    }
    let typed = || {
        let pairs = answers.form.pairs().iter();
        pairs.filter(|(name, _)| !is_asked(name))
    };
    let under = |name: &str, field: &str| {
        name.strip_prefix(field)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let (named, nameless): (Vec<_>, Vec<_>) =
        typed().partition(|(name, _)| fields.iter().any(|field| under(name, field)));
    let mut all: Vec<Stray> = fields
        .into_iter()
        .map(|field| Stray {
            id: String::new(),
            pairs: Vec::new(),
            field,
        })
        .collect();
    for (name, value) in named {
        if let Some(stray) = all.iter_mut().find(|s| under(name, &s.field)) {
            stray.pairs.push((name.clone(), value.clone()));
        }
    }
    // The version is right, unless an error names it.
    let others = nameless.into_iter().filter(|(name, _)| name != "version");
    all.extend(others.filter(|(name, _)| here(name)).map(|pair| Stray {
        id: String::new(),
        field: pair.0.clone(),
        pairs: vec![pair.clone()],
    }));
    for (at, stray) in all.iter_mut().enumerate() {
        stray.id = format!("stray-{}", at + 1);
    }
    all
}

/// Where an error's message stands on a page.
pub(super) fn anchor(strays: &[Stray], error: &RequestError) -> Href {
    let field = field_of(&error.path);
    let stray = strays.iter().find(|s| s.field == field);
    Href::fragment(stray.map_or(&field, |s| &s.id))
}

/// Whether a field's value stands among these.
pub(super) fn holds(strays: &[Stray], name: &str) -> bool {
    strays
        .iter()
        .any(|s| s.pairs.iter().any(|(typed, _)| typed == name))
}

/// They are shown with what is wrong with them.
pub(super) fn view(answers: &Answers<'_>, strays: Vec<Stray>) -> Option<AnyView> {
    let shown: Vec<_> = strays
        .into_iter()
        .filter_map(|stray| one(answers, stray))
        .collect();
    (!shown.is_empty()).then(|| {
        view! {
            <section class="section">
                <h2>"Not understood"</h2>
                {shown}
            </section>
        }
        .into_any()
    })
}

fn one(answers: &Answers<'_>, stray: Stray) -> Option<AnyView> {
    let Stray { id, field, pairs } = stray;
    let mut error = answers.form.error(&field);
    if pairs.is_empty() {
        return error.map(|text| {
            view! { <p class="question__error" id=id tabindex="-1">{text}</p> }.into_any()
        });
    }
    let fields: Vec<_> = pairs
        .into_iter()
        .enumerate()
        .map(|(at, (name, value))| {
            let id = match at {
                0 => id.clone(),
                _ => format!("{id}-{}", at + 1),
            };
            let question = Question::new(name.clone(), name)
                .id(id)
                .hint("No question asks for this. Empty it to leave it out.")
                .error(error.take());
            view! { <Field question value typed=Typed::Exact /> }
        })
        .collect();
    Some(fields.into_any())
}

/// Whether a page shows the message of a field.
fn has_place(answers: &Answers<'_>, field: &str) -> bool {
    let row = |prefix: &str, at: &str| {
        let rows = answers.form.rows(prefix);
        at.parse().is_ok_and(|at: usize| rows.contains(&at))
    };
    match field.split('.').collect::<Vec<_>>().as_slice() {
        ["grants" | "tags"] => true,
        ["grants", at] => row("grants", at),
        ["grants", at, "conditions", condition, rest @ ..] => {
            row(&format!("grants.{at}.conditions"), condition)
                && (rest.is_empty() || is_asked(field))
        }
        ["grants", at, ..] => row("grants", at) && is_asked(field),
        ["tags", at, rest @ ..] => row("tags", at) && (rest.is_empty() || is_asked(field)),
        ["endpoints", key, rest @ ..] => {
            let shown = |key| overrides::is_shown(answers, key);
            key.parse::<EndpointKey>().is_ok_and(shown) && (rest.is_empty() || is_asked(field))
        }
        _ => is_asked(field),
    }
}
