//! An action of a primitive, and which resources it is checked against.
//!
//! Must not decide what is granted: that is the planner's.

use serde::{Deserialize, Serialize};

use crate::request::EndpointKey;

/// One IAM action as one primitive sees it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// The name without its prefix.
    pub name: String,
    /// The endpoint that carries the call; none for what AWS services call among themselves.
    pub endpoint: Option<EndpointKey>,
    /// The access level in the Service Authorization Reference.
    pub level: Level,
    /// Whether a resource can be named at all; by default it can.
    #[serde(default)]
    pub scope: Scope,
    /// The resource groups the call is checked against.
    #[serde(default)]
    groups: Vec<Group>,
    /// The call may carry a bearer token.
    #[serde(default)]
    pub bearer: bool,
    /// The call carries no identity at all.
    #[serde(default)]
    pub unauthenticated: bool,
    /// The action is in the Service Authorization Reference of the catalogue's date.
    #[serde(default = "yes")]
    pub in_service_reference: bool,
    /// A client can make this call; otherwise it is a permission only, or internal.
    #[serde(default = "yes")]
    pub client_callable: bool,
    /// Condition keys that the call carries besides the global ones.
    #[serde(default)]
    pub condition_keys: Vec<String>,
    /// What makes it worth a warning.
    #[serde(default)]
    pub risk: Option<String>,
    /// Why another primitive's action stands here.
    #[serde(default)]
    pub borrowed: Option<String>,
    /// Other AgentCore actions that the call is also checked for.
    #[serde(default)]
    pub needs: Vec<String>,
}

impl Action {
    /// The resource groups; empty when no resource can be named.
    pub fn groups(&self) -> &[Group] {
        match self.scope {
            Scope::Resources => &self.groups,
            Scope::Star | Scope::Unknown => &[],
        }
    }

    /// The call carries this condition key besides the global ones.
    pub fn carries(&self, key: &str) -> bool {
        self.condition_keys
            .iter()
            .any(|known| super::condition_key::same_key(known, key))
    }
}

/// Whether an action can be limited to resources.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// To the resources of its groups.
    #[default]
    Resources,
    /// No resource type is defined: only `*` matches.
    Star,
    /// The sources do not say which types it takes.
    Unknown,
}

/// Resource types of which one is checked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Any of these types satisfies the group.
    pub any_of: Vec<String>,
    /// The group is always checked.
    #[serde(default = "yes")]
    pub required: bool,
}

/// An access level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Reads.
    Read,
    /// Lists.
    List,
    /// Writes.
    Write,
    /// Permissions management.
    Permissions,
    /// Tagging.
    Tagging,
}

fn yes() -> bool {
    true
}
