//! One or several of a list that is shown whole: radio buttons or checkboxes.

use leptos::prelude::*;

use super::card::Card;
use super::prose::Prose;
use super::question::{AskedTogether, Question};

/// How many may be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HowMany {
    /// One: radio buttons.
    One,
    /// Any number: checkboxes.
    Any,
}

impl HowMany {
    pub(crate) fn input_type(self) -> &'static str {
        match self {
            Self::One => "radio",
            Self::Any => "checkbox",
        }
    }
}

/// How the choices are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// One below the other.
    #[default]
    List,
    /// Beside each other while there is room: two or three short ones.
    Row,
    /// As cards, each with its sentence.
    Cards,
}

impl Arrangement {
    fn class(self) -> &'static str {
        match self {
            Self::List => "choices",
            Self::Row => "choices choices--row",
            Self::Cards => "choices choices--cards",
        }
    }
}

/// One thing to choose.
pub struct Choice {
    /// What travels in the form.
    pub value: String,
    /// What the reader sees.
    pub label: String,
    /// A sentence that tells it from the others.
    pub hint: Option<String>,
    /// Questions that matter only when this is chosen; shown then, or when one of them is wrong.
    pub follow_up: Option<AnyView>,
    /// Whether it can be chosen.
    pub offer: Offer,
}

/// Whether a choice can be made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Offer {
    /// It can.
    #[default]
    Open,
    /// It cannot, and its sentence says why. One that is made already can be taken back.
    Closed,
}

impl Choice {
    /// A choice without hint or follow-up.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: None,
            follow_up: None,
            offer: Offer::Open,
        }
    }

    /// The same as one that cannot be chosen.
    #[must_use]
    pub fn closed(mut self) -> Self {
        self.offer = Offer::Closed;
        self
    }

    /// A sentence that tells it from the others.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Questions that matter only when this is chosen.
    #[must_use]
    pub fn follow_up(mut self, view: impl IntoView + 'static) -> Self {
        self.follow_up = Some(view.into_any());
        self
    }
}

/// A question answered by choosing among a few.
#[component]
pub fn Choices(
    /// What is asked.
    question: Question,
    /// How many may be chosen.
    how_many: HowMany,
    /// What there is to choose from.
    choices: Vec<Choice>,
    /// The answers so far, exactly as given. Those that are not among the choices are shown as well,
    /// so that they are not lost.
    chosen: Vec<String>,
    /// How the choices are laid out.
    #[prop(optional)]
    arrangement: Arrangement,
) -> impl IntoView {
    let strays: Vec<Choice> = chosen
        .iter()
        .filter(|given| !given.is_empty())
        .filter(|given| !choices.iter().any(|choice| choice.value == **given))
        .map(|given| Choice::new(given, given).hint("Not one of these choices."))
        .collect();
    let items: Vec<_> = choices
        .into_iter()
        .chain(strays)
        .enumerate()
        .map(|(at, choice)| {
            let id = match at {
                0 => question.id.clone(),
                _ => format!("{}-{}", question.id, at + 1),
            };
            let checked = chosen.contains(&choice.value);
            let name = question.name.clone();
            match arrangement {
                Arrangement::Cards => view! { <Card id name how_many choice checked /> }.into_any(),
                Arrangement::List | Arrangement::Row => {
                    view! { <Line id name how_many choice checked /> }.into_any()
                }
            }
        })
        .collect();
    view! {
        <AskedTogether question>
            <div class=arrangement.class()>{items}</div>
        </AskedTogether>
    }
}

/// One choice as a line.
#[component]
fn Line(
    id: String,
    name: String,
    how_many: HowMany,
    choice: Choice,
    checked: bool,
) -> impl IntoView {
    let Choice {
        value,
        label,
        hint,
        follow_up,
        offer,
    } = choice;
    let disabled = offer == Offer::Closed && !checked;
    let hint_id = format!("{id}-sentence");
    let described_by = hint.as_ref().map(|_| hint_id.clone());
    let hint = hint.map(|text| view! { <p class="choice__hint" id=hint_id><Prose text /></p> });
    let follow_up = follow_up.map(|view| view! { <div class="choice__follow-up">{view}</div> });
    view! {
        <div class="choice">
            <input
                class="choice__input"
                type=how_many.input_type()
                id=id.clone()
                name=name
                value=value
                checked=checked
                disabled=disabled
                aria-describedby=described_by
            />
            <label class="choice__label" for=id>
                {label}
            </label>
            {hint}
            {follow_up}
        </div>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    use super::field::{Field, Typed};
    let auth = Question::new(say("grants.0.auth"), say("How are the calls signed?"))
        .hint(say("One runtime takes one of the two, never both."))
        .error(Some(say("choose how the calls are signed")));
    let callers = Question::new(say("grants.0.callers"), say("Callers"));
    let signed = Choice::new(say("sigv4"), say("With AWS credentials (SigV4)"))
        .hint(say("The policy can name the callers."))
        .follow_up(view! { <Field question=callers value=say("") typed=Typed::Exact /> });
    let bearer = Choice::new(say("oauth"), say("With a bearer token (OAuth)"));
    let zones = Question::new(say("placement.subnets"), say("Subnets"));
    let subnets = vec![
        Choice::new(say("subnet-0aaaaaaaaaaaaaaaa"), say("app-a"))
            .hint(say("use1-az1, 10.0.1.0/24")),
        Choice::new(say("subnet-0bbbbbbbbbbbbbbbb"), say("app-b")),
        Choice::new(say("subnet-0dddddddddddddddd"), say("app-d"))
            .hint(say("The gateway endpoint is not offered in use1-az4."))
            .closed(),
    ];
    let given = vec![say("subnet-0aaaaaaaaaaaaaaaa"), say("subnet-0ccc")];
    let dns = Question::new(say("placement.private_dns"), say("Private DNS")).optional();
    let yes_no = vec![
        Choice::new(say("true"), say("On")),
        Choice::new(say("false"), say("Off")),
    ];
    vec![
        view! {
            <Choices question=auth how_many=HowMany::One choices=vec![signed, bearer] chosen=vec![] />
        }
        .into_any(),
        view! { <Choices question=zones how_many=HowMany::Any choices=subnets chosen=given /> }
            .into_any(),
        view! {
            <Choices
                question=dns
                how_many=HowMany::One
                choices=yes_no
                chosen=vec![say("true")]
                arrangement=Arrangement::Row
            />
        }
        .into_any(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fragment;

    #[test]
    fn a_closed_choice_cannot_be_made_but_taken_back() {
        let html = |chosen: Vec<String>| {
            let choices = vec![Choice::new("a", "A").closed(), Choice::new("b", "B")];
            let question = Question::new("q", "Q");
            fragment(view! { <Choices question how_many=HowMany::Any choices chosen /> })
        };
        assert_eq!(html(vec![]).matches(" disabled").count(), 1);
        assert_eq!(html(vec!["a".to_owned()]).matches(" disabled").count(), 0);
    }

    #[test]
    fn the_first_input_has_the_questions_id_and_strays_stay_checked() {
        let choices = vec![Choice::new("a", "A"), Choice::new("b", "B")];
        let chosen = vec!["b".to_owned(), "zz".to_owned()];
        let question = Question::new("q", "Q").error(Some("wrong".to_owned()));
        let html = fragment(view! { <Choices question how_many=HowMany::Any choices chosen /> });
        for part in [
            "id=\"q\" name=\"q\" value=\"a\"",
            "id=\"q-2\" name=\"q\" value=\"b\" checked",
            "id=\"q-3\" name=\"q\" value=\"zz\" checked",
            "<fieldset aria-describedby=\"q-error\" class=\"question question--wrong\">",
        ] {
            assert!(html.contains(part), "{part} is missing from {html}");
        }
    }
}
