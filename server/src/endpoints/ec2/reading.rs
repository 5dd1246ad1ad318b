//! Reads an inventory: every part at once, each with its own failure.
//!
//! Must not call a part read that was not read to its end, and must not fail as a whole.

mod attributes;
mod links;
mod lists;
mod page;

use postern_plan::inventory::{Gap, Inventory, Part, ServiceDetail};
use postern_plan::run::{Cause, Trouble};

use super::trouble::{gap, trouble};
use super::{Ec2, filter, shape};
use crate::apply::now;
use crate::endpoints::Caller;
use page::all;

/// The quota of interface endpoints in a VPC. Source: PrivateLink guide, quotas.
const QUOTA: &str = "L-29B6F2EB";

/// What is there, in all of the Region or in one VPC
pub(super) async fn inventory(ec2: &Ec2, vpc: Option<&str>) -> Inventory {
    let only = || vpc.map(|id| vec![filter("vpc-id", id)]);
    let mut inventory = Inventory {
        version: 1,
        observed_at: Some(now()),
        region: Some(ec2.region.clone()),
        vpc: vpc.map(str::to_owned),
        ..Inventory::default()
    };
    let reads = &ec2.reads;
    let (who, places, subnets, groups, acls, dhcp, links, endpoints, services, quota) = tokio::join!(
        Box::pin(caller(ec2)),
        Box::pin(attributes::vpcs(ec2, only())),
        Box::pin(all(
            reads
                .describe_subnets()
                .set_filters(only())
                .into_paginator()
                .items()
                .send(),
            shape::subnet
        )),
        Box::pin(lists::groups_and_lists(ec2, only())),
        Box::pin(all(
            reads
                .describe_network_acls()
                .set_filters(only())
                .into_paginator()
                .items()
                .send(),
            shape::network_acl
        )),
        Box::pin(all(
            reads
                .describe_dhcp_options()
                .into_paginator()
                .items()
                .send(),
            shape::dhcp_options
        )),
        Box::pin(links::links(ec2)),
        Box::pin(all(
            reads
                .describe_vpc_endpoints()
                .set_filters(only())
                .into_paginator()
                .items()
                .send(),
            shape::endpoint
        )),
        Box::pin(services(ec2)),
        Box::pin(quota(ec2)),
    );
    let mut read = Parts(&mut inventory);
    if let Some(caller) = read.part(Part::Caller, who) {
        read.0.account = Some(caller.account);
        read.0.caller = Some(caller.arn);
    }
    places.into(&mut read);
    read.0.subnets = read.list(Part::Subnets, subnets, |s| s.id.clone());
    groups.into(&mut read);
    read.0.network_acls = read.list(Part::NetworkAcls, acls, |a| a.id.clone());
    read.0.dhcp_options = read.list(Part::DhcpOptions, dhcp, |o| o.id.clone());
    links.into(&mut read);
    read.0.endpoints = read.list(Part::Endpoints, endpoints, |e| e.id.clone());
    read.0.services = read.list(Part::Services, services, |s| s.service_name.clone());
    read.0.endpoint_quota = read.part(Part::Quota, quota);
    inventory
}

/// Who the credentials belong to
pub(super) async fn caller(ec2: &Ec2) -> Result<Caller, Trouble> {
    let identity = ec2.sts.get_caller_identity().send().await;
    let identity = identity.map_err(|error| trouble(&error))?;
    match (identity.account, identity.arn) {
        (Some(account), Some(arn)) => Ok(Caller { account, arn }),
        _ => Err(unreadable()),
    }
}

/// An inventory that is being filled: what was read, and what was not
struct Parts<'a>(&'a mut Inventory);

impl Parts<'_> {
    fn part<T>(&mut self, part: Part, result: Result<T, Trouble>) -> Option<T> {
        match result {
            Ok(value) => {
                self.0.read.insert(part);
                Some(value)
            }
            Err(trouble) => {
                self.gap(gap(part, None, &trouble));
                None
            }
        }
    }

    fn list<T, K: Ord>(
        &mut self,
        part: Part,
        result: Result<Vec<T>, Trouble>,
        key: impl Fn(&T) -> K,
    ) -> Vec<T> {
        let mut things = self.part(part, result).unwrap_or_default();
        things.sort_by_key(key);
        things
    }

    fn gap(&mut self, gap: Gap) {
        self.0.gaps.push(gap);
    }
}

/// What the services offer; one that EC2 does not know is not offered here. All are asked for in one
/// filter: by name, one that is not known would refuse the rest. Names that begin so are asked for
/// too: they are services that the catalogue does not know yet.
async fn services(ec2: &Ec2) -> Result<Vec<ServiceDetail>, Trouble> {
    let longer = ec2.services.iter().map(|name| format!("{name}*"));
    let names = ec2.services.iter().cloned().chain(longer).collect();
    let filter = aws_sdk_ec2::types::Filter::builder()
        .name("service-name")
        .set_values(Some(names));
    let call = ec2.reads.describe_vpc_endpoint_services();
    let call = call.filters(filter.build());
    let mut details = Vec::new();
    let mut token = None;
    loop {
        let page = call.clone().set_next_token(token).send().await;
        let page = page.map_err(|error| trouble(&error))?;
        let found = page.service_details.unwrap_or_default().into_iter();
        let begins = |name: &str| ec2.services.iter().any(|known| name.starts_with(known));
        let ours = |s: &ServiceDetail| begins(&s.service_name);
        details.extend(found.filter_map(shape::service).filter(ours));
        token = page.next_token.filter(|token| !token.is_empty());
        if token.is_none() {
            return Ok(details);
        }
    }
}

async fn quota(ec2: &Ec2) -> Result<u32, Trouble> {
    let call = ec2.quotas.get_service_quota();
    let answer = call.service_code("vpc").quota_code(QUOTA).send().await;
    let answer = answer.map_err(|error| trouble(&error))?;
    let value = answer.quota.and_then(|quota| quota.value);
    value.and_then(whole_number).ok_or_else(unreadable)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked before"
)]
fn whole_number(value: f64) -> Option<u32> {
    (value >= 0.0 && value <= f64::from(u32::MAX) && value.fract() == 0.0).then_some(value as u32)
}

fn unreadable() -> Trouble {
    Trouble {
        cause: Cause::Garbage,
        code: None,
        message: "the answer could not be read".to_owned(),
    }
}
