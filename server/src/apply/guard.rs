//! What must hold before a run may begin: the right account, an account that is as it was when the
//! plan was looked at, and nothing in the way.
//!
//! Must not change anything.

use std::sync::Arc;

use postern_plan::catalog::{Catalog, Severity};
use postern_plan::guardrails::Guardrails;
use postern_plan::inventory::{Inventory, Part};
use postern_plan::plan::{Note, Plan};
use postern_plan::request::Request;
use postern_plan::run::Trouble;
use thiserror::Error;

use crate::endpoints::{Accounts, Caller, Endpoints, Place};

/// What is asked for, where, and within which rules
#[derive(Debug)]
pub struct Asked<'a> {
    /// The request
    pub request: &'a Request,
    /// Its account and Region
    pub place: &'a Place,
    /// The rules that hold
    pub guardrails: &'a Guardrails,
}

/// A plan that may be carried out, made with what is there now
pub struct Guarded {
    /// The account
    pub endpoints: Arc<dyn Endpoints>,
    /// Who the credentials belong to
    pub caller: Caller,
    /// What is there
    pub inventory: Inventory,
    /// The plan
    pub plan: Plan,
}

/// Why nothing may begin
#[derive(Debug, Error)]
pub enum Refusal {
    /// The account cannot be reached
    #[error("account {account} cannot be reached: {}", .trouble.message)]
    Unreachable {
        /// The account of the request
        account: String,
        /// Why
        trouble: Trouble,
    },
    /// The credentials belong to another account
    #[error("the credentials belong to account {theirs}, the request is for account {wanted}")]
    OtherAccount {
        /// The account of the credentials
        theirs: String,
        /// The account of the request
        wanted: String,
    },
    /// What the plan rests on cannot be read
    #[error("what is there cannot be read: {0}")]
    Unread(String),
    /// What the plan rests on has changed since it was looked at
    #[error("the account has changed since this plan was made")]
    Changed(Box<Plan>),
    /// Notes stand in the way
    #[error("this plan is blocked: {}", codes(.0))]
    Blocked(Vec<Note>),
}

fn codes(notes: &[Note]) -> String {
    let mut codes: Vec<&str> = notes.iter().map(|n| n.code.as_str()).collect();
    codes.dedup();
    codes.join(", ")
}

/// Reads the account and plans anew. `fingerprint` is that of the plan that somebody looked at
pub async fn guard(
    accounts: &dyn Accounts,
    catalog: &Catalog,
    asked: &Asked<'_>,
    fingerprint: Option<&str>,
) -> Result<Guarded, Refusal> {
    let guarded = looked(accounts, catalog, asked).await?;
    let plan = &guarded.plan;
    if fingerprint.is_some_and(|seen| plan.fingerprint.as_deref() != Some(seen)) {
        return Err(Refusal::Changed(Box::new(guarded.plan)));
    }
    let blocked = plan
        .notes
        .iter()
        .filter(|n| n.severity == Severity::Blocked);
    let blocked: Vec<Note> = blocked.cloned().collect();
    if !blocked.is_empty() {
        return Err(Refusal::Blocked(blocked));
    }
    Ok(guarded)
}

/// Reads the account, for what deletes: a blocked plan stands in its way no more than in that of
/// `teardown.sh`
pub async fn looked(
    accounts: &dyn Accounts,
    catalog: &Catalog,
    asked: &Asked<'_>,
) -> Result<Guarded, Refusal> {
    let Asked {
        request,
        place,
        guardrails,
    } = asked;
    let (endpoints, caller) = open(accounts, place).await?;
    let vpc = request.placement.vpc.as_str();
    let inventory = endpoints.inventory(Some(vpc)).await;
    // Without these two it cannot be told what is there already and what would be made twice.
    for part in [Part::Endpoints, Part::Subnets] {
        if let Some(gap) = inventory.gap(part) {
            return Err(Refusal::Unread(gap.reason.clone()));
        }
    }
    let plan = postern_plan::plan_within(guardrails, catalog, Some(&inventory), request);
    Ok(Guarded {
        endpoints,
        caller,
        inventory,
        plan,
    })
}

/// The account of a place, once it is certain that the credentials belong to it
pub async fn open(
    accounts: &dyn Accounts,
    place: &Place,
) -> Result<(Arc<dyn Endpoints>, Caller), Refusal> {
    let wanted = place.account.clone().unwrap_or_default();
    let unreachable = |trouble| Refusal::Unreachable {
        account: wanted.clone(),
        trouble,
    };
    let endpoints = accounts.open(place).await.map_err(unreachable)?;
    let caller = endpoints.caller().await.map_err(unreachable)?;
    if caller.account != wanted {
        return Err(Refusal::OtherAccount {
            theirs: caller.account,
            wanted,
        });
    }
    Ok((endpoints, caller))
}

impl Guarded {
    /// Everything stands already
    pub fn is_nothing(&self) -> bool {
        self.plan.is_nothing()
    }
}
