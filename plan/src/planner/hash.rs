//! The plan's id and the inventory's fingerprint.
//!
//! Must cover only what is made and what was read: never when it was read, nor other VPCs.

mod lasting;

use std::fmt::Write;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::endpoints::rivals;
use crate::deletion::Deletion;
use crate::inventory::{Endpoint, Inventory, ServiceDetail, Subnet, Vpc};
use crate::plan::{PlannedEndpoint, PlannedGroup};
use crate::policy::Policy;
use crate::request::Request;

#[derive(Serialize)]
struct Made<'a> {
    name: &'a str,
    region: &'a str,
    account: &'a str,
    vpc: &'a str,
    tags: &'a std::collections::BTreeMap<String, String>,
    endpoints: Vec<MadeEndpoint<'a>>,
    group: Option<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    share_dns_with: Vec<String>,
}

#[derive(Serialize)]
struct MadeEndpoint<'a> {
    service: &'a str,
    private_dns: bool,
    subnets: &'a [crate::id::SubnetId],
    groups: Vec<&'a str>,
    address: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    route_tables: &'a [crate::id::RouteTableId],
    policy: &'a Policy,
}

/// Twelve hexadecimal digits over everything that is made.
pub(super) fn plan_id(
    request: &Request,
    endpoints: &[PlannedEndpoint],
    group: Option<&PlannedGroup>,
) -> String {
    let made = Made {
        name: request.name.as_str(),
        region: request.region.as_str(),
        account: request.account.as_str(),
        vpc: request.placement.vpc.as_str(),
        tags: &request.tags,
        endpoints: endpoints
            .iter()
            .map(|e| MadeEndpoint {
                service: &e.service_name,
                private_dns: e.private_dns,
                subnets: &e.subnets,
                groups: e
                    .security_groups
                    .iter()
                    .map(crate::plan::GroupRef::as_str)
                    .collect(),
                address: e.ip_address_type.as_str(),
                route_tables: e.reached.route_tables(),
                policy: &e.policy,
            })
            .collect(),
        group: group.map(|g| {
            g.allow_from
                .iter()
                .map(crate::request::AllowFrom::as_str)
                .collect()
        }),
        share_dns_with: request
            .placement
            .share_dns_with
            .iter()
            .map(ToString::to_string)
            .collect(),
    };
    digest(&made).chars().take(12).collect()
}

#[derive(Serialize)]
struct Read<'a> {
    account: Option<&'a str>,
    vpc: Option<Vpc>,
    subnets: Vec<Subnet>,
    endpoints: Vec<Endpoint>,
    services: Vec<ServiceDetail>,
    network: lasting::Network,
}

/// A hash of the facts that a plan of this request rests on.
pub(super) fn fingerprint(
    inventory: &Inventory,
    request: &Request,
    endpoints: &[PlannedEndpoint],
) -> String {
    let mut live: Vec<&Endpoint> = endpoints
        .iter()
        .flat_map(|e| rivals(inventory, request, e))
        .collect();
    live.extend(
        request
            .endpoints
            .values()
            .filter_map(|o| inventory.endpoint(o.existing.as_ref()?.as_str())),
    );
    live.sort_by(|a, b| a.id.cmp(&b.id));
    live.dedup();
    let mut subnets: Vec<&Subnet> = endpoints
        .iter()
        .flat_map(|e| &e.subnets)
        .filter_map(|s| inventory.subnet(s.as_str()))
        .collect();
    subnets.sort_by(|a, b| a.id.cmp(&b.id));
    subnets.dedup();
    let read = Read {
        account: inventory.account.as_deref(),
        vpc: inventory
            .vpc(request.placement.vpc.as_str())
            .map(lasting::vpc),
        subnets: subnets.into_iter().map(lasting::subnet).collect(),
        endpoints: live.into_iter().map(lasting::endpoint).collect(),
        services: inventory
            .services
            .iter()
            .filter(|s| endpoints.iter().any(|e| e.service_name == s.service_name))
            .map(lasting::service)
            .collect(),
        network: lasting::network(inventory, request, endpoints),
    };
    digest(&read)
}

/// A hash of what would be deleted, as it was seen.
pub(crate) fn of_what_goes(deletion: &Deletion) -> String {
    let endpoints = deletion
        .endpoints
        .iter()
        .map(|e| lasting::endpoint(&e.endpoint));
    let groups: Vec<&str> = deletion.groups.iter().map(|g| g.id.as_str()).collect();
    digest(&(endpoints.collect::<Vec<_>>(), groups))
}

fn digest(value: &impl Serialize) -> String {
    // Writing plain structs into memory cannot fail.
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(&bytes) {
        // Writing into a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
