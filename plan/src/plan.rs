//! The plan: one immutable value from which everything shown, downloaded or applied follows.
//!
//! Must not hold a choice that is still open, and must not change after the planner made it.

mod purpose;

use std::collections::BTreeMap;

pub use purpose::{Purpose, Reached};

use crate::arn::Partition;
use crate::catalog::Severity;
use crate::cost::Cost;
use crate::extension::Extension;
use crate::forecast::Forecasts;
use crate::id::{AccountId, EndpointId, SecurityGroupId, SubnetId};
use crate::lockdown::Lockdown;
use crate::policy::{self, Layout, Policy, Statement};
use crate::preflight::Row;
use crate::proof::Proof;
use crate::request::{AllowFrom, EndpointKey, IpAddressType, Request};
use crate::shared_dns::SharedDns;
use crate::workload::Workload;

/// One plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Twelve hexadecimal digits over everything that is made; stands in the tag `postern:plan`.
    pub id: String,
    /// What its endpoints are for.
    pub purpose: Purpose,
    /// What was asked for.
    pub request: Request,
    /// The Region's partition.
    pub partition: Partition,
    /// The endpoints, in the order of their keys.
    pub endpoints: Vec<PlannedEndpoint>,
    /// The zones of its subnets as people know them, such as `us-east-1a (use1-az4)`, as far as an
    /// inventory says.
    pub zones: BTreeMap<SubnetId, String>,
    /// The group that is made for them, if one is.
    pub security_group: Option<PlannedGroup>,
    /// The group that an earlier plan of the request made, in place of a new one.
    pub standing_group: Option<StandingGroup>,
    /// Everything worth knowing, the gravest first.
    pub notes: Vec<Note>,
    /// What creation would meet in the account, as far as an inventory says.
    pub preflight: Vec<Row>,
    /// Who gets through, as the policies answer when they are asked.
    pub proof: Proof,
    /// What each named role and user needs besides the endpoints, by ARN.
    pub callers: Vec<CallerPolicy>,
    /// Locks for the public door, where the request asks for them.
    pub lockdown: Option<Lockdown>,
    /// What agents in VPC mode need beside these endpoints, where the request asks for it.
    pub workload: Option<Box<Workload>>,
    /// What scanners will say of it.
    pub forecasts: Forecasts,
    /// Zones that give other VPCs the endpoints' names, where the request asks for them.
    pub shared_dns: Option<SharedDns>,
    /// What it costs a month.
    pub cost: Cost,
    /// A hash of the inventory's facts that the planner read; none without an inventory.
    pub fingerprint: Option<String>,
    /// The date of the catalogue that the plan rests on.
    pub facts_date: String,
}

/// One endpoint of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedEndpoint {
    /// Which service.
    pub key: EndpointKey,
    /// The grants that need it: their places in the request, from 0.
    pub grants: Vec<usize>,
    /// A short title for people.
    pub title: String,
    /// The full service name.
    pub service_name: String,
    /// How it is reached.
    pub reached: Reached,
    /// Whether private DNS is on.
    pub private_dns: bool,
    /// The names private DNS would give; a wildcard label for gateways.
    pub private_dns_names: Vec<String>,
    /// One subnet for each zone.
    pub subnets: Vec<SubnetId>,
    /// The groups on its interfaces.
    pub security_groups: Vec<GroupRef>,
    /// The address type of its interfaces.
    pub ip_address_type: IpAddressType,
    /// What the grants ask for; the whole policy of an endpoint that is made.
    pub policy: Policy,
    /// The layout in which the policy is sent: pretty where it fits.
    pub policy_layout: Layout,
    /// Which grants made each statement, and its meaning; as many as the policy has statements.
    pub origins: Vec<Origin>,
    /// What is done to get there.
    pub change: Change,
    /// Its tags, `Name`, `postern:request` and `postern:plan` among them.
    pub tags: BTreeMap<String, String>,
    /// The SDK's and CLI's service that talks to it, where there is one.
    pub sdk_service: Option<String>,
    /// The variable that points that SDK service elsewhere.
    pub endpoint_url_variable: Option<String>,
    /// The constant in aws-cdk-lib, where there is one.
    pub cdk_constant: Option<String>,
}

/// Where a statement comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The grants' places in the request, from 0; empty for a guard or full access.
    pub grants: Vec<usize>,
    /// What the statement lets through, in one line of plain English.
    pub meaning: String,
}

/// A security group on an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupRef {
    /// One that is there.
    Id(SecurityGroupId),
    /// The one that the plan makes.
    New,
}

impl GroupRef {
    /// The id, or `new`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Id(id) => id.as_str(),
            Self::New => "new",
        }
    }
}

/// What is done to get an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is made.
    Create,
    /// An endpoint that is there is changed.
    Modify(Box<Modification>),
    /// It is there already, as planned.
    Leave {
        /// Its id.
        id: EndpointId,
    },
}

impl Change {
    /// The word in the plan document.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Modify(m) if m.is_nothing() => "leave",
            Self::Modify(_) => "modify",
            Self::Leave { .. } => "leave",
        }
    }

    /// Nothing is to be done: what is planned is there.
    pub fn is_nothing(&self) -> bool {
        match self {
            Self::Create => false,
            Self::Modify(modification) => modification.is_nothing(),
            Self::Leave { .. } => true,
        }
    }
}

/// How an endpoint that is there is changed. Subnets and groups become the planned ones; private DNS
/// and the address type change only where `[endpoints.KEY]` itself says them, for others may rely on
/// what is there; everything else stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modification {
    /// The endpoint.
    pub id: EndpointId,
    /// Subnets it lacks.
    pub add_subnets: Vec<SubnetId>,
    /// Subnets it has and should not.
    pub remove_subnets: Vec<SubnetId>,
    /// Groups it lacks.
    pub add_groups: Vec<GroupRef>,
    /// Groups it has and should not.
    pub remove_groups: Vec<SecurityGroupId>,
    /// What becomes of the policy it has.
    pub policy: PolicyChange,
    /// Private DNS from now on, where it changes.
    pub private_dns: Option<bool>,
    /// Its address type from now on, where it changes.
    pub ip_address_type: Option<IpAddressType>,
    /// Tags that it is given. What others tagged keeps its value.
    pub tags: Vec<TagChange>,
}

/// A tag that an endpoint which is there is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagChange {
    /// Its key.
    pub key: String,
    /// Its value from now on.
    pub value: String,
    /// Its value until now; none where the endpoint lacks it. Only an endpoint of the same request
    /// has values changed.
    pub former: Option<String>,
}

/// What becomes of the policy of an endpoint that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicyChange {
    /// The inventory does not say which policy it has.
    Unknown,
    /// The policy that it has cannot be added to, for this reason.
    Unreadable(String),
    /// The statements that the grants ask for are added to it.
    Extended(Extension),
}

/// The group that is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedGroup {
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: String,
    /// Who may reach TCP 443.
    pub allow_from: Vec<AllowFrom>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

/// The group that an earlier plan of the request made: the endpoints name it by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingGroup {
    /// Its id.
    pub id: SecurityGroupId,
    /// Who may reach TCP 443 from now on and could not before.
    pub admit: Vec<AllowFrom>,
    /// Who may reach TCP 443 through it though the request does not name them; they stay.
    pub others: Vec<String>,
}

/// The identity policy that a role or user also needs: an endpoint policy grants nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerPolicy {
    /// The role or user.
    pub arn: String,
    /// Its account.
    pub account: AccountId,
    /// What its grants let it call; the principal of every statement is the caller itself.
    pub statements: Vec<Statement>,
}

impl CallerPolicy {
    /// The policy document, without principals.
    pub fn to_json(&self) -> String {
        policy::identity_json(&self.statements)
    }
}

/// Something worth knowing about a plan.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Note {
    /// The rule's code in the catalogue.
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What it is about: an endpoint's key, `grants[0]`, `placement`, …
    pub subject: String,
    /// What was seen.
    pub detail: String,
    /// What to do.
    pub fix: String,
}

impl Modification {
    /// The policy that is sent, where it changes.
    pub fn new_policy(&self) -> Option<&str> {
        match &self.policy {
            PolicyChange::Extended(extension) if !extension.is_no_change() => Some(&extension.text),
            PolicyChange::Extended(_) | PolicyChange::Unknown | PolicyChange::Unreadable(_) => None,
        }
    }

    /// The endpoint is as planned already.
    pub fn is_nothing(&self) -> bool {
        matches!(&self.policy, PolicyChange::Extended(extension) if extension.is_no_change())
            && self.add_subnets.is_empty()
            && self.remove_subnets.is_empty()
            && self.add_groups.is_empty()
            && self.remove_groups.is_empty()
            && self.private_dns.is_none()
            && self.ip_address_type.is_none()
            && self.tags.is_empty()
    }
}

impl Plan {
    /// The endpoint of a key.
    pub fn endpoint(&self, key: EndpointKey) -> Option<&PlannedEndpoint> {
        self.endpoints.iter().find(|e| e.key == key)
    }

    /// Its usual names resolve to the endpoint, by private DNS or by a zone that is shared.
    pub fn resolves(&self, endpoint: &PlannedEndpoint) -> bool {
        let shared = |dns: &SharedDns| dns.of(endpoint.key).next().is_some();
        endpoint.private_dns || self.shared_dns.as_ref().is_some_and(shared)
    }

    /// Everything stands as planned.
    pub fn is_nothing(&self) -> bool {
        self.endpoints.iter().all(|e| e.change.is_nothing())
            && self
                .standing_group
                .as_ref()
                .is_none_or(|g| g.admit.is_empty())
    }

    /// A note stands in the way.
    pub fn is_blocked(&self) -> bool {
        self.notes.iter().any(|n| n.severity == Severity::Blocked)
    }
}

impl PlannedEndpoint {
    /// Private DNS comes on with the plan; it may be on already without.
    pub fn turns_private_dns_on(&self) -> bool {
        match &self.change {
            Change::Create => self.private_dns,
            Change::Modify(m) => m.private_dns == Some(true),
            Change::Leave { .. } => false,
        }
    }

    /// What is added to the policy of an endpoint that is there.
    pub fn extension(&self) -> Option<&Extension> {
        match &self.change {
            Change::Modify(modification) => match &modification.policy {
                PolicyChange::Extended(extension) => Some(extension),
                PolicyChange::Unknown | PolicyChange::Unreadable(_) => None,
            },
            Change::Create | Change::Leave { .. } => None,
        }
    }

    /// The policy as it is sent: with the statements of others, where the endpoint is there.
    pub fn policy_text(&self) -> String {
        self.policy_as(self.policy_layout)
    }

    /// The same laid out; statements of others stay as they are but for white space.
    pub fn policy_as(&self, layout: Layout) -> String {
        match (self.extension(), layout) {
            (None, layout) => self.policy.to_json(layout),
            (Some(extension), Layout::Pretty) => extension.text.clone(),
            (Some(extension), Layout::Compact) => extension.compact(),
        }
    }

    /// The characters of the policy as it is sent, white space included; AWS takes 20,480.
    pub fn policy_chars(&self) -> usize {
        self.policy_text().chars().count()
    }
}
