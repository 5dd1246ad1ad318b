//! A policy's statements as Prowler reads them: principals and conditions alone.
//!
//! Must say "not known" where Prowler's way with a statement was not read.

use super::star::{self, Stands};
use super::{Judged, row};
use crate::catalog::{Catalog, CountedConditions, Place, ScannerCheck};
use crate::evaluate::is_account;
use crate::forecast::{Expected, Forecast, Subject};
use crate::language::{self, Document, Principals, Statement, Who};
use crate::plan::{Change, Plan, PlannedEndpoint, PolicyChange};
use crate::planner::explain::series;
use crate::policy::Effect;
use crate::request::{Condition, EndpointKey};

/// A row for each statement; one for an endpoint whose policy is not known.
pub(super) fn rows(catalog: &Catalog, plan: &Plan, check: &ScannerCheck) -> Vec<Forecast> {
    let mut all = Vec::new();
    for endpoint in &plan.endpoints {
        match document(endpoint) {
            Ok(document) => {
                let statements = document.statements.iter().enumerate();
                all.extend(statements.map(|(i, s)| of(catalog, plan, check, endpoint, (i, s))));
            }
            Err(why) => {
                let subject = Subject::Endpoint(endpoint.key);
                let judged = (Expected::NotKnown, why);
                all.push(row(check, Place::Account, subject, judged));
            }
        }
    }
    all
}

/// The policy that the endpoint has from then on, or why it is not known.
fn document(endpoint: &PlannedEndpoint) -> Result<Document, String> {
    // Of those that agents need, what is left alone is whatever it is.
    if let (EndpointKey::Workload(_), Change::Leave { id }) = (endpoint.key, &endpoint.change) {
        return Err(format!(
            "{id} is left as it is, and its policy was not read"
        ));
    }
    let Change::Modify(modification) = &endpoint.change else {
        return Ok(Document::from(&endpoint.policy));
    };
    match &modification.policy {
        PolicyChange::Unknown => Err("the policy that it has was not read".to_owned()),
        PolicyChange::Unreadable(why) => Err(format!("the policy that it has is not read: {why}")),
        PolicyChange::Extended(extension) => language::read(&extension.text)
            .map(|reading| reading.document)
            .map_err(|_| "the policy that it has is no JSON".to_owned()),
    }
}

fn of(
    catalog: &Catalog,
    plan: &Plan,
    check: &ScannerCheck,
    endpoint: &PlannedEndpoint,
    (index, statement): (usize, &Statement),
) -> Forecast {
    let account = plan.request.account.as_str();
    let (verdict, why) = judge(&catalog.scanners.prowler_conditions, account, statement);
    let subject = Subject::Statement {
        endpoint: endpoint.key,
        sid: statement.name(index),
    };
    let Stands { star, alternative } = star::stands(catalog, plan, endpoint, statement);
    let flagged = verdict == Expected::Flagged;
    Forecast {
        star,
        alternative: alternative.filter(|_| flagged),
        ..row(check, Place::Account, subject, (verdict, why))
    }
}

/// What the conditions of a statement come to.
enum Kept {
    /// There are none.
    Unsaid,
    /// This one counts.
    By(String),
    /// None of these counts.
    Not(String),
    /// One is judged in a way that was not read.
    Unread(String),
}

/// What Prowler says of one statement, in its default configuration: it trusts the account itself.
pub(super) fn judge(
    conditions: &CountedConditions,
    account: &str,
    statement: &Statement,
) -> Judged {
    let principals = match &statement.who {
        Who::Principal(principals) => principals,
        Who::NotPrincipal(_) => {
            let why = "it has a NotPrincipal, on which the check stops with an error";
            return (Expected::NotKnown, why.to_owned());
        }
    };
    let kept = kept(conditions, account, &statement.conditions);
    let (verdict, why) = match kept {
        Kept::Unread(key) => {
            return (
                Expected::NotKnown,
                format!("how a condition on {key} is judged is not told here"),
            );
        }
        Kept::By(key) => (
            Expected::Passes,
            format!("its condition on {key} counts for account {account}"),
        ),
        Kept::Not(keys) if principals.anyone => (
            Expected::Flagged,
            format!("its principal is *, and no condition that it has counts: {keys}"),
        ),
        Kept::Not(keys) if !principals.aws.is_empty() => (
            Expected::Flagged,
            format!(
                "it has conditions, by which the check then goes whoever is named, and none of them counts: {keys}"
            ),
        ),
        Kept::Unsaid if principals.anyone => (
            Expected::Flagged,
            "its principal is *, without a condition".to_owned(),
        ),
        Kept::Unsaid | Kept::Not(_) => named(account, principals),
    };
    match (verdict, statement.effect) {
        (Expected::Flagged, Effect::Deny) => (
            verdict,
            format!("{why}; that it is a Deny, which lets nobody through, is not looked at"),
        ),
        _ => (verdict, why),
    }
}

/// Principals that are named, without conditions.
fn named(account: &str, principals: &Principals) -> Judged {
    let mut others = Vec::new();
    for principal in &principals.aws {
        let of = match principal.split(':').nth(4) {
            _ if is_account(principal) => principal,
            Some(of) => of,
            None => {
                let why =
                    "it names a principal by its unique id, on which the check stops with an error";
                return (Expected::NotKnown, why.to_owned());
            }
        };
        if of != account && !others.iter().any(|other| other == of) {
            others.push(of.to_owned());
        }
    }
    if others.is_empty() {
        let why = format!("everybody whom it names is of account {account}");
        return (Expected::Passes, why);
    }
    let why = format!(
        "it names account {}, which is trusted only where trusted_account_ids of Prowler's configuration lists it",
        series(others, usize::MAX)
    );
    (Expected::Flagged, why)
}

fn kept(counted: &CountedConditions, account: &str, conditions: &[Condition]) -> Kept {
    if conditions.is_empty() {
        return Kept::Unsaid;
    }
    let mut by = None;
    for condition in conditions {
        let Some(keys) = counted.counted.get(&condition.operator.to_string()) else {
            continue;
        };
        let key = condition.key.to_lowercase();
        if counted.not_judged.contains(&key) {
            return Kept::Unread(condition.key.clone());
        }
        let holds = counted.whatever_the_value.contains(&key)
            || condition.values.iter().all(|value| value.contains(account));
        if keys.contains(&key) && holds {
            by = Some(condition.key.clone());
        }
    }
    let all = || {
        conditions
            .iter()
            .map(|c| format!("{} on {}", c.operator, c.key))
    };
    by.map_or_else(|| Kept::Not(series(all().collect(), usize::MAX)), Kept::By)
}
