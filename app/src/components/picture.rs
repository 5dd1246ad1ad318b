//! A drawing that the core made, with its words beside it.
//!
//! Must put nothing into the page as HTML but a [`Drawing`].

use leptos::prelude::*;

use crate::drawing::Drawing;

/// The drawing, which scrolls where it is wider than the page, and the same in words.
#[component]
pub fn Picture(
    /// What is drawn.
    drawing: Drawing,
) -> impl IntoView {
    let words: Vec<_> = drawing
        .words()
        .iter()
        .map(|text| view! { <li>{text.clone()}</li> })
        .collect();
    view! {
        <figure class="drawing">
            <div class="drawing__frame" tabindex="0" role="region" aria-label="The picture" inner_html=drawing.html().to_owned()></div>
            <figcaption>
                <details>
                    <summary>"The picture in words"</summary>
                    <ul>{words}</ul>
                </details>
            </figcaption>
        </figure>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let drawing = Drawing::sample(say("A gate stands open."));
    vec![view! { <Picture drawing /> }.into_any()]
}
