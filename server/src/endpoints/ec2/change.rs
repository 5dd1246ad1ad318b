//! Sending a changing call, once.
//!
//! Must send everything that a call holds and nothing else, and must say of every answer whether
//! the call may have been done.

use aws_sdk_ec2::operation::RequestId;
use aws_sdk_ec2::types as sdk;
use postern_plan::request::AllowFrom;
use postern_plan::run::{Alteration, Answer, Call, Mode, ReadyCall};

use super::super::Answered;
use super::Ec2;
use super::trouble::{Effect, Failure, garbage};

/// What a call that was answered well says
struct Well {
    /// What was made
    id: Option<String>,
    request_id: Option<String>,
}

/// Sends what a builder holds
macro_rules! send {
    ($builder:expr, $id:expr) => {
        match $builder.send().await {
            Ok(answer) => {
                let request_id = answer.request_id().map(str::to_owned);
                let id: Option<Option<String>> = $id(&answer);
                match id {
                    Some(id) => Ok(Well { id, request_id }),
                    None => Err(Failure {
                        trouble: garbage("success and no id"),
                        effect: Effect::Unclear,
                        request_id,
                    }),
                }
            }
            Err(error) => Err(Failure::of(&error)),
        }
    };
}

impl Ec2 {
    pub(super) async fn send(&self, call: &ReadyCall, mode: Mode) -> Answered {
        let dry_run = (mode == Mode::Rehearsal).then_some(true);
        match self.sent(call, dry_run).await {
            Ok(well) => Answered {
                answer: Answer::Done(well.id),
                request_id: well.request_id,
            },
            Err(failure) => {
                let request_id = failure.request_id.clone();
                let code = failure.trouble.code.as_deref().unwrap_or_default();
                let answer = if code.eq_ignore_ascii_case("DryRunOperation") {
                    Answer::WouldBeDone
                } else if is_gone_already(call, code) {
                    Answer::Done(None)
                } else {
                    failure.answer()
                };
                Answered { answer, request_id }
            }
        }
    }

    async fn sent(&self, call: &ReadyCall, dry_run: Option<bool>) -> Result<Well, Failure> {
        match call {
            Call::CreateGroup {
                name,
                description,
                vpc,
                tags,
            } => send!(
                self.writer
                    .create_security_group()
                    .group_name(name)
                    .description(description)
                    .vpc_id(vpc)
                    .tag_specifications(tagged(sdk::ResourceType::SecurityGroup, tags))
                    .set_dry_run(dry_run),
                |a: &aws_sdk_ec2::operation::create_security_group::CreateSecurityGroupOutput| a
                    .group_id()
                    .map(|id| Some(id.to_owned()))
            ),
            Call::AdmitToGroup { group, sources } => send!(
                self.writer
                    .authorize_security_group_ingress()
                    .group_id(group)
                    .set_ip_permissions(Some(sources.iter().map(|s| permission(s)).collect()))
                    .set_dry_run(dry_run),
                |_: &_| Some(None)
            ),
            Call::CreateEndpoint { .. } => self.create_endpoint(call, dry_run).await,
            Call::ModifyEndpoint {
                endpoint,
                alteration,
            } => self.modify(endpoint, alteration, dry_run).await,
            Call::TagEndpoint { endpoint, tags } => send!(
                self.writer
                    .create_tags()
                    .resources(endpoint)
                    .set_tags(Some(tags.iter().map(|(k, v)| tag(k, v)).collect()))
                    .set_dry_run(dry_run),
                |_: &_| Some(None)
            ),
            Call::DeleteEndpoint { endpoint } => self.delete_endpoint(endpoint, dry_run).await,
            Call::DeleteGroup { group } => send!(
                self.writer
                    .delete_security_group()
                    .group_id(group)
                    .set_dry_run(dry_run),
                |_: &_| Some(None)
            ),
        }
    }

    async fn create_endpoint(
        &self,
        call: &ReadyCall,
        dry_run: Option<bool>,
    ) -> Result<Well, Failure> {
        let Call::CreateEndpoint {
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
        else {
            return Ok(Well {
                id: None,
                request_id: None,
            });
        };
        // The type must be said: EC2 takes an endpoint without one for a gateway.
        send!(
            self.writer
                .create_vpc_endpoint()
                .vpc_endpoint_type(sdk::VpcEndpointType::Interface)
                .client_token(token)
                .vpc_id(vpc)
                .service_name(service_name)
                .set_subnet_ids(Some(subnets.clone()))
                .set_security_group_ids((!groups.is_empty()).then(|| groups.clone()))
                .policy_document(policy)
                .private_dns_enabled(*private_dns)
                .ip_address_type(sdk::IpAddressType::from(ip_address_type.as_str()))
                .tag_specifications(tagged(sdk::ResourceType::VpcEndpoint, tags))
                .set_dry_run(dry_run),
            |a: &aws_sdk_ec2::operation::create_vpc_endpoint::CreateVpcEndpointOutput| a
                .vpc_endpoint()
                .and_then(|e| e.vpc_endpoint_id())
                .map(|id| Some(id.to_owned()))
        )
    }

    async fn modify(
        &self,
        endpoint: &str,
        alteration: &Alteration<String>,
        dry_run: Option<bool>,
    ) -> Result<Well, Failure> {
        let some = |ids: &[String]| (!ids.is_empty()).then(|| ids.to_vec());
        send!(
            self.writer
                .modify_vpc_endpoint()
                .vpc_endpoint_id(endpoint)
                .set_add_subnet_ids(some(&alteration.add_subnets))
                .set_remove_subnet_ids(some(&alteration.remove_subnets))
                .set_add_security_group_ids(some(&alteration.add_groups))
                .set_remove_security_group_ids(some(&alteration.remove_groups))
                .set_policy_document(alteration.policy.clone())
                .set_private_dns_enabled(alteration.private_dns)
                .set_dry_run(dry_run),
            |_: &_| Some(None)
        )
    }

    /// EC2 answers 200 and lists what it did not delete
    async fn delete_endpoint(&self, id: &str, dry_run: Option<bool>) -> Result<Well, Failure> {
        let sent = self
            .writer
            .delete_vpc_endpoints()
            .vpc_endpoint_ids(id)
            .set_dry_run(dry_run)
            .send()
            .await;
        let answer = sent.map_err(|error| Failure::of(&error))?;
        let request_id = answer.request_id().map(str::to_owned);
        let Some(error) = answer.unsuccessful().iter().find_map(|u| u.error()) else {
            return Ok(Well {
                id: None,
                request_id,
            });
        };
        let (code, message) = (
            error.code().unwrap_or_default(),
            error.message().unwrap_or_default(),
        );
        Err(Failure::said(code, message, request_id))
    }
}

/// What is to be deleted is not there
fn is_gone_already(call: &ReadyCall, code: &str) -> bool {
    let deletes = matches!(call, Call::DeleteEndpoint { .. } | Call::DeleteGroup { .. });
    deletes && code.to_lowercase().ends_with(".notfound")
}

fn tag(key: &str, value: &str) -> sdk::Tag {
    sdk::Tag::builder().key(key).value(value).build()
}

fn tagged(
    kind: sdk::ResourceType,
    tags: &std::collections::BTreeMap<String, String>,
) -> sdk::TagSpecification {
    sdk::TagSpecification::builder()
        .resource_type(kind)
        .set_tags(Some(tags.iter().map(|(k, v)| tag(k, v)).collect()))
        .build()
}

/// TCP 443 from one source
fn permission(source: &str) -> sdk::IpPermission {
    let tcp = sdk::IpPermission::builder()
        .ip_protocol("tcp")
        .from_port(443)
        .to_port(443);
    match source.parse::<AllowFrom>() {
        Ok(AllowFrom::Group(id)) => tcp.user_id_group_pairs(
            sdk::UserIdGroupPair::builder()
                .group_id(id.as_str())
                .build(),
        ),
        Ok(AllowFrom::PrefixList(id)) => tcp.prefix_list_ids(
            sdk::PrefixListId::builder()
                .prefix_list_id(id.as_str())
                .build(),
        ),
        Ok(AllowFrom::Ipv6(cidr)) => {
            tcp.ipv6_ranges(sdk::Ipv6Range::builder().cidr_ipv6(cidr).build())
        }
        // What is no source EC2 refuses, with its own words.
        Ok(AllowFrom::Ipv4(_)) | Err(_) => {
            tcp.ip_ranges(sdk::IpRange::builder().cidr_ip(source).build())
        }
    }
    .build()
}
