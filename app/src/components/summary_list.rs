//! Answers given so far, each with a way to change it.

use leptos::prelude::*;

use crate::href::Href;

/// One answer.
pub struct Answer {
    /// What was asked, in a word or two.
    pub label: String,
    /// What was answered; none when it was optional and left out.
    pub value: Option<AnyView>,
    /// Where it can be changed.
    pub change: Option<Href>,
}

/// A list of answers.
#[component]
pub fn SummaryList(
    /// The answers, in the order of the form.
    answers: Vec<Answer>,
) -> impl IntoView {
    let rows: Vec<_> = answers
        .into_iter()
        .map(
            |Answer {
                 label,
                 value,
                 change,
             }| {
                let value = value.unwrap_or_else(|| {
                    view! { <span class="summary-list__none">"Not provided"</span> }.into_any()
                });
                let change = change.map(|href| {
                    view! {
                        <dd class="summary-list__change">
                            <a href=href.to_string()>
                                "Change"
                                <span class="visually-hidden">{format!(" {label}")}</span>
                            </a>
                        </dd>
                    }
                });
                view! {
                    <div class="summary-list__row">
                        <dt class="summary-list__label">{label.clone()}</dt>
                        <dd class="summary-list__value">{value}</dd>
                        {change}
                    </div>
                }
            },
        )
        .collect();
    view! { <dl class="summary-list">{rows}</dl> }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let answers = vec![
        Answer {
            label: say("VPC"),
            value: Some(view! { <code>{say("vpc-0a1b2c3d4e5f60718")}</code> }.into_any()),
            change: Some(Href::fixed("/where").with_fragment(&say("placement.vpc"))),
        },
        Answer {
            label: say("Private DNS"),
            value: Some(say("On").into_any()),
            change: None,
        },
        Answer {
            label: say("Tags"),
            value: None,
            change: Some(Href::fixed("/where")),
        },
    ];
    vec![view! { <SummaryList answers /> }.into_any()]
}
