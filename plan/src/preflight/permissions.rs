//! Whether the credentials may make the calls, as dry runs answer.
//!
//! Must not take a call that was not tried for one that is allowed.

use std::collections::BTreeSet;

use super::look::Look;
use super::row::{Question, Row};
use crate::plan::{Change, GroupRef};

/// The code of these rows.
const PERMISSION: &str = "permission";

/// What a dry run of one call answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DryRun {
    /// The IAM action, as `ec2:CreateVpcEndpoint`.
    pub action: String,
    /// What it was tried for: an endpoint's key, `security_group`, …
    pub subject: String,
    /// The answer.
    pub answer: DryRunAnswer,
}

/// What a dry run may answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DryRunAnswer {
    /// EC2 would have done it (`DryRunOperation`).
    Allowed,
    /// EC2 refused, in these words.
    Denied(String),
    /// The call cannot be tried before something is made, for this reason.
    NotPossible(String),
    /// There was no usable answer, for this reason.
    Failed(String),
}

/// The calls of a plan, before any was tried.
pub(super) fn rows(look: &Look<'_>) -> Vec<Row> {
    let mut calls: BTreeSet<(&str, &str)> = BTreeSet::new();
    if look
        .plan
        .standing_group
        .as_ref()
        .is_some_and(|g| !g.admit.is_empty())
    {
        calls.insert(("ec2:AuthorizeSecurityGroupIngress", "security_group"));
    }
    for endpoint in &look.plan.endpoints {
        let groups: &[GroupRef] = match &endpoint.change {
            Change::Create => {
                calls.insert(("ec2:CreateVpcEndpoint", endpoint.key.as_str()));
                &endpoint.security_groups
            }
            Change::Modify(m) => {
                calls.insert(("ec2:ModifyVpcEndpoint", endpoint.key.as_str()));
                &m.add_groups
            }
            Change::Leave { .. } => &[],
        };
        if groups.contains(&GroupRef::New) {
            calls.insert(("ec2:CreateSecurityGroup", "security_group"));
            calls.insert(("ec2:AuthorizeSecurityGroupIngress", "security_group"));
        }
    }
    calls
        .into_iter()
        .map(|(action, subject)| {
            question(action, subject)
                .not_checked("no dry run was made")
                .with_fix("dry runs are made before a plan is applied")
        })
        .collect()
}

fn question(action: &str, subject: &str) -> Question {
    Question::new(PERMISSION, subject, format!("a dry run of {action}"))
}

/// A row for each dry run.
pub fn permissions(dry_runs: &[DryRun]) -> Vec<Row> {
    dry_runs
        .iter()
        .map(|run| {
            let question = question(&run.action, &run.subject);
            match &run.answer {
                DryRunAnswer::Allowed => question.pass(format!("{} is allowed", run.action)),
                DryRunAnswer::Denied(words) => question.blocked(
                    format!("{} is denied: {words}", run.action),
                    format!("let the credentials call {}", run.action),
                ),
                DryRunAnswer::NotPossible(why) | DryRunAnswer::Failed(why) => {
                    question.not_checked(why.clone())
                }
            }
        })
        .collect()
}

/// The rows with those of the dry runs in the place of the calls that were tried.
pub fn with_permissions(rows: &[Row], dry_runs: &[DryRun]) -> Vec<Row> {
    let tried = permissions(dry_runs);
    let same = |row: &Row| {
        let is = |t: &Row| {
            (&t.code, &t.subject, &t.looked_at) == (&row.code, &row.subject, &row.looked_at)
        };
        tried.iter().any(is)
    };
    rows.iter()
        .filter(|row| !same(row))
        .chain(&tried)
        .cloned()
        .collect()
}
