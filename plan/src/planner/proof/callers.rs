//! The rows: the callers of the grants, and others next to them.
//!
//! Must not promise a caller without a signature what a grant for signed calls says, nor the other
//! way round.

use std::collections::{BTreeMap, BTreeSet};

use crate::arn::{Partition, instance, pattern_covers};
use crate::evaluate::Caller;
use crate::planner::explain::{principal, series};
use crate::planner::reach::GrantReach;
use crate::proof::{ProofCaller, Standing};
use crate::request::{self, Auth, Grant, Request};

/// Callers with the same grants.
pub(in crate::planner) struct Row {
    /// Who, in words.
    pub(in crate::planner) label: String,
    principals: Vec<String>,
    standing: Standing,
    /// One caller for each that the request names.
    pub(in crate::planner) callers: Vec<Caller>,
    /// The grants that are for them.
    pub(in crate::planner) grants: BTreeSet<usize>,
}

impl From<Row> for ProofCaller {
    fn from(row: Row) -> Self {
        Self {
            label: row.label,
            principals: row.principals,
            standing: row.standing,
        }
    }
}

/// A caller of the request as one who calls.
struct Subject {
    label: String,
    principal: Option<String>,
    caller: Caller,
}

/// The rows of a request.
pub(in crate::planner) fn rows(request: &Request, reaches: &[GrantReach<'_>]) -> Vec<Row> {
    let partition = Partition::of(&request.region);
    let mut subjects: BTreeMap<String, Subject> = BTreeMap::new();
    for reach in reaches {
        for caller in &reach.grant.callers {
            if let Some(subject) = subject(caller, reach.grant, partition) {
                subjects.entry(subject.label.clone()).or_insert(subject);
            }
        }
    }
    let mut by_grants: BTreeMap<(bool, BTreeSet<usize>), Vec<Subject>> = BTreeMap::new();
    for subject in subjects.into_values() {
        let grants = grants_of(&subject.caller, reaches);
        let unsigned = subject.caller == Caller::Anonymous;
        by_grants
            .entry((unsigned, grants))
            .or_default()
            .push(subject);
    }
    let mut rows: Vec<Row> = by_grants
        .into_iter()
        .map(|((_, grants), subjects)| Row {
            label: series(subjects.iter().map(|s| s.label.clone()).collect(), 3),
            principals: subjects
                .iter()
                .filter_map(|s| s.principal.clone())
                .collect(),
            standing: Standing::Granted,
            callers: subjects.into_iter().map(|s| s.caller).collect(),
            grants,
        })
        .collect();
    let neighbours: Vec<Row> = neighbours(request, partition, reaches)
        .into_iter()
        .filter(|row| !rows.iter().any(|known| known.callers == row.callers))
        .collect();
    rows.extend(neighbours);
    rows
}

fn subject(caller: &request::Caller, grant: &Grant, partition: Partition) -> Option<Subject> {
    let signed = |label: String, principal: &str, instance: &str| {
        let caller = instance.parse().ok()?;
        Some(Subject {
            label,
            principal: Some(principal.to_owned()),
            caller,
        })
    };
    match caller {
        request::Caller::Anyone if grant.auth == Auth::Sigv4 => signed(
            "any signed caller".to_owned(),
            "*",
            &format!("arn:{partition}:iam::{ELSEWHERE}:role/anyone"),
        ),
        request::Caller::Anyone => Some(Subject {
            label: BEARER.to_owned(),
            principal: None,
            caller: Caller::Anonymous,
        }),
        request::Caller::Account(account) => {
            let arn = format!("arn:{partition}:iam::{account}:root");
            signed(
                principal(&arn),
                account.as_str(),
                &format!("arn:{partition}:iam::{account}:role/anyone"),
            )
        }
        request::Caller::Principal { arn, .. } => signed(principal(arn), arn, arn),
        request::Caller::Pattern { arn, .. } => signed(
            format!("{} (a pattern)", principal(arn)),
            arn,
            &instance(arn),
        ),
    }
}

const BEARER: &str = "a caller without a signature, with a bearer token or nothing";

/// An account that stands for every other.
const ELSEWHERE: &str = "999999999999";

fn neighbours(request: &Request, partition: Partition, reaches: &[GrantReach<'_>]) -> Vec<Row> {
    let own = format!("arn:{partition}:iam::{}:role/someone-else", request.account);
    let other = format!("arn:{partition}:iam::{ELSEWHERE}:role/someone-else");
    let signed = [
        (format!("another role of account {}", request.account), own),
        ("a principal of another account".to_owned(), other),
    ];
    let mut all: Vec<(String, Caller)> = signed
        .into_iter()
        .filter_map(|(label, arn)| Some((label, arn.parse().ok()?)))
        .collect();
    all.push((BEARER.to_owned(), Caller::Anonymous));
    all.into_iter()
        .map(|(label, caller)| Row {
            label,
            principals: Vec::new(),
            standing: Standing::Neighbour,
            grants: grants_of(&caller, reaches),
            callers: vec![caller],
        })
        .collect()
}

/// The grants that are for a caller.
fn grants_of(caller: &Caller, reaches: &[GrantReach<'_>]) -> BTreeSet<usize> {
    let promised = |grant: &Grant| match caller {
        Caller::Anonymous => grant.auth != Auth::Sigv4,
        Caller::Signed(signer) => {
            let arn = signer.arn().to_string();
            grant.auth == Auth::Sigv4
                && grant.callers.iter().any(|c| match c {
                    request::Caller::Anyone => true,
                    request::Caller::Account(account) => account.as_str() == signer.account(),
                    request::Caller::Principal { arn: own, .. } => *own == arn,
                    request::Caller::Pattern { arn: own, .. } => pattern_covers(own, &arn),
                })
        }
    };
    reaches
        .iter()
        .filter(|r| promised(r.grant))
        .map(|r| r.index)
        .collect()
}
