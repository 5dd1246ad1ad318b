//! What every input has: a name, a label, perhaps a hint, perhaps an error.
//!
//! The order is label, hint, error, input; the input names hint and error in `aria-describedby`.
//! The error's words are those of the error summary.

use leptos::prelude::*;

use super::explain::{Explain, Explanation};
use super::prose::Prose;

/// Whether an answer must be given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Need {
    /// It must.
    #[default]
    Required,
    /// It need not, and the label says so.
    Optional,
}

/// A question in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) error: Option<String>,
    pub(crate) need: Need,
    pub(crate) explanation: Option<Explanation>,
}

impl Question {
    /// A question whose answer travels under `name`, a path in the request such as `placement.vpc`.
    /// The input's `id` is that name, so that an error's path is the link to its field.
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            id: name.clone(),
            name,
            label: label.into(),
            hint: None,
            error: None,
            need: Need::Required,
            explanation: None,
        }
    }

    /// Another `id`, for one of several inputs that share a name. It holds no white space.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// One short sentence on what to answer or where to find it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What there is to say beyond the hint.
    #[must_use]
    pub fn explained(mut self, explanation: Option<Explanation>) -> Self {
        self.explanation = explanation;
        self
    }

    /// What is wrong with the answer, if anything.
    #[must_use]
    pub fn error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    /// The answer need not be given.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.need = Need::Optional;
        self
    }

    /// The value of the input's `aria-describedby`.
    pub(crate) fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.id));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.id));
        match (hint, error) {
            (Some(hint), Some(error)) => Some(format!("{hint} {error}")),
            (hint, error) => hint.or(error),
        }
    }

    /// The value of the input's `aria-invalid`.
    pub(crate) fn invalid(&self) -> Option<&'static str> {
        self.error.as_ref().map(|_| "true")
    }

    fn class(&self) -> &'static str {
        if self.error.is_some() {
            "question question--wrong"
        } else {
            "question"
        }
    }
}

/// A question with one input: label, hint and error, then the input.
#[component]
pub fn Asked(
    /// What is asked.
    question: Question,
    /// The input, whose `id` is the question's.
    children: Children,
) -> impl IntoView {
    let class = question.class();
    view! {
        <div class=class>
            <label class="question__label" for=question.id.clone()>
                {labelled(&question)}
            </label>
            {remarks(&question)}
            {children()}
        </div>
    }
}

/// A question with several inputs: the label is a legend. The error stands inside the group.
#[component]
pub fn AskedTogether(
    /// What is asked.
    question: Question,
    /// The inputs; the first one's `id` is the question's.
    children: Children,
) -> impl IntoView {
    let class = question.class();
    view! {
        <fieldset class=class aria-describedby=question.described_by()>
            <legend class="question__label">{labelled(&question)}</legend>
            {remarks(&question)}
            {children()}
        </fieldset>
    }
}

fn labelled(question: &Question) -> impl IntoView + use<> {
    let optional = match question.need {
        Need::Required => None,
        Need::Optional => Some(view! { <span class="question__need">" (optional)"</span> }),
    };
    view! {
        {question.label.clone()}
        {optional}
    }
}

fn remarks(question: &Question) -> AnyView {
    let explanation = question.explanation.clone().map(|text| {
        let id = format!("explain-{}", question.id);
        view! { <Explain id text /> }.into_any()
    });
    let hint = question.hint.clone().map(|text| {
        view! {
            <p class="question__hint" id=format!("{}-hint", question.id)>
                <Prose text />
            </p>
        }
    });
    let error = question.error.clone().map(|text| {
        view! {
            <p class="question__error" id=format!("{}-error", question.id)>
                <span class="visually-hidden">"Error: "</span>
                <Prose text />
            </p>
        }
    });
    view! {
        {explanation}
        {hint}
        {error}
    }
    .into_any()
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let question = Question::new(say("question"), say("Name"));
    let all = question
        .clone()
        .hint(say("1 to 40 characters"))
        .error(Some(say("too long")))
        .optional();
    vec![
        view! { <Asked question>"…"</Asked> }.into_any(),
        view! { <AskedTogether question=all>"…"</AskedTogether> }.into_any(),
    ]
}
