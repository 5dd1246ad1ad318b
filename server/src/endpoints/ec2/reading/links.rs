//! The ways by which networks outside a VPC reach it.
//!
//! Must leave out those that carry nothing: they are not there yet, or not any more.

use aws_sdk_ec2::types as sdk;
use postern_plan::inventory::{Link, LinkKind, Part};
use postern_plan::run::Trouble;

use super::Parts;
use super::page::all;
use crate::endpoints::ec2::Ec2;
use crate::endpoints::ec2::shape::is;
use crate::endpoints::ec2::trouble::trouble;

/// Three kinds of ways, each with its own call
pub(super) struct Links {
    peerings: Result<Vec<Vec<Link>>, Trouble>,
    transit_gateways: Result<Vec<Link>, Trouble>,
    vpn_gateways: Result<Vec<Link>, Trouble>,
}

/// Reads all of the Region: a filter by VPC is called something else in each
pub(super) async fn links(ec2: &Ec2) -> Links {
    let reads = &ec2.reads;
    let peerings = reads.describe_vpc_peering_connections();
    let attachments = reads.describe_transit_gateway_vpc_attachments();
    let (peerings, transit_gateways, vpn_gateways) = tokio::join!(
        Box::pin(all(peerings.into_paginator().items().send(), |p| Some(
            peering(&p)
        ))),
        Box::pin(all(
            attachments.into_paginator().items().send(),
            transit_gateway
        )),
        Box::pin(gateways(ec2)),
    );
    Links {
        peerings,
        transit_gateways,
        vpn_gateways,
    }
}

impl Links {
    /// Into an inventory
    pub(super) fn into(self, read: &mut Parts<'_>) {
        let peerings = self.peerings.map(|all| all.into_iter().flatten().collect());
        let mut links = read.list(Part::Peerings, peerings, by);
        links.extend(read.list(Part::TransitGateways, self.transit_gateways, by));
        links.extend(read.list(Part::VpnGateways, self.vpn_gateways, by));
        links.sort_by_key(by);
        read.0.links = links;
    }
}

fn by(link: &Link) -> (String, String) {
    (link.id.clone(), link.vpc.clone())
}

/// Seen from either side, since both may be in this account
fn peering(peering: &sdk::VpcPeeringConnection) -> Vec<Link> {
    let code = peering.status().and_then(|s| s.code());
    if !code.is_some_and(|code| is(code.as_str(), "active")) {
        return Vec::new();
    }
    let side = |info: Option<&sdk::VpcPeeringConnectionVpcInfo>| {
        info.and_then(|info| info.vpc_id()).map(str::to_owned)
    };
    let one = side(peering.accepter_vpc_info());
    let other = side(peering.requester_vpc_info());
    let id = peering.vpc_peering_connection_id().unwrap_or_default();
    [(&one, &other), (&other, &one)]
        .into_iter()
        .filter_map(|(vpc, other)| {
            Some(Link {
                id: id.to_owned(),
                kind: LinkKind::Peering,
                vpc: vpc.clone()?,
                other: other.clone(),
            })
        })
        .collect()
}

fn transit_gateway(attachment: sdk::TransitGatewayVpcAttachment) -> Option<Link> {
    let state = attachment.state()?.as_str();
    let carries = is(state, "available") || is(state, "modifying");
    carries.then_some(Link {
        id: attachment.transit_gateway_attachment_id?,
        kind: LinkKind::TransitGateway,
        vpc: attachment.vpc_id?,
        other: attachment.transit_gateway_id,
    })
}

/// This call has no pages
async fn gateways(ec2: &Ec2) -> Result<Vec<Link>, Trouble> {
    let answer = ec2.reads.describe_vpn_gateways().send().await;
    let answer = answer.map_err(|error| trouble(&error))?;
    let mut links = Vec::new();
    for gateway in answer.vpn_gateways() {
        for attachment in gateway.vpc_attachments() {
            let state = attachment.state();
            let attached = state.is_some_and(|s| is(s.as_str(), "attached"));
            if let Some((id, vpc)) = gateway.vpn_gateway_id().zip(attachment.vpc_id())
                && attached
            {
                links.push(Link {
                    id: id.to_owned(),
                    kind: LinkKind::VpnGateway,
                    vpc: vpc.to_owned(),
                    other: None,
                });
            }
        }
    }
    Ok(links)
}
