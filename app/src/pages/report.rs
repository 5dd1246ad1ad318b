//! A page of several parts with a list of them, for pages that show rather than ask.
//!
//! Must list every part that the page has and none that it has not.

use leptos::prelude::*;

use crate::components::contents::{Contents, Entry};
use crate::href::Href;

/// One part of a page.
pub(super) struct Part {
    /// Where links to it lead.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What it shows.
    pub view: AnyView,
}

impl Part {
    /// A part.
    pub(super) fn new(
        id: &'static str,
        title: &'static str,
        view: impl IntoView + 'static,
    ) -> Self {
        let view = view.into_any();
        Self { id, title, view }
    }

    /// The part by itself, as a section of a page.
    pub(super) fn section(self) -> AnyView {
        view! {
            <section class="section" id=self.id>
                <h2>{self.title}</h2>
                {self.view}
            </section>
        }
        .into_any()
    }
}

/// What stands first, then the parts, and the list of them beside.
pub(super) fn report(first: impl IntoView + 'static, parts: Vec<Part>) -> AnyView {
    let entries = parts
        .iter()
        .map(|part| Entry {
            label: part.title.to_owned(),
            href: Href::fragment(part.id),
        })
        .collect();
    let sections: Vec<_> = parts.into_iter().map(Part::section).collect();
    view! {
        <div class="report">
            <div class="report__contents">
                <p class="report__heading" aria-hidden="true">"On this page"</p>
                <Contents label="On this page" entries />
            </div>
            <div class="report__first stack">{first}</div>
            <div class="report__parts stack stack--loose">{sections}</div>
        </div>
    }
    .into_any()
}
