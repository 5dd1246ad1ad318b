//! What stands before anything is chosen: what this is for, situations to start from, and every
//! primitive with the ways to add it.
//!
//! Must say of each primitive what it is, which door it uses and what callers do through that,
//! before anyone chooses it.

use leptos::prelude::*;
use postern_plan::catalog::{Catalog, PlaneOffer, Primitive};
use postern_plan::guardrails::{Answer, Rule};
use postern_plan::request::{Link, Plane, Preset, link};

use crate::answers::Answers;
use crate::asides::ARNS;
use crate::components::button::Button;
use crate::components::prose::Prose;
use crate::components::question::Question;
use crate::components::recent::Recent;
use crate::components::text_area::TextArea;
use crate::examples::EXAMPLES;
use crate::routes;
use crate::stops;

/// The first page, before the first answer.
pub(super) fn view(answers: &Answers<'_>) -> AnyView {
    view! {
        <p class="lead">
            "Say what your callers use, who they are and where they are. Out come VPC endpoints with the least policy that lets them through, as AWS CLI, CloudFormation and Terraform, with proof of who gets in. The answers stand in the page’s address: keep it, share it, go on with it."
        </p>
        <Recent />
        <section class="section" id="examples">
            <h2>"Start from an example"</h2>
            <ul class="examples">{examples()}</ul>
        </section>
        <section class="section">
            <h2>"Or paste what you have"</h2>
            {paste(answers)}
        </section>
        <section class="section">
            <h2>"Or add what is used"</h2>
            {offers(answers)}
        </section>
    }
    .into_any()
}

/// A box for ARNs, which say most of the answers themselves.
pub(super) fn paste(answers: &Answers<'_>) -> AnyView {
    let question = Question::new(ARNS, "ARNs")
        .optional()
        .hint("Of runtimes, gateways, memories and so on, and of the roles that call them: on lines, with commas, in quotes.")
        .error(answers.form.error(ARNS));
    view! {
        <div class="stack form">
            <TextArea question value=answers.form.asides().value(ARNS) rows=3 />
            <div class="row">
                <Button label="Take them in" name="do" value="arns" />
            </div>
        </div>
    }
    .into_any()
}

/// Situations to start from, as links.
fn examples() -> Vec<AnyView> {
    EXAMPLES
        .iter()
        .filter_map(|example| {
            let fields: Vec<(String, String)> = example
                .fields
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect();
            let Link::Query(query) = link(&fields) else {
                return None;
            };
            let href = routes::HOME.link().with_query(&query);
            let view = view! {
                <li class="example">
                    <a class="example__title" href=href.to_string()>{example.title}</a>
                    <p class="example__about">{example.about}</p>
                </li>
            };
            Some(view.into_any())
        })
        .collect()
}

/// Every primitive, with the buttons that add it, or why it cannot be added.
pub(super) fn offers(answers: &Answers<'_>) -> AnyView {
    let primitives = answers.catalog.primitives.iter();
    let offers: Vec<_> = primitives.map(|p| offer(answers, p)).collect();
    view! { <ul class="offers">{offers}</ul> }.into_any()
}

fn offer(answers: &Answers<'_>, primitive: &Primitive) -> AnyView {
    let way = |(plane, offer): (&Plane, &PlaneOffer)| {
        let service = Answer::Service(offer.endpoint);
        match answers.guardrails.against(&service) {
            Some(rule) => refused(rule),
            None => way(answers.catalog, primitive, *plane, offer),
        }
    };
    let ways = match answers
        .guardrails
        .against(&Answer::Primitive(&primitive.id))
    {
        Some(rule) => vec![refused(rule)],
        None => primitive.planes.iter().map(way).collect(),
    };
    view! {
        <li class="offer">
            <h3 class="offer__title">{primitive.name.clone()}</h3>
            <p class="offer__sentence">{primitive.summary.clone()}</p>
            {ways}
        </li>
    }
    .into_any()
}

/// Why a primitive or a way of it is not offered.
fn refused(rule: &Rule) -> AnyView {
    let text = format!("Not offered here. {}", stops::why(rule));
    view! { <p class="offer__sentence"><Prose text /></p> }.into_any()
}

/// One of the planes: the button, the door, and what is called through it.
fn way(catalog: &Catalog, primitive: &Primitive, plane: Plane, offer: &PlaneOffer) -> AnyView {
    let door = catalog
        .endpoint(offer.endpoint)
        .map_or("", |e| e.title.as_str())
        .to_lowercase();
    let label = match plane {
        Plane::Data => "Add calls",
        Plane::Control => "Add management",
    };
    view! {
        <div class="offer__way">
            <Button
                label=label
                hidden=format!(" of {}, through the {door} endpoint", primitive.name)
                name="do"
                value=format!("add.{}.{plane}", primitive.id)
            />
            <p class="offer__door">
                {format!("Through the {door} endpoint: {}.", calls(offer))}
            </p>
        </div>
    }
    .into_any()
}

/// A few of the calls, the narrowest preset's first.
fn calls(offer: &PlaneOffer) -> String {
    let narrow = [Preset::Invoke, Preset::Use, Preset::Manage, Preset::Read];
    let all = offer.presets.get(&Preset::All);
    let first = narrow.iter().find_map(|preset| offer.presets.get(preset));
    let mut names: Vec<&str> = Vec::new();
    for action in first.into_iter().chain(all).flatten() {
        if !names.contains(&action.as_str()) {
            names.push(action);
        }
    }
    match names.as_slice() {
        [a, b, rest @ ..] if rest.len() > 1 => format!("{a}, {b} and {} more", rest.len()),
        few => few.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fragment;
    use crate::form::Form;

    #[test]
    fn every_primitive_names_its_door_and_its_calls() {
        let catalog = Catalog::load().unwrap();
        let html = fragment(view(&Answers::new(&catalog, Form::default(), None)));
        let planes: usize = catalog.primitives.iter().map(|p| p.planes.len()).sum();
        assert_eq!(html.matches("value=\"add.").count(), planes);
        assert_eq!(html.matches("class=\"offer__door\"").count(), planes);
        assert!(html.contains("Through the gateway endpoint: InvokeGateway."));
        assert!(!html.contains("endpoint: ."), "a plane without calls");
        assert_eq!(html.matches("class=\"example\"").count(), EXAMPLES.len());
    }
}
