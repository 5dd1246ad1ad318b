//! Looks at what a call was about, to find out whether it was done.
//!
//! Must not filter by more than EC2's stand-ins know: a VPC and a tag. The rest is compared here.

use aws_sdk_ec2::types::{SecurityGroup, VpcEndpoint};
use postern_plan::inventory::Endpoint;
use postern_plan::run::{Call, Cause, Finding, RUN_TAG, ReadyCall, Trouble};

use super::trouble::trouble;
use super::{Ec2, filter, shape};
use crate::endpoints::done::{is_admitting, is_admitting_one, is_tagged, is_untagged};

/// Finds out whether a call was done
pub(super) async fn look_up(ec2: &Ec2, call: &ReadyCall) -> Finding {
    let found = match call {
        Call::CreateGroup {
            name, vpc, tags, ..
        } => made_group(ec2, vpc, name, tags.get(RUN_TAG)).await,
        Call::CreateEndpoint {
            vpc,
            service_name,
            tags,
            ..
        } => made_endpoint(ec2, vpc, service_name, tags.get(RUN_TAG)).await,
        Call::AdmitToGroup { group, sources } => admits(ec2, group, sources).await.map(plain),
        Call::RevokeFromGroup { group, sources } => {
            admits_one(ec2, group, sources).await.map(|one| plain(!one))
        }
        Call::ModifyEndpoint {
            endpoint: id,
            alteration,
        } => there(ec2, id, |there| alteration.holds(there)).await,
        Call::TagEndpoint { endpoint: id, tags } => {
            there(ec2, id, |there| is_tagged(&there.tags, tags)).await
        }
        Call::UntagEndpoint { endpoint: id, tags } => {
            there(ec2, id, |there| is_untagged(&there.tags, tags)).await
        }
        Call::DeleteEndpoint { endpoint: id } => {
            there(ec2, id, |_| true).await.map(|found| match found {
                Finding::Done(_) => Finding::NotDone,
                _ => Finding::Done(None),
            })
        }
        Call::DeleteGroup { group } => group_by_id(ec2, group)
            .await
            .map(|group| plain(group.is_none())),
    };
    found.unwrap_or_else(Finding::Unreadable)
}

/// One endpoint; none where there is none
pub(super) async fn endpoint(ec2: &Ec2, id: &str) -> Result<Option<Endpoint>, Trouble> {
    let result = ec2
        .reads
        .describe_vpc_endpoints()
        .vpc_endpoint_ids(id)
        .send()
        .await;
    match result {
        Ok(output) => Ok(output
            .vpc_endpoints
            .unwrap_or_default()
            .into_iter()
            .find_map(|e| shape::endpoint(e).filter(|e| e.id == id))),
        Err(error) => absent(trouble(&error)),
    }
}

/// Each of these sources has its rule in a group
pub(super) async fn admits(ec2: &Ec2, group: &str, sources: &[String]) -> Result<bool, Trouble> {
    let group = group_by_id(ec2, group).await?;
    let group = group.and_then(shape::security_group);
    Ok(group.is_some_and(|group| is_admitting(&group, sources)))
}

/// One of these sources has its rule in a group
async fn admits_one(ec2: &Ec2, group: &str, sources: &[String]) -> Result<bool, Trouble> {
    let group = group_by_id(ec2, group).await?;
    let group = group.and_then(shape::security_group);
    Ok(group.is_some_and(|group| is_admitting_one(&group, sources)))
}

fn plain(done: bool) -> Finding {
    if done {
        Finding::Done(None)
    } else {
        Finding::NotDone
    }
}

fn absent<T>(trouble: Trouble) -> Result<Option<T>, Trouble> {
    match trouble.cause {
        Cause::NotFound => Ok(None),
        _ => Err(trouble),
    }
}

async fn there(
    ec2: &Ec2,
    id: &str,
    is_done: impl Fn(&Endpoint) -> bool,
) -> Result<Finding, Trouble> {
    let there = endpoint(ec2, id).await?.filter(Endpoint::is_alive);
    Ok(plain(there.as_ref().is_some_and(is_done)))
}

async fn group_by_id(ec2: &Ec2, id: &str) -> Result<Option<SecurityGroup>, Trouble> {
    let result = ec2
        .reads
        .describe_security_groups()
        .group_ids(id)
        .send()
        .await;
    match result {
        Ok(output) => Ok(output
            .security_groups
            .unwrap_or_default()
            .into_iter()
            .next()),
        Err(error) => absent(trouble(&error)),
    }
}

async fn made_group(
    ec2: &Ec2,
    vpc: &str,
    name: &str,
    run: Option<&String>,
) -> Result<Finding, Trouble> {
    let Some(run) = run else {
        return Ok(Finding::NotDone);
    };
    let mut pages = ec2
        .reads
        .describe_security_groups()
        .filters(filter("vpc-id", vpc))
        .filters(filter(format!("tag:{RUN_TAG}"), run))
        .into_paginator()
        .items()
        .send();
    while let Some(group) = pages.next().await {
        let group = group.map_err(|error| trouble(&error))?;
        if group.group_name() == Some(name) {
            return Ok(made(group.group_id));
        }
    }
    Ok(Finding::NotDone)
}

async fn made_endpoint(
    ec2: &Ec2,
    vpc: &str,
    service_name: &str,
    run: Option<&String>,
) -> Result<Finding, Trouble> {
    let Some(run) = run else {
        return Ok(Finding::NotDone);
    };
    let mut pages = ec2
        .reads
        .describe_vpc_endpoints()
        .filters(filter("vpc-id", vpc))
        .filters(filter(format!("tag:{RUN_TAG}"), run))
        .into_paginator()
        .items()
        .send();
    while let Some(endpoint) = pages.next().await {
        let endpoint: VpcEndpoint = endpoint.map_err(|error| trouble(&error))?;
        let Some(endpoint) = shape::endpoint(endpoint) else {
            continue;
        };
        if endpoint.service_name == service_name && endpoint.is_alive() {
            return Ok(made(Some(endpoint.id)));
        }
    }
    Ok(Finding::NotDone)
}

fn made(id: Option<String>) -> Finding {
    match id {
        Some(id) => Finding::Done(Some(id)),
        None => Finding::NotDone,
    }
}
