//! What the answers make so far: endpoints, policies with their meaning, notes, cost, commands.
//!
//! Must say where something stands in for an answer that is not given yet.

use leptos::prelude::*;
use postern_plan::artifact::{Artifact, Format, render};
use postern_plan::catalog::Severity;
use postern_plan::plan::{Plan, PlannedEndpoint};

use crate::answers::{Answers, Sketch};
use crate::components::code_block::CodeBlock;
use crate::components::disclosure::Disclosure;
use crate::components::meter::Meter;
use crate::step::Step;
use crate::wording;

/// The panel's content.
pub(super) fn body(answers: &Answers<'_>) -> AnyView {
    let Some(Sketch { plan, stand_ins }) = &answers.sketch else {
        return view! { <p>"Nothing yet. Once one grant is complete, its endpoint, policy, commands and cost stand here."</p> }.into_any();
    };
    let limit = answers.catalog.quotas.policy_characters;
    let endpoints: Vec<_> = plan
        .endpoints
        .iter()
        .map(|e| endpoint(answers, e, limit))
        .collect();
    let left_out = answers.draft.grants.iter().filter(|g| g.is_none()).count();
    view! {
        <p class="figures">{figures(plan)}</p>
        {still_missing(stand_ins, left_out)}
        {endpoints}
        {files(plan)}
    }
    .into_any()
}

/// Endpoints, notes and cost in one line.
pub(super) fn figures(plan: &Plan) -> String {
    let count = plan.endpoints.len();
    let mut parts = vec![format!(
        "{count} endpoint{}",
        if count == 1 { "" } else { "s" }
    )];
    for severity in [Severity::Blocked, Severity::Warning, Severity::Info] {
        let notes = plan.notes.iter().filter(|n| n.severity == severity).count();
        if notes > 0 {
            parts.push(wording::notes(severity, notes));
        }
    }
    parts.push(match &plan.cost.monthly_usd {
        Some(usd) => format!("about ${usd} a month before data"),
        None => "cost not known here".to_owned(),
    });
    parts.join(" · ")
}

fn still_missing(stand_ins: &[&'static str], left_out: usize) -> Option<AnyView> {
    let mut sentences = Vec::new();
    if !stand_ins.is_empty() {
        sentences.push(format!("Placeholders stand for: {}.", stand_ins.join(", ")));
    }
    if left_out > 0 {
        sentences.push(format!(
            "{left_out} grant{} not complete yet and left out.",
            if left_out == 1 { " is" } else { "s are" }
        ));
    }
    (!sentences.is_empty())
        .then(|| view! { <p class="stand-ins">{sentences.join(" ")}</p> }.into_any())
}

fn endpoint(answers: &Answers<'_>, endpoint: &PlannedEndpoint, limit: usize) -> AnyView {
    let service = endpoint.service_name.clone();
    let file = format!("policy-{}.json", endpoint.key);
    let text = answers.painted(&file, &(endpoint.policy_text() + "\n"));
    view! {
        <section class="planned">
            <h3 class="planned__title">{format!("{} endpoint", endpoint.title)}</h3>
            <p class="planned__service"><code>{service}</code></p>
            <Meter label=format!("Policy of {}", endpoint.key) amount=endpoint.policy_chars() limit=limit unit="characters" />
            {statements(answers, endpoint)}
            <Disclosure id=format!("policy-{}", endpoint.key) summary="Policy">
                <CodeBlock file=file text=text />
            </Disclosure>
        </section>
    }
    .into_any()
}

/// Each statement's meaning, with the way back to the answers that made it.
pub(super) fn statements(answers: &Answers<'_>, endpoint: &PlannedEndpoint) -> AnyView {
    // A grant's place among those that are right, back to its row in the form.
    let rows = answers.form.rows("grants");
    let right: Vec<(usize, usize)> = answers
        .draft
        .grants
        .iter()
        .zip(rows)
        .enumerate()
        .filter_map(|(at, (grant, row))| grant.as_ref().map(|_| (at + 1, row)))
        .collect();
    let lines: Vec<_> = endpoint
        .policy
        .statements
        .iter()
        .zip(&endpoint.origins)
        .map(|(statement, origin)| {
            let links: Vec<_> = origin
                .grants
                .iter()
                .filter_map(|index| right.get(*index).copied())
                .map(|(number, row)| {
                    let label = format!("Grant {number}");
                    let link = match answers.href(Step::Who.path()) {
                        Some(href) => {
                            let href = href.with_fragment(&format!("grant-{row}")).to_string();
                            view! { <a class="statement__grant" href=href>{label}</a> }.into_any()
                        }
                        None => label.into_any(),
                    };
                    view! { " "{link} }
                })
                .collect();
            view! {
                <li class="statement">
                    <code class="statement__sid">{statement.sid.clone()}</code>
                    " "
                    {origin.meaning.clone()}
                    {links}
                </li>
            }
        })
        .collect();
    view! { <ul class="statements">{lines}</ul> }.into_any()
}

/// The commands and templates, folded.
fn files(plan: &Plan) -> Vec<AnyView> {
    [Format::Cli, Format::Cloudformation, Format::Terraform]
        .into_iter()
        .filter_map(|format| {
            let artifact: Artifact = render(plan, format).ok()?.into_iter().next()?;
            let id = format!("preview-{format}");
            Some(
                view! {
                    <Disclosure id=id summary=wording::format(format)>
                        <CodeBlock file=artifact.path.clone() text=artifact.text.clone() />
                    </Disclosure>
                }
                .into_any(),
            )
        })
        .collect()
}
