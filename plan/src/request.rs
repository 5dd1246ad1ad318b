//! What a person asks for: one VPC in one Region, the grants, and where the endpoints go.
//!
//! A `Request` is already parsed: whatever is wrong with a document was reported as
//! [`RequestError`]s, all at once. Must not know what exists in an account.

mod caller;
mod condition;
mod decode;
mod draft;
mod error;
pub(crate) mod fields;
mod grant;
mod query;
mod resource;
mod share;
mod source;
mod typed;
mod words;
mod workload;
mod write;

use std::collections::BTreeMap;

pub use caller::Caller;
pub use condition::{Condition, Conditions, Operator, OperatorError, Quantifier};
pub use decode::draft;
pub use draft::Draft;
pub use error::RequestError;
pub(crate) use grant::read_conditions;
pub use grant::{Access, Grant};
pub use query::{LINK_BYTES, Link, LinkError, expand_link, link};
pub use resource::{Resource, Target, primitive_named};
pub use share::ShareWith;
pub use source::AllowFrom;
pub(crate) use typed::did_you_mean;
pub use words::{
    Auth, EndpointKey, IpAddressType, Plane, PolicyMode, Preset, WordError, WorkloadService,
};
pub use workload::WorkloadRequest;
pub(crate) use write::by_operator;

use crate::catalog::Catalog;
use crate::document::{self, Form};
use crate::id::{AccountId, EndpointId, Name, Region, SecurityGroupId, SubnetId, VpcId};

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Names the resources and stands in their `Name` tags.
    pub name: Name,
    /// The Region.
    pub region: Region,
    /// The account that owns the VPC.
    pub account: AccountId,
    /// Restricted by the grants, or AWS's allow-all document.
    pub policy: PolicyMode,
    /// Where the endpoints go.
    pub placement: Placement,
    /// Who may do what; at least one.
    pub grants: Vec<Grant>,
    /// Extra denials.
    pub guards: Guards,
    /// What differs for one endpoint.
    pub endpoints: BTreeMap<EndpointKey, EndpointOverride>,
    /// What agents in VPC mode need beside AgentCore, where it is asked for.
    pub workload: Option<WorkloadRequest>,
    /// Tags on everything that is made.
    pub tags: BTreeMap<String, String>,
}

/// Where the endpoints go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// The VPC.
    pub vpc: VpcId,
    /// The subnets, one for each zone; at least one.
    pub subnets: Vec<SubnetId>,
    /// Groups that are there already.
    pub security_groups: Vec<SecurityGroupId>,
    /// Who may reach TCP 443 through a group made for it; none when empty.
    pub allow_from: Vec<AllowFrom>,
    /// Private DNS.
    pub private_dns: bool,
    /// Which other VPCs are given the endpoints' names, by private hosted zones.
    pub share_dns_with: Vec<ShareWith>,
    /// The address type of the endpoints' interfaces.
    pub ip_address_type: IpAddressType,
}

/// Extra denials.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Guards {
    /// Deny discovery of other accounts' runtimes.
    pub deny_foreign_discovery: bool,
    /// Write locks for the public door of what the grants name.
    pub lockdown: bool,
}

/// What differs for one endpoint; `None` means as in the placement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EndpointOverride {
    /// Its own subnets.
    pub subnets: Option<Vec<SubnetId>>,
    /// Its own groups, in place of all others.
    pub security_groups: Option<Vec<SecurityGroupId>>,
    /// Its own private DNS.
    pub private_dns: Option<bool>,
    /// Its own address type.
    pub ip_address_type: Option<IpAddressType>,
    /// Its own policy mode.
    pub policy: Option<PolicyMode>,
    /// Change this endpoint instead of creating one.
    pub existing: Option<EndpointId>,
}

impl Request {
    /// Reads a request in TOML or JSON.
    pub fn parse(catalog: &Catalog, text: &str) -> Result<Self, Vec<RequestError>> {
        let (form, node) = document::parse(text).map_err(|errors| {
            errors
                .into_iter()
                .map(RequestError::syntax)
                .collect::<Vec<_>>()
        })?;
        draft(catalog, form, &node).finish()
    }

    /// Reads a request from the fields of a page or link.
    pub fn parse_query(
        catalog: &Catalog,
        pairs: &[(String, String)],
    ) -> Result<Self, Vec<RequestError>> {
        Self::draft_query(catalog, pairs).finish()
    }

    /// Reads as much of a request as the fields of a page hold so far.
    pub fn draft_query(catalog: &Catalog, pairs: &[(String, String)]) -> Draft {
        draft(catalog, Form::Query, &document::tree(pairs))
    }

    /// The request as a TOML file that parses to itself.
    pub fn to_toml(&self) -> String {
        write::toml(self)
    }

    /// The request taken apart into what every target shares and the first of a list of targets, both
    /// TOML: together they are this request again. Its account and Region in ARNs are marks there.
    pub fn parted(&self) -> (String, String) {
        (write::common(self), write::target(self))
    }

    /// The request as the fields of a page or link, which parse to itself.
    pub fn to_pairs(&self) -> Vec<(String, String)> {
        write::pairs(self)
    }
}
