//! What an audit found: findings with line and column, the policy they stand in, what each statement
//! does, the call, the error.
//!
//! Must say "nothing found" only of a policy that was read.

use leptos::prelude::*;
use postern_plan::language::Document;
use postern_plan::lint::{Described, Finding, Report};
use postern_plan::refusal::Refusal;
use postern_plan::request::{Link, link};
use postern_plan::started::Started;

use super::{attempt, why};
use crate::audit::{Audit, Found, Judged, Listing, Tried};
use crate::components::code_block::CodeBlock;
use crate::components::disclosure::Disclosure;
use crate::components::link_button::LinkButton;
use crate::components::note::Note;
use crate::components::prose::Prose;
use crate::form::sentence;
use crate::painted::Paint;
use crate::routes;
use crate::wording;

/// How many statements are said in words before the rest is counted.
const MOST: usize = 200;

/// The longest policy that is shown again with its lines, in bytes: twice what an endpoint takes.
const LONGEST: usize = 64 * 1024;

/// The part of the page that answers; none before anything was asked.
pub(super) fn view(audit: &Audit, paint: &dyn Paint) -> Option<AnyView> {
    let content = match &audit.found {
        Found::Nothing | Found::Refused(_) => return None,
        Found::Unreadable(found) => report(found, &Shown::pasted(audit, paint)),
        Found::Policy(judged) => one(judged, &Shown::pasted(audit, paint)),
        Found::Listing(all) => listing(all, paint),
        Found::Error(refusal) => error(refusal),
    };
    Some(
        view! {
            <section class="section">
                <h2 id="found" tabindex="-1">"What was found"</h2>
                {content}
            </section>
        }
        .into_any(),
    )
}

/// A policy as a file of the page.
struct Shown<'a> {
    /// The file's name without its ending.
    file: String,
    /// The text that the lines of the findings count.
    text: &'a str,
    paint: &'a dyn Paint,
}

impl<'a> Shown<'a> {
    fn pasted(audit: &'a Audit, paint: &'a dyn Paint) -> Self {
        Self {
            file: "policy".to_owned(),
            text: &audit.policy,
            paint,
        }
    }

    /// The policy, with the lines that the findings name.
    fn source(&self, findings: &[Finding]) -> Option<AnyView> {
        if self.text.len() > LONGEST {
            return None;
        }
        let file = format!("{}.json", self.file);
        let named = findings.iter().map(|f| f.line.saturating_sub(1)).collect();
        let text = self.paint.paint(&file, self.text).marking(named);
        let id = format!("{}-lines", self.file);
        let view = view! {
            <Disclosure id summary="The policy as it was read, with the lines that the findings name">
                <CodeBlock file text />
            </Disclosure>
        };
        Some(view.into_any())
    }
}

fn one(judged: &Judged, shown: &Shown<'_>) -> AnyView {
    let tried = judged.attempt.as_ref().and_then(|a| a.as_ref().ok());
    let tried = tried.map(|tried| call(attempt::result(tried, "This policy")));
    let refused = judged.refusal.as_ref().map(error);
    view! {
        {tried}
        {refused}
        {report(&judged.report, shown)}
        <h3>"What it lets through"</h3>
        {statements(&judged.document)}
        <h3>"A request from this policy"</h3>
        {started(&judged.started)}
    }
    .into_any()
}

/// The way into the wizard with what the policy expresses, and what it does not.
fn started(started: &Started) -> AnyView {
    let granted = started
        .fields
        .iter()
        .any(|(name, _)| name.starts_with("grants."));
    let existing = started
        .fields
        .iter()
        .find(|(name, _)| name.ends_with(".existing"));
    let (to, label) = match existing {
        None => (routes::WHO, "Start a request from this policy".to_owned()),
        Some((_, id)) if granted => (routes::WHO, format!("Open {id} as a request")),
        Some((_, id)) => (routes::HOME, format!("Open {id} as a request")),
    };
    let way = match link(&started.fields) {
        _ if !granted && existing.is_none() => {
            view! { <p>"No statement of it can be said as a grant, so there is nothing to start from."</p> }.into_any()
        }
        Link::TooLong => view! { <p>"Its grants are too long for a link."</p> }.into_any(),
        Link::Query(query) => {
            let href = to.link().with_query(&query);
            view! {
                <div class="row">
                    <LinkButton label href />
                </div>
            }
            .into_any()
        }
    };
    let left_out: Vec<_> = started
        .left_out
        .iter()
        .map(|text| view! { <li><Prose text=text.clone() /></li> })
        .collect();
    let left_out = (!left_out.is_empty()).then(|| {
        view! {
            <p>"What the grants do not say:"</p>
            <ul>{left_out}</ul>
        }
    });
    view! {
        {way}
        {left_out}
    }
    .into_any()
}

fn call(result: AnyView) -> AnyView {
    view! {
        <h3>"The call"</h3>
        {result}
    }
    .into_any()
}

fn error(refusal: &Refusal) -> AnyView {
    view! {
        <h3>"The error"</h3>
        {why::result(refusal)}
    }
    .into_any()
}

fn listing(listing: &Listing, paint: &dyn Paint) -> AnyView {
    let tried = match &listing.attempt {
        Some(Tried::Nowhere) => Some(
            view! {
                <p class="verdict">
                    "No endpoint of the listing that carries this action has a policy that can be read."
                </p>
            }
            .into_any(),
        ),
        Some(Tried::Through(id, Ok(tried))) => {
            Some(attempt::result(tried, &format!("The endpoint {id}")))
        }
        Some(Tried::Through(_, Err(_))) | None => None,
    };
    let all: Vec<_> = listing
        .all
        .iter()
        .enumerate()
        .map(|(at, described)| listed(at, described, paint))
        .collect();
    view! {
        {tried.map(call)}
        {listing.refusal.as_ref().map(error)}
        {all}
    }
    .into_any()
}

fn listed(at: usize, described: &Described, paint: &dyn Paint) -> AnyView {
    let content = match (&described.report, described.endpoint) {
        (Some(found), _) => {
            let shown = Shown {
                file: format!("policy-{}", at + 1),
                text: described.policy.as_deref().unwrap_or_default(),
                paint,
            };
            report(found, &shown)
        }
        (None, Some(_)) => {
            view! { <p>"Its policy is not in the listing: it was not looked at."</p> }.into_any()
        }
        (None, None) => {
            view! { <p>"Not an AgentCore service: it was not looked at."</p> }.into_any()
        }
    };
    let request = described.started.as_ref().map(|begun| {
        view! {
            <h4>"A request that changes this endpoint"</h4>
            {started(begun)}
        }
    });
    view! {
        <h3>{format!("Endpoint {} of {}", described.id, described.service_name)}</h3>
        {content}
        {request}
    }
    .into_any()
}

/// The findings, the policy they stand in, and the same with its slips mended.
fn report(report: &Report, shown: &Shown<'_>) -> AnyView {
    if report.findings.is_empty() {
        return view! { <p class="verdict">"Nothing is wrong that the text can tell."</p> }
            .into_any();
    }
    let notes: Vec<_> = report.findings.iter().map(finding).collect();
    let mended = report.corrected.as_ref().map(|text| {
        let changes: Vec<_> = report
            .changes
            .iter()
            .map(|change| {
                let text = format!("{}. {}.", change.told(), change.reason);
                view! { <li><Prose text /></li> }
            })
            .collect();
        let file = format!("{}-mended.json", shown.file);
        let text = shown.paint.paint(&file, text);
        view! {
            <p><strong>"The policy with these changes"</strong></p>
            <ul>{changes}</ul>
            <CodeBlock file text />
        }
    });
    view! {
        <ul class="notes">{notes}</ul>
        {shown.source(&report.findings)}
        {mended}
    }
    .into_any()
}

fn finding(finding: &Finding) -> AnyView {
    let statement = finding.statement.as_deref();
    let statement = statement.map(|s| format!(", {s}")).unwrap_or_default();
    let subject = format!(
        "line {}, column {}{statement}",
        finding.line, finding.column
    );
    view! {
        <li>
            <Note
                weight=wording::weight(finding.severity)
                code=finding.code.clone()
                subject
                detail=sentence("", None, &finding.detail, "")
                fix=sentence("", None, &finding.fix, "")
            />
        </li>
    }
    .into_any()
}

fn statements(document: &Document) -> AnyView {
    let all = &document.statements;
    let lines: Vec<_> = all
        .iter()
        .enumerate()
        .take(MOST)
        .map(|(at, statement)| {
            view! {
                <li class="statement">
                    <code class="statement__sid">{statement.name(at)}</code>
                    " "
                    {statement.meaning()}
                </li>
            }
        })
        .collect();
    let more = all.len().saturating_sub(MOST);
    let more = (more > 0).then(|| view! { <p>{format!("And {more} more statements.")}</p> });
    view! {
        <ul class="statements">{lines}</ul>
        {more}
    }
    .into_any()
}
