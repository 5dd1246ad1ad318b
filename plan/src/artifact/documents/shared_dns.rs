//! The zones of a plan in its document.
//!
//! Must hold the zones in the order in which they are made.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::id::{AccountId, VpcId};
use crate::request::EndpointKey;
use crate::shared_dns::{SharedDns, SharedZone};

/// Zones that give other VPCs the endpoints' names.
#[derive(Debug, Serialize)]
pub(super) struct SharedDnsView<'a> {
    zones: Vec<ZoneView<'a>>,
    vpcs: &'a [VpcId],
    other_accounts: Vec<OtherView<'a>>,
}

#[derive(Debug, Serialize)]
struct ZoneView<'a> {
    name: &'a str,
    endpoint: EndpointKey,
    records: Vec<RecordView<'a>>,
    tags: &'a BTreeMap<String, String>,
}

#[derive(Debug, Serialize)]
struct RecordView<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Debug, Serialize)]
struct OtherView<'a> {
    account: &'a AccountId,
    vpcs: &'a [VpcId],
}

impl<'a> SharedDnsView<'a> {
    /// The view of a plan's zones.
    pub(super) fn of(shared: &'a SharedDns) -> Self {
        let others = shared.others.iter();
        Self {
            zones: shared.zones.iter().map(zone).collect(),
            vpcs: &shared.vpcs,
            other_accounts: others
                .map(|(account, vpcs)| OtherView { account, vpcs })
                .collect(),
        }
    }
}

fn zone(zone: &SharedZone) -> ZoneView<'_> {
    let record = |name| {
        zone.types.iter().map(move |kind| RecordView {
            name,
            kind: kind.as_str(),
        })
    };
    ZoneView {
        name: &zone.name,
        endpoint: zone.endpoint,
        records: zone.records.iter().flat_map(|name| record(name)).collect(),
        tags: &zone.tags,
    }
}
