//! What each named role and user also needs: its grants as statements of its own.
//!
//! Must not depend on the mode of an endpoint's policy: full access through an endpoint grants a
//! caller nothing either.

use std::collections::{BTreeMap, BTreeSet};

use super::merge::{Atom, merge};
use super::reach::GrantReach;
use super::statements::{atoms_of, statement};
use crate::id::AccountId;
use crate::plan::CallerPolicy;
use crate::policy::Principal;
use crate::request::{Caller, EndpointKey};

/// One policy for each role and user that a grant names, by ARN.
pub(super) fn callers(reaches: &[GrantReach<'_>]) -> Vec<CallerPolicy> {
    let mut named: BTreeMap<(&str, &AccountId), BTreeMap<EndpointKey, Vec<Atom>>> = BTreeMap::new();
    for reach in reaches {
        for (arn, account) in reach.grant.callers.iter().filter_map(identity) {
            let principal = Principal::Aws(vec![arn.to_owned()]);
            named
                .entry((arn, account))
                .or_default()
                .entry(reach.endpoint)
                .or_default()
                .extend(atoms_of(reach, &principal, &reach.grant.conditions));
        }
    }
    named
        .into_iter()
        .map(|((arn, account), by_endpoint)| {
            let mut used = BTreeSet::new();
            let merged = by_endpoint.into_values().flat_map(merge);
            CallerPolicy {
                arn: arn.to_owned(),
                account: account.clone(),
                statements: merged.map(|atom| statement(atom, &mut used)).collect(),
            }
        })
        .filter(|caller| !caller.statements.is_empty())
        .collect()
}

/// A caller that a policy can be attached to. A federated user has the policies of whoever made
/// its session.
fn identity(caller: &Caller) -> Option<(&str, &AccountId)> {
    match caller {
        Caller::Principal { arn, account } if arn.contains(":iam:") => Some((arn, account)),
        _ => None,
    }
}
