//! Deleting what earlier plans of a request made: what goes, what stays, and the button that does it.
//!
//! Must let nothing be deleted that this page did not show, nor by a press that was not meant.

use leptos::prelude::*;
use postern_plan::deletion::Deletion;
use postern_plan::request::Request;

use super::apply::{FINGERPRINT, Refused, off, refusal};
use super::frame::hidden;
use super::leave::{Leave, Said};
use super::proposal::SAID;
use super::run::links;
use crate::answers::Answers;
use crate::components::button::Button;
use crate::components::error_summary::{ErrorSummary, Problem};
use crate::components::field::{Field, Length, Typed};
use crate::components::question::Question;
use crate::components::table::{Column, Table};
use crate::document::{Page, PageState};
use crate::form::sentence;
use crate::href::Href;
use crate::routes;

/// The field in which the request's name is typed.
pub const CONFIRM: &str = "confirm";

const NOT_CONFIRMED: &str = "Type the request’s name, so that nothing is deleted by mistake.";

/// Whether something can be deleted.
pub enum Deletable<'a> {
    /// This server changes nothing.
    Off,
    /// It would, and this stands in the way.
    Refused(Refused<'a>),
    /// It can be.
    Ready(Deleting<'a>),
}

/// What would be deleted, in the account as it is now.
pub struct Deleting<'a> {
    /// What goes.
    pub deletion: &'a Deletion,
    /// The request whose plans made it.
    pub request: &'a Request,
    /// Whose credentials would be used.
    pub caller: &'a str,
    /// When the account was read, RFC 3339.
    pub observed_at: &'a str,
    /// What came of the press before, where nothing was deleted.
    pub setback: Option<Setback>,
    /// What whoever looks may have done.
    pub leave: Leave,
    /// What was typed of what it is for.
    pub said: Said,
}

/// Why a press deleted nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setback {
    /// The name was not typed.
    NotConfirmed,
    /// Too much was said.
    Said,
    /// The account is not as the page showed it.
    Changed,
}

/// The page.
pub fn delete(answers: &Answers<'_>, deletable: &Deletable<'_>) -> Page {
    let (state, content) = match deletable {
        Deletable::Off => (PageState::Clear, off()),
        Deletable::Refused(refused) => (PageState::Refused, refusal(refused)),
        Deletable::Ready(deleting) if deleting.setback.is_some() => {
            (PageState::Refused, confirm(answers, deleting))
        }
        Deletable::Ready(deleting) => (PageState::Clear, confirm(answers, deleting)),
    };
    let heading = match deletable {
        // Below the summary of what is wrong.
        Deletable::Ready(_) => None,
        Deletable::Off | Deletable::Refused(_) => Some(view! { <h1>{HEADING}</h1> }),
    };
    let body = view! {
        <div class="stack stack--loose">
            {heading}
            {content}
        </div>
    };
    Page {
        title: HEADING.to_owned(),
        state,
        links: links(),
        body: body.into_any(),
    }
}

const HEADING: &str = "Delete what was made";

fn confirm(answers: &Answers<'_>, deleting: &Deleting<'_>) -> AnyView {
    let (deletion, request) = (deleting.deletion, deleting.request);
    let problems = match deleting.setback {
        None => Vec::new(),
        Some(Setback::NotConfirmed) => vec![Problem {
            text: NOT_CONFIRMED.to_owned(),
            href: Some(Href::fragment(CONFIRM)),
        }],
        Some(Setback::Said) => vec![Problem {
            text: deleting.said.wrong.clone().unwrap_or_default(),
            href: Some(Href::fragment(SAID)),
        }],
        Some(Setback::Changed) => vec![Problem {
            text: "The account has changed since you looked: this is what would go now.".to_owned(),
            href: None,
        }],
    };
    let summary = (!problems.is_empty()).then(|| view! { <ErrorSummary problems /> });
    let kept = kept(deletion).map(|kept| view! { <section class="section">{kept}</section> });
    let act = if deletion.is_nothing() {
        view! { <p class="verdict">{format!("Nothing is to be deleted: nothing in {} carries the tag of {}.", request.placement.vpc, request.name)}</p> }
            .into_any()
    } else {
        asking(answers, deleting)
    };
    view! {
        {summary}
        <h1>{HEADING}</h1>
        <p class="verdict">{format!("Account {} in {}, read {} with the credentials of {}.", request.account, request.region, deleting.observed_at, deleting.caller)}</p>
        {table(deletion)}
        {kept}
        {act}
    }
    .into_any()
}

/// What goes, and what stays.
pub(super) fn deleted(deletion: &Deletion) -> AnyView {
    view! {
        {table(deletion)}
        {kept(deletion)}
    }
    .into_any()
}

fn kept(deletion: &Deletion) -> Option<AnyView> {
    let kept: Vec<_> = deletion
        .kept
        .iter()
        .map(|what| view! { <li>{sentence("", None, what, "")}</li> })
        .collect();
    (!kept.is_empty()).then(|| {
        view! {
            <h2>"What stays"</h2>
            <ul>{kept}</ul>
        }
        .into_any()
    })
}

fn table(deletion: &Deletion) -> Option<AnyView> {
    let columns = ["What goes", "What becomes of those who call"]
        .map(Column::words)
        .to_vec();
    let endpoints = deletion.endpoints.iter().map(|e| {
        vec![
            named(format!("The {} endpoint", e.key), &e.endpoint.id),
            sentence("", None, &e.effect, "").into_any(),
        ]
    });
    let groups = deletion.groups.iter().map(|g| {
        vec![
            named(format!("The security group {}", g.name), &g.id),
            "Nobody calls a group; it goes last.".into_any(),
        ]
    });
    let rows: Vec<_> = endpoints.chain(groups).collect();
    (!rows.is_empty()).then(|| {
        view! { <Table caption=format!("To be deleted: {}", deletion.count()) columns rows /> }
            .into_any()
    })
}

/// What goes, with its id below: beside it there would be no room for what becomes of the callers.
fn named(name: String, id: &str) -> AnyView {
    view! { {name}<br /><code>{id.to_owned()}</code> }.into_any()
}

fn asking(answers: &Answers<'_>, deleting: &Deleting<'_>) -> AnyView {
    let (deletion, request) = (deleting.deletion, deleting.request);
    let wrong = (deleting.setback == Some(Setback::NotConfirmed)).then(|| NOT_CONFIRMED.to_owned());
    let question = Question::new(CONFIRM, format!("Type {} to confirm", request.name))
        .hint("What is deleted cannot be given back. The same request makes it anew, with new ids and addresses.")
        .error(wrong);
    let label = format!("Delete {} in account {}", deletion.count(), request.account);
    view! {
        <form class="stack" method="post" action=routes::DELETE.href() novalidate>
            {hidden(answers, |_| true)}
            <input type="hidden" name=FINGERPRINT value=deletion.fingerprint() />
            <Field question=question value="" typed=Typed::Exact length=Length::Medium />
            {deleting.leave.said(&deleting.said)}
            <div class="row">
                {deleting.leave.buttons(label, "delete")}
                <Button label="Read the account again" name="do" value="look" />
            </div>
            {deleting.leave.hint()}
        </form>
        <p>"Every endpoint is tried as a dry run and looked at once more first; each step is written down before it is taken."</p>
    }
    .into_any()
}

/// The way here, from a page that has the whole request.
pub(super) fn way(answers: &Answers<'_>) -> Option<AnyView> {
    answers.plan()?;
    let view = view! {
        <section class="section">
            <h2>"Take it away again"</h2>
            <p>"Whatever carries the tag of this request can be deleted, with the same care. You see what goes first."</p>
            <form class="row" method="post" action=routes::DELETE.href()>
                {hidden(answers, |_| true)}
                <Button label="See what would be deleted…" name="do" value="look" />
            </form>
        </section>
    };
    Some(view.into_any())
}
