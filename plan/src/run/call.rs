//! The changing calls of a run, in domain words.
//!
//! Must hold everything that a call sends, so that a run which was stored needs no plan to go on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One changing call. `G` is how it names what another step of the run makes: a [`Ref`] where it is
/// stored, an id where it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "call", rename_all = "snake_case")]
pub enum Call<G = Ref> {
    /// `CreateSecurityGroup`.
    CreateGroup {
        /// Its name, unique in the VPC.
        name: String,
        /// Its description.
        description: String,
        /// Its VPC.
        vpc: String,
        /// Its tags, `postern:run` among them.
        tags: BTreeMap<String, String>,
    },
    /// `AuthorizeSecurityGroupIngress` for TCP 443.
    AdmitToGroup {
        /// The group.
        group: G,
        /// Address ranges, `sg-…` and `pl-…`.
        sources: Vec<String>,
    },
    /// `RevokeSecurityGroupIngress` for TCP 443.
    RevokeFromGroup {
        /// The group.
        group: G,
        /// Address ranges, `sg-…` and `pl-…`.
        sources: Vec<String>,
    },
    /// `CreateVpcEndpoint` of type Interface.
    CreateEndpoint {
        /// The client token: the same for every attempt.
        token: String,
        /// Its VPC.
        vpc: String,
        /// Its service.
        service_name: String,
        /// Its subnets.
        subnets: Vec<String>,
        /// Its groups.
        groups: Vec<G>,
        /// Its policy, as it is sent.
        policy: String,
        /// Private DNS is on.
        private_dns: bool,
        /// `ipv4`, `ipv6` or `dualstack`.
        ip_address_type: String,
        /// Its tags, `postern:run` among them.
        tags: BTreeMap<String, String>,
    },
    /// `ModifyVpcEndpoint`.
    ModifyEndpoint {
        /// The endpoint.
        endpoint: String,
        /// What it is given and loses.
        alteration: Alteration<G>,
    },
    /// `CreateTags` on an endpoint that was there.
    TagEndpoint {
        /// The endpoint.
        endpoint: String,
        /// The tags that are added or changed.
        tags: BTreeMap<String, String>,
    },
    /// `DeleteTags` on an endpoint: a tag whose value is another by now stays.
    /// Source: EC2 API Reference, `DeleteTags`.
    UntagEndpoint {
        /// The endpoint.
        endpoint: String,
        /// The tags that are taken away, with the values that they must have.
        tags: BTreeMap<String, String>,
    },
    /// `DeleteVpcEndpoints` of one.
    DeleteEndpoint {
        /// The endpoint.
        endpoint: G,
    },
    /// `DeleteSecurityGroup`.
    DeleteGroup {
        /// The group.
        group: G,
    },
}

/// What a modify changes; what is empty or none stays.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Alteration<G = Ref> {
    /// Subnets it is given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_subnets: Vec<String>,
    /// Subnets it loses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remove_subnets: Vec<String>,
    /// Groups it is given.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub add_groups: Vec<G>,
    /// Groups it loses.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub remove_groups: Vec<G>,
    /// Its new policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// Private DNS from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_dns: Option<bool>,
    /// Its address type from now on: `ipv4`, `ipv6` or `dualstack`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip_address_type: Option<String>,
}

impl<G> Default for Alteration<G> {
    fn default() -> Self {
        Self {
            add_subnets: Vec::new(),
            remove_subnets: Vec::new(),
            add_groups: Vec::new(),
            remove_groups: Vec::new(),
            policy: None,
            private_dns: None,
            ip_address_type: None,
        }
    }
}

impl<G> Alteration<G> {
    /// Nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.add_subnets.is_empty()
            && self.remove_subnets.is_empty()
            && self.add_groups.is_empty()
            && self.remove_groups.is_empty()
            && self.policy.is_none()
            && self.private_dns.is_none()
            && self.ip_address_type.is_none()
    }
}

/// How a stored call names a group or an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ref {
    /// By its id.
    Id(String),
    /// What the step at this place made.
    Step(usize),
}

/// A call that can be sent.
pub type ReadyCall = Call<String>;

impl<G> Call<G> {
    /// The EC2 API's name for it.
    pub fn action(&self) -> &'static str {
        match self {
            Self::CreateGroup { .. } => "CreateSecurityGroup",
            Self::AdmitToGroup { .. } => "AuthorizeSecurityGroupIngress",
            Self::RevokeFromGroup { .. } => "RevokeSecurityGroupIngress",
            Self::CreateEndpoint { .. } => "CreateVpcEndpoint",
            Self::ModifyEndpoint { .. } => "ModifyVpcEndpoint",
            Self::TagEndpoint { .. } => "CreateTags",
            Self::UntagEndpoint { .. } => "DeleteTags",
            Self::DeleteEndpoint { .. } => "DeleteVpcEndpoints",
            Self::DeleteGroup { .. } => "DeleteSecurityGroup",
        }
    }

    /// The same call with everything named in another way; none where one name is not known yet.
    pub fn naming<H>(&self, id: impl Fn(&G) -> Option<H>) -> Option<Call<H>> {
        let all = |groups: &[G]| groups.iter().map(&id).collect::<Option<Vec<H>>>();
        Some(match self {
            Self::CreateGroup {
                name,
                description,
                vpc,
                tags,
            } => Call::CreateGroup {
                name: name.clone(),
                description: description.clone(),
                vpc: vpc.clone(),
                tags: tags.clone(),
            },
            Self::AdmitToGroup { group, sources } => Call::AdmitToGroup {
                group: id(group)?,
                sources: sources.clone(),
            },
            Self::RevokeFromGroup { group, sources } => Call::RevokeFromGroup {
                group: id(group)?,
                sources: sources.clone(),
            },
            Self::CreateEndpoint {
                token,
                vpc,
                service_name,
                subnets,
                groups,
                policy,
                private_dns,
                ip_address_type,
                tags,
            } => Call::CreateEndpoint {
                token: token.clone(),
                vpc: vpc.clone(),
                service_name: service_name.clone(),
                subnets: subnets.clone(),
                groups: all(groups)?,
                policy: policy.clone(),
                private_dns: *private_dns,
                ip_address_type: ip_address_type.clone(),
                tags: tags.clone(),
            },
            Self::ModifyEndpoint {
                endpoint,
                alteration,
            } => Call::ModifyEndpoint {
                endpoint: endpoint.clone(),
                alteration: Alteration {
                    add_subnets: alteration.add_subnets.clone(),
                    remove_subnets: alteration.remove_subnets.clone(),
                    add_groups: all(&alteration.add_groups)?,
                    remove_groups: all(&alteration.remove_groups)?,
                    policy: alteration.policy.clone(),
                    private_dns: alteration.private_dns,
                    ip_address_type: alteration.ip_address_type.clone(),
                },
            },
            Self::TagEndpoint { endpoint, tags } => Call::TagEndpoint {
                endpoint: endpoint.clone(),
                tags: tags.clone(),
            },
            Self::UntagEndpoint { endpoint, tags } => Call::UntagEndpoint {
                endpoint: endpoint.clone(),
                tags: tags.clone(),
            },
            Self::DeleteEndpoint { endpoint } => Call::DeleteEndpoint {
                endpoint: id(endpoint)?,
            },
            Self::DeleteGroup { group } => Call::DeleteGroup { group: id(group)? },
        })
    }
}
