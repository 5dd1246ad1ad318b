//! Requests that were looked at lately, kept in this browser only. The server never sees the list:
//! the script writes it where a request is reviewed and shows it where one begins.

use leptos::prelude::*;

use crate::href::Href;

/// Where the list is shown; the script fills it, and without the script it is not there.
#[component]
pub fn Recent() -> impl IntoView {
    view! {
        <section class="section recent" data-module="recent" hidden>
            <h2>"Go on with a recent one"</h2>
            <ul class="recent__list"></ul>
            <p class="recent__about">
                "Kept in this browser only. "
                <button class="button button--quiet" type="button">"Forget them"</button>
            </p>
        </section>
    }
}

/// What is kept: the address of a request's review, under its name.
#[component]
pub fn RecentMark(
    /// The request's name.
    #[prop(into)]
    name: String,
    /// The address that holds its answers.
    href: Href,
) -> impl IntoView {
    view! { <span hidden data-module="recent" data-name=name data-href=href.to_string()></span> }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let href = Href::fixed("/review").with_query(&say("name=a"));
    vec![
        view! { <Recent /> }.into_any(),
        view! { <RecentMark name=say("agents-prod") href /> }.into_any(),
    ]
}
