//! The top of every page: the mark, the name, and the few places there are.

use leptos::prelude::*;

use super::mark::Mark;
use crate::href::Href;
use crate::routes;

/// A link in the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavLink {
    label: String,
    href: Href,
    current: Option<&'static str>,
}

impl NavLink {
    /// The link to the page it stands on.
    pub fn here(label: impl Into<String>, href: Href) -> Self {
        Self {
            label: label.into(),
            href,
            current: Some("page"),
        }
    }

    /// A link to another page.
    pub fn elsewhere(label: impl Into<String>, href: Href) -> Self {
        Self {
            label: label.into(),
            href,
            current: None,
        }
    }
}

/// The header.
#[component]
pub fn SiteHeader(
    /// Where the mark leads.
    home: Href,
    /// What the pages call this server.
    #[prop(into)]
    name: String,
    /// The picture in the place of the mark; none where the mark stands.
    logo: Option<Href>,
    /// The places there are; empty where there is no choice.
    links: Vec<NavLink>,
    /// The name of whoever is signed in; none where nobody has to.
    visitor: Option<String>,
) -> impl IntoView {
    let links: Vec<_> = links
        .into_iter()
        .map(
            |NavLink {
                 label,
                 href,
                 current,
             }| {
                view! {
                    <li>
                        <a class="site-header__link" href=href.to_string() aria-current=current>
                            {label}
                        </a>
                    </li>
                }
            },
        )
        .collect();
    let nav = (!links.is_empty()).then(|| {
        view! {
            <nav aria-label="Main">
                <ul class="site-header__links">{links}</ul>
            </nav>
        }
    });
    let visitor = visitor.map(|name| {
        view! {
            <a class="site-header__link site-header__visitor" href=routes::YOU.href()>
                <span class="visually-hidden">"Signed in as "</span>
                {name}
            </a>
        }
    });
    // It says nothing: the name stands beside it.
    let mark = match logo {
        Some(logo) => {
            view! { <img class="site-header__logo" src=logo.to_string() alt="" /> }.into_any()
        }
        None => view! { <Mark /> }.into_any(),
    };
    view! {
        <header class="site-header">
            <div class="site-header__inner">
                <a class="site-header__home" href=home.to_string()>
                    {mark}
                    <span class="site-header__name">{name}</span>
                </a>
                <p class="site-header__line">"Private endpoints for Amazon Bedrock AgentCore"</p>
                {nav}
                {visitor}
            </div>
        </header>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let links = vec![
        NavLink::here(say("Step by step"), Href::fixed("/")),
        NavLink::elsewhere(
            say("All on one page"),
            Href::fixed("/all").with_query(&say("name=a")),
        ),
    ];
    vec![
        view! {
            <SiteHeader home=Href::fixed("/") name="Postern" logo=None links visitor=None />
        }
        .into_any(),
        view! {
            <SiteHeader
                home=Href::fixed("/")
                name=say("Doors of Example")
                logo=Some(Href::fixed("/favicon.svg"))
                links=vec![]
                visitor=Some(say("Ada Lovelace"))
            />
        }
        .into_any(),
    ]
}
