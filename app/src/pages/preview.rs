//! What the answers make so far: endpoints, policies with their meaning, notes, cost, commands.
//!
//! Must say where something stands in for an answer that is not given yet, and what the last answer
//! changed.

use leptos::prelude::*;
use postern_plan::artifact::{Artifact, Format, render};
use postern_plan::catalog::Severity;
use postern_plan::plan::{Plan, PlannedEndpoint};
use postern_plan::request::Link;

use crate::answers::{Answers, Sketch};
use crate::changed::Changed;
use crate::components::code_block::CodeBlock;
use crate::components::meter::Meter;
use crate::components::picture::Picture;
use crate::components::tabs::{Tab, Tabs};
use crate::drawing::Drawing;
use crate::step::Step;
use crate::wording;

/// What of the panel is asked for, beside the answers.
#[derive(Default)]
pub struct Glance<'a> {
    /// The `id` of the one tab that is open; all of them without one.
    pub tab: Option<&'a str>,
    /// The answers before the last one was given, to show what it changed.
    pub before: Option<&'a Answers<'a>>,
}

/// The forms that the panel shows, each in a tab.
const FORMATS: [Format; 4] = [
    Format::Policy,
    Format::Cli,
    Format::Cloudformation,
    Format::Terraform,
];

/// The `id` of the tab with the picture.
const PICTURE: &str = "preview-picture";

/// The panel's content.
pub(super) fn body(answers: &Answers<'_>, glance: &Glance<'_>) -> AnyView {
    let Some(Sketch { plan, stand_ins }) = &answers.sketch else {
        return view! {
            {state(answers)}
            <p>"Nothing yet. Once one grant is complete, its endpoint, policy, commands and cost stand here."</p>
        }
        .into_any();
    };
    let left_out = answers.draft.grants.iter().filter(|g| g.is_none()).count();
    let before = glance.before.and_then(|b| Some(&b.sketch.as_ref()?.plan));
    let mut ids: Vec<String> = FORMATS.iter().map(|f| format!("preview-{f}")).collect();
    ids.push(PICTURE.to_owned());
    // A tab of another page, or of an old link, opens the first.
    let open = glance
        .tab
        .and_then(|tab| ids.iter().find(|id| *id == tab).or(ids.first()).cloned());
    let is_open = |id: &str| open.as_deref().is_none_or(|open| open == id);
    let formats = FORMATS.into_iter().map(Some).chain([None]);
    let tabs = formats
        .zip(ids)
        .map(|(format, id)| Tab {
            content: match format {
                _ if !is_open(&id) => ().into_any(),
                Some(format) => panel(answers, plan, before, format),
                None => drawn(plan),
            },
            label: format.map_or("Picture", wording::format).to_owned(),
            id,
        })
        .collect();
    view! {
        <div class="preview__head">
            {state(answers)}
            <p class="figures">{figures(plan)}</p>
            {fullest(answers, plan)}
        </div>
        {still_missing(stand_ins, left_out)}
        <Tabs label="What this makes, as" tabs open />
    }
    .into_any()
}

/// The answers as a query, for the script of the form: it sends them back to learn what the next
/// one changes, and puts them into the address where they may stand there.
fn state(answers: &Answers<'_>) -> AnyView {
    let query = match answers.form.answers_link() {
        Link::Query(query) => query,
        Link::TooLong => String::new(),
    };
    let shared = answers.fits_a_link().then_some("");
    view! { <span hidden data-answers=query data-shared=shared></span> }.into_any()
}

/// The policy that is nearest to its limit.
fn fullest(answers: &Answers<'_>, plan: &Plan) -> Option<AnyView> {
    let fullest = plan.endpoints.iter().max_by_key(|e| e.policy_chars())?;
    let label = match plan.endpoints.len() {
        1 => format!("Policy of {}", fullest.key),
        _ => format!("Longest policy, of {}", fullest.key),
    };
    let limit = answers.catalog.quotas.policy_characters;
    let view =
        view! { <Meter label amount=fullest.policy_chars() limit=limit unit="characters" /> };
    Some(view.into_any())
}

fn panel(answers: &Answers<'_>, plan: &Plan, before: Option<&Plan>, format: Format) -> AnyView {
    if format == Format::Policy {
        let endpoints: Vec<_> = plan
            .endpoints
            .iter()
            .map(|e| endpoint(answers, e, before))
            .collect();
        return endpoints.into_any();
    }
    let Some(now) = first(plan, format) else {
        return ().into_any();
    };
    // The plan's id is in every tag, and says only that something changed.
    let before = before.and_then(|before| {
        let text = first(before, format)?.text;
        Some(text.replace(&before.id, &plan.id))
    });
    file(answers, &now.path, &now.text, before.as_deref())
}

/// The picture of what is right so far.
fn drawn(plan: &Plan) -> AnyView {
    let drawing = Drawing::of(plan);
    drawing.map_or_else(
        || ().into_any(),
        |drawing| view! { <Picture drawing /> }.into_any(),
    )
}

fn first(plan: &Plan, format: Format) -> Option<Artifact> {
    render(plan, format).ok()?.into_iter().next()
}

/// A file with its colours, and what the last answer changed in it.
fn file(answers: &Answers<'_>, path: &str, text: &str, before: Option<&str>) -> AnyView {
    let changed = before.map(|before| Changed::between(before, text));
    let changed = changed.filter(|c| !c.is_empty()).unwrap_or_default();
    let words = (!changed.is_empty())
        .then(|| view! { <p class="preview__changed">{changed.sentence()}</p> });
    let painted = answers.painted(path, text).marking(changed.lines);
    view! {
        {words}
        <CodeBlock file=path text=painted />
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

fn endpoint(answers: &Answers<'_>, endpoint: &PlannedEndpoint, before: Option<&Plan>) -> AnyView {
    let service = endpoint.service_name.clone();
    let policy = |endpoint: &PlannedEndpoint| endpoint.policy_text() + "\n";
    // Of an endpoint that was not there, everything is new.
    let before = before.map(|plan| {
        let same = plan.endpoints.iter().find(|e| e.key == endpoint.key);
        same.map(policy).unwrap_or_default()
    });
    let path = format!("policy-{}.json", endpoint.key);
    view! {
        <section class="planned">
            <h4 class="planned__title">{format!("{} endpoint", endpoint.title)}</h4>
            <p class="planned__service"><code>{service}</code></p>
            {statements(answers, endpoint)}
            {file(answers, &path, &policy(endpoint), before.as_deref())}
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
