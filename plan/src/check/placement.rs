//! Notes on subnets, zones and address types.
//!
//! Must not know a zone but from the inventory.

use std::collections::{BTreeMap, BTreeSet};

use super::{Seen, keys, some};
use crate::catalog::Severity;
use crate::inventory::{Inventory, Subnet};
use crate::plan::{Note, PlannedEndpoint};
use crate::request::IpAddressType;

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes: Vec<Note> = single_zone(seen).into_iter().collect();
    notes.extend(address_types(seen));
    if let Some(inventory) = seen.inventory {
        notes.extend(strangers(seen, inventory));
        notes.extend(shared_zones(seen, inventory));
        notes.extend(
            seen.plan
                .endpoints
                .iter()
                .filter_map(|e| wrong_zones(seen, inventory, e)),
        );
    }
    notes
}

fn single_zone(seen: &Seen<'_>) -> Option<Note> {
    let lone: Vec<&PlannedEndpoint> = seen
        .plan
        .endpoints
        .iter()
        .filter(|e| e.subnets.len() == 1)
        .collect();
    (!lone.is_empty()).then(|| {
        let detail = format!(
            "one zone only for {}: if it fails, nothing is left",
            keys(lone)
        );
        let fix = "add a subnet in a second zone; it costs one more endpoint-zone".to_owned();
        seen.note("single-zone", "placement.subnets", detail, fix)
    })
}

fn address_types(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut unconfirmed: Vec<&PlannedEndpoint> = Vec::new();
    for endpoint in seen
        .plan
        .endpoints
        .iter()
        .filter(|e| e.ip_address_type != IpAddressType::Ipv4)
    {
        let service = seen.inventory.and_then(|i| {
            i.services
                .iter()
                .find(|s| s.service_name == endpoint.service_name)
        });
        let offered = service.map_or(&[][..], |s| s.ip_address_types.as_slice());
        let takes = |word: &str| offered.iter().any(|t| t.eq_ignore_ascii_case(word));
        if offered.is_empty() {
            unconfirmed.push(endpoint);
        } else if !takes("ipv6")
            || (endpoint.ip_address_type == IpAddressType::Dualstack && !takes("ipv4"))
        {
            let detail = format!(
                "{} takes {}, not {}",
                endpoint.service_name,
                some(offered.to_vec()),
                endpoint.ip_address_type
            );
            let fix = "use an address type that the service takes".to_owned();
            notes.push(Seen::note_as(
                Severity::Blocked,
                "ip-address-type",
                endpoint.key.as_str(),
                detail,
                fix,
            ));
        }
    }
    if !unconfirmed.is_empty() {
        let detail = format!(
            "whether the services of {} take IPv6 is not known here",
            keys(unconfirmed)
        );
        let fix =
            "use ipv4, or look at SupportedIpAddressTypes of describe-vpc-endpoint-services first"
                .to_owned();
        notes.push(seen.note("ip-address-type", "placement.ip_address_type", detail, fix));
    }
    notes
}

/// The subnets of the plan that the inventory knows, each once.
fn known<'i>(seen: &Seen<'_>, inventory: &'i Inventory) -> Vec<&'i Subnet> {
    let ids: BTreeSet<&str> = seen
        .plan
        .endpoints
        .iter()
        .flat_map(|e| &e.subnets)
        .map(crate::id::SubnetId::as_str)
        .collect();
    ids.into_iter()
        .filter_map(|id| inventory.subnet(id))
        .collect()
}

fn strangers(seen: &Seen<'_>, inventory: &Inventory) -> Vec<Note> {
    let (vpc, account) = (&seen.request.placement.vpc, &seen.request.account);
    let mut notes = Vec::new();
    for subnet in known(seen, inventory) {
        if subnet.vpc != vpc.as_str() {
            let detail = format!(
                "{} is in {}, the request is for {vpc}",
                subnet.id, subnet.vpc
            );
            let fix = format!("use subnets of {vpc}");
            notes.push(seen.note("subnet-vpc", "placement.subnets", detail, fix));
        }
        if let Some(owner) = subnet.owner.as_deref().filter(|o| *o != account.as_str()) {
            let detail = format!(
                "{} belongs to account {owner}: a participant cannot put endpoints into a shared subnet",
                subnet.id
            );
            let fix = format!("make the plan for account {owner} and run it there, or ask for it");
            notes.push(seen.note("subnet-owner", "placement.subnets", detail, fix));
        }
    }
    notes
}

/// Subnets of one endpoint in one zone; endpoints with the same subnets are told once.
fn shared_zones(seen: &Seen<'_>, inventory: &Inventory) -> Vec<Note> {
    let mut told: BTreeMap<String, Vec<&PlannedEndpoint>> = BTreeMap::new();
    for endpoint in &seen.plan.endpoints {
        let mut zones: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for subnet in endpoint
            .subnets
            .iter()
            .filter_map(|s| inventory.subnet(s.as_str()))
        {
            if let Some(zone) = subnet.zone_id.as_deref().or(subnet.zone.as_deref()) {
                zones.entry(zone).or_default().push(&subnet.id);
            }
        }
        for (zone, subnets) in zones.into_iter().filter(|(_, subnets)| subnets.len() > 1) {
            told.entry(format!("{} are all in {zone}", some(subnets)))
                .or_default()
                .push(endpoint);
        }
    }
    told.into_iter()
        .map(|(what, endpoints)| {
            let detail = format!("{what}: {} can have one subnet there", keys(endpoints));
            seen.note(
                "one-subnet-per-az",
                "placement.subnets",
                detail,
                "keep one of them".to_owned(),
            )
        })
        .collect()
}

fn wrong_zones(seen: &Seen<'_>, inventory: &Inventory, endpoint: &PlannedEndpoint) -> Option<Note> {
    let service = inventory
        .services
        .iter()
        .find(|s| s.service_name == endpoint.service_name)?;
    if service.zone_ids.is_empty() {
        return None;
    }
    let wrong: Vec<String> = endpoint
        .subnets
        .iter()
        .filter_map(|s| inventory.subnet(s.as_str()))
        .filter_map(|s| {
            s.zone_id
                .as_ref()
                .filter(|z| !service.zone_ids.contains(z))
                .map(|z| format!("{} is in {z}", s.id))
        })
        .collect();
    (!wrong.is_empty()).then(|| {
        let detail = format!(
            "{}; {} is offered in {}",
            some(wrong),
            endpoint.service_name,
            some(service.zone_ids.clone())
        );
        let fix = format!(
            "give it subnets of its own under [endpoints.{}]",
            endpoint.key
        );
        seen.note("az-per-service", endpoint.key.as_str(), detail, fix)
    })
}
