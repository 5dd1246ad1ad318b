//! A choice with a sentence, drawn as a card. Used through
//! [`Choices`](super::choices::Choices) with [`Arrangement::Cards`](super::choices::Arrangement).

use leptos::prelude::*;

use super::choices::{Choice, HowMany, Offer};
use super::prose::Prose;

/// One choice as a card; all of it can be clicked.
#[component]
pub fn Card(
    /// The input's `id`.
    #[prop(into)]
    id: String,
    /// The form key.
    #[prop(into)]
    name: String,
    /// How many of the group may be chosen.
    how_many: HowMany,
    /// What is chosen.
    choice: Choice,
    /// Whether it is chosen now.
    checked: bool,
) -> impl IntoView {
    let Choice {
        value,
        label,
        hint,
        follow_up,
        offer,
    } = choice;
    let disabled = offer == Offer::Closed && !checked;
    let hint_id = format!("{id}-sentence");
    let described_by = hint.as_ref().map(|_| hint_id.clone());
    let hint = hint.map(|text| view! { <p class="card__sentence" id=hint_id><Prose text /></p> });
    let follow_up = follow_up.map(|view| view! { <div class="card__follow-up">{view}</div> });
    view! {
        <div class="card">
            <input
                class="choice__input card__input"
                type=how_many.input_type()
                id=id.clone()
                name=name
                value=value
                checked=checked
                disabled=disabled
                aria-describedby=described_by
            />
            <label class="card__title" for=id>
                {label}
            </label>
            {hint}
            {follow_up}
        </div>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    use super::choices::{Arrangement, Choices};
    use super::question::Question;
    let question = Question::new(say("primitives"), say("What do you use?"));
    let choices = vec![
        Choice::new(say("runtime"), say("Runtime"))
            .hint(say("Agents and tools that AgentCore runs.")),
        Choice::new(say("memory"), say("Memory")).hint(say("Events and long-term records.")),
        Choice::new(say("gateway"), say("Gateway"))
            .hint(say(
                "MCP tools behind one address. Has an endpoint of its own.",
            ))
            .follow_up(view! { <p>{say("Calls go to the gateway endpoint.")}</p> }),
        Choice::new(say("browser"), say("Browser")),
    ];
    vec![
        view! {
            <Choices
                question
                how_many=HowMany::Any
                choices
                chosen=vec![say("runtime"), say("gateway")]
                arrangement=Arrangement::Cards
            />
        }
        .into_any(),
    ]
}
