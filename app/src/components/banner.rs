//! What every page of a server says first, where it is no ordinary one.

use leptos::prelude::*;

/// A line across the page.
#[component]
pub fn Banner(
    /// One sentence.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <p class="banner" role="note">{text}</p> }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    vec![view! { <Banner text=say("This is a demo: nothing here reaches AWS.") /> }.into_any()]
}
