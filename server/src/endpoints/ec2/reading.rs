//! Reading an account: every part at once, each of which may fail by itself.
//!
//! Must say of each part whether it was read to the end, and never fail as a whole.

use aws_sdk_ec2::error::SdkError;
use aws_sdk_ec2::operation::RequestId;
use aws_sdk_ec2::types::{Filter, VpcAttributeName};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use futures_util::stream::{self, StreamExt};
use postern_plan::inventory::{Gap, Inventory, Link, LinkKind, Part, PrefixList, Vpc};
use postern_plan::run::{Cause, Trouble};

use super::trouble::Failure;
use super::{Ec2, Endpoints, shape};
use crate::apply::now;

/// The quota of interface endpoints in a VPC. Source: PrivateLink guide, quotas.
const QUOTA: (&str, &str) = ("vpc", "L-29B6F2EB");

/// How many calls of one kind are under way at once
const AT_ONCE: usize = 8;

/// The code of a quota that was not read lies behind one of two names
type Read<T> = Result<T, Trouble>;

fn told<E>(error: &SdkError<E, HttpResponse>) -> Trouble
where
    E: aws_sdk_ec2::error::ProvideErrorMetadata + std::error::Error + 'static,
    SdkError<E, HttpResponse>: RequestId,
{
    Failure::of(error).trouble
}

/// All pages of a Describe call, each thing in our shape
macro_rules! pages {
    ($call:expr, $shape:expr) => {{
        let mut pages = $call.into_paginator().items().send();
        let mut all = Vec::new();
        while let Some(item) = pages.next().await {
            all.push($shape(&item.map_err(|error| told(&error))?));
        }
        Ok(all)
    }};
}

impl Ec2 {
    pub(super) async fn read(&self, vpc: Option<&str>) -> Inventory {
        let mut inventory = Inventory {
            version: 1,
            observed_at: Some(now()),
            region: Some(self.region.clone()),
            vpc: vpc.map(str::to_owned),
            ..Inventory::default()
        };
        let (caller, vpcs, subnets, groups, lists, acls, options) = tokio::join!(
            self.caller(),
            self.vpcs(vpc),
            self.subnets(vpc),
            self.security_groups(vpc),
            self.prefix_lists(),
            self.network_acls(vpc),
            self.dhcp_options(),
        );
        let (peerings, transit, vpn, endpoints, services, quota) = tokio::join!(
            self.peerings(),
            self.transit_gateways(vpc),
            self.vpn_gateways(),
            self.endpoints(vpc),
            self.services(),
            self.quota(),
        );
        let i = &mut inventory;
        if let Some(caller) = taken(i, Part::Caller, caller) {
            i.account = Some(caller.account);
            i.caller = Some(caller.arn);
        }
        i.vpcs = taken(i, Part::Vpcs, vpcs).unwrap_or_default();
        i.subnets = taken(i, Part::Subnets, subnets).unwrap_or_default();
        i.security_groups = taken(i, Part::SecurityGroups, groups).unwrap_or_default();
        i.prefix_lists = taken(i, Part::PrefixLists, lists).unwrap_or_default();
        i.network_acls = taken(i, Part::NetworkAcls, acls).unwrap_or_default();
        i.dhcp_options = taken(i, Part::DhcpOptions, options).unwrap_or_default();
        i.links = taken(i, Part::Peerings, peerings).unwrap_or_default();
        let transit = taken(i, Part::TransitGateways, transit).unwrap_or_default();
        let vpn = taken(i, Part::VpnGateways, vpn).unwrap_or_default();
        i.links.extend(transit);
        i.links.extend(vpn);
        if let Some(only) = vpc {
            i.links
                .retain(|l| l.vpc == only || l.other.as_deref() == Some(only));
        }
        i.endpoints = taken(i, Part::Endpoints, endpoints).unwrap_or_default();
        i.services = taken(i, Part::Services, services).unwrap_or_default();
        i.endpoint_quota = taken(i, Part::Quota, quota);
        let attributes = self.dns_attributes(&i.vpcs).await;
        if let Some(vpcs) = taken(i, Part::DnsAttributes, attributes) {
            i.vpcs = vpcs;
        }
        inventory
    }

    async fn vpcs(&self, vpc: Option<&str>) -> Read<Vec<Vpc>> {
        pages!(
            self.reader.describe_vpcs().set_filters(only(vpc)),
            shape::vpc
        )
    }

    async fn dns_attributes(&self, vpcs: &[Vpc]) -> Read<Vec<Vpc>> {
        let asked = stream::iter(vpcs.iter().cloned()).map(|mut vpc| async move {
            vpc.dns_support = self
                .dns_attribute(&vpc.id, VpcAttributeName::EnableDnsSupport)
                .await?;
            vpc.dns_hostnames = self
                .dns_attribute(&vpc.id, VpcAttributeName::EnableDnsHostnames)
                .await?;
            Ok(vpc)
        });
        let read: Vec<Read<Vpc>> = asked.buffered(AT_ONCE).collect().await;
        read.into_iter().collect()
    }

    async fn dns_attribute(&self, vpc: &str, which: VpcAttributeName) -> Read<Option<bool>> {
        let answer = self
            .reader
            .describe_vpc_attribute()
            .vpc_id(vpc)
            .attribute(which)
            .send()
            .await
            .map_err(|error| told(&error))?;
        let value = answer.enable_dns_support.or(answer.enable_dns_hostnames);
        Ok(value.and_then(|v| v.value))
    }

    async fn subnets(&self, vpc: Option<&str>) -> Read<Vec<postern_plan::inventory::Subnet>> {
        pages!(
            self.reader.describe_subnets().set_filters(only(vpc)),
            shape::subnet
        )
    }

    async fn security_groups(
        &self,
        vpc: Option<&str>,
    ) -> Read<Vec<postern_plan::inventory::SecurityGroup>> {
        pages!(
            self.reader
                .describe_security_groups()
                .set_filters(only(vpc)),
            shape::security_group
        )
    }

    async fn prefix_lists(&self) -> Read<Vec<PrefixList>> {
        let lists: Read<Vec<PrefixList>> = pages!(
            self.reader.describe_managed_prefix_lists(),
            |list: &aws_sdk_ec2::types::ManagedPrefixList| PrefixList {
                id: shape::text(list.prefix_list_id()),
                name: shape::text(list.prefix_list_name()),
                cidrs: None,
            }
        );
        let filled = stream::iter(lists?).map(|mut list| async move {
            list.cidrs = Some(self.prefix_list_entries(&list.id).await?);
            Ok(list)
        });
        let read: Vec<Read<PrefixList>> = filled.buffered(AT_ONCE).collect().await;
        read.into_iter().collect()
    }

    async fn prefix_list_entries(&self, id: &str) -> Read<Vec<String>> {
        pages!(
            self.reader
                .get_managed_prefix_list_entries()
                .prefix_list_id(id),
            |entry: &aws_sdk_ec2::types::PrefixListEntry| shape::text(entry.cidr())
        )
    }

    async fn network_acls(
        &self,
        vpc: Option<&str>,
    ) -> Read<Vec<postern_plan::inventory::NetworkAcl>> {
        pages!(
            self.reader.describe_network_acls().set_filters(only(vpc)),
            shape::network_acl
        )
    }

    async fn dhcp_options(&self) -> Read<Vec<postern_plan::inventory::DhcpOptions>> {
        pages!(self.reader.describe_dhcp_options(), shape::dhcp_options)
    }

    async fn peerings(&self) -> Read<Vec<Link>> {
        let active = Filter::builder()
            .name("status-code")
            .values("active")
            .build();
        let found: Read<Vec<Vec<Link>>> = pages!(
            self.reader
                .describe_vpc_peering_connections()
                .filters(active),
            |peering: &aws_sdk_ec2::types::VpcPeeringConnection| {
                let requester = peering.requester_vpc_info().and_then(|v| v.vpc_id());
                let accepter = peering.accepter_vpc_info().and_then(|v| v.vpc_id());
                [(requester, accepter), (accepter, requester)]
                    .into_iter()
                    .filter_map(|(own, other)| {
                        Some(Link {
                            id: shape::text(peering.vpc_peering_connection_id()),
                            kind: LinkKind::Peering,
                            vpc: own?.to_owned(),
                            other: other.map(str::to_owned),
                        })
                    })
                    .collect()
            }
        );
        Ok(found?.into_iter().flatten().collect())
    }

    async fn transit_gateways(&self, vpc: Option<&str>) -> Read<Vec<Link>> {
        pages!(
            self.reader
                .describe_transit_gateway_vpc_attachments()
                .set_filters(only(vpc)),
            |a: &aws_sdk_ec2::types::TransitGatewayVpcAttachment| Link {
                id: shape::text(a.transit_gateway_attachment_id()),
                kind: LinkKind::TransitGateway,
                vpc: shape::text(a.vpc_id()),
                other: a.transit_gateway_id().map(str::to_owned),
            }
        )
    }

    async fn vpn_gateways(&self) -> Read<Vec<Link>> {
        let answer = self
            .reader
            .describe_vpn_gateways()
            .send()
            .await
            .map_err(|error| told(&error))?;
        let links = answer.vpn_gateways().iter().flat_map(|gateway| {
            gateway.vpc_attachments().iter().map(|attachment| Link {
                id: shape::text(gateway.vpn_gateway_id()),
                kind: LinkKind::VpnGateway,
                vpc: shape::text(attachment.vpc_id()),
                other: None,
            })
        });
        Ok(links.collect())
    }

    pub(super) async fn endpoints(
        &self,
        vpc: Option<&str>,
    ) -> Read<Vec<postern_plan::inventory::Endpoint>> {
        let found: Read<Vec<Option<_>>> = pages!(
            self.reader.describe_vpc_endpoints().set_filters(only(vpc)),
            shape::endpoint
        );
        Ok(found?.into_iter().flatten().collect())
    }

    async fn services(&self) -> Read<Vec<postern_plan::inventory::ServiceDetail>> {
        // By filter and not by name: a name that the Region does not know would be an error.
        let ours = Filter::builder()
            .name("service-name")
            .set_values(Some(self.services.clone()))
            .build();
        let mut found = Vec::new();
        let mut next = None;
        loop {
            let answer = self
                .reader
                .describe_vpc_endpoint_services()
                .filters(ours.clone())
                .set_next_token(next)
                .send()
                .await
                .map_err(|error| told(&error))?;
            found.extend(answer.service_details().iter().map(shape::service));
            next = answer.next_token.filter(|token| !token.is_empty());
            if next.is_none() {
                return Ok(found);
            }
        }
    }

    async fn quota(&self) -> Read<u32> {
        let (service, code) = QUOTA;
        let answer = self
            .quotas
            .get_service_quota()
            .service_code(service)
            .quota_code(code)
            .send()
            .await
            .map_err(|error| told(&error))?;
        let value = answer.quota.and_then(|q| q.value).unwrap_or_default();
        // A quota is a small whole number; anything else is not one.
        format!("{value:.0}")
            .parse()
            .map_err(|_| super::trouble::garbage("a quota that is no number"))
    }
}

/// The filter for one VPC
pub(super) fn only(vpc: Option<&str>) -> Option<Vec<Filter>> {
    let filter = |vpc: &str| vec![Filter::builder().name("vpc-id").values(vpc).build()];
    vpc.map(filter)
}

/// A part that was read, or a gap in its place
fn taken<T>(inventory: &mut Inventory, part: Part, read: Read<T>) -> Option<T> {
    match read {
        Ok(value) => {
            inventory.read.insert(part);
            Some(value)
        }
        Err(trouble) => {
            let action = part.action();
            let reason = match trouble.cause {
                Cause::Denied => format!("{action} was denied"),
                cause => format!("{action}: {} ({})", cause.meaning(), trouble.message),
            };
            inventory.gaps.push(Gap { part, reason });
            None
        }
    }
}
