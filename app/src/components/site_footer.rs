//! The foot of every page: how old the facts are, and what the prices are worth.

use leptos::prelude::*;

use super::shortcuts::Shortcuts;
use crate::href::Href;

/// A link in the footer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FootLink {
    /// What is there.
    pub label: String,
    /// Where.
    pub href: Href,
}

/// The footer.
#[component]
pub fn SiteFooter(
    /// The date of the catalogue, as `2026-11-20`.
    #[prop(into)]
    catalog_date: String,
    /// What few people need, and not often.
    links: Vec<FootLink>,
) -> impl IntoView {
    let links: Vec<_> = links
        .into_iter()
        .map(|FootLink { label, href }| {
            view! {
                <li>
                    <a class="site-footer__link" href=href.to_string()>
                        {label}
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <footer class="site-footer">
            <div class="site-footer__inner">
                <p>
                    "What AWS offers is as of " <time>{catalog_date}</time>
                    ". Prices are estimates. Postern is not an AWS product."
                </p>
                <div class="site-footer__more">
                    <Shortcuts />
                    <ul class="site-footer__links">{links}</ul>
                </div>
            </div>
        </footer>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let links = vec![FootLink {
        label: say("Light or dark"),
        href: Href::fixed("/appearance"),
    }];
    vec![view! { <SiteFooter catalog_date=say("2026-11-20") links /> }.into_any()]
}
