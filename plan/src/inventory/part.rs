//! The parts of an inventory: each is read by a call of its own, and may be missing by itself.
//!
//! Must not say what a part is needed for.

use serde::{Deserialize, Serialize};

/// A part of an inventory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Who reads.
    Caller,
    /// VPCs.
    Vpcs,
    /// The DNS attributes of VPCs.
    DnsAttributes,
    /// Subnets.
    Subnets,
    /// Security groups with their rules.
    SecurityGroups,
    /// Managed prefix lists with their ranges.
    PrefixLists,
    /// Network ACLs.
    NetworkAcls,
    /// DHCP options.
    DhcpOptions,
    /// Peerings.
    Peerings,
    /// Attachments to transit gateways.
    TransitGateways,
    /// Virtual private gateways.
    VpnGateways,
    /// Interface endpoints with their policies.
    Endpoints,
    /// What the endpoint services offer.
    Services,
    /// The quota of interface endpoints in a VPC.
    Quota,
}

impl Part {
    /// Every part, in the order in which pages list them.
    pub const ALL: &[Self] = &[
        Self::Caller,
        Self::Vpcs,
        Self::DnsAttributes,
        Self::Subnets,
        Self::SecurityGroups,
        Self::PrefixLists,
        Self::NetworkAcls,
        Self::DhcpOptions,
        Self::Peerings,
        Self::TransitGateways,
        Self::VpnGateways,
        Self::Endpoints,
        Self::Services,
        Self::Quota,
    ];

    /// The IAM action by which it is read.
    pub fn action(self) -> &'static str {
        match self {
            Self::Caller => "sts:GetCallerIdentity",
            Self::Vpcs => "ec2:DescribeVpcs",
            Self::DnsAttributes => "ec2:DescribeVpcAttribute",
            Self::Subnets => "ec2:DescribeSubnets",
            Self::SecurityGroups => "ec2:DescribeSecurityGroups",
            Self::PrefixLists => "ec2:GetManagedPrefixListEntries",
            Self::NetworkAcls => "ec2:DescribeNetworkAcls",
            Self::DhcpOptions => "ec2:DescribeDhcpOptions",
            Self::Peerings => "ec2:DescribeVpcPeeringConnections",
            Self::TransitGateways => "ec2:DescribeTransitGatewayVpcAttachments",
            Self::VpnGateways => "ec2:DescribeVpnGateways",
            Self::Endpoints => "ec2:DescribeVpcEndpoints",
            Self::Services => "ec2:DescribeVpcEndpointServices",
            Self::Quota => "servicequotas:GetServiceQuota",
        }
    }
}

/// A part that was asked for and not read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Gap {
    /// The part.
    pub part: Part,
    /// Why, as in `ec2:DescribeSecurityGroups was denied`.
    pub reason: String,
}
