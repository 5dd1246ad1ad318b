//! All that is wrong with a form, at the top of `main`, in the fields' own words.

use leptos::prelude::*;

use super::prose::Prose;
use crate::href::Href;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, in the words that stand at the field.
    pub text: String,
    /// The field; none where no single field is at fault.
    pub href: Option<Href>,
}

/// The list of what is wrong. It takes focus when the page loads, where scripts run.
#[component]
pub fn ErrorSummary(
    /// What is wrong, in the order of the page.
    problems: Vec<Problem>,
) -> impl IntoView {
    let lines: Vec<_> = problems
        .into_iter()
        .map(|Problem { text, href }| match href {
            Some(href) => view! {
                <li>
                    <a class="error-summary__link" href=href.to_string()>
                        <Prose text />
                    </a>
                </li>
            }
            .into_any(),
            None => view! { <li><Prose text /></li> }.into_any(),
        })
        .collect();
    // `role="alert"` is on a child: focusing an alert itself makes some readers say nothing.
    view! {
        <div class="error-summary" tabindex="-1" data-module="error_summary">
            <div role="alert">
                <h2 class="error-summary__title">"There is a problem"</h2>
                <ul class="error-summary__list">{lines}</ul>
            </div>
        </div>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let vpc = Problem {
        text: say("`vpc-0a1b` is not a VPC id: it has 8 or 17 hexadecimal digits after `vpc-`"),
        href: Some(Href::fragment(&say("placement.vpc"))),
    };
    let whole = Problem {
        text: say("the answers are too long for a link"),
        href: None,
    };
    vec![
        view! { <ErrorSummary problems=vec![vpc.clone()] /> }.into_any(),
        view! { <ErrorSummary problems=vec![vpc, whole] /> }.into_any(),
    ]
}
