//! Something that is opened when it is wanted.

use leptos::prelude::*;

/// Whether a disclosure shows its content at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Opened {
    /// It does.
    Yes,
    /// It does not.
    #[default]
    No,
}

/// A summary that can be opened.
#[component]
pub fn Disclosure(
    /// Names it on the page. What the reader has opened stays open when a preview is replaced.
    #[prop(into)]
    id: String,
    /// What is inside.
    #[prop(into)]
    summary: String,
    /// Whether it shows its content at first.
    #[prop(optional)]
    opened: Opened,
    /// The content.
    children: Children,
) -> impl IntoView {
    let open = opened == Opened::Yes;
    view! {
        <details class="disclosure" id=id open=open>
            <summary class="disclosure__summary">{summary}</summary>
            <div class="disclosure__content">{children()}</div>
        </details>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let why = say("A bearer token carries no principal that an endpoint policy could match.");
    let source = say("AWS documentation, read on 20 November 2026.");
    vec![
        view! {
            <Disclosure id=say("why") summary=say("Why must the principal be a star?")>
                <p>{why}</p>
            </Disclosure>
        }
        .into_any(),
        view! {
            <Disclosure id=say("source") summary=say("Source") opened=Opened::Yes>
                <p>{source}</p>
            </Disclosure>
        }
        .into_any(),
    ]
}
