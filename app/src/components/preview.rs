//! What the answers make so far, beside the form.
//!
//! The server renders it with the page, so it is current whenever a page is; a script replaces its
//! body while the form is filled in. That script belongs to the form, which names the panel:
//! `<form data-module="preview" data-preview-url="…" data-preview-panel="preview" …>`.

use leptos::prelude::*;

/// The panel beside a form.
#[component]
pub fn Preview(
    /// Names the panel for the form's script.
    #[prop(into)]
    id: String,
    /// Its heading.
    #[prop(into)]
    title: String,
    /// What the answers make so far. A partial answer of the server's replaces exactly this.
    children: Children,
) -> impl IntoView {
    view! {
        <details
            class="preview"
            id=id
            open
            data-preview-signed-out="You are not signed in any more. Your answers are kept: continue, and sign in when you are asked to."
            data-preview-failed="This preview could not be brought up to date. Your answers are kept; continue to see the result."
        >
            <summary class="preview__summary">
                <h2 class="preview__title">{title}</h2>
            </summary>
            <p class="preview__status" role="status" data-preview-status></p>
            <div class="preview__body" data-preview-body>
                {children()}
            </div>
        </details>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let body = say("Two endpoints.");
    vec![
        view! {
            <Preview id=say("preview") title=say("What this makes")>
                <p>{body}</p>
            </Preview>
        }
        .into_any(),
    ]
}
