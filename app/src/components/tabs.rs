//! Several views of one thing. Without scripts: a list of contents, then all of them.
//!
//! With scripts the list is a row of tabs and one panel shows at a time; the fragment of the
//! address names it. The style sheet shows it so from the first paint on, whatever becomes of the
//! script. Not for things that people compare.

use leptos::prelude::*;

use super::contents::{Contents, Entry};
use crate::href::Href;

/// One view among several.
pub struct Tab {
    /// Names it on the page and in the address. It holds no white space.
    pub id: String,
    /// Its name.
    pub label: String,
    /// What it shows; nothing in an answer that holds another tab alone.
    pub content: AnyView,
}

/// Several views of one thing.
#[component]
pub fn Tabs(
    /// What they are views of, such as `Formats`.
    #[prop(into)]
    label: String,
    /// The views, in order.
    tabs: Vec<Tab>,
    /// The `id` of the view that is open, where the rest of them is not shown.
    #[prop(optional_no_strip)]
    open: Option<String>,
) -> impl IntoView {
    let entries = tabs
        .iter()
        .map(|tab| Entry {
            label: tab.label.clone(),
            href: Href::fragment(&tab.id),
        })
        .collect();
    let panels: Vec<_> = tabs
        .into_iter()
        .map(|Tab { id, label, content }| {
            let closed = open.as_ref().is_some_and(|open| *open != id);
            view! {
                <section class="tabs__panel" id=id hidden=closed>
                    <h3 class="tabs__heading">{label}</h3>
                    {content}
                </section>
            }
        })
        .collect();
    view! {
        <div class="tabs" data-module="tabs" data-open=open.clone()>
            <Contents label entries />
            {panels}
        </div>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    use super::code_block::CodeBlock;
    let tab = |id: &str, label: &str, text: &str| Tab {
        id: say(id),
        label: say(label),
        content: view! { <CodeBlock file=say(id) text=say(text) /> }.into_any(),
    };
    let tabs = vec![
        tab("policy", "Policies", "{ \"Version\": \"2012-10-17\" }"),
        tab("commands", "Commands", "aws ec2 create-vpc-endpoint"),
        tab(
            "terraform",
            "Terraform",
            "resource \"aws_vpc_endpoint\" \"data\" {}",
        ),
    ];
    vec![view! { <Tabs label=say("Formats") tabs /> }.into_any()]
}
