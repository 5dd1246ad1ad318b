//! What earlier plans of a request made and may be deleted: what carries the request's tag, in its
//! VPC.
//!
//! Must never name what somebody else made, and must say what deleting does to those who call.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::catalog::Catalog;
use crate::inventory::{Endpoint, Inventory};
use crate::planner::endpoints::REQUEST_TAG;
use crate::planner::hash;
use crate::request::{EndpointKey, Request};

/// What would be deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deletion {
    /// The endpoints, in the order of their keys.
    pub endpoints: Vec<DeletedEndpoint>,
    /// The groups that nothing else among the endpoints uses, by id.
    pub groups: Vec<DeletedGroup>,
    /// What stays, and why, in words.
    pub kept: Vec<String>,
}

/// An endpoint that would be deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeletedEndpoint {
    /// Which of AgentCore's endpoints it is.
    pub key: EndpointKey,
    /// The endpoint as it was seen.
    pub endpoint: Endpoint,
    /// What becomes of those who call, in words.
    pub effect: String,
}

/// A group that would be deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeletedGroup {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// What carries the tag of a request.
pub fn deletion(catalog: &Catalog, request: &Request, inventory: &Inventory) -> Deletion {
    let vpc = request.placement.vpc.as_str();
    let mut kept = Vec::new();
    let mut endpoints = Vec::new();
    for key in EndpointKey::ALL.iter().copied() {
        let service = catalog.service_name(key, &request.region);
        let there = inventory
            .endpoints
            .iter()
            .filter(|e| e.vpc == vpc && e.service_name == service && e.is_alive());
        for endpoint in there {
            if endpoint.tags.get(REQUEST_TAG).map(String::as_str) == Some(request.name.as_str()) {
                endpoints.push(DeletedEndpoint {
                    key,
                    effect: effect(catalog, request, key, endpoint),
                    endpoint: endpoint.clone(),
                });
            } else {
                kept.push(format!(
                    "{} of {service} was not made for {}, and stays",
                    endpoint.id, request.name
                ));
            }
        }
    }
    let going: BTreeSet<&str> = endpoints.iter().map(|e| e.endpoint.id.as_str()).collect();
    let mut groups = Vec::new();
    let ours = inventory.security_groups.iter().filter(|g| {
        g.vpc == vpc && g.tags.get(REQUEST_TAG).map(String::as_str) == Some(request.name.as_str())
    });
    for group in ours {
        let user = inventory.endpoints.iter().find(|e| {
            e.is_alive() && e.security_groups.contains(&group.id) && !going.contains(e.id.as_str())
        });
        match user {
            Some(user) => kept.push(format!(
                "the group {} is used by {}, and stays",
                group.id, user.id
            )),
            None => groups.push(DeletedGroup {
                id: group.id.clone(),
                name: group.name.clone(),
            }),
        }
    }
    Deletion {
        endpoints,
        groups,
        kept,
    }
}

fn effect(catalog: &Catalog, request: &Request, key: EndpointKey, endpoint: &Endpoint) -> String {
    let names = catalog.private_dns_names(key, &request.region).join(", ");
    let own = "those who call its own DNS names reach nothing";
    if endpoint.private_dns {
        format!(
            "everybody in {} who calls {names} goes by the internet again, and where there is no way out reaches nothing; {own}",
            endpoint.vpc
        )
    } else {
        own.to_owned()
    }
}

impl Deletion {
    /// There is nothing to delete.
    pub fn is_nothing(&self) -> bool {
        self.endpoints.is_empty() && self.groups.is_empty()
    }

    /// A hash of everything that would be deleted, as it was seen: whoever looked at another one
    /// looks again.
    pub fn fingerprint(&self) -> String {
        hash::of_what_goes(self)
    }

    /// `2 endpoints and 1 security group`.
    pub fn count(&self) -> String {
        let count = |number: usize, one: &str| match number {
            0 => None,
            1 => Some(format!("1 {one}")),
            many => Some(format!("{many} {one}s")),
        };
        let parts = [
            count(self.endpoints.len(), "endpoint"),
            count(self.groups.len(), "security group"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            "nothing".to_owned()
        } else {
            parts.join(" and ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> (Catalog, Request, Inventory) {
        let catalog = Catalog::load().unwrap();
        let text = include_str!("../tests/golden/existing-switched.toml");
        let request = Request::parse(&catalog, text).unwrap();
        let there = include_str!("../tests/golden/existing-switched.inventory.json");
        (catalog, request, Inventory::parse(there).unwrap())
    }

    #[test]
    fn only_what_carries_the_requests_tag_goes() {
        let (catalog, request, inventory) = account();
        let deletion = deletion(&catalog, &request, &inventory);
        let ids: Vec<&str> = deletion
            .endpoints
            .iter()
            .map(|e| e.endpoint.id.as_str())
            .collect();
        assert_eq!(ids, ["vpce-0123456789abcdef1"]);
        assert_eq!(deletion.count(), "1 endpoint and 1 security group");
        assert!(
            deletion
                .kept
                .iter()
                .any(|k| k.starts_with("vpce-0123456789abcdef0"))
        );
    }

    #[test]
    fn a_group_that_another_endpoint_uses_stays() {
        let (catalog, request, mut inventory) = account();
        inventory.security_groups.clear();
        inventory
            .security_groups
            .push(crate::inventory::SecurityGroup {
                id: "sg-0aaaaaaaaaaaaaaaa".to_owned(),
                vpc: request.placement.vpc.to_string(),
                tags: [(REQUEST_TAG.to_owned(), request.name.to_string())].into(),
                ..crate::inventory::SecurityGroup::default()
            });
        assert_eq!(deletion(&catalog, &request, &inventory).groups, []);
        let before = deletion(&catalog, &request, &inventory).fingerprint();
        inventory.endpoints.remove(0);
        let after = deletion(&catalog, &request, &inventory);
        assert_eq!(after.groups.len(), 1);
        assert_ne!(after.fingerprint(), before);
    }
}
