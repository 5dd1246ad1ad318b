//! Every component with every sample, to be looked at; docs/STYLE.md has the tokens.
//!
//! Only builds for development have it. Must show what the style sheets have, and no look of its own.

use leptos::prelude::*;

use super::run::links;
use crate::components::samples::{ALL, plain};
use crate::document::{Page, PageState};

/// They stand around every page already.
const AROUND: [&str; 3] = ["site_header", "site_footer", "shortcuts"];

/// The page.
pub fn styleguide() -> Page {
    let components: Vec<_> = ALL
        .into_iter()
        .filter(|(name, _)| !AROUND.contains(name))
        .map(|(name, samples)| {
            let samples: Vec<_> = samples(&plain)
                .into_iter()
                .map(|view| view! { <div class="styleguide__sample">{view}</div> })
                .collect();
            view! {
                <section class="section" id=format!("component-{name}")>
                    <h2>{name}</h2>
                    {samples}
                </section>
            }
            .into_any()
        })
        .collect();
    let body = view! {
        <div class="stack stack--loose">
            <h1>"All components"</h1>
            {components}
        </div>
    };
    Page {
        title: "Style guide".to_owned(),
        state: PageState::Clear,
        links: links(),
        body: body.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use scraper::Html;

    use super::*;
    use crate::document::fragment;

    #[test]
    fn nothing_on_the_page_has_the_id_of_something_else() {
        let html = fragment(styleguide().body);
        let read = Html::parse_fragment(&html);
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for element in read.root_element().descendent_elements() {
            if let Some(id) = element.value().attr("id") {
                *seen.entry(id.to_owned()).or_default() += 1;
            }
        }
        let twice: Vec<_> = seen.into_iter().filter(|(_, n)| *n > 1).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}
