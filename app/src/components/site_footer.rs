//! The foot of every page: how old the facts are, and what the prices are worth.

use leptos::prelude::*;

use crate::href::Href;

/// The footer.
#[component]
pub fn SiteFooter(
    /// The date of the catalogue, as `2026-11-20`.
    #[prop(into)]
    catalog_date: String,
    /// Where light or dark is chosen.
    appearance: Href,
) -> impl IntoView {
    view! {
        <footer class="site-footer">
            <p class="site-footer__line">
                "What AWS offers is as of " <time>{catalog_date}</time>
                ". Prices are estimates. Postern is not an AWS product."
            </p>
            <p class="site-footer__line">
                <a href=appearance.to_string()>"Light or dark"</a>
            </p>
        </footer>
    }
}

#[cfg(test)]
pub(crate) fn samples(say: super::tests::Say<'_>) -> Vec<AnyView> {
    let appearance = Href::fixed("/appearance");
    vec![view! { <SiteFooter catalog_date=say("2026-11-20") appearance /> }.into_any()]
}
