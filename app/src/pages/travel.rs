//! From a page that shows to another page, with all answers.
//!
//! Must not lose an answer: what is too long for a link goes by POST.

use leptos::prelude::*;

use super::frame::hidden;
use crate::answers::Answers;
use crate::components::button::{Button, Emphasis};
use crate::components::link_button::LinkButton;
use crate::routes::FixedPath;
use crate::step::Step;

/// The way on.
pub(super) fn onwards(answers: &Answers<'_>, label: &str, step: Step) -> AnyView {
    match answers.href(step.path()) {
        Some(href) => view! {
            <div class="row">
                <LinkButton label=label href=href emphasis=Emphasis::Primary />
            </div>
        }
        .into_any(),
        None => by_post(answers, label, step.path(), Emphasis::Primary),
    }
}

/// The ways back to each step that asks. Where the answers fit into a link, the list of steps and
/// the answers themselves link there, and nothing more is needed.
pub(super) fn back(answers: &Answers<'_>) -> Option<AnyView> {
    let asking = [Step::What, Step::Who, Step::Where];
    let ways: Vec<_> = asking
        .iter()
        .map(|step| {
            let label = format!("Change “{}”", step.title());
            by_post(answers, &label, step.path(), Emphasis::Secondary)
        })
        .collect();
    (!answers.fits_a_link()).then(|| view! { <div class="row">{ways}</div> }.into_any())
}

fn by_post(answers: &Answers<'_>, label: &str, to: FixedPath, emphasis: Emphasis) -> AnyView {
    view! {
        <form class="row" method="post" action=to.href()>
            {hidden(answers, |_| true)}
            <Button label=label emphasis=emphasis />
        </form>
    }
    .into_any()
}
