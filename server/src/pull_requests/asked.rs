//! A pull request in somebody's name: who may, what is refused, and what is written down.
//!
//! Must write down who asked before the provider is called, and what came of it after.

use postern_app::person::Role;
use postern_plan::catalog::Severity;
use postern_plan::inventory::Inventory;
use postern_plan::plan::{Note, Plan};

use super::{Came, PullRequests, Trouble, Wanted};
use crate::error::HttpError;
use crate::log::chain;
use crate::record::{Act, Entry};
use crate::recorder::Recorder;
use crate::visitor::Visitor;

/// A pull request that may be opened
pub(crate) struct Asked {
    wanted: Wanted,
    account: String,
    name: String,
    plan: String,
}

/// Why none may be
pub(crate) enum Denied {
    /// These notes block the plan
    Blocked(Vec<Note>),
    /// Who asks may not, or a fault of ours
    Error(HttpError),
}

/// What somebody asks for, where they may and nothing blocks it
pub(crate) fn asked(
    pull_requests: &PullRequests,
    visitor: &Visitor,
    plan: &Plan,
    inventory: Option<&Inventory>,
) -> Result<Asked, Denied> {
    let account = plan.request.account.to_string();
    visitor
        .must(Role::Author, &account)
        .map_err(Denied::Error)?;
    let blocked = blocking(plan);
    if !blocked.is_empty() {
        return Err(Denied::Blocked(blocked));
    }
    let wanted = pull_requests.wanted(plan, inventory);
    Ok(Asked {
        wanted: wanted.map_err(|error| Denied::Error(HttpError::internal(error)))?,
        account,
        name: plan.request.name.to_string(),
        plan: plan.id.clone(),
    })
}

/// The notes that block a plan
pub(crate) fn blocking(plan: &Plan) -> Vec<Note> {
    let blocked = plan.notes.iter();
    let blocked = blocked.filter(|note| note.severity == Severity::Blocked);
    blocked.cloned().collect()
}

/// Opens it
pub(crate) async fn opened(
    pull_requests: &PullRequests,
    recorder: &Recorder,
    visitor: &Visitor,
    asked: &Asked,
) -> Result<Result<Came, Trouble>, HttpError> {
    let who = visitor.who().unwrap_or_else(|| "this machine".to_owned());
    let entry = |came: &str| Entry {
        plan: Some(asked.plan.clone()),
        ..Entry::new(Act::PullRequest, &who, asked.wanted.own.as_str())
            .in_account(&asked.account)
            .with("name", &asked.name)
            .with("repository", pull_requests.repository().as_str())
            .with("came", came)
    };
    recorder.note(entry("asked")).await?;
    let came = pull_requests.open(&asked.wanted).await;
    let after = match &came {
        Ok(came) => {
            let entry = entry(came.state.as_str()).with("commit", &came.commit);
            match &came.pull_request {
                Some((url, _)) => entry.with("url", url),
                None => entry,
            }
        }
        Err(trouble) => {
            tracing::warn!("no pull request came of it: {}", chain(trouble));
            entry(trouble.code())
        }
    };
    recorder.note(after).await?;
    Ok(came)
}
