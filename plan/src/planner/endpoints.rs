//! Where each endpoint goes, what is made for it, and what is there already.
//!
//! Must not touch an endpoint that the request does not name and that is not ours.

mod modification;
mod standing_group;

use std::collections::BTreeMap;

pub(super) use standing_group::join;

use super::reach::GrantReach;
use super::statements::Made;
use crate::catalog::Catalog;
use crate::extension::means_the_same;
use crate::id::SubnetId;
use crate::inventory::{Endpoint, Inventory};
use crate::plan::{Change, GroupRef, PlannedEndpoint, PlannedGroup, Purpose, Reached};
use crate::policy::Layout;
use crate::request::{EndpointKey, EndpointOverride, Request};

/// The tag that says which request an endpoint belongs to.
pub(crate) const REQUEST_TAG: &str = "postern:request";
/// The tag that says which plan made it.
pub(crate) const PLAN_TAG: &str = "postern:plan";

/// Every endpoint, without tags.
pub(super) fn planned(
    catalog: &Catalog,
    request: &Request,
    reaches: &[GrantReach<'_>],
    policies: BTreeMap<EndpointKey, Made>,
) -> Vec<PlannedEndpoint> {
    let none = EndpointOverride::default();
    policies
        .into_iter()
        .filter_map(|(key, (policy, origins))| {
            let facts = catalog.endpoint(key)?;
            let over = request.endpoints.get(&key).unwrap_or(&none);
            Some(PlannedEndpoint {
                key,
                grants: reaches
                    .iter()
                    .filter(|r| r.endpoint == key)
                    .map(|r| r.index)
                    .collect(),
                title: facts.title.clone(),
                service_name: catalog.service_name(key, &request.region),
                reached: Reached::Interfaces,
                private_dns: over.private_dns.unwrap_or(request.placement.private_dns),
                private_dns_names: catalog.private_dns_names(key, &request.region),
                subnets: over
                    .subnets
                    .clone()
                    .unwrap_or_else(|| request.placement.subnets.clone()),
                security_groups: groups(request, over),
                ip_address_type: over
                    .ip_address_type
                    .unwrap_or(request.placement.ip_address_type),
                policy,
                policy_layout: Layout::Pretty,
                origins,
                change: Change::Create,
                tags: BTreeMap::new(),
                sdk_service: facts.sdk_service.clone(),
                endpoint_url_variable: facts.endpoint_url_variable.clone(),
                cdk_constant: facts.cdk_constant.clone(),
            })
        })
        .collect()
}

/// What becomes of the endpoints that the request names, and how the policies are laid out.
pub(super) fn change(
    catalog: &Catalog,
    inventory: Option<&Inventory>,
    request: &Request,
    endpoints: &mut [PlannedEndpoint],
) {
    for endpoint in endpoints {
        let over = request.endpoints.get(&endpoint.key);
        if let Some(id) = over.and_then(|o| o.existing.as_ref()) {
            let there = inventory.and_then(|i| i.endpoint(id.as_str()));
            let change = match there {
                Some(there) => modification::of(catalog, request, there, endpoint, id.clone()),
                None => modification::blind(id.clone()),
            };
            endpoint.change = Change::Modify(Box::new(change));
        }
        endpoint.policy_layout = layout(catalog, endpoint);
    }
}

/// Pretty where it fits.
fn layout(catalog: &Catalog, endpoint: &PlannedEndpoint) -> Layout {
    let pretty = endpoint.policy_as(Layout::Pretty).chars().count();
    if pretty <= catalog.quotas.policy_characters {
        Layout::Pretty
    } else {
        Layout::Compact
    }
}

fn groups(request: &Request, over: &EndpointOverride) -> Vec<GroupRef> {
    if let Some(own) = &over.security_groups {
        return own.iter().cloned().map(GroupRef::Id).collect();
    }
    let listed = request
        .placement
        .security_groups
        .iter()
        .cloned()
        .map(GroupRef::Id);
    let new = (!request.placement.allow_from.is_empty()).then_some(GroupRef::New);
    listed.chain(new).collect()
}

/// The group that is made, when an endpoint uses it.
pub(super) fn group(
    request: &Request,
    endpoints: &[PlannedEndpoint],
    purpose: Purpose,
) -> Option<PlannedGroup> {
    let (kind, of) = match purpose {
        Purpose::AgentCore => ("agentcore-endpoints", "AgentCore endpoints"),
        Purpose::Workload => ("endpoints", "endpoints"),
    };
    let used = endpoints
        .iter()
        .any(|e| e.security_groups.contains(&GroupRef::New));
    used.then(|| PlannedGroup {
        name: format!("{}-{kind}", request.name),
        description: format!("TCP 443 to the {of} of {}", request.name),
        allow_from: request.placement.allow_from.clone(),
        tags: BTreeMap::new(),
    })
}

/// Sets the tags, once the plan's id is known.
pub(super) fn tag(
    request: &Request,
    id: &str,
    endpoints: &mut [PlannedEndpoint],
    group: Option<&mut PlannedGroup>,
) {
    let tags = |name: String| {
        let mut tags = request.tags.clone();
        tags.insert("Name".to_owned(), name);
        tags.insert(REQUEST_TAG.to_owned(), request.name.to_string());
        tags.insert(PLAN_TAG.to_owned(), id.to_owned());
        tags
    };
    for endpoint in endpoints {
        endpoint.tags = tags(format!("{}-{}", request.name, endpoint.key));
    }
    if let Some(group) = group {
        group.tags = tags(group.name.clone());
    }
}

/// Endpoints of ours that are there and mean the same are left alone.
pub(super) fn leave_what_stands(
    inventory: &Inventory,
    request: &Request,
    endpoints: &mut [PlannedEndpoint],
) {
    for endpoint in endpoints {
        if endpoint.change != Change::Create {
            continue;
        }
        let ours = rivals(inventory, request, endpoint).find(|there| {
            there.tags.get(REQUEST_TAG).map(String::as_str) == Some(request.name.as_str())
                && stands(endpoint, there)
        });
        if let Some(id) = ours.and_then(|there| there.id.parse().ok()) {
            endpoint.change = Change::Leave { id };
        }
    }
}

/// Live endpoints of the same service in the same VPC.
pub(crate) fn rivals<'i>(
    inventory: &'i Inventory,
    request: &'i Request,
    endpoint: &'i PlannedEndpoint,
) -> impl Iterator<Item = &'i Endpoint> {
    inventory.endpoints.iter().filter(|e| {
        e.vpc == request.placement.vpc.as_str()
            && e.service_name == endpoint.service_name
            && e.is_alive()
    })
}

/// Whether private DNS is on once the plan stands: a modify may leave it as it is.
pub(crate) fn private_dns_after(inventory: Option<&Inventory>, endpoint: &PlannedEndpoint) -> bool {
    let Change::Modify(m) = &endpoint.change else {
        return endpoint.private_dns;
    };
    let there = || inventory.and_then(|i| i.endpoint(m.id.as_str()));
    m.private_dns
        .or_else(|| there().map(|t| t.private_dns))
        .unwrap_or(endpoint.private_dns)
}

/// What is there is what is planned. A group that the plan makes is matched by any one group.
fn stands(planned: &PlannedEndpoint, there: &Endpoint) -> bool {
    let mut subnets: Vec<&str> = planned
        .subnets
        .iter()
        .map(crate::id::SubnetId::as_str)
        .collect();
    let mut theirs: Vec<&str> = there.subnets.iter().map(String::as_str).collect();
    subnets.sort_unstable();
    theirs.sort_unstable();
    let listed = planned
        .security_groups
        .iter()
        .filter(|g| **g != GroupRef::New);
    let groups = listed
        .clone()
        .all(|g| there.security_groups.iter().any(|t| t == g.as_str()))
        && there.security_groups.len() == planned.security_groups.len();
    let policy = there.policy.as_deref();
    let address = there
        .ip_address_type
        .as_deref()
        .is_none_or(|t| t == planned.ip_address_type.as_str());
    subnets == theirs
        && groups
        && address
        && there.private_dns == planned.private_dns
        && policy.is_some_and(|text| means_the_same(text, &planned.policy))
}

/// The zones of the endpoints' subnets, by name and id as far as the inventory has them.
pub(super) fn zones(
    inventory: &Inventory,
    endpoints: &[PlannedEndpoint],
) -> BTreeMap<SubnetId, String> {
    let subnets = endpoints.iter().flat_map(|e| &e.subnets);
    subnets
        .filter_map(|id| {
            let seen = inventory.subnet(id.as_str())?;
            let zone = match (&seen.zone, &seen.zone_id) {
                (Some(name), Some(id)) => format!("{name} ({id})"),
                (name, id) => name.clone().or_else(|| id.clone())?,
            };
            Some((id.clone(), zone))
        })
        .collect()
}
