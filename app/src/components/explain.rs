//! "Info" beside a label: a panel at the side of the window that says more, and where that is from.
//!
//! The panel is a popover, so the browser itself opens it, shuts it with Escape and gives focus back;
//! no script is needed. Every page has it in the same place.

use leptos::prelude::*;

use super::prose::Prose;
use crate::href::Href;

/// What a panel says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What it is about.
    pub title: String,
    /// A few paragraphs.
    pub paragraphs: Vec<String>,
    /// Where that is from.
    pub source: String,
    /// When that was read, as `2026-11-22`.
    pub date: String,
    /// A page that explains more.
    pub more: Option<Href>,
}

/// The button and its panel.
#[component]
pub fn Explain(
    /// The panel's `id`.
    #[prop(into)]
    id: String,
    /// What the panel says.
    text: Explanation,
) -> impl IntoView {
    let Explanation {
        title,
        paragraphs,
        source,
        date,
        more,
    } = text;
    // In a window of its own: what was typed is not sent yet.
    let more = more.map(|href| {
        view! {
            <p>
                <a href=href.to_string() target="_blank" rel="noopener">
                    "Read more"
                    <span class="visually-hidden">{format!(" on {title}, in a new tab")}</span>
                </a>
            </p>
        }
    });
    let paragraphs: Vec<_> = paragraphs
        .into_iter()
        .map(|text| view! { <p><Prose text /></p> })
        .collect();
    let heading = format!("{id}-title");
    let (opens, labelled) = (id.clone(), heading.clone());
    let shuts = id.clone();
    view! {
        <button class="explain button button--quiet" type="button" popovertarget=opens>
            "Info"
            <span class="visually-hidden">{format!(" on {title}")}</span>
        </button>
        <div class="explain__panel" id=id popover="auto" role="dialog" aria-labelledby=labelled>
            <p class="explain__title" id=heading>{title}</p>
            {paragraphs}
            {more}
            <p class="explain__source">
                "Source: " {source} ", read " <time>{date}</time> "."
            </p>
            <button class="button button--secondary" type="button" popovertarget=shuts popovertargetaction="hide">
                "Close"
            </button>
        </div>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let text = Explanation {
        title: say("private DNS"),
        paragraphs: vec![say(
            "It moves every client of the VPC to the endpoint at once.",
        )],
        source: say("AWS PrivateLink guide"),
        date: say("2026-11-22"),
        more: Some(Href::fixed("/explain/private-dns")),
    };
    vec![view! { <Explain id=say("explain-private-dns") text /> }.into_any()]
}
