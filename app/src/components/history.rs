//! What happened to something: who did what and when, and what they said to it.
//!
//! Must keep what people said as they said it.

use leptos::prelude::*;

/// One thing that happened.
pub struct HistoryEntry {
    /// Who did it.
    pub who: String,
    /// What they did, as the rest of a sentence.
    pub did: String,
    /// What it led to: an address of this server and its text.
    pub link: Option<(String, String)>,
    /// When, RFC 3339.
    pub at: String,
    /// What they said to it; empty where they said nothing.
    pub words: String,
}

/// The list, the oldest first.
#[component]
pub fn History(
    /// What happened.
    entries: Vec<HistoryEntry>,
) -> impl IntoView {
    let items: Vec<_> = entries.into_iter().map(item).collect();
    view! { <ol class="history">{items}</ol> }
}

fn item(entry: HistoryEntry) -> AnyView {
    let link = entry
        .link
        .map(|(href, text)| view! { ": "<a href=href>{text}</a> });
    let words = (!entry.words.is_empty())
        .then(|| view! { <blockquote class="history__words">{entry.words}</blockquote> });
    view! {
        <li class="history__entry">
            <strong>{entry.who}</strong>
            " "
            {entry.did}
            {link}
            ", "
            <time datetime=entry.at.clone()>{entry.at.clone()}</time>
            {words}
        </li>
    }
    .into_any()
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let entry = |did: &str, words: Option<&str>, link: Option<&str>| HistoryEntry {
        who: say("Ada (sub-1)"),
        did: say(did),
        link: link.map(|text| ("/runs".to_owned(), say(text))),
        at: "2026-11-24T09:00:00Z".to_owned(),
        words: words.map(say).unwrap_or_default(),
    };
    let entries = vec![
        entry(
            "submitted it",
            Some("For the new agents.\nThey go live on Monday."),
            None,
        ),
        entry("had it carried out", None, Some("run-01")),
    ];
    vec![view! { <History entries /> }.into_any()]
}
