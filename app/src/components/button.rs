//! A button that sends the form it stands in.
//!
//! Always `type="submit"`: a control that only works with JavaScript is made by JavaScript.

use leptos::prelude::*;

/// How much a button or a link that looks like one stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    /// The one thing to do next on this page.
    Primary,
    /// Something else that can be done.
    #[default]
    Secondary,
    /// Reads like a link: small acts inside a form, such as removing a row.
    Quiet,
}

impl Emphasis {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Secondary => "button button--secondary",
            Self::Quiet => "button button--quiet",
        }
    }
}

/// A button that sends its form.
#[component]
pub fn Button(
    /// What it does, beginning with a verb.
    #[prop(into)]
    label: String,
    /// More of the label for those who hear it out of context: ` grant 2` after `Remove`.
    #[prop(into, optional)]
    hidden: Option<String>,
    /// How much it stands out.
    #[prop(optional)]
    emphasis: Emphasis,
    /// The form key that tells the server which button was pressed.
    #[prop(into, optional)]
    name: Option<String>,
    /// The value of that key.
    #[prop(into, optional)]
    value: Option<String>,
) -> impl IntoView {
    let hidden =
        hidden.map(|text| view! { <span class="visually-hidden">{format!(" {text}")}</span> });
    view! {
        <button class=emphasis.class() type="submit" name=name value=value>
            {label}
            {hidden}
        </button>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    vec![
        view! { <Button label=say("Continue") emphasis=Emphasis::Primary /> }.into_any(),
        view! { <Button label=say("Load subnets") name=say("do") value=say("load") /> }.into_any(),
        view! {
            <Button label=say("Remove") hidden=say("grant 2") emphasis=Emphasis::Quiet />
        }
        .into_any(),
    ]
}
