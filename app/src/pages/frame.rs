//! What all pages of the wizard share: where one is, what is wrong, the form and its buttons, and
//! the preview beside it.
//!
//! Must carry every field that the page does not ask for, hidden, as it was typed.

use leptos::prelude::*;
use postern_plan::request::RequestError;

use super::preview;
use super::strays::{self, Stray};
use crate::answers::Answers;
use crate::components::button::{Button, Emphasis};
use crate::components::error_summary::{ErrorSummary, Problem};
use crate::components::preview::Preview;
use crate::components::site_header::NavLink;
use crate::components::step_list::{self, StepList, StepState, Way};
use crate::document::{Page, PageState};
use crate::form;
use crate::href::Href;
use crate::routes::{self, FixedPath};
use crate::step::{Step, is_asked};

/// The `id` of the form of a page that asks.
const FORM: &str = "answers";

/// A page that asks: one step, or all questions when there is none.
pub(super) fn asking(answers: &Answers<'_>, step: Option<Step>, questions: AnyView) -> Page {
    let path = step.map_or(routes::EVERYTHING, Step::path);
    let heading = step.map_or("Answer everything on one page", Step::heading);
    let strays = strays::strays(answers, step);
    let asked = |name: &str| is_asked(name) && step.is_none_or(|s| s == Step::of_field(name));
    let hidden = hidden(answers, |name| {
        !asked(name) && !strays::holds(&strays, name)
    });
    // The box for what the AWS CLI printed is on this page, and no address may hold that.
    let pasting = step.is_none_or(|s| s == Step::Where);
    let method = if answers.fits_a_link() && !pasting {
        "get"
    } else {
        "post"
    };
    let opening = opening(answers, step, heading, &strays);
    let strays = strays::view(answers, strays);
    let back = step
        .and_then(Step::previous)
        .map(|_| view! { <Button label="Back" name="do" value="back" /> });
    let onwards = match step {
        Some(_) => "Continue",
        None => "Make the plan",
    };
    let bench = Bench::of(answers, step);
    let body = view! {
        <div class="stack stack--loose">
        {opening}
        <div class=bench.class()>
            <form
                id=FORM
                class="stack stack--loose"
                method=method
                action=path.href()
                novalidate
                data-module=bench.module()
                data-preview-url=routes::PREVIEW.href()
                data-preview-panel="preview"
           >
                // The first button is the one that Enter presses.
                <button type="submit" class="visually-hidden" name="do" value="continue" tabindex="-1" aria-hidden="true">
                    {onwards}
                </button>
                {hidden}
                {questions}
                {strays}
                <div class="row">
                    <Button label=onwards emphasis=Emphasis::Primary name="do" value="continue" />
                    {back}
                </div>
            </form>
            {bench.preview(answers)}
        </div>
        </div>
    };
    page(answers, path, heading, body.into_any())
}

/// Whether what the answers make stands beside the form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bench {
    Beside,
    /// Nothing is chosen yet, so nothing is made, and nothing can be typed that would change that.
    Alone,
}

impl Bench {
    fn of(answers: &Answers<'_>, step: Option<Step>) -> Self {
        if step == Some(Step::What) && answers.form.rows("grants").is_empty() {
            Self::Alone
        } else {
            Self::Beside
        }
    }

    fn class(self) -> Option<&'static str> {
        (self == Self::Beside).then_some("workbench")
    }

    fn module(self) -> Option<&'static str> {
        (self == Self::Beside).then_some("preview")
    }

    fn preview(self, answers: &Answers<'_>) -> Option<AnyView> {
        if self == Self::Alone {
            return None;
        }
        let panel = preview::body(answers, &preview::Glance::default());
        let view = view! {
            <div class="workbench__beside">
                <Preview id="preview" title="What this makes">
                    {panel}
                </Preview>
            </div>
        };
        Some(view.into_any())
    }
}

/// A page that shows what the answers came to.
pub(super) fn showing(answers: &Answers<'_>, step: Step, content: AnyView) -> Page {
    // What the list of steps sends, where no address may hold the answers.
    let carried = (!answers.fits_a_link()).then(|| {
        view! { <form id=FORM method="post" action=step.path().href() hidden>{hidden(answers, |_| true)}</form> }
    });
    let body = view! {
        <div class="stack stack--loose">
            {opening(answers, Some(step), step.heading(), &[])}
            {content}
            {carried}
        </div>
    };
    page(answers, step.path(), step.heading(), body.into_any())
}

fn page(answers: &Answers<'_>, path: FixedPath, heading: &str, body: AnyView) -> Page {
    let link = |label: &str, to: FixedPath| {
        let here = to == routes::EVERYTHING && path == routes::EVERYTHING
            || to == routes::HOME && path != routes::EVERYTHING;
        let href = answers.href(to)?;
        Some(if here {
            NavLink::here(label, href)
        } else {
            NavLink::elsewhere(label, href)
        })
    };
    // Where the answers fit into no address, a link away from them drops them.
    let audit = answers
        .fits_a_link()
        .then(|| NavLink::elsewhere("Audit a policy", routes::AUDIT.link()));
    Page {
        title: heading.to_owned(),
        state: if answers.form.errors().is_empty() {
            PageState::Clear
        } else {
            PageState::Refused
        },
        links: [
            link("Step by step", routes::HOME),
            link("All on one page", routes::EVERYTHING),
            audit,
        ]
        .into_iter()
        .flatten()
        .collect(),
        body,
    }
}

fn opening(
    answers: &Answers<'_>,
    step: Option<Step>,
    heading: &'static str,
    strays: &[Stray],
) -> AnyView {
    let number = step
        .and_then(|s| Step::ALL.iter().position(|t| *t == s))
        .map(|at| {
            view! { <p class="step-count">{format!("Step {} of 5", at + 1)}</p> }
        });
    let path = step.map_or(routes::EVERYTHING, Step::path);
    let steps = step.map(|current| view! { <StepList steps=steps(answers, current) /> });
    let problems: Vec<Problem> = answers
        .form
        .errors()
        .iter()
        .map(|error| {
            // On a page that shows, the field stands on the step it belongs to.
            let href = match step {
                Some(Step::Check | Step::Review) => elsewhere(answers, error),
                _ => Some(strays::anchor(strays, error)),
            };
            Problem {
                text: problem_text(error),
                href,
            }
        })
        .collect();
    let summary = (!problems.is_empty()).then(|| view! { <ErrorSummary problems /> });
    // Nothing to share before anything is answered.
    let link = answers
        .href(path)
        .filter(|href| href.as_str() != path.href())
        .map(|href| {
            view! { <a class="step-link" href=href.to_string() data-answers-link>"Open a link to this page"</a> }
        });
    view! {
        {steps}
        {summary}
        <header class="stack stack--tight">
            {number}
            <div class="row">
                <h1>{heading}</h1>
                {link}
            </div>
        </header>
    }
    .into_any()
}

fn elsewhere(answers: &Answers<'_>, error: &RequestError) -> Option<Href> {
    let step = Step::of(error);
    let fragment = strays::anchor(&strays::strays(answers, Some(step)), error);
    let id = fragment.as_str().trim_start_matches('#');
    Some(answers.href(step.path())?.with_fragment(id))
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
        let way = || {
            Some(match answers.href(step.path()) {
                Some(href) => Way::Link(href),
                None => Way::Form {
                    id: FORM.to_owned(),
                    to: step.path().link(),
                },
            })
        };
        let state = if step == current {
            StepState::Current
        } else if !answers.touched(step) {
            StepState::ToCome
        } else if !is_asking(step) && step > current {
            StepState::Ready(way())
        } else if answers.errors_on(step).is_empty() {
            StepState::Done(way())
        } else {
            StepState::Wrong(way())
        };
        step_list::Step {
            name: step.title().to_owned(),
            state,
        }
    })
}

/// The page of a step is a form.
fn is_asking(step: Step) -> bool {
    !matches!(step, Step::Check | Step::Review)
}

/// Every field that the page does not ask for, the call that is tried beside the answers included,
/// and the inventory in forms that no address shows.
pub(super) fn hidden(answers: &Answers<'_>, carried: impl Fn(&str) -> bool) -> Vec<AnyView> {
    let form = &answers.form;
    let inventory = form.pasted().field();
    form.pairs()
        .iter()
        .chain(form.asides().travelling())
        .filter(|(name, _)| carried(name))
        .cloned()
        .chain(inventory)
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> }.into_any())
        .collect()
}
