//! One request for many accounts, as pages and programs ask for it: each target looked at and
//! carried out by itself, by the guard that a single request has.
//!
//! Must say of every target what became of it: none is passed over, and one that fails stops no
//! other.

use futures_util::{FutureExt, StreamExt, stream};
use postern_app::person::Role;
use postern_app::targets::{Came, REQUEST, TargetLine};
use postern_plan::catalog::Catalog;
use postern_plan::guardrails::Guardrails;
use postern_plan::id::Name;
use postern_plan::plan::Plan;
use postern_plan::preflight::with_permissions;
use postern_plan::request::{Link, Request, RequestError, link};
use postern_plan::targets::{LISTED, Targeted};

use crate::apply::{Applying, Guarded, Purpose, Refusal};
use crate::bounds::Bounds;
use crate::endpoints::Session;
use crate::error::{ErrorEntry, HttpError};
use crate::pages::apply::refused;
use crate::pages::live;
use crate::runs::{NotBegun, begun};
use crate::state::Door;
use crate::visitor::Visitor;

/// As many accounts as are read at a time
const AT_ONCE: usize = 8;

/// As many targets as are looked at for one answer, which has half a minute
pub(crate) const LOOKED_AT: usize = 40;

/// What is asked of every target
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// To see what would be done
    Look,
    /// To carry it out
    Begin,
    /// To have others approve it
    Submit,
}

/// What somebody looked at of a target before: its name, and the fingerprint of its plan
pub(crate) type Seen = (String, String);

/// The plan of each target, without a look at any account
pub(crate) fn planned(
    guardrails: &Guardrails,
    catalog: &Catalog,
    targets: &[Targeted],
) -> Vec<Came> {
    let plan = |target: &Targeted| {
        let plan = postern_plan::plan_within(guardrails, catalog, None, &target.request);
        Came::Planned(Box::new(plan))
    };
    targets.iter().map(plan).collect()
}

/// The same, to write files of
pub(crate) fn plans(
    guardrails: &Guardrails,
    catalog: &Catalog,
    targets: Vec<Targeted>,
) -> Vec<(Name, Plan)> {
    let plan = |target: Targeted| {
        let plan = postern_plan::plan_within(guardrails, catalog, None, &target.request);
        (target.name, plan)
    };
    targets.into_iter().map(plan).collect()
}

/// What became of each target, in their order. Those that were not seen before are looked at, and
/// nothing begins there
pub(crate) async fn each(
    door: &Door,
    bounds: &Bounds,
    targets: &[Targeted],
    wish: Wish,
    seen: &[Seen],
) -> Result<Vec<Came>, HttpError> {
    let Some(applying) = &door.applying else {
        return Err(HttpError::Conflict(vec![ErrorEntry::whole(
            "apply-off",
            "this server carries no plans out",
            "Render the plans and carry them out yourself, or ask whoever runs this server.",
        )]));
    };
    if targets.len() > LOOKED_AT {
        let message = format!(
            "{LOOKED_AT} targets are looked at for one answer, and these are {}",
            targets.len()
        );
        let help = "Send fewer of them at a time, or use `postern targets apply`.";
        let entry = ErrorEntry::whole("too-many", message, help);
        let path = "targets".to_owned();
        return Err(HttpError::Invalid(vec![ErrorEntry { path, ..entry }]));
    }
    let mut all = Vec::new();
    for target in targets {
        let seen = seen
            .iter()
            .find(|(name, _)| name == target.name.as_str())
            .map(|(_, fingerprint)| fingerprint.as_str());
        let one = one(applying, door, bounds, &target.request, wish, seen);
        all.push(one.boxed());
    }
    let came: Vec<_> = stream::iter(all).buffered(AT_ONCE).collect().await;
    came.into_iter().collect()
}

async fn one(
    applying: &Applying,
    door: &Door,
    bounds: &Bounds,
    request: &Request,
    wish: Wish,
    seen: Option<&str>,
) -> Result<Came, HttpError> {
    let visitor = &bounds.visitor;
    let (account, region) = (request.account.as_str(), request.region.as_str());
    let begins = wish == Wish::Begin && seen.is_some();
    let needed = if begins { Role::Applier } else { Role::Author };
    if !visitor.may_in(needed, account) {
        return Ok(Came::Refused {
            code: "may-not".to_owned(),
            message: format!("you are no {needed} of account {account}"),
            fix: "ask for that role there, or leave this target out".to_owned(),
            notes: Vec::new(),
        });
    }
    live::looked(&door.record, visitor, account, region).await?;
    let who = visitor.who();
    let session = if begins {
        Session::carrying(who.as_deref())
    } else {
        Session::looking(who.as_deref())
    };
    let guarded = applying.guard(&bounds.guardrails, request, session, seen);
    match guarded.await {
        Ok(guarded) if guarded.is_nothing() => Ok(Came::Nothing(Box::new(guarded.plan))),
        Ok(guarded) => match (wish, seen) {
            (Wish::Begin, Some(_)) => begin(applying, &guarded, visitor).await,
            (Wish::Submit, Some(_)) => submit(applying, &guarded, visitor).await,
            _ => looked(applying, guarded).await,
        },
        Err(Refusal::Changed(plan)) => Ok(Came::Changed(plan)),
        Err(refusal) => Ok(not(&refusal)),
    }
}

async fn looked(applying: &Applying, mut guarded: Guarded) -> Result<Came, HttpError> {
    let tried = applying.dry_runs(&guarded.plan).await;
    let tried = tried.map_err(HttpError::internal)?;
    guarded.plan.preflight = with_permissions(&guarded.plan.preflight, &tried);
    Ok(Came::Looked(Box::new(guarded.plan)))
}

async fn begin(
    applying: &Applying,
    guarded: &Guarded,
    visitor: &Visitor,
) -> Result<Came, HttpError> {
    let came = begun(applying, guarded, Purpose::Apply, visitor).await?;
    Ok(came.map_or_else(unbegun, |id| Came::Begun(id.to_string())))
}

async fn submit(
    applying: &Applying,
    guarded: &Guarded,
    visitor: &Visitor,
) -> Result<Came, HttpError> {
    let came = crate::proposals::submitted(applying, guarded, Purpose::Apply, visitor, "").await?;
    Ok(came.map_or_else(unbegun, |id| Came::Submitted(id.to_string())))
}

fn unbegun(not: NotBegun) -> Came {
    Came::Refused {
        code: not.code.to_owned(),
        message: not.message,
        fix: not.fix.to_owned(),
        notes: Vec::new(),
    }
}

fn not(refusal: &Refusal) -> Came {
    let said = refused(refusal);
    let code = match refusal {
        Refusal::Unreachable { .. } => "unreachable",
        Refusal::OtherAccount { .. } => "other-account",
        Refusal::Unread(_) => "unread",
        Refusal::Changed(_) => "changed",
        Refusal::Blocked(_) => "blocked",
    };
    Came::Refused {
        code: code.to_owned(),
        message: said.message,
        fix: said.fix,
        notes: said.notes.to_vec(),
    }
}

/// A target with what became of it
pub(crate) fn line((target, came): (&Targeted, Came)) -> TargetLine {
    let request = &target.request;
    let query = match link(&request.to_pairs()) {
        Link::Query(query) => Some(query),
        Link::TooLong => None,
    };
    TargetLine {
        name: target.name.to_string(),
        account: request.account.to_string(),
        region: request.region.to_string(),
        vpc: request.placement.vpc.to_string(),
        query,
        came,
    }
}

/// What is wrong, for programs: with what all share, below the request
pub(crate) fn entry(error: RequestError) -> ErrorEntry {
    let path = match error.path.as_str() {
        "" => REQUEST.to_owned(),
        path if path.starts_with(LISTED) => path.to_owned(),
        path => format!("{REQUEST}.{path}"),
    };
    ErrorEntry {
        path,
        ..error.into()
    }
}
