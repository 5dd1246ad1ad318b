//! The pages of the wizard: each a function of the answers.
//!
//! Must be complete without scripts, and must keep whatever was typed.

mod account;
mod appearance;
mod apply;
mod attempt;
mod audit;
mod check;
mod delete;
mod drift;
mod explain;
mod forecast;
mod found;
mod frame;
mod given;
mod guardrails;
mod hub;
mod leave;
mod lockdown;
mod overrides;
mod placement;
mod preflight;
mod preview;
mod proof;
mod proposal;
mod proposals;
mod pull_request;
mod record;
mod refusal;
mod report;
mod review;
mod run;
mod start;
mod strays;
#[cfg(any(test, debug_assertions))]
mod styleguide;
mod targets;
mod there;
mod tokens;
mod travel;
mod trying;
mod what;
mod who;
mod why;
mod workload;
mod you;

use leptos::prelude::*;

pub use appearance::{THEME, appearance};
pub use apply::{Applicable, FINGERPRINT, Ready, Refused, apply};
pub use audit::audit;
pub use delete::{CONFIRM, Deletable, Deleting, Setback, delete};
pub use explain::explain;
pub use guardrails::guardrails;
pub use leave::{Carries, Leave, Said, Tries};
pub use preview::Glance;
pub use proposal::{SAID, proposal};
pub use proposals::{Submitting, proposals};
pub use pull_request::pull_request;
pub use record::record;
pub use refusal::{Refusal, refusal};
pub use run::{run, runs, state as run_state};
pub use targets::targets;
pub use tokens::tokens;
pub use you::{Still, sent_too_late, signed_out, you};

#[cfg(any(test, debug_assertions))]
pub use styleguide::styleguide;

use crate::answers::Answers;
use crate::document::{Page, fragment};
use crate::step::Step;

/// The page of a step.
pub fn step(answers: &Answers<'_>, step: Step) -> Page {
    match step {
        Step::What => frame::asking(answers, Some(step), what::questions(answers)),
        Step::Who => frame::asking(answers, Some(step), who::questions(answers)),
        Step::Where => frame::asking(answers, Some(step), placement::questions(answers)),
        Step::Check => frame::showing(answers, step, check::view(answers)),
        Step::Review => frame::showing(answers, step, review::view(answers)),
    }
}

/// All questions on one page.
pub fn everything(answers: &Answers<'_>) -> Page {
    let part = |step: Step, questions: AnyView| {
        view! {
            <section class="section">
                <h2>{step.heading()}</h2>
                {questions}
            </section>
        }
    };
    let all = view! {
        {part(Step::What, what::questions(answers))}
        {part(Step::Who, who::questions(answers))}
        {part(Step::Where, placement::questions(answers))}
    };
    frame::asking(answers, None, all.into_any())
}

/// What the answers make so far, for the panel beside a form.
pub fn preview(answers: &Answers<'_>, glance: &Glance<'_>) -> String {
    fragment(preview::body(answers, glance))
}
