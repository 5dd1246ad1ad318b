//! Where the reader is among the five steps.
//!
//! The count is fixed. A step that has been visited is a link, a later one is text; what each one's
//! state is, is said in words as well as drawn.

use leptos::prelude::*;

use crate::href::Href;

/// One of the five steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name, without a verb: `Where`.
    pub name: String,
    /// How far it has come.
    pub state: StepState,
}

/// How far a step has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Answered; it can be visited again, by a link where there is one.
    Done(Option<Href>),
    /// Visited, and an answer in it needs mending.
    Wrong(Option<Href>),
    /// The step on this page.
    Current,
    /// Not visited yet.
    ToCome,
}

/// The list of the five steps.
#[component]
pub fn StepList(
    /// The steps, in order.
    steps: [Step; 5],
) -> impl IntoView {
    let now = steps
        .iter()
        .enumerate()
        .find(|(_, step)| step.state == StepState::Current);
    let now = now.map(|(at, step)| format!("Step {} of 5: {}", at + 1, step.name));
    // Shown where the names are not; heard names make it a repetition.
    let now = now.map(|text| {
        view! {
            <p class="step-list__now" aria-hidden="true">
                {text}
            </p>
        }
    });
    let items: Vec<_> = steps
        .into_iter()
        .enumerate()
        .map(|(at, Step { name, state })| {
            let number = (at + 1).to_string();
            let (class, word, href) = match state {
                StepState::Done(href) => ("step step--done", Some("done"), href),
                StepState::Wrong(href) => ("step step--wrong", Some("needs mending"), href),
                StepState::Current => ("step step--current", None, None),
                StepState::ToCome => ("step step--to-come", Some("not yet"), None),
            };
            let current = (class == "step step--current").then_some("step");
            let word = word.map(|word| view! { <span class="step__state">{word}</span> });
            let inner = view! {
                <span class="step__number">{number}</span>
                <span class="step__name">{name}</span>
                {word}
            };
            let inner = match href {
                Some(href) => {
                    view! { <a class="step__link" href=href.to_string()>{inner}</a> }.into_any()
                }
                None => view! { <span class="step__link">{inner}</span> }.into_any(),
            };
            view! {
                <li class=class aria-current=current>
                    {inner}
                </li>
            }
        })
        .collect();
    view! {
        <nav class="step-list" aria-label="Steps">
            <ol class="step-list__steps">{items}</ol>
            {now}
        </nav>
    }
}

#[cfg(test)]
pub(crate) fn samples(say: super::tests::Say<'_>) -> Vec<AnyView> {
    let step = |name: &str, state: StepState| Step {
        name: say(name),
        state,
    };
    let done = || StepState::Done(Some(Href::fixed("/what").with_query(&say("name=a"))));
    let middle = [
        step("What", done()),
        step("Who and how", StepState::Wrong(None)),
        step("Where", StepState::Current),
        step("Check", StepState::ToCome),
        step("Review and take", StepState::ToCome),
    ];
    let first = [
        step("What", StepState::Current),
        step("Who and how", done()),
        step("Where", done()),
        step("Check", done()),
        step("Review and take", done()),
    ];
    vec![
        view! { <StepList steps=middle /> }.into_any(),
        view! { <StepList steps=first /> }.into_any(),
    ]
}
