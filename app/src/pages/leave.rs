//! What whoever looks at a plan may have done, as the buttons that it leaves.
//!
//! Must offer nothing that the server would refuse for want of a role or an approval.

use leptos::prelude::*;

use super::proposal::SAID;
use crate::components::button::{Button, Emphasis};
use crate::components::question::Question;
use crate::components::text_area::{Holds, TextArea};

/// What whoever looks may have done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leave {
    /// Whether and when it is carried out.
    pub carries: Carries,
    /// Whether calls may be tried.
    pub tries: Tries,
}

/// Whether and when it is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carries {
    /// At once; nobody has to be asked, and nobody can be.
    Now,
    /// At once, or once others approved it.
    NowOrOnceApproved,
    /// Once so many people approved it.
    OnceApproved(u32),
}

/// Whether calls may be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tries {
    /// They may.
    Yes,
    /// They may not.
    No,
}

/// What was typed of what a plan is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// As it was typed.
    pub text: String,
    /// What is wrong with it, as a sentence.
    pub wrong: Option<String>,
}

impl Leave {
    /// Whoever reaches the port may do everything.
    pub const ALL: Self = Self {
        carries: Carries::Now,
        tries: Tries::Yes,
    };

    /// The field for what it is for, where it can be submitted.
    pub(super) fn said(self, said: &Said) -> Option<AnyView> {
        if self.carries == Carries::Now {
            return None;
        }
        let question = Question::new(SAID, "What it is for")
            .optional()
            .hint("Whoever approves it reads this.")
            .error(said.wrong.clone());
        let value = said.text.clone();
        Some(
            view! { <TextArea question=question value=value rows=3 holds=Holds::Words /> }
                .into_any(),
        )
    }

    /// The buttons that carry it out or submit it. `label` and `word` are of the first.
    pub(super) fn buttons(self, label: String, word: &'static str) -> AnyView {
        let carry =
            || view! { <Button label=label emphasis=Emphasis::Primary name="do" value=word /> };
        match self.carries {
            Carries::Now => carry().into_any(),
            Carries::NowOrOnceApproved => view! {
                {carry()}
                <Button label=SUBMIT name="do" value="submit" />
            }
            .into_any(),
            Carries::OnceApproved(_) => {
                view! { <Button label=SUBMIT emphasis=Emphasis::Primary name="do" value="submit" /> }
                    .into_any()
            }
        }
    }

    /// The button that only tries.
    pub(super) fn trying(self) -> Option<AnyView> {
        (self.tries == Tries::Yes).then(|| {
            view! { <Button label="Only try every call as a dry run" name="do" value="try" /> }
                .into_any()
        })
    }

    /// What it takes until it is carried out.
    pub(super) fn hint(self) -> Option<AnyView> {
        let Carries::OnceApproved(needed) = self.carries else {
            return None;
        };
        let people = if needed == 1 { "person" } else { "people" };
        let words = format!(
            "In this account it is carried out once {needed} {people} approved it. Exactly this is submitted: whoever approves sees it as you do, and if the account changes meanwhile it comes back to you."
        );
        Some(view! { <p class="hint">{words}</p> }.into_any())
    }
}

const SUBMIT: &str = "Submit it for approval";
