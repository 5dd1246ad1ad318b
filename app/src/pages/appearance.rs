//! Light or dark, chosen for this browser.
//!
//! Must not take anybody away from answers that are not sent yet: it is a page of its own, and the
//! browser's Back leads back to what was typed.

use leptos::prelude::*;

use super::run::links;
use crate::components::button::{Button, Emphasis};
use crate::components::choices::{Choice, Choices, HowMany};
use crate::components::question::Question;
use crate::document::{Page, PageState};
use crate::routes;
use crate::theme::Theme;

/// The field that says which.
pub const THEME: &str = "theme";

/// The page.
pub fn appearance(chosen: Theme) -> Page {
    let choices = Theme::ALL
        .into_iter()
        .map(|theme| match theme {
            Theme::System => Choice::new(theme.as_str(), "As the system has it"),
            Theme::Light => Choice::new(theme.as_str(), "Light"),
            Theme::Dark => Choice::new(theme.as_str(), "Dark"),
        })
        .collect();
    let question = Question::new(THEME, "Colours")
        .hint("Kept in a cookie of this browser, which holds this word and nothing else.");
    let body = view! {
        <div class="stack stack--loose">
            <h1>"Light or dark"</h1>
            <form class="stack stack--loose" method="post" action=routes::APPEARANCE.href()>
                <Choices question how_many=HowMany::One choices chosen=vec![chosen.as_str().to_owned()] />
                <div class="row">
                    <Button label="Keep it so" emphasis=Emphasis::Primary />
                </div>
            </form>
        </div>
    };
    Page {
        title: "Light or dark".to_owned(),
        state: PageState::Clear,
        links: links(),
        body: body.into_any(),
    }
}
