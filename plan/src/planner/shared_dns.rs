//! Which zones give the endpoints' names to which VPCs.
//!
//! Must make one zone for each name and none above it: a zone hides every name below it that it
//! does not hold.

use std::collections::BTreeMap;

use crate::id::{AccountId, VpcId};
use crate::plan::PlannedEndpoint;
use crate::request::Request;
use crate::shared_dns::{RecordType, SharedDns, SharedZone};

/// The zones of the endpoints; none where the request shares no names.
pub(super) fn shared_dns(request: &Request, endpoints: &[PlannedEndpoint]) -> Option<SharedDns> {
    let with = &request.placement.share_dns_with;
    if with.is_empty() {
        return None;
    }
    let mut vpcs: Vec<VpcId> = Vec::new();
    let mut others: BTreeMap<AccountId, Vec<VpcId>> = BTreeMap::new();
    for entry in with {
        match entry.other_than(&request.account) {
            None => vpcs.push(entry.vpc.clone()),
            Some(account) => others
                .entry(account.clone())
                .or_default()
                .push(entry.vpc.clone()),
        }
    }
    let mut zones: Vec<SharedZone> = Vec::new();
    for endpoint in endpoints {
        for name in &endpoint.private_dns_names {
            put(&mut zones, endpoint, name);
        }
    }
    // What is below a zone comes before it: until then the zone above would hide it.
    zones.sort_by_key(|zone| std::cmp::Reverse(zone.name.split('.').count()));
    Some(SharedDns {
        zones,
        vpcs,
        others,
    })
}

/// A wildcard stands in the zone of what follows it.
fn put(zones: &mut Vec<SharedZone>, endpoint: &PlannedEndpoint, name: &str) {
    let apex = name.strip_prefix("*.").unwrap_or(name);
    match zones.iter_mut().find(|zone| zone.name == apex) {
        Some(zone) => zone.records.push(name.to_owned()),
        None => zones.push(SharedZone {
            name: apex.to_owned(),
            endpoint: endpoint.key,
            records: vec![name.to_owned()],
            types: RecordType::of(endpoint.ip_address_type),
            tags: endpoint.tags.clone(),
        }),
    }
}
