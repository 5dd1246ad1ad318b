//! One of a list that is too long to show whole.

use leptos::prelude::*;

use super::question::{Asked, Question};

/// One line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectOption {
    /// What travels in the form.
    pub value: String,
    /// What the reader sees.
    pub label: String,
}

/// A question answered by choosing from a list.
#[component]
pub fn Select(
    /// What is asked.
    question: Question,
    /// What there is to choose from.
    options: Vec<SelectOption>,
    /// The answer so far, exactly as given; empty when there is none. One that is not in the list is
    /// shown as well, so that it is not lost.
    #[prop(into)]
    chosen: String,
    /// The words of the empty choice, such as `Choose a Region`.
    #[prop(into)]
    prompt: String,
) -> impl IntoView {
    let known = chosen.is_empty() || options.iter().any(|option| option.value == chosen);
    let stray = (!known).then(|| SelectOption {
        value: chosen.clone(),
        label: format!("{chosen} (not in this list)"),
    });
    let lines: Vec<_> = std::iter::once(SelectOption {
        value: String::new(),
        label: prompt,
    })
    .chain(stray)
    .chain(options)
    .map(|option| {
        let selected = option.value == chosen;
        view! {
            <option value=option.value selected=selected>
                {option.label}
            </option>
        }
    })
    .collect();
    view! {
        <Asked question=question.clone()>
            <select
                class="input input--select"
                id=question.id.clone()
                name=question.name.clone()
                aria-describedby=question.described_by()
                aria-invalid=question.invalid()
            >
                {lines}
            </select>
        </Asked>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let options = || {
        [
            ("us-east-1", "US East (N. Virginia), us-east-1"),
            ("eu-west-1", "Europe (Ireland), eu-west-1"),
        ]
        .map(|(value, label)| SelectOption {
            value: say(value),
            label: say(label),
        })
        .to_vec()
    };
    let plain = Question::new(say("region-one"), say("Region"));
    let wrong = Question::new(say("region-two"), say("Region")).error(Some(say(
        "`us-esat-1` is not a Region; did you mean `us-east-1`?",
    )));
    vec![
        view! {
            <Select question=plain options=options() chosen=say("eu-west-1") prompt=say("Choose") />
        }
        .into_any(),
        view! {
            <Select question=wrong options=options() chosen=say("us-esat-1") prompt=say("Choose") />
        }
        .into_any(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fragment;

    #[test]
    fn an_answer_outside_the_list_is_kept_and_selected() {
        let options = vec![SelectOption {
            value: "a".to_owned(),
            label: "A".to_owned(),
        }];
        let question = Question::new("q", "Q");
        let html = fragment(view! { <Select question options chosen="zz" prompt="Choose" /> });
        assert!(
            html.contains("<option value=\"zz\" selected>zz (not in this list)"),
            "{html}"
        );
        assert_eq!(html.matches(" selected").count(), 1, "{html}");
    }
}
