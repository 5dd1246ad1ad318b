//! The second step: who calls, how the calls are signed, and what they may do.
//!
//! Must offer only what the primitive has; what was typed all the same stays to be mended.

use leptos::prelude::*;
use postern_plan::catalog::{PlaneOffer, Primitive};
use postern_plan::guardrails::Answer;
use postern_plan::request::{Auth, Operator, Plane};

use crate::answers::Answers;
use crate::components::choices::{Choice, Choices, HowMany};
use crate::components::disclosure::{Disclosure, Opened};
use crate::components::explain::Explain;
use crate::components::field::{Field, Length, Typed};
use crate::components::prose::Prose;
use crate::components::question::Question;
use crate::components::text_area::TextArea;
use crate::help;
use crate::routes;
use crate::stops;
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
    let none = grants.is_empty().then(|| {
        let words = "choose what is used";
        let back = match answers.href(routes::HOME) {
            Some(href) => view! { <a href=href.to_string()>{words}</a> }.into_any(),
            None => words.into_any(),
        };
        view! { <p>"Nothing is chosen yet: "{back}" first."</p> }
    });
    view! {
        {none}
        {grants}
    }
    .into_any()
}

fn grant(answers: &Answers<'_>, at: usize, row: usize) -> AnyView {
    let form = &answers.form;
    let name = |field: &str| format!("grants.{row}.{field}");
    let primitive = answers.catalog.primitive(&form.value(&name("primitive")));
    let plane: Plane = form.value(&name("plane")).parse().unwrap_or(Plane::Data);
    let offer = primitive.and_then(|p| p.planes.get(&plane));
    let title = primitive.map_or("not chosen", |p| p.name.as_str());
    let resources = form
        .values(&name("resources"))
        .collect::<Vec<_>>()
        .join(", ");
    view! {
        <section class="grant" id=format!("grant-{row}")>
            <div class="grant__head">
                <h2 class="grant__title">{format!("{}. {title}", at + 1)}</h2>
            </div>
            <p class="grant__about">{format!("{}: {resources}", wording::plane(plane))}</p>
            {signing(answers, row, offer)}
            {access(answers, row, primitive, plane, offer)}
            {conditions(answers, row, primitive, plane)}
        </section>
    }
    .into_any()
}

fn signing(answers: &Answers<'_>, row: usize, offer: Option<&PlaneOffer>) -> AnyView {
    let form = &answers.form;
    let name = |field: &str| format!("grants.{row}.{field}");
    let callers = Question::new(name("callers"), "Callers")
        .hint(callers_hint(answers))
        .explained(help::of("grants.0.callers"))
        .error(form.error(&name("callers")));
    let callers = view! { <TextArea question=callers value=form.value(&name("callers")) rows=2 /> };
    let mut callers = Some(callers);
    let auths = offer.map_or_else(|| Auth::ALL.to_vec(), |o| o.auth.clone());
    let choices = auths
        .iter()
        .map(|auth| {
            let choice =
                Choice::new(auth.as_str(), wording::auth(*auth)).hint(wording::auth_hint(*auth));
            match callers.take_if(|_| *auth == Auth::Sigv4) {
                Some(view) => choice.follow_up(view),
                None => choice,
            }
        })
        .collect();
    let question = Question::new(name("auth"), "What does the caller hold?")
        .explained(help::of("grants.0.auth"))
        .error(form.error(&name("auth")));
    view! { <Choices question how_many=HowMany::One choices chosen=vec![form.value(&name("auth"))] /> }.into_any()
}

fn callers_hint(answers: &Answers<'_>) -> String {
    let rules = stops::rules_on(answers.guardrails, "callers");
    if rules.is_empty() {
        return "On each line the ARN of a role or user, an account, a pattern such as `role/team-*`, or `*`.".to_owned();
    }
    let hint =
        "On each line the ARN of a role or user, an account, or a pattern such as `role/team-*`.";
    stops::hinted(hint, &rules)
}

fn access(
    answers: &Answers<'_>,
    row: usize,
    primitive: Option<&Primitive>,
    plane: Plane,
    offer: Option<&PlaneOffer>,
) -> AnyView {
    let form = &answers.form;
    let name = |field: &str| format!("grants.{row}.{field}");
    let auth: Option<Auth> = form.value(&name("auth")).parse().ok();
    let fits = |action: &String| {
        let known = primitive.and_then(|p| p.action(plane, action));
        known.is_some_and(|a| auth.is_none_or(|auth| auth == Auth::Sigv4 || a.bearer))
    };
    let mut choices: Vec<Choice> = offer
        .into_iter()
        .flat_map(|o| &o.presets)
        .filter_map(|(preset, actions)| {
            let actions: Vec<&str> = actions
                .iter()
                .filter(|a| fits(a))
                .map(String::as_str)
                .collect();
            let hint = format!("{} {}", wording::preset_hint(*preset), listed(&actions));
            if actions.is_empty() {
                return None;
            }
            let names: Vec<String> = actions.iter().map(|a| (*a).to_owned()).collect();
            let asked = primitive.map(|primitive| Answer::Actions {
                primitive,
                plane,
                actions: &names,
            });
            let choice = Choice::new(preset.as_str(), wording::preset(*preset));
            let refused = asked.and_then(|asked| answers.guardrails.against(&asked));
            Some(match refused {
                None => choice.hint(hint),
                Some(rule) => choice
                    .hint(stops::hinted(&hint, &stops::why(rule)))
                    .closed(),
            })
        })
        .collect();
    let names = Question::new(name("actions"), "Actions")
        .hint(stops::hinted(
            "The name of one action on each line.",
            &stops::rules_on(answers.guardrails, "access"),
        ))
        .error(form.error(&name("actions")));
    let exact = Choice::new("", "Exact actions")
        .hint("For the smallest policy there is.")
        .follow_up(view! { <TextArea question=names value=form.value(&name("actions")) rows=3 /> });
    choices.push(exact);
    let chosen = form.value(&name("access"));
    let none_yet = chosen.is_empty() && form.value(&name("actions")).is_empty();
    let chosen = if none_yet { Vec::new() } else { vec![chosen] };
    let question = Question::new(name("access"), "What may they do?")
        .explained(help::of("grants.0.access"))
        .error(form.error(&name("access")));
    view! { <Choices question how_many=HowMany::One choices chosen /> }.into_any()
}

fn listed(actions: &[&str]) -> String {
    match actions {
        [] => String::new(),
        all if all.len() <= 5 => format!("{}.", all.join(", ")),
        [a, b, c, rest @ ..] => format!("{a}, {b}, {c} and {} more.", rest.len()),
        _ => String::new(),
    }
}

/// Rows of conditions, always with an empty one to fill.
fn conditions(
    answers: &Answers<'_>,
    row: usize,
    primitive: Option<&Primitive>,
    plane: Plane,
) -> AnyView {
    let form = &answers.form;
    let prefix = format!("grants.{row}.conditions");
    let rows = form.rows(&prefix);
    let next = rows.last().map_or(0, |last| last + 1);
    let mut keys: Vec<String> = primitive
        .into_iter()
        .flat_map(|p| p.actions_on(plane))
        .flat_map(|a| a.condition_keys.clone())
        .chain(
            answers
                .catalog
                .global_condition_keys
                .iter()
                .filter(|k| k.usable == postern_plan::catalog::KeyUse::Fine)
                .map(|k| k.name.clone()),
        )
        .collect();
    keys.sort();
    keys.dedup();
    let operators: Vec<String> = Operator::BASES.iter().map(|o| (*o).to_owned()).collect();
    let lines: Vec<_> = rows
        .iter()
        .copied()
        .chain([next])
        .map(|number| {
            let at = |field: &str| format!("{prefix}.{number}.{field}");
            let ask = |field: &str, label: &str| {
                Question::new(at(field), label).optional().error(form.error(&at(field)))
            };
            let id = format!("{prefix}.{number}");
            let error = form.error(&id).map(|text| view! { <p class="question__error"><Prose text /></p> });
            let (operator, key) = (ask("operator", "Operator"), ask("key", "Key"));
            let name = at("value");
            let mut values: Vec<String> = form.values(&name).map(str::to_owned).collect();
            values.push(String::new());
            let values: Vec<_> = values
                .into_iter()
                .enumerate()
                .map(|(i, value)| {
                    let label = if i == 0 { "Value" } else { "Another value" };
                    let id = if i == 0 { name.clone() } else { format!("{name}-{}", i + 1) };
                    let wrong = form.error(&name).filter(|_| i == 0);
                    let question = Question::new(name.clone(), label).id(id).optional().error(wrong);
                    view! { <Field question value typed=Typed::Exact length=Length::Long /> }
                })
                .collect();
            view! {
                <fieldset class="entry" id=id tabindex="-1">
                    <legend class="entry__title">{format!("Condition {}", number + 1)}</legend>
                    {error}
                    <div class="abreast">
                        <Field question=operator value=form.value(&at("operator")) typed=Typed::Exact suggestions=operators.clone() />
                        <Field question=key value=form.value(&at("key")) typed=Typed::Exact suggestions=keys.clone() />
                    </div>
                    {values}
                </fieldset>
            }
        })
        .collect();
    let explanation = help::of("grants.0.conditions").map(|text| {
        let id = format!("explain-conditions-{row}");
        view! { <div><Explain id text /></div> }
    });
    let wrong = form.error(&prefix);
    let rules = stops::rules_on(answers.guardrails, "conditions");
    let opened = if rows.is_empty() && wrong.is_none() && rules.is_empty() {
        Opened::No
    } else {
        Opened::Yes
    };
    let summary = if rules.is_empty() {
        "Conditions (optional)"
    } else {
        "Conditions"
    };
    let wrong = wrong.map(|text| view! { <p class="question__error"><Prose text /></p> });
    let rules = (!rules.is_empty()).then(|| view! { <p><Prose text=rules /></p> });
    view! {
        <Disclosure id=format!("conditions-{row}") summary opened=opened>
            <div id=prefix tabindex="-1">{wrong}</div>
            {rules}
            <p>"On every statement of this grant. Continue, or change something, for one more row."</p>
            {explanation}
            {lines}
        </Disclosure>
    }
    .into_any()
}
