//! Notes on the placement as the request alone shows it.
//!
//! Must not judge what an inventory says: the preflight does.

use super::{Seen, keys};
use crate::plan::{Note, PlannedEndpoint};
use crate::request::IpAddressType;

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes: Vec<Note> = single_zone(seen).into_iter().collect();
    notes.extend(address_types(seen));
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
            "one zone only for {}: if that zone fails, no call gets through",
            keys(lone)
        );
        let fix =
            "add a subnet in a second zone; AWS charges an endpoint by the hour for each zone"
                .to_owned();
        seen.note("single-zone", "placement.subnets", detail, fix)
    })
}

/// Address types that the inventory does not judge.
fn address_types(seen: &Seen<'_>) -> Option<Note> {
    let offered = |e: &PlannedEndpoint| {
        let service = seen.inventory.and_then(|i| i.service(&e.service_name));
        service.is_some_and(|s| !s.ip_address_types.is_empty())
    };
    let unconfirmed: Vec<&PlannedEndpoint> = seen
        .plan
        .endpoints
        .iter()
        .filter(|e| e.ip_address_type != IpAddressType::Ipv4 && !offered(e))
        .collect();
    (!unconfirmed.is_empty()).then(|| {
        let detail = format!(
            "whether the services of {} take IPv6 is not known here",
            keys(unconfirmed)
        );
        let fix =
            "use ipv4, or look at SupportedIpAddressTypes of describe-vpc-endpoint-services first"
                .to_owned();
        seen.note("ip-address-type", "placement.ip_address_type", detail, fix)
    })
}
