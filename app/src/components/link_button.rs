//! A link that looks like a button: it leads somewhere and changes nothing.

use leptos::prelude::*;

use super::button::Emphasis;
use crate::href::Href;

/// What following the link does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Opens {
    /// Shows another page.
    #[default]
    Page,
    /// Saves a file under this name.
    Download(String),
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// What it does, beginning with a verb.
    #[prop(into)]
    label: String,
    /// Where it leads.
    href: Href,
    /// How much it stands out.
    #[prop(optional)]
    emphasis: Emphasis,
    /// What following it does.
    #[prop(optional)]
    opens: Opens,
) -> impl IntoView {
    let download = match opens {
        Opens::Page => None,
        Opens::Download(file) => Some(file),
    };
    view! {
        <a class=emphasis.class() href=href.to_string() download=download>
            {label}
        </a>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let zip = Opens::Download(say("agents-prod.zip"));
    vec![
        view! { <LinkButton label=say("Back") href=Href::fixed("/what") emphasis=Emphasis::Quiet /> }
            .into_any(),
        view! {
            <LinkButton
                label=say("Download everything (ZIP)")
                href=Href::fixed("/take").with_query(&say("z=abc"))
                emphasis=Emphasis::Primary
                opens=zip
            />
        }
        .into_any(),
    ]
}
