//! What all pages of the wizard share: where one is, what is wrong, the form and its buttons, and
//! the preview beside it.
//!
//! Must carry every field that the page does not ask for, hidden, as it was typed.

use leptos::prelude::*;
use postern_plan::request::RequestError;

use super::preview;
use crate::answers::Answers;
use crate::components::button::{Button, Emphasis};
use crate::components::error_summary::{ErrorSummary, Problem};
use crate::components::field::{Field, Typed};
use crate::components::preview::Preview;
use crate::components::question::Question;
use crate::components::site_header::NavLink;
use crate::components::step_list::{self, StepList, StepState};
use crate::document::{Page, PageState};
use crate::form::{self, field_of};
use crate::href::Href;
use crate::routes::{self, FixedPath};
use crate::step::Step;

/// A page that asks: one step, or all questions when there is none.
pub(super) fn asking(answers: &Answers<'_>, step: Option<Step>, questions: AnyView) -> Page {
    let path = step.map_or(routes::EVERYTHING, Step::path);
    let heading = step.map_or("Answer everything on one page", Step::heading);
    let unknown = unknown_pairs(answers, step);
    let hidden = hidden(answers, |name| {
        !asked_on(step, name) && !unknown.iter().any(|(n, _)| n == name)
    });
    let method = if answers.fits_a_link() { "get" } else { "post" };
    let unknown = unknown_fields(answers, unknown);
    let back = step
        .and_then(Step::previous)
        .map(|_| view! { <Button label="Back" name="do" value="back" /> });
    let onwards = match step {
        Some(_) => "Continue",
        None => "Make the plan",
    };
    let panel = preview::body(answers);
    let body = view! {
        <div class="stack stack--loose">
        {opening(answers, step, heading)}
        <div class="workbench">
            <form
                class="stack stack--loose"
                method=method
                action=path.href()
                novalidate
                data-module="preview"
                data-preview-url=routes::PREVIEW.href()
                data-preview-panel="preview"
           >
                // The first button is the one that Enter presses.
                <button type="submit" class="visually-hidden" name="do" value="continue" tabindex="-1" aria-hidden="true">
                    {onwards}
                </button>
                {hidden}
                {questions}
                {unknown}
                <div class="row">
                    <Button label=onwards emphasis=Emphasis::Primary name="do" value="continue" />
                    {back}
                </div>
            </form>
            <div class="workbench__beside">
                <Preview id="preview" title="What this makes">
                    {panel}
                </Preview>
            </div>
        </div>
        </div>
    };
    page(answers, path, heading, body.into_any())
}

/// A page that shows what the answers came to.
pub(super) fn showing(answers: &Answers<'_>, step: Step, content: AnyView) -> Page {
    let body = view! {
        <div class="stack stack--loose">
            {opening(answers, Some(step), step.heading())}
            {content}
        </div>
    };
    page(answers, step.path(), step.heading(), body.into_any())
}

fn page(answers: &Answers<'_>, path: FixedPath, heading: &str, body: AnyView) -> Page {
    let link = |label: &str, to: FixedPath| {
        let here = to == routes::EVERYTHING && path == routes::EVERYTHING
            || to == routes::HOME && path != routes::EVERYTHING;
        if here {
            NavLink::here(label, answers.href(to))
        } else {
            NavLink::elsewhere(label, answers.href(to))
        }
    };
    Page {
        title: heading.to_owned(),
        state: if answers.form.errors().is_empty() {
            PageState::Clear
        } else {
            PageState::Refused
        },
        links: vec![
            link("Step by step", routes::HOME),
            link("All on one page", routes::EVERYTHING),
        ],
        body,
    }
}

fn opening(answers: &Answers<'_>, step: Option<Step>, heading: &'static str) -> AnyView {
    let number = step
        .and_then(|s| Step::ALL.iter().position(|t| *t == s))
        .map(|at| {
            view! { <p class="step-count">{format!("Step {} of 5", at + 1)}</p> }
        });
    let steps = step.map(|current| view! { <StepList steps=steps(answers, current) /> });
    let problems: Vec<Problem> = answers
        .form
        .errors()
        .iter()
        .map(|error| {
            let field = Href::fragment(&field_of(&error.path));
            // On a page that shows, the field stands on the step it belongs to.
            let elsewhere = match step {
                Some(Step::Check | Step::Review) => Some(
                    answers
                        .href(Step::of(error).path())
                        .with_fragment(&field_of(&error.path)),
                ),
                _ => None,
            };
            Problem {
                text: problem_text(error),
                href: Some(elsewhere.unwrap_or(field)),
            }
        })
        .collect();
    let summary = (!problems.is_empty()).then(|| view! { <ErrorSummary problems /> });
    view! {
        {steps}
        {summary}
        <header class="stack stack--tight">
            {number}
            <h1>{heading}</h1>
        </header>
    }
    .into_any()
}

/// The words at the field, after the field's path.
fn problem_text(error: &RequestError) -> String {
    form::sentence(
        &error.path,
        error.text.as_deref(),
        &error.message,
        &error.help,
    )
}

fn steps(answers: &Answers<'_>, current: Step) -> [step_list::Step; 5] {
    Step::ALL.map(|step| {
        let href = || answers.href(step.path());
        let state = if step == current {
            StepState::Current
        } else if !answers.touched(step) {
            StepState::ToCome
        } else if answers.errors_on(step).is_empty() {
            StepState::Done(href())
        } else {
            StepState::Wrong(href())
        };
        step_list::Step {
            name: step.title().to_owned(),
            state,
        }
    })
}

/// Every field that the page does not ask for.
pub(super) fn hidden(answers: &Answers<'_>, carried: impl Fn(&str) -> bool) -> Vec<AnyView> {
    answers
        .form
        .pairs()
        .iter()
        .filter(|(name, _)| carried(name))
        .map(|(name, value)| {
            view! { <input type="hidden" name=name.clone() value=value.clone() /> }.into_any()
        })
        .collect()
}

/// Whether a page asks for a field; without a step it asks for all.
fn asked_on(step: Option<Step>, name: &str) -> bool {
    if name == "version" {
        return false;
    }
    let Some(step) = step else { return true };
    let grant_field = name
        .strip_prefix("grants.")
        .and_then(|rest| rest.split('.').nth(1));
    matches!(
        (step, grant_field),
        (Step::What, Some("primitive" | "plane" | "resources"))
            | (
                Step::Who,
                Some("auth" | "callers" | "access" | "actions" | "conditions")
            )
            | (Step::Where, None)
    )
}

/// Fields that the document does not know, on the step where they would stand.
fn unknown_pairs(answers: &Answers<'_>, step: Option<Step>) -> Vec<(String, String)> {
    let unknown: Vec<String> = answers
        .draft
        .errors
        .iter()
        .filter(|e| e.code == "unknown-key" && step.is_none_or(|s| s == Step::of(e)))
        .map(|e| field_of(&e.path))
        .collect();
    let is_unknown = |name: &str| {
        unknown
            .iter()
            .any(|u| name == u || name.starts_with(&format!("{u}.")))
    };
    answers
        .form
        .pairs()
        .iter()
        .filter(|(name, _)| is_unknown(name))
        .cloned()
        .collect()
}

/// They are shown, so that they can be mended or emptied.
fn unknown_fields(answers: &Answers<'_>, unknown: Vec<(String, String)>) -> Option<AnyView> {
    let fields: Vec<_> = unknown
        .into_iter()
        .map(|(name, value)| {
            let question = Question::new(name.clone(), name.clone())
                .hint("This field is not known. Empty it to leave it out.")
                .error(answers.form.error(&name));
            view! { <Field question value typed=Typed::Exact /> }
        })
        .collect();
    (!fields.is_empty()).then(|| {
        view! {
            <section class="section">
                <h2>"Not understood"</h2>
                {fields}
            </section>
        }
        .into_any()
    })
}
