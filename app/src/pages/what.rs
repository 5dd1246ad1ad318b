//! The first step: which primitives are used or managed, and which resources.
//!
//! Must explain each primitive in a sentence before anyone chooses it.

use leptos::prelude::*;
use postern_plan::catalog::{Catalog, Primitive};
use postern_plan::guardrails::Answer;
use postern_plan::request::Plane;

use super::start;
use crate::answers::Answers;
use crate::asides::ARNS;
use crate::components::button::{Button, Emphasis};
use crate::components::choices::{Arrangement, Choice, Choices, HowMany};
use crate::components::disclosure::{Disclosure, Opened};
use crate::components::prose::Prose;
use crate::components::question::Question;
use crate::components::select::{Select, SelectOption};
use crate::components::text_area::TextArea;
use crate::help;
use crate::wording;

/// The questions.
pub(super) fn questions(answers: &Answers<'_>) -> AnyView {
    let grants: Vec<_> = answers
        .form
        .rows("grants")
        .into_iter()
        .enumerate()
        .map(|(at, row)| grant(answers, at, row))
        .collect();
    let none = grants.is_empty();
    let error = answers.form.error("grants");
    let error = error.map(|text| view! { <p class="question__error"><Prose text /></p> });
    let opening = error.map(|error| view! { <div id="grants" tabindex="-1">{error}</div> });
    // Folded once something is chosen, so that the way on is in sight.
    let more = if none {
        start::view(answers)
    } else {
        let (paste, offers) = (start::paste(answers), start::offers(answers));
        let opened = if answers.form.error(ARNS).is_some() {
            Opened::Yes
        } else {
            Opened::No
        };
        view! {
            <Disclosure id="offers" summary="Add another primitive" opened>
                {paste}
                {offers}
            </Disclosure>
        }
        .into_any()
    };
    view! {
        {opening}
        {grants}
        {more}
    }
    .into_any()
}

/// One grant's primitive, plane and resources.
fn grant(answers: &Answers<'_>, at: usize, row: usize) -> AnyView {
    let form = &answers.form;
    let name = |field: &str| format!("grants.{row}.{field}");
    let primitive = answers.catalog.primitive(&form.value(&name("primitive")));
    let title = primitive.map_or("not chosen", |p| p.name.as_str());
    let options = answers
        .catalog
        .primitives
        .iter()
        .filter(|p| {
            let refused = answers.guardrails.against(&Answer::Primitive(&p.id));
            // One that is chosen already stays, to be taken back.
            refused.is_none() || primitive.is_some_and(|chosen| chosen.id == p.id)
        })
        .map(|p| SelectOption {
            value: p.id.clone(),
            label: p.name.clone(),
        })
        .collect();
    let chosen =
        Question::new(name("primitive"), "Primitive").error(form.error(&name("primitive")));
    let planes = Question::new(name("plane"), "What callers do")
        .explained(help::of("grants.0.plane"))
        .error(form.error(&name("plane")));
    let offered = primitive.map_or_else(
        || Plane::ALL.to_vec(),
        |p| p.planes.keys().copied().collect(),
    );
    let plane_choices = offered
        .iter()
        .map(|p| Choice::new(p.as_str(), wording::plane(*p)))
        .collect();
    let plane = form.value(&name("plane"));
    let plane = if plane.is_empty() {
        Plane::Data.to_string()
    } else {
        plane
    };
    let resources = Question::new(name("resources"), "Resources")
        .hint(resources_hint(answers.catalog, primitive))
        .explained(help::of("grants.0.resources"))
        .error(form.error(&name("resources")));
    let number = format!(" grant {}", at + 1);
    let id = format!("grants.{row}");
    let error = form
        .error(&id)
        .map(|text| view! { <p class="question__error"><Prose text /></p> });
    view! {
        <section class="grant" id=id tabindex="-1">
            <div class="grant__head">
                <h2 class="grant__title">{format!("{}. {title}", at + 1)}</h2>
                <Button label="Copy" hidden=number.clone() emphasis=Emphasis::Quiet name="do" value=format!("copy.{row}") />
                <Button label="Remove" hidden=number emphasis=Emphasis::Quiet name="do" value=format!("remove.{row}") />
            </div>
            {error}
            <Select question=chosen options chosen=form.value(&name("primitive")) prompt="Choose a primitive" />
            <Choices question=planes how_many=HowMany::One choices=plane_choices chosen=vec![plane] arrangement=Arrangement::Row />
            <TextArea question=resources value=form.value(&name("resources")) rows=2 />
        </section>
    }
    .into_any()
}

fn resources_hint(catalog: &Catalog, primitive: Option<&Primitive>) -> String {
    let Some(primitive) = primitive else {
        return "An id or ARN on each line, or * for all of this account.".to_owned();
    };
    let types: Vec<String> = primitive
        .resource_types
        .iter()
        .filter_map(|id| catalog.resource_type(&primitive.prefix, id))
        .filter(|t| t.parent.is_none() && t.only.is_none())
        .map(|t| format!("`{}/ID`", t.id))
        .collect();
    match (
        primitive.resource_types.is_empty(),
        primitive.bare.is_some(),
        types.len(),
    ) {
        (true, _, _) => "Write `*`: these calls cannot be limited to a resource.".to_owned(),
        (_, true, 0 | 1) => "An id or ARN on each line, or `*` for all of this account.".to_owned(),
        (_, true, _) => format!(
            "An id or ARN on each line, or `*` for all of this account. Other types: {}.",
            types.join(", ")
        ),
        (_, false, _) => format!(
            "On each line one of {}, an ARN, or `*` for all of this account.",
            types.join(", ")
        ),
    }
}
