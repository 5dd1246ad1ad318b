//! What became of a pull request: where it is, or why there is none.
//!
//! Must link to nothing but an address that begins with https.

use leptos::prelude::*;

use super::apply::refusal;
use super::run::links;
use crate::document::{Page, PageState};
use crate::href::Href;
use crate::pull_requests::{Became, Pulled};

/// The page.
pub fn pull_request(became: &Became<'_>) -> Page {
    let (state, content) = match became {
        Became::Off => (PageState::Refused, off()),
        Became::Refused(refused) => (PageState::Refused, refusal(refused)),
        Became::There(pulled) => (PageState::Clear, there(pulled)),
    };
    let body = view! {
        <div class="stack stack--loose">
            <h1>"Pull request"</h1>
            {content}
        </div>
    };
    Page {
        title: "Pull request".to_owned(),
        state,
        links: links(),
        body: body.into_any(),
    }
}

fn off() -> AnyView {
    view! {
        <p class="verdict">"This Postern opens no pull requests: its settings name no repository."</p>
        <p>"Download the files and put them into a repository yourself, or ask whoever runs this server to set pull_requests.repository."</p>
    }
    .into_any()
}

fn there(pulled: &Pulled) -> AnyView {
    let link = pulled.pull_request.as_ref().map(|(url, number)| {
        let words = format!("{} number {number}", pulled.repository);
        match url.parse::<Href>() {
            Ok(href) => view! { <p><a href=href.to_string()>{words}</a></p> }.into_any(),
            Err(_) => view! { <p>{words}": "<code>{url.clone()}</code></p> }.into_any(),
        }
    });
    let commit: String = pulled.commit.chars().take(12).collect();
    view! {
        <p class="verdict">{pulled.said}</p>
        {link}
        <p>
            "The branch is "<code>{pulled.branch.clone()}</code>
            ", and the commit "<code>{commit}</code>
            ". Ask again after a change of the answers: the same pull request is brought up to date."
        </p>
    }
    .into_any()
}
