//! VPCs and their DNS attributes, which are asked for one by one.
//!
//! Must not ask for more than a few at a time.

use aws_sdk_ec2::types::{AttributeBooleanValue, Filter, VpcAttributeName};
use futures_util::{StreamExt, stream};
use postern_plan::inventory::{Part, Vpc};
use postern_plan::run::Trouble;

use super::page::all;
use super::{Parts, unreadable};
use crate::endpoints::ec2::trouble::trouble;
use crate::endpoints::ec2::{Ec2, shape};

/// Attributes that are asked for at once
const AT_ONCE: usize = 8;

/// VPCs, and whether the attributes of all of them are known
pub(super) struct Places {
    vpcs: Result<Vec<Vpc>, Trouble>,
    attributes: Result<(), Trouble>,
}

/// Reads the VPCs, then their attributes
pub(super) async fn vpcs(ec2: &Ec2, only: Option<Vec<Filter>>) -> Places {
    let pages = ec2
        .reads
        .describe_vpcs()
        .set_filters(only)
        .into_paginator()
        .items()
        .send();
    let found = match all(pages, shape::vpc).await {
        Ok(found) => found,
        Err(trouble) => {
            return Places {
                attributes: Err(trouble.clone()),
                vpcs: Err(trouble),
            };
        }
    };
    let mut attributes = Ok(());
    let mut vpcs = Vec::new();
    let asked = found.into_iter().map(|vpc| with_attributes(ec2, vpc));
    let mut asked = stream::iter(asked).buffer_unordered(AT_ONCE);
    while let Some((vpc, known)) = asked.next().await {
        vpcs.push(vpc);
        attributes = attributes.and(known);
    }
    Places {
        vpcs: Ok(vpcs),
        attributes,
    }
}

impl Places {
    /// Into an inventory
    pub(super) fn into(self, read: &mut Parts<'_>) {
        let known = self.vpcs.is_ok();
        read.0.vpcs = read.list(Part::Vpcs, self.vpcs, |v| v.id.clone());
        match self.attributes {
            // The call for them was never made.
            Err(_) if !known => {
                let action = Part::Vpcs.action();
                read.gap(postern_plan::inventory::Gap {
                    part: Part::DnsAttributes,
                    reason: format!("{action} did not say for which VPCs"),
                });
            }
            attributes => {
                read.part(Part::DnsAttributes, attributes);
            }
        }
    }
}

async fn with_attributes(ec2: &Ec2, mut vpc: Vpc) -> (Vpc, Result<(), Trouble>) {
    let (support, hostnames) = tokio::join!(
        attribute(ec2, &vpc.id, VpcAttributeName::EnableDnsSupport),
        attribute(ec2, &vpc.id, VpcAttributeName::EnableDnsHostnames),
    );
    let known = match (&support, &hostnames) {
        (Err(trouble), _) | (_, Err(trouble)) => Err(trouble.clone()),
        (Ok(_), Ok(_)) => Ok(()),
    };
    vpc.dns_support = support.ok();
    vpc.dns_hostnames = hostnames.ok();
    (vpc, known)
}

async fn attribute(ec2: &Ec2, vpc: &str, name: VpcAttributeName) -> Result<bool, Trouble> {
    let support = name == VpcAttributeName::EnableDnsSupport;
    let call = ec2.reads.describe_vpc_attribute().vpc_id(vpc);
    let answer = call.attribute(name).send().await;
    let answer = answer.map_err(|error| trouble(&error))?;
    let value = if support {
        answer.enable_dns_support()
    } else {
        answer.enable_dns_hostnames()
    };
    value
        .and_then(AttributeBooleanValue::value)
        .ok_or_else(unreadable)
}
