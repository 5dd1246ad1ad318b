//! What stands where there is nothing yet, with the way to something.

use leptos::prelude::*;

use super::prose::Prose;

/// Nothing yet.
#[component]
pub fn EmptyState(
    /// What is missing.
    #[prop(into)]
    title: String,
    /// What to do to get it.
    #[prop(into)]
    detail: String,
    /// A link or button that does so.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let act = children.map(|children| view! { <div class="empty-state__act">{children()}</div> });
    view! {
        <div class="empty-state">
            <p class="empty-state__title">{title}</p>
            <p class="empty-state__detail">
                <Prose text=detail />
            </p>
            {act}
        </div>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let act = say("Choose primitives");
    vec![
        view! {
            <EmptyState title=say("No endpoints yet") detail=say("Choose at least one primitive.") />
        }
        .into_any(),
        view! {
            <EmptyState title=say("No grants yet") detail=say("A grant says who may do what.")>
                <a href="/what">{act}</a>
            </EmptyState>
        }
        .into_any(),
    ]
}
