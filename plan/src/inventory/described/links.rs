//! Ways by which other networks reach a VPC: peerings, transit gateways, VPN gateways.
//!
//! Must leave out those that carry nothing.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::answer::items;
use super::gathered::Gathered;
use crate::inventory::{Link, LinkKind, Part};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PeeringItem {
    vpc_peering_connection_id: String,
    accepter_vpc_info: Side,
    requester_vpc_info: Side,
    status: Status,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Side {
    vpc_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Status {
    code: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AttachmentItem {
    transit_gateway_attachment_id: String,
    transit_gateway_id: Option<String>,
    vpc_id: String,
    state: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GatewayItem {
    vpn_gateway_id: String,
    #[serde(default)]
    vpc_attachments: Vec<VpcAttachment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct VpcAttachment {
    vpc_id: String,
    state: String,
}

/// `describe-vpc-peering-connections`: seen from either side, since both may be in this account.
pub(super) fn peerings(gathered: &mut Gathered<'_>, raw: &RawValue) -> Part {
    for item in items::<PeeringItem>(gathered, Part::Peerings, raw) {
        if item.status.code != "active" {
            continue;
        }
        let (one, other) = (
            item.accepter_vpc_info.vpc_id,
            item.requester_vpc_info.vpc_id,
        );
        for (vpc, other) in [(&one, &other), (&other, &one)] {
            if let Some(vpc) = vpc.clone() {
                let id = item.vpc_peering_connection_id.clone();
                add(gathered, id, LinkKind::Peering, vpc, other.clone());
            }
        }
    }
    Part::Peerings
}

/// `describe-transit-gateway-vpc-attachments`
pub(super) fn transit_gateways(gathered: &mut Gathered<'_>, raw: &RawValue) -> Part {
    for item in items::<AttachmentItem>(gathered, Part::TransitGateways, raw) {
        if ["available", "modifying"].contains(&item.state.as_str()) {
            let (id, other) = (item.transit_gateway_attachment_id, item.transit_gateway_id);
            add(gathered, id, LinkKind::TransitGateway, item.vpc_id, other);
        }
    }
    Part::TransitGateways
}

/// `describe-vpn-gateways`
pub(super) fn vpn_gateways(gathered: &mut Gathered<'_>, raw: &RawValue) -> Part {
    for item in items::<GatewayItem>(gathered, Part::VpnGateways, raw) {
        let attached = item.vpc_attachments.into_iter();
        for attachment in attached.filter(|a| a.state == "attached") {
            let id = item.vpn_gateway_id.clone();
            add(gathered, id, LinkKind::VpnGateway, attachment.vpc_id, None);
        }
    }
    Part::VpnGateways
}

fn add(
    gathered: &mut Gathered<'_>,
    id: String,
    kind: LinkKind,
    vpc: String,
    other: Option<String>,
) {
    let link = Link {
        id: id.clone(),
        kind,
        vpc: vpc.clone(),
        other,
    };
    gathered.links.insert((id, vpc), link);
}
