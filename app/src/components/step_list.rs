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
    /// Answered; it can be visited again, where there is a way.
    Done(Option<Way>),
    /// It asks nothing, and can be looked at now.
    Ready(Option<Way>),
    /// Visited, and an answer in it needs mending.
    Wrong(Option<Way>),
    /// The step on this page.
    Current,
    /// Not visited yet.
    ToCome,
}

/// The way to another step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// An address that holds the answers.
    Link(Href),
    /// The page's form, sent there by POST, where no address may hold them.
    Form {
        /// The form's `id`.
        id: String,
        /// Where it is sent.
        to: Href,
    },
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
            let (class, word, way) = match state {
                StepState::Done(way) => ("step step--done", Some("done"), way),
                StepState::Ready(way) => ("step step--ready", Some("ready"), way),
                StepState::Wrong(way) => ("step step--wrong", Some("needs mending"), way),
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
            let inner = match way {
                Some(Way::Link(href)) => {
                    view! { <a class="step__link" href=href.to_string()>{inner}</a> }.into_any()
                }
                Some(Way::Form { id, to }) => view! {
                    <button class="step__link" type="submit" form=id formmethod="post" formaction=to.to_string()>
                        {inner}
                    </button>
                }
                .into_any(),
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

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let step = |name: &str, state: StepState| Step {
        name: say(name),
        state,
    };
    let what = || Href::fixed("/what").with_query(&say("name=a"));
    let done = || StepState::Done(Some(Way::Link(what())));
    let sent = || Way::Form {
        id: say("form"),
        to: Href::fixed("/who"),
    };
    let middle = [
        step("What", done()),
        step("Who and how", StepState::Wrong(Some(sent()))),
        step("Where", StepState::Current),
        step("Check", StepState::ToCome),
        step("Review and take", StepState::ToCome),
    ];
    let first = [
        step("What", StepState::Current),
        step("Who and how", done()),
        step("Where", done()),
        step("Check", StepState::Done(None)),
        step("Review and take", StepState::Ready(Some(Way::Link(what())))),
    ];
    vec![
        view! { <StepList steps=middle /> }.into_any(),
        view! { <StepList steps=first /> }.into_any(),
    ]
}
