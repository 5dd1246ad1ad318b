//! What is there against what a request asks for, by meaning.
//!
//! Must not call the same what could not be compared.

use serde::Serialize;

use crate::inventory::{Endpoint, Inventory, Part};
use crate::plan::{Change, GroupRef, Modification, Plan, PlannedEndpoint, PolicyChange};
use crate::planner::endpoints::{REQUEST_TAG, rivals};
use crate::request::EndpointKey;
use crate::run::{Expectation, Ref};

/// How one endpoint stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Drift {
    /// Which endpoint.
    pub key: EndpointKey,
    /// Its id, where it is there.
    pub endpoint: Option<String>,
    /// How it stands.
    pub state: DriftState,
    /// What differs, in words.
    pub differences: Vec<String>,
    /// What differs in the rules of the group that an earlier plan made, in words. Applying the plan
    /// admits what is missing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
}

/// How an endpoint stands to what is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DriftState {
    /// It is as asked for.
    Same,
    /// It is there, and differs.
    Differs,
    /// It is not there.
    Missing,
    /// It could not be compared.
    Unknown,
}

impl DriftState {
    /// The word for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Differs => "differs",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
        }
    }
}

/// How each endpoint of a plan stands; the plan was made with this inventory.
pub fn drift(plan: &Plan, inventory: &Inventory) -> Vec<Drift> {
    plan.endpoints
        .iter()
        .map(|endpoint| {
            let (id, mut state, differences) = match &endpoint.change {
                Change::Leave { id } => left(plan, inventory, endpoint, id.as_str()),
                Change::Modify(change) => modified(plan, inventory, endpoint, change),
                Change::Create => created(plan, inventory, endpoint),
            };
            let rules = rules(plan, endpoint);
            if !rules.is_empty() && state == DriftState::Same {
                state = DriftState::Differs;
            }
            Drift {
                key: endpoint.key,
                state,
                differences,
                rules: if id.is_some() { rules } else { Vec::new() },
                endpoint: id,
            }
        })
        .collect()
}

/// What the rules of the group that stands lack, and have besides.
fn rules(plan: &Plan, endpoint: &PlannedEndpoint) -> Vec<String> {
    let uses = |id: &str| endpoint.security_groups.iter().any(|g| g.as_str() == id);
    let standing = plan.standing_group.as_ref();
    let Some(standing) = standing.filter(|g| uses(g.id.as_str())) else {
        return Vec::new();
    };
    let lacks = standing.admit.iter().map(|source| {
        format!(
            "the group {} does not admit TCP 443 from {source}",
            standing.id
        )
    });
    let besides = standing.others.iter().map(|source| {
        format!(
            "the group {} admits TCP 443 from {source}, which the request does not name",
            standing.id
        )
    });
    lacks.chain(besides).collect()
}

type Stand = (Option<String>, DriftState, Vec<String>);

/// One that is as planned may lack a tag all the same.
fn left(plan: &Plan, inventory: &Inventory, endpoint: &PlannedEndpoint, id: &str) -> Stand {
    let differences = inventory
        .endpoint(id)
        .map(|there| expectation(plan, endpoint, there).differences(Some(there)))
        .unwrap_or_default();
    let state = if differences.is_empty() {
        DriftState::Same
    } else {
        DriftState::Differs
    };
    (Some(id.to_owned()), state, differences)
}

fn modified(
    plan: &Plan,
    inventory: &Inventory,
    endpoint: &PlannedEndpoint,
    change: &Modification,
) -> Stand {
    let id = Some(change.id.to_string());
    let Some(there) = inventory.endpoint(change.id.as_str()) else {
        let said = format!("{} is not in the inventory", change.id);
        return (id, DriftState::Missing, vec![said]);
    };
    let mut differences = expectation(plan, endpoint, there).differences(Some(there));
    match &change.policy {
        PolicyChange::Unknown => (id, DriftState::Unknown, differences),
        PolicyChange::Unreadable(why) => {
            differences.push(format!("its policy cannot be compared: {why}"));
            (id, DriftState::Unknown, differences)
        }
        PolicyChange::Extended(_) if differences.is_empty() => (id, DriftState::Same, differences),
        PolicyChange::Extended(_) => (id, DriftState::Differs, differences),
    }
}

fn created(plan: &Plan, inventory: &Inventory, endpoint: &PlannedEndpoint) -> Stand {
    let request = &plan.request;
    let ours = rivals(inventory, request, endpoint).find(|there| {
        there.tags.get(REQUEST_TAG).map(String::as_str) == Some(request.name.as_str())
    });
    if let Some(there) = ours {
        let differences = expectation(plan, endpoint, there).differences(Some(there));
        return (Some(there.id.clone()), DriftState::Differs, differences);
    }
    let others: Vec<String> = rivals(inventory, request, endpoint)
        .map(|there| format!("{} is there, and was not made for this request", there.id))
        .collect();
    let knows = inventory.knows(Part::Endpoints, request.placement.vpc.as_str());
    let state = if knows || !others.is_empty() {
        DriftState::Missing
    } else {
        DriftState::Unknown
    };
    (None, state, others)
}

/// What the endpoint should be. The group that a plan makes is whichever one group is left over.
fn expectation(plan: &Plan, endpoint: &PlannedEndpoint, there: &Endpoint) -> Expectation {
    let listed = |id: &String| endpoint.security_groups.iter().any(|g| g.as_str() == id);
    let mut left = there.security_groups.iter().filter(|g| !listed(g));
    let groups = endpoint
        .security_groups
        .iter()
        .map(|group| match group {
            GroupRef::Id(id) => Ref::Id(id.to_string()),
            GroupRef::New => Ref::Id(
                left.next()
                    .cloned()
                    .unwrap_or_else(|| "a group of its own".to_owned()),
            ),
        })
        .collect();
    Expectation {
        name: endpoint.key.to_string(),
        endpoint: Ref::Id(there.id.clone()),
        service_name: endpoint.service_name.clone(),
        vpc: there.vpc.clone(),
        subnets: endpoint.subnets.iter().map(ToString::to_string).collect(),
        groups,
        private_dns: endpoint.private_dns,
        policy: endpoint.policy_text(),
        ip_address_type: Some(endpoint.ip_address_type.as_str().to_owned()),
        // Those that say who made it are not asked for.
        tags: plan.request.tags.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::request::Request;

    const REQUEST: &str = include_str!("../tests/golden/zz-templates-standing.toml");

    fn there(policy: &str, subnets: &[&str]) -> Inventory {
        let catalog = Catalog::load().unwrap();
        let request = Request::parse(&catalog, REQUEST).unwrap();
        let plan = crate::plan(&catalog, None, &request);
        let planned = plan.endpoints.first().unwrap();
        let own = planned.policy_text();
        let mut inventory = Inventory {
            version: 1,
            ..Inventory::default()
        };
        inventory.read.insert(Part::Endpoints);
        inventory.endpoints.push(Endpoint {
            id: "vpce-0123456789abcdef0".to_owned(),
            vpc: request.placement.vpc.to_string(),
            service_name: planned.service_name.clone(),
            state: "available".to_owned(),
            private_dns: planned.private_dns,
            subnets: if subnets.is_empty() {
                planned.subnets.iter().map(ToString::to_string).collect()
            } else {
                subnets.iter().map(|s| (*s).to_owned()).collect()
            },
            security_groups: planned
                .security_groups
                .iter()
                .map(|g| g.as_str().replace("new", "sg-0123456789abcdef0"))
                .collect(),
            policy: Some(if policy.is_empty() {
                own
            } else {
                policy.to_owned()
            }),
            tags: planned.tags.clone(),
            ..Endpoint::default()
        });
        inventory
    }

    fn states(inventory: &Inventory) -> Vec<(DriftState, Vec<String>)> {
        let catalog = Catalog::load().unwrap();
        let request = Request::parse(&catalog, REQUEST).unwrap();
        let plan = crate::plan(&catalog, Some(inventory), &request);
        let drift = drift(&plan, inventory);
        drift
            .into_iter()
            .map(|d| (d.state, d.differences))
            .collect()
    }

    #[test]
    fn what_means_the_same_is_the_same_and_what_does_not_is_said() {
        let same = states(&there("", &[]));
        assert_eq!(same.first().unwrap(), &(DriftState::Same, Vec::new()));
        let policy = r#"{"Version":"2012-10-17","Statement":[]}"#;
        let (state, said) = states(&there(policy, &["subnet-99999999"])).remove(0);
        assert_eq!(state, DriftState::Differs);
        assert!(
            said.iter().any(|s| s.contains("list of subnets")),
            "{said:?}"
        );
        assert!(said.iter().any(|s| s.contains("policy")), "{said:?}");
    }

    #[test]
    fn what_was_not_read_is_not_called_missing() {
        let mut nothing = there("", &[]);
        nothing.endpoints.clear();
        assert_eq!(states(&nothing).first().unwrap().0, DriftState::Missing);
        nothing.read.clear();
        assert_eq!(states(&nothing).first().unwrap().0, DriftState::Unknown);
    }
}
