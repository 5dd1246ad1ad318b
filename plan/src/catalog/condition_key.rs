//! Condition keys: what a key holds, for whom it is present, and whether it may be used.
//!
//! Must not judge a policy: notes do.

use serde::{Deserialize, Serialize};

/// A key that any service may carry.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GlobalKey {
    /// The name; `${TagKey}` stands for any tag.
    pub name: String,
    /// The value's type in IAM's words: String, ARN, Bool, Date, IPAddress, ArrayOfString.
    #[serde(rename = "type")]
    pub kind: String,
    /// What a bearer or anonymous caller carries.
    pub bearer: BearerValue,
    /// The key tells about the signed principal.
    #[serde(default)]
    pub principal: bool,
    /// Its values may hold wildcards.
    #[serde(default = "yes")]
    pub wildcards: bool,
    /// Whether to use it in an endpoint policy.
    #[serde(rename = "use", default)]
    pub usable: KeyUse,
}

/// What a caller without a signature carries for a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BearerValue {
    /// The key is absent.
    Absent,
    /// The key's value is the word `anonymous`.
    Anonymous,
    /// The key is there as for anyone.
    Present,
}

/// Whether a key belongs into an endpoint policy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyUse {
    /// Yes.
    #[default]
    Fine,
    /// It never has a value on traffic through an endpoint.
    AbsentThroughEndpoints,
    /// AgentCore is not on the list of services that support it.
    Unsupported,
    /// It has the same value for every call through one endpoint.
    ConstantHere,
    /// AgentCore's documentation does not say that it is filled.
    Unconfirmed,
}

/// A key of the service itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceKey {
    /// The name; `${TagKey}` stands for any tag.
    pub name: String,
    /// The value's type in IAM's words.
    #[serde(rename = "type")]
    pub kind: String,
}

/// Whether `name` is the catalogue's `known` key: case does not count in key names, and a
/// `${TagKey}` at the end stands for any tag.
pub(crate) fn same_key(known: &str, name: &str) -> bool {
    match known.strip_suffix("${TagKey}") {
        Some(prefix) => name
            .get(..prefix.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(prefix) && name.len() > prefix.len()),
        None => known.eq_ignore_ascii_case(name),
    }
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::same_key;

    #[test]
    fn keys_are_compared_without_case_and_tags_by_prefix() {
        assert!(same_key("aws:PrincipalOrgID", "AWS:principalorgid"));
        assert!(same_key(
            "aws:PrincipalTag/${TagKey}",
            "aws:PrincipalTag/team"
        ));
        assert!(!same_key("aws:PrincipalTag/${TagKey}", "aws:PrincipalTag/"));
        assert!(!same_key("aws:PrincipalArn", "aws:PrincipalArn2"));
    }
}
