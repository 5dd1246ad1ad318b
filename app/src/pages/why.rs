//! "Why was I refused?": the field for an error, and who may have answered.
//!
//! Must say of each answer how sure it is, in words.

use leptos::prelude::*;
use postern_plan::refusal::{Certainty, Diagnosis, Refusal, Seen, SeenCaller};

use crate::asides::{self, Asides};
use crate::components::prose::Prose;
use crate::components::question::Question;
use crate::components::summary_list::{Answer, SummaryList};
use crate::components::tag::{Tag, Tone};
use crate::components::text_area::TextArea;

/// The field of an error.
pub(super) fn field(asides: &Asides) -> AnyView {
    view! {
        <TextArea
            question=Question::new(asides::ERROR, "The error or symptom")
                .optional()
                .hint("As it was printed: a message, the lines of `curl -v`, the answer of `dig`. Leave secrets out.")
            value=asides.value(asides::ERROR)
            rows=6
        />
    }
    .into_any()
}

/// Who may have answered.
pub(super) fn result(refusal: &Refusal) -> AnyView {
    let all: Vec<_> = refusal.diagnoses.iter().map(diagnosis).collect();
    let list = if all.is_empty() {
        view! {
            <p>
                "Nothing in this text tells who answered. Paste the whole message, the status, or what the client printed when it looked up the name and connected."
            </p>
        }
        .into_any()
    } else {
        view! { <ol class="diagnoses">{all}</ol> }.into_any()
    };
    view! {
        <div class="stack" id="why-result">
            {list}
            {seen(&refusal.seen)}
        </div>
    }
    .into_any()
}

fn diagnosis(diagnosis: &Diagnosis) -> AnyView {
    let tone = match diagnosis.certainty {
        Certainty::Known => Tone::Good,
        Certainty::Likely => Tone::Caution,
        Certainty::Guessed => Tone::Plain,
    };
    let findings: Vec<_> = diagnosis
        .findings
        .iter()
        .map(|text| view! { <p><Prose text=text.clone() /></p> })
        .collect();
    view! {
        <li class="diagnosis">
            <p class="diagnosis__head">
                <strong>{diagnosis.layer.title()}</strong>
                " "
                <Tag text=diagnosis.certainty.as_str() tone=tone />
            </p>
            <p><Prose text=diagnosis.says.clone() /></p>
            {findings}
            <p>
                <strong>"What to do: "</strong>
                <Prose text=diagnosis.mend.clone() />
            </p>
        </li>
    }
    .into_any()
}

/// The facts of the text.
fn seen(seen: &Seen) -> Option<AnyView> {
    let caller = seen.caller.as_ref().map(|caller| match caller {
        SeenCaller::Signed(arn) => arn.clone(),
        SeenCaller::Anonymous => "nobody that IAM knows".to_owned(),
    });
    let facts = [
        ("Caller", caller),
        ("Action", seen.action.clone()),
        ("Resource", seen.resource.clone()),
        ("Policy that denied", seen.policy.clone()),
        ("Status", seen.status.map(|s| s.to_string())),
        ("Host", seen.host.clone()),
        ("Public address", seen.public_address.map(|a| a.to_string())),
    ];
    let answers: Vec<Answer> = facts
        .into_iter()
        .filter_map(|(label, value)| {
            Some(Answer {
                label: label.to_owned(),
                value: Some(view! { <code>{value?}</code> }.into_any()),
                change: None,
            })
        })
        .collect();
    (!answers.is_empty()).then(|| {
        view! {
            <p><strong>"What the text tells"</strong></p>
            <SummaryList answers />
        }
        .into_any()
    })
}
