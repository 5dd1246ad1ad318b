//! Carrying a plan out: what would be done in the account as it is now, and the button that does it.
//!
//! Must not let anything be done that this page did not show.

use leptos::prelude::*;
use postern_plan::permissions;
use postern_plan::plan::{Note as PlanNote, Plan};
use postern_plan::request::AllowFrom;

use super::check;
use super::delete;
use super::frame::hidden;
use super::leave::{Leave, Said};
use super::preflight;
use super::proposal::SAID;
use super::run::links;
use crate::answers::Answers;
use crate::components::button::Button;
use crate::components::code_block::CodeBlock;
use crate::components::disclosure::Disclosure;
use crate::components::error_summary::{ErrorSummary, Problem};
use crate::components::table::{Column, Table};
use crate::document::{Page, PageState};
use crate::form::sentence;
use crate::href::Href;
use crate::routes;
use crate::wording;

/// The field that says which plan was looked at.
pub const FINGERPRINT: &str = "fingerprint";

/// Whether the plan can be carried out.
pub enum Applicable<'a> {
    /// This server does not carry plans out.
    Off,
    /// It would, and this stands in the way.
    Refused(Refused<'a>),
    /// It can be.
    Ready(Ready<'a>),
}

/// Why nothing can be done.
pub struct Refused<'a> {
    /// What stands in the way.
    pub message: String,
    /// What to do.
    pub fix: String,
    /// The notes that block, where they do.
    pub notes: &'a [PlanNote],
}

/// A plan made with what is in the account now.
pub struct Ready<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Whose credentials would be used.
    pub caller: &'a str,
    /// When the account was read, RFC 3339.
    pub observed_at: &'a str,
    /// The account changed since the plan was last looked at.
    pub changed: bool,
    /// What whoever looks may have done.
    pub leave: Leave,
    /// What was typed of what it is for.
    pub said: &'a Said,
}

/// The page.
pub fn apply(answers: &Answers<'_>, applicable: &Applicable<'_>) -> Page {
    let (state, content) = match applicable {
        Applicable::Off => (PageState::Clear, off()),
        Applicable::Refused(refused) => (PageState::Refused, refusal(refused)),
        Applicable::Ready(ready) => (PageState::Clear, confirm(answers, ready)),
    };
    let deleting = match applicable {
        Applicable::Off => None,
        Applicable::Refused(_) | Applicable::Ready(_) => delete::way(answers),
    };
    let body = view! {
        <div class="stack stack--loose">
            <h1>"Apply"</h1>
            {content}
            {deleting}
            {permissions(answers)}
        </div>
    };
    Page {
        title: "Apply".to_owned(),
        state,
        links: links(),
        body: body.into_any(),
    }
}

pub(super) fn off() -> AnyView {
    view! {
        <p class="verdict">"This Postern does not carry plans out: it was not started with --apply, nor do its settings say apply.enabled."</p>
        <p>"Start it so, on your own machine and with credentials of the account:"</p>
        <CodeBlock file="shell" text="postern serve --apply".to_owned() />
        <p>"Or carry the request file out from a shell, with the same steps and the same journal:"</p>
        <CodeBlock file="shell" text="postern apply request.toml --yes".to_owned() />
    }
    .into_any()
}

pub(super) fn refusal(refused: &Refused<'_>) -> AnyView {
    view! {
        <p class="verdict">{sentence("", None, &refused.message, "")}</p>
        <p>{sentence("", None, &refused.fix, "")}</p>
        {check::list(refused.notes.iter())}
    }
    .into_any()
}

fn confirm(answers: &Answers<'_>, ready: &Ready<'_>) -> AnyView {
    let plan = ready.plan;
    let nothing = plan.is_nothing();
    let changed = ready.changed.then(|| {
        view! { <p class="verdict">"The account has changed since you looked: this is the plan as it is now. Look again before you apply it."</p> }
    });
    let act = if nothing {
        view! { <p class="verdict">"Nothing is to be done: everything stands as planned."</p> }
            .into_any()
    } else {
        let fingerprint = plan.fingerprint.clone().unwrap_or_default();
        let account = &plan.request.account;
        view! {
            <form class="stack" method="post" action=routes::APPLY.href()>
                {hidden(answers, |_| true)}
                <input type="hidden" name=FINGERPRINT value=fingerprint />
                {ready.leave.said(ready.said)}
                <div class="row">
                    {ready.leave.buttons(format!("Apply this plan in account {account}"), "apply")}
                    {ready.leave.trying()}
                    <Button label="Read the account again" name="do" value="look" />
                </div>
                {ready.leave.hint()}
            </form>
            <p>"Every call is tried as a dry run first; each step is written down before it is taken; what the run makes can be rolled back."</p>
        }
        .into_any()
    };
    let preflight = preflight::part(plan).section();
    let wrong = ready.said.wrong.clone().map(|text| {
        let problems = vec![Problem {
            text,
            href: Some(Href::fragment(SAID)),
        }];
        view! { <ErrorSummary problems /> }
    });
    view! {
        {wrong}
        {changed}
        <p class="verdict">{format!("Account {} in {}, read {} with the credentials of {}.", plan.request.account, plan.request.region, ready.observed_at, ready.caller)}</p>
        {changes(plan, "What would be done")}
        {act}
        {preflight}
    }
    .into_any()
}

/// What is done, as a table.
pub(super) fn changes(plan: &Plan, caption: &'static str) -> AnyView {
    let mut rows: Vec<_> = plan
        .endpoints
        .iter()
        .map(|e| {
            vec![
                e.title.clone().into_any(),
                wording::change(&e.change).into_any(),
                e.subnets.len().to_string().into_any(),
                view! { <code>{e.service_name.clone()}</code> }.into_any(),
            ]
        })
        .collect();
    rows.extend(group(plan));
    rows.extend(super::hub::by_hand(plan));
    let columns = ["What", "What is done", "Subnets", "Service or group"]
        .into_iter()
        .map(Column::words)
        .collect();
    view! { <Table caption=caption columns rows /> }.into_any()
}

/// What is done about the security group, as a row.
fn group(plan: &Plan) -> Option<Vec<AnyView>> {
    let (what, id) = match (&plan.security_group, &plan.standing_group) {
        (Some(made), _) => (
            format!(
                "Created, and admits TCP 443 from {}",
                named(&made.allow_from)
            ),
            made.name.clone(),
        ),
        (None, Some(there)) if there.admit.is_empty() => {
            (format!("{} stands already", there.id), there.id.to_string())
        }
        (None, Some(there)) => (
            format!("Admits TCP 443 from {} too", named(&there.admit)),
            there.id.to_string(),
        ),
        (None, None) => return None,
    };
    Some(vec![
        "Security group".into_any(),
        what.into_any(),
        ().into_any(),
        view! { <code>{id}</code> }.into_any(),
    ])
}

fn named(sources: &[AllowFrom]) -> String {
    let all: Vec<&str> = sources.iter().map(AllowFrom::as_str).collect();
    all.join(", ")
}

/// The identity policies of those who read and of those who apply.
fn permissions(answers: &Answers<'_>) -> AnyView {
    let reading = answers.painted("policy-read.json", &permissions::reading());
    let applying = answers.plan().map(|plan| {
        let text = permissions::applying(answers.catalog, &plan.request);
        answers.painted("policy-apply.json", &text)
    });
    let applying = applying.map(|text| {
        view! { <CodeBlock file="policy-apply.json" text=text /> }
    });
    view! {
        <Disclosure id="permissions" summary="The permissions that this needs, as identity policies">
            <CodeBlock file="policy-read.json" text=reading />
            {applying}
        </Disclosure>
    }
    .into_any()
}
