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
pub(super) fn onwards(
    answers: &Answers<'_>,
    label: &str,
    step: Step,
    emphasis: Emphasis,
) -> AnyView {
    match answers.href(step.path()) {
        Some(href) => view! {
            <div class="row">
                <LinkButton label=label href=href emphasis=emphasis />
            </div>
        }
        .into_any(),
        None => by_post(answers, label, step.path(), emphasis),
    }
}

/// A form that carries every answer there.
pub(super) fn by_post(
    answers: &Answers<'_>,
    label: &str,
    to: FixedPath,
    emphasis: Emphasis,
) -> AnyView {
    view! {
        <form class="row" method="post" action=to.href()>
            {hidden(answers, |_| true)}
            <Button label=label emphasis=emphasis />
        </form>
    }
    .into_any()
}
