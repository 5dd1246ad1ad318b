//! What a long page or a list of formats holds, as links.

use leptos::prelude::*;

use crate::href::Href;

/// One line of a list of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What is there.
    pub label: String,
    /// Where it is.
    pub href: Href,
}

/// A list of contents.
#[component]
pub fn Contents(
    /// What the list is of, such as `Formats`.
    #[prop(into)]
    label: String,
    /// The lines, in the page's order.
    entries: Vec<Entry>,
) -> impl IntoView {
    let lines: Vec<_> = entries
        .into_iter()
        .map(|Entry { label, href }| {
            view! {
                <li>
                    <a class="contents__link" href=href.to_string()>
                        {label}
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <nav class="contents" aria-label=label>
            <ul class="contents__list">{lines}</ul>
        </nav>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let entries = ["Policies", "Commands", "CloudFormation", "Terraform", "CDK"]
        .map(|label| Entry {
            label: say(label),
            href: Href::fragment(&say(label)),
        })
        .to_vec();
    vec![view! { <Contents label=say("Formats") entries /> }.into_any()]
}
