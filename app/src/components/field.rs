//! One line of typed text.

use leptos::prelude::*;

use super::question::{Asked, Question};

/// What is typed, which decides the typeface, the keyboard and the browser's own help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Typed {
    /// Words.
    #[default]
    Words,
    /// An id, an ARN or another exact text: monospaced, never corrected.
    Exact,
    /// Digits only, such as an account: monospaced, with a keypad on a phone.
    Digits,
}

/// About how long an answer is, which decides the field's width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Length {
    /// About twelve characters: an account, a Region.
    Short,
    /// About twenty-six characters: an id.
    Medium,
    /// As wide as the form: an ARN, a list.
    #[default]
    Long,
}

/// A question answered with one line of text.
#[component]
pub fn Field(
    /// What is asked.
    question: Question,
    /// The answer so far, exactly as typed.
    #[prop(into)]
    value: String,
    /// What is typed.
    #[prop(optional)]
    typed: Typed,
    /// About how long an answer is.
    #[prop(optional)]
    length: Length,
    /// Answers to offer while typing; others are accepted.
    #[prop(optional)]
    suggestions: Vec<String>,
) -> impl IntoView {
    let class = match (typed, length) {
        (Typed::Words, Length::Short) => "input input--short",
        (Typed::Words, Length::Medium) => "input input--medium",
        (Typed::Words, Length::Long) => "input",
        (_, Length::Short) => "input input--exact input--short",
        (_, Length::Medium) => "input input--exact input--medium",
        (_, Length::Long) => "input input--exact",
    };
    let exact = typed != Typed::Words;
    let list = (!suggestions.is_empty()).then(|| format!("{}-list", question.id));
    let offered = list.clone().map(|id| {
        let options: Vec<_> = suggestions
            .into_iter()
            .map(|value| view! { <option value=value></option> })
            .collect();
        view! { <datalist id=id>{options}</datalist> }
    });
    view! {
        <Asked question=question.clone()>
            <input
                class=class
                type="text"
                id=question.id.clone()
                name=question.name.clone()
                value=value
                list=list
                inputmode=(typed == Typed::Digits).then_some("numeric")
                autocapitalize=exact.then_some("none")
                spellcheck=exact.then_some("false")
                aria-describedby=question.described_by()
                aria-invalid=question.invalid()
            />
            {offered}
        </Asked>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let name = Question::new(say("name"), say("Name of this request"))
        .hint(say("Names the resources and their `Name` tag."));
    let vpc = Question::new(say("placement.vpc"), say("VPC"))
        .hint(say("Begins with `vpc-`."))
        .error(Some(say(
            "`vpc-0a1b` is not a VPC id: it has 8 or 17 hexadecimal digits after `vpc-`",
        )));
    let account = Question::new(say("account"), say("Account that owns the VPC"));
    let region = Question::new(say("region"), say("Region")).optional();
    vec![
        view! { <Field question=name value=say("agents-prod") length=Length::Medium /> }.into_any(),
        view! {
            <Field question=vpc value=say("vpc-0a1b") typed=Typed::Exact length=Length::Medium />
        }
        .into_any(),
        view! {
            <Field question=account value=say("111122223333") typed=Typed::Digits length=Length::Short />
        }
        .into_any(),
        view! {
            <Field
                question=region
                value=say("")
                typed=Typed::Exact
                length=Length::Short
                suggestions=vec![say("us-east-1"), say("eu-west-1")]
            />
        }
        .into_any(),
    ]
}
