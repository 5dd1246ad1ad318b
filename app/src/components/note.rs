//! One thing the plan's reader should know, with what was seen and what to do.

use leptos::prelude::*;

use super::prose::Prose;

/// How much a note matters. The same three as the plan's, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// AWS will refuse it, or it cannot work: it must be mended.
    Blocked,
    /// It may not do what was meant.
    Warning,
    /// Good to know.
    Info,
}

impl Weight {
    fn parts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Blocked => ("note note--blocked", "×", "Blocked"),
            Self::Warning => ("note note--warning", "!", "Warning"),
            Self::Info => ("note note--info", "i", "Info"),
        }
    }
}

/// A note.
#[component]
pub fn Note(
    /// How much it matters.
    weight: Weight,
    /// Its machine-readable code, such as `single-zone`.
    #[prop(into)]
    code: String,
    /// What it is about.
    #[prop(into)]
    subject: String,
    /// What was seen.
    #[prop(into)]
    detail: String,
    /// What to do.
    #[prop(into)]
    fix: String,
    /// Where it leads: a link to the answer or the source, if any.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (class, symbol, word) = weight.parts();
    let more = children.map(|children| view! { <p class="note__more">{children()}</p> });
    view! {
        <div class=class>
            <p class="note__head">
                <span class="note__symbol" aria-hidden="true">
                    {symbol}
                </span>
                <strong class="note__weight">{word}</strong>
                " "
                <span class="note__subject">
                    <Prose text=subject />
                </span>
                " "
                <code class="note__code">{code}</code>
            </p>
            <p class="note__detail">
                <Prose text=detail />
            </p>
            <p class="note__fix">
                <strong>"What to do: "</strong>
                <Prose text=fix />
            </p>
            {more}
        </div>
    }
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let note = |weight, code: &str, subject: &str, detail: &str, fix: &str| {
        view! {
            <Note
                weight
                code=say(code)
                subject=say(subject)
                detail=say(detail)
                fix=say(fix)
            >
                <a href="#placement.subnets">"Change subnets"</a>
            </Note>
        }
        .into_any()
    };
    vec![
        note(
            Weight::Blocked,
            "auth-conflict",
            "Runtime `support-AbCdEf1234`",
            "It is granted with SigV4 and with OAuth. A runtime accepts one of the two.",
            "Keep the grant that matches how the runtime was made.",
        ),
        note(
            Weight::Warning,
            "single-zone",
            "Endpoint `gateway`",
            "All its subnets are in one zone; it is gone while that zone is.",
            "Add a subnet in another zone.",
        ),
        note(
            Weight::Info,
            "policy-delay",
            "Every endpoint policy",
            "A change takes some minutes to reach all of an endpoint's hosts.",
            "Wait before you test.",
        ),
    ]
}
