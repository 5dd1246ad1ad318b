//! A short status beside a name.

use leptos::prelude::*;

/// What a tag's colour says. The word says it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Plain,
    /// As it should be.
    Good,
    /// Worth a look.
    Caution,
    /// In the way.
    Bad,
}

/// A tag.
#[component]
pub fn Tag(
    /// One or two words.
    #[prop(into)]
    text: String,
    /// What its colour says.
    #[prop(optional)]
    tone: Tone,
) -> impl IntoView {
    let class = match tone {
        Tone::Plain => "tag",
        Tone::Good => "tag tag--good",
        Tone::Caution => "tag tag--caution",
        Tone::Bad => "tag tag--bad",
    };
    view! { <span class=class>{text}</span> }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    vec![
        view! { <Tag text=say("create") tone=Tone::Good /> }.into_any(),
        view! { <Tag text=say("modify") tone=Tone::Caution /> }.into_any(),
        view! { <Tag text=say("leave") /> }.into_any(),
        view! { <Tag text=say("blocked") tone=Tone::Bad /> }.into_any(),
    ]
}
