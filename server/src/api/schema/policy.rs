//! An endpoint policy, in the part of IAM's language that Postern writes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One text, or several
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum OneOrMore {
    /// One
    One(String),
    /// Several
    More(Vec<String>),
}

/// An endpoint policy
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PolicyDocument {
    /// The policy language's version
    #[serde(rename = "Version")]
    #[schema(example = "2012-10-17")]
    pub version: String,
    /// The statements
    #[serde(rename = "Statement")]
    pub statements: Vec<PolicyStatement>,
}

/// One statement
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "PascalCase")]
pub struct PolicyStatement {
    /// Its name
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// `Allow` or `Deny`
    pub effect: String,
    /// For whom
    pub principal: PolicyPrincipal,
    /// Which actions
    pub action: OneOrMore,
    /// On what
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<OneOrMore>,
    /// On everything but this
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_resource: Option<OneOrMore>,
    /// Under which conditions: operators, keys and values
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<BTreeMap<String, BTreeMap<String, OneOrMore>>>,
}

/// For whom a statement is
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum PolicyPrincipal {
    /// `*`: anyone, signed or not
    Anyone(String),
    /// These principals
    Aws {
        /// Their ARNs
        #[serde(rename = "AWS")]
        arns: OneOrMore,
    },
}
