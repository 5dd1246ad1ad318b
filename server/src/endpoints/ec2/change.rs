//! The changing calls, each sent once.
//!
//! Must send everything that the call says and nothing that EC2 would fill in otherwise: an endpoint
//! without a type is one of type Gateway.

use std::collections::BTreeMap;

use aws_sdk_ec2::operation::delete_vpc_endpoints::DeleteVpcEndpointsOutput;
use aws_sdk_ec2::types::{
    IpAddressType, IpPermission, IpRange, Ipv6Range, PrefixListId, ResourceType, Tag,
    TagSpecification, UnsuccessfulItem, UserIdGroupPair, VpcEndpointType,
};
use postern_plan::request::AllowFrom;
use postern_plan::run::{Alteration, Answer, Call, Cause, Mode, ReadyCall};

use super::Ec2;
use super::answered::{Made, answered, judged};
use super::look::admits;
use super::trouble::said;
use crate::endpoints::Answered;
use crate::endpoints::done::PORT;

/// Sends a call
pub(super) async fn call(ec2: &Ec2, call: &ReadyCall, mode: Mode) -> Answered {
    match call {
        Call::CreateGroup {
            name,
            description,
            vpc,
            tags,
        } => {
            let result = ec2
                .changes
                .create_security_group()
                .group_name(name)
                .description(description)
                .vpc_id(vpc)
                .set_tag_specifications(specification(ResourceType::SecurityGroup, tags))
                .dry_run(mode == Mode::Rehearsal)
                .send()
                .await;
            answered(&result, mode, |made| Made::Thing(made.group_id.clone()))
        }
        Call::AdmitToGroup { group, sources } => admit(ec2, group, sources, mode).await,
        Call::RevokeFromGroup { group, sources } => {
            let result = ec2
                .changes
                .revoke_security_group_ingress()
                .group_id(group)
                .ip_permissions(permission(sources))
                .dry_run(mode == Mode::Rehearsal)
                .send()
                .await;
            gone(answered(&result, mode, |_| Made::Nothing))
        }
        Call::CreateEndpoint { .. } => create(ec2, call, mode).await,
        Call::ModifyEndpoint {
            endpoint,
            alteration,
        } => modify(ec2, endpoint, alteration, mode).await,
        Call::TagEndpoint { endpoint, tags } => {
            let result = ec2
                .changes
                .create_tags()
                .resources(endpoint)
                .set_tags(Some(tag_list(tags)))
                .dry_run(mode == Mode::Rehearsal)
                .send()
                .await;
            answered(&result, mode, |_| Made::Nothing)
        }
        Call::UntagEndpoint { endpoint, tags } => {
            let result = ec2
                .changes
                .delete_tags()
                .resources(endpoint)
                .set_tags(Some(tag_list(tags)))
                .dry_run(mode == Mode::Rehearsal)
                .send()
                .await;
            gone(answered(&result, mode, |_| Made::Nothing))
        }
        Call::DeleteEndpoint { endpoint } => gone(delete(ec2, endpoint, mode).await),
        Call::DeleteGroup { group } => {
            let result = ec2
                .changes
                .delete_security_group()
                .group_id(group)
                .dry_run(mode == Mode::Rehearsal)
                .send()
                .await;
            gone(answered(&result, mode, |_| Made::Nothing))
        }
    }
}

async fn create(ec2: &Ec2, call: &ReadyCall, mode: Mode) -> Answered {
    let mut request = ec2.changes.create_vpc_endpoint();
    if let Call::CreateEndpoint {
        token,
        vpc,
        service_name,
        subnets,
        groups,
        policy,
        private_dns,
        ip_address_type,
        tags,
    } = call
    {
        request = request
            .vpc_endpoint_type(VpcEndpointType::Interface)
            .client_token(token)
            .vpc_id(vpc)
            .service_name(service_name)
            .set_subnet_ids(some(subnets))
            .set_security_group_ids(some(groups))
            .policy_document(policy)
            .private_dns_enabled(*private_dns)
            .ip_address_type(IpAddressType::from(ip_address_type.as_str()))
            .set_tag_specifications(specification(ResourceType::VpcEndpoint, tags));
    }
    let result = request.dry_run(mode == Mode::Rehearsal).send().await;
    answered(&result, mode, |made| {
        let endpoint = made.vpc_endpoint();
        Made::Thing(endpoint.and_then(|e| e.vpc_endpoint_id.clone()))
    })
}

async fn modify(
    ec2: &Ec2,
    endpoint: &str,
    alteration: &Alteration<String>,
    mode: Mode,
) -> Answered {
    let result = ec2
        .changes
        .modify_vpc_endpoint()
        .vpc_endpoint_id(endpoint)
        .set_add_subnet_ids(some(&alteration.add_subnets))
        .set_remove_subnet_ids(some(&alteration.remove_subnets))
        .set_add_security_group_ids(some(&alteration.add_groups))
        .set_remove_security_group_ids(some(&alteration.remove_groups))
        .set_policy_document(alteration.policy.clone())
        .set_private_dns_enabled(alteration.private_dns)
        .set_ip_address_type(
            alteration
                .ip_address_type
                .as_deref()
                .map(IpAddressType::from),
        )
        .dry_run(mode == Mode::Rehearsal)
        .send()
        .await;
    answered(&result, mode, |_| Made::Nothing)
}

async fn admit(ec2: &Ec2, group: &str, sources: &[String], mode: Mode) -> Answered {
    let result = ec2
        .changes
        .authorize_security_group_ingress()
        .group_id(group)
        .ip_permissions(permission(sources))
        .dry_run(mode == Mode::Rehearsal)
        .send()
        .await;
    let mut answered = answered(&result, mode, |_| Made::Nothing);
    // One of them is there already: perhaps all are, from an attempt that nothing was heard of.
    if let Answer::Refused(trouble) = &answered.answer
        && trouble.cause == Cause::Duplicate
        && admits(ec2, group, sources).await == Ok(true)
    {
        answered.answer = Answer::Done(None);
    }
    answered
}

/// Deletes one endpoint. What became of it stands in the body of an answer that always says 200.
/// Source: EC2 API Reference, `DeleteVpcEndpoints`.
async fn delete(ec2: &Ec2, endpoint: &str, mode: Mode) -> Answered {
    let result = ec2
        .changes
        .delete_vpc_endpoints()
        .vpc_endpoint_ids(endpoint)
        .dry_run(mode == Mode::Rehearsal)
        .send()
        .await;
    let mut answered = answered(&result, mode, |_| Made::Nothing);
    let mut failed = result
        .iter()
        .flat_map(DeleteVpcEndpointsOutput::unsuccessful);
    if let Some(error) = failed.find_map(UnsuccessfulItem::error) {
        let code = error.code().unwrap_or_default();
        let trouble = said(code, error.message().unwrap_or_default());
        answered.answer = judged(trouble, None);
    }
    answered
}

/// What is not there needs no deleting
fn gone(answered: Answered) -> Answered {
    let answer = match answered.answer {
        Answer::Refused(trouble) if trouble.cause == Cause::NotFound => Answer::Done(None),
        other => other,
    };
    Answered { answer, ..answered }
}

fn permission(sources: &[String]) -> IpPermission {
    let mut permission = IpPermission::builder()
        .ip_protocol("tcp")
        .from_port(PORT)
        .to_port(PORT);
    for source in sources {
        permission = match source.parse() {
            Ok(AllowFrom::Group(id)) => permission
                .user_id_group_pairs(UserIdGroupPair::builder().group_id(id.as_str()).build()),
            Ok(AllowFrom::PrefixList(id)) => permission
                .prefix_list_ids(PrefixListId::builder().prefix_list_id(id.as_str()).build()),
            Ok(AllowFrom::Ipv6(cidr)) => {
                permission.ipv6_ranges(Ipv6Range::builder().cidr_ipv6(cidr).build())
            }
            Ok(AllowFrom::Ipv4(_)) | Err(_) => {
                permission.ip_ranges(IpRange::builder().cidr_ip(source).build())
            }
        };
    }
    permission.build()
}

fn specification(
    kind: ResourceType,
    tags: &BTreeMap<String, String>,
) -> Option<Vec<TagSpecification>> {
    let specification = TagSpecification::builder()
        .resource_type(kind)
        .set_tags(Some(tag_list(tags)))
        .build();
    (!tags.is_empty()).then(|| vec![specification])
}

fn tag_list(tags: &BTreeMap<String, String>) -> Vec<Tag> {
    let tag = |(key, value)| Tag::builder().key(key).value(value).build();
    tags.iter().map(tag).collect()
}

/// An empty list is not sent
fn some(list: &[String]) -> Option<Vec<String>> {
    (!list.is_empty()).then(|| list.to_vec())
}
