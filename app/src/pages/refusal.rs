//! The page for a request that cannot be answered as asked.
//!
//! Must offer a way out, and must not tell a stranger what went wrong inside.

use leptos::prelude::*;

use crate::components::prose::Prose;
use crate::document::{Page, PageState};
use crate::routes;

/// What the page says.
pub struct Refusal {
    /// What happened, in a few words.
    pub title: String,
    /// What was wrong and what to do, a sentence each.
    pub lines: Vec<String>,
    /// For a fault of the server's: what its log knows the request by.
    pub request_id: Option<String>,
}

/// The page.
pub fn refusal(refusal: Refusal) -> Page {
    let Refusal {
        title,
        lines,
        request_id,
    } = refusal;
    let lines: Vec<_> = lines
        .into_iter()
        .map(|text| view! { <p><Prose text /></p> })
        .collect();
    let request = request_id.map(|id| view! { <p>"Request id: "<code>{id}</code></p> });
    let heading = title.clone();
    let body = view! {
        <header class="stack stack--tight">
            <h1>{heading}</h1>
        </header>
        {lines}
        {request}
        <p>
            <a href=routes::HOME.href()>"Go to the first page"</a>
        </p>
    };
    Page {
        title,
        state: PageState::Clear,
        links: Vec::new(),
        body: body.into_any(),
    }
}
