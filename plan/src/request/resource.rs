//! What a grant is about: `*`, an id, `type/id`, or a full ARN.
//!
//! Must not decide what an action is granted on: the planner asks a target which ARN it gives for
//! a resource type.

mod path;
mod read;

use self::path::{ancestor_path, child_path, id_in_path};
use self::read::{error, from_arn, from_id};
use crate::arn::Arn;
use crate::catalog::{Catalog, Primitive, ResourceType};
use crate::id::{AccountId, Region};

/// One entry of a grant's resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resource {
    /// Every resource of the types concerned, in the request's account and Region.
    All,
    /// One resource, or a pattern.
    One(Target),
}

/// A resource by its ARN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// As it was typed.
    pub typed: String,
    /// The ARN, or a pattern.
    pub arn: Arn,
    /// The resource type; `None` for a pattern over all types.
    pub kind: Option<String>,
    /// The id alone, for checks of its shape; empty for a pattern over all types.
    pub id: String,
}

/// Why a text names no resource of the primitive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ResourceError {
    pub(super) message: String,
    pub(super) help: String,
}

/// Where a resource is read: a primitive, in an account and Region.
pub(super) struct Place<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) primitive: &'a Primitive,
    pub(super) region: &'a Region,
    pub(super) account: &'a AccountId,
}

/// The primitive that an ARN names a resource of, by its service and the shape of its path. A type
/// that a bare id of a primitive means is that primitive's before it is any other's.
pub fn primitive_named<'c>(catalog: &'c Catalog, arn: &Arn) -> Option<&'c Primitive> {
    let names = |primitive: &Primitive, id: &String| {
        catalog
            .resource_type(&primitive.prefix, id)
            .is_some_and(|kind| {
                kind.service == arn.service && id_in_path(kind, &arn.resource).is_some()
            })
    };
    let all = || catalog.primitives.iter();
    all()
        .find(|p| p.bare.iter().chain(&p.bare_aws).any(|id| names(p, id)))
        .or_else(|| all().find(|p| p.resource_types.iter().any(|id| names(p, id))))
}

impl Resource {
    /// Reads one entry.
    pub(super) fn parse(text: &str, place: &Place<'_>) -> Result<Self, ResourceError> {
        if text == "*" {
            return Ok(Self::All);
        }
        let unfit = |c: char| c.is_control() || c.is_whitespace() || matches!(c, ',' | '"');
        if text.is_empty() || text.chars().any(unfit) {
            return Err(error(
                "a resource holds no white space, commas or double quotes",
                "use an id, `type/id`, a full ARN or *",
            ));
        }
        if place.primitive.resource_types.is_empty() {
            return Err(error(
                "calls of this primitive cannot be limited to a resource",
                "use *",
            ));
        }
        let target = if text.starts_with("arn:") {
            from_arn(text, place)?
        } else {
            from_id(text, place)?
        };
        Ok(Self::One(target))
    }
}

impl Target {
    /// The ARNs this target gives for a resource type, none when it has nothing to do with it.
    pub fn arns_for(&self, kind: &ResourceType) -> Vec<String> {
        let whole = self.arn.to_string();
        let Some(own) = &self.kind else {
            return vec![whole];
        };
        if *own == kind.id {
            let mut arns = vec![whole];
            if kind.parts && !self.arn.resource.ends_with('*') {
                arns.push(format!("{}/*", self.arn));
            }
            if kind.also_aws_owned && self.arn.account != "aws" {
                arns.push(
                    Arn {
                        account: "aws".to_owned(),
                        ..self.arn.clone()
                    }
                    .to_string(),
                );
            }
            return arns;
        }
        if kind.parent.as_deref() == Some(own) {
            return vec![match child_path(&kind.path, &self.arn.resource) {
                // A trailing `*` crosses slashes, so it covers the children too.
                Some(path) if !self.arn.resource.ends_with('*') => Arn {
                    resource: path,
                    ..self.arn.clone()
                }
                .to_string(),
                _ => whole,
            }];
        }
        ancestor_path(&kind.path, &self.arn.resource)
            .map(|resource| {
                vec![
                    Arn {
                        resource,
                        ..self.arn.clone()
                    }
                    .to_string(),
                ]
            })
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(primitive: &str, text: &str) -> Result<Resource, ResourceError> {
        let catalog = Catalog::load().unwrap();
        let place = Place {
            catalog: &catalog,
            primitive: catalog.primitive(primitive).unwrap(),
            region: &"us-east-1".parse().unwrap(),
            account: &"111122223333".parse().unwrap(),
        };
        Resource::parse(text, &place)
    }

    fn arns(primitive: &str, text: &str, kind: &str) -> Vec<String> {
        let catalog = Catalog::load().unwrap();
        let prefix = catalog.primitive(primitive).unwrap().prefix.clone();
        let Resource::One(target) = parse(primitive, text).unwrap() else {
            panic!("one")
        };
        target
            .arns_for(catalog.resource_type(&prefix, kind).unwrap())
            .into_iter()
            .map(|a| a.replace("arn:aws:bedrock-agentcore:us-east-1:", ""))
            .collect()
    }

    #[test]
    fn an_id_gives_the_arns_of_its_type_its_children_and_its_container() {
        for (primitive, text, kind, expect) in [
            (
                "runtime",
                "a-AbCdEf1234",
                "runtime",
                "111122223333:runtime/a-AbCdEf1234",
            ),
            (
                "runtime",
                "a-AbCdEf1234",
                "runtime-endpoint",
                "111122223333:runtime/a-AbCdEf1234/runtime-endpoint/*",
            ),
            (
                "runtime",
                "a-AbCdEf1234/runtime-endpoint/prod",
                "runtime-endpoint",
                "111122223333:runtime/a-AbCdEf1234/runtime-endpoint/prod",
            ),
            (
                "runtime",
                "runtime/a-AbCdEf1234/runtime-endpoint/prod",
                "runtime",
                "111122223333:runtime/a-AbCdEf1234",
            ),
            (
                "runtime",
                "supp*",
                "runtime-endpoint",
                "111122223333:runtime/supp*",
            ),
            (
                "runtime",
                "capacity-provider/c",
                "capacity-provider",
                "111122223333:capacity-provider/c",
            ),
            (
                "browser",
                "aws.browser.v1",
                "browser",
                "aws:browser/aws.browser.v1",
            ),
            (
                "browser",
                "mine-AbCdEf1234",
                "browser-custom",
                "111122223333:browser-custom/mine-AbCdEf1234",
            ),
            (
                "identity",
                "my-agent",
                "workload-identity",
                "111122223333:workload-identity-directory/default/workload-identity/my-agent",
            ),
            (
                "identity",
                "my-agent",
                "workload-identity-directory",
                "111122223333:workload-identity-directory/default",
            ),
            (
                "identity",
                "oauth2credentialprovider/github",
                "token-vault",
                "111122223333:token-vault/default",
            ),
            (
                "identity",
                "token-vault/other/apikeycredentialprovider/k",
                "token-vault",
                "111122223333:token-vault/other",
            ),
            (
                "evaluations",
                "Builtin.Helpfulness",
                "evaluator",
                "arn:aws:bedrock-agentcore:::evaluator/Builtin.Helpfulness",
            ),
            (
                "runtime",
                "arn:aws:bedrock-agentcore:us-east-1:999999999999:runtime/*",
                "runtime-endpoint",
                "999999999999:runtime/*",
            ),
            (
                "policy",
                "e-AbCdEf1234",
                "policy-generation",
                "111122223333:policy-engine/e-AbCdEf1234/policy-generation/*",
            ),
        ] {
            assert_eq!(
                arns(primitive, text, kind),
                [expect],
                "{primitive} {text} {kind}"
            );
        }
        assert_eq!(
            arns("payments", "pm-1", "payment-manager"),
            [
                "111122223333:payment-manager/pm-1",
                "111122223333:payment-manager/pm-1/*"
            ]
        );
        assert!(arns("runtime", "a-AbCdEf1234", "capacity-provider").is_empty());
        assert_eq!(arns("web_search", "web-search.v1", "web-search").len(), 2);
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_a_fix() {
        for (primitive, text, help) in [
            ("runtime", "runtme/a", "runtime"),
            ("runtime", "runtime-endpoint/prod", "known here"),
            (
                "runtime",
                "arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/a",
                "one request is one Region",
            ),
            (
                "runtime",
                "arn:aws-us-gov:bedrock-agentcore:us-east-1:111122223333:runtime/a",
                "arn:aws:",
            ),
            (
                "runtime",
                "arn:aws:bedrock:us-east-1:111122223333:runtime/a",
                "bedrock-agentcore",
            ),
            (
                "runtime",
                "arn:aws:bedrock-agentcore:us-east-1:11112222*:runtime/a",
                "wildcards",
            ),
            (
                "browser",
                "arn:aws:bedrock-agentcore:us-east-1:111122223333:browser/mine",
                "browser-custom/ID",
            ),
            ("evaluations", "x", "evaluator/ID"),
            ("insights", "x", "use *"),
            ("memory", "a b", "full ARN"),
        ] {
            let error = parse(primitive, text).unwrap_err();
            assert!(error.help.contains(help), "{text}: {error:?}");
        }
    }

    #[test]
    fn an_arn_names_its_primitive() {
        let catalog = Catalog::load().unwrap();
        for (arn, primitive) in [
            (
                "bedrock-agentcore:us-east-1:111122223333:runtime/a-AbCdEf1234",
                "runtime",
            ),
            (
                "bedrock-agentcore:us-east-1:111122223333:runtime/a/runtime-endpoint/DEFAULT",
                "runtime",
            ),
            (
                "bedrock-agentcore:us-east-1:111122223333:gateway/g-0123456789",
                "gateway",
            ),
            (
                "bedrock-agentcore:us-east-1:111122223333:memory/m-AbCdEf1234",
                "memory",
            ),
            (
                "bedrock-agentcore:us-east-1:aws:browser/aws.browser.v1",
                "browser",
            ),
            (
                "agent-registry:us-east-1:111122223333:registry/r",
                "agent_registry",
            ),
        ] {
            let arn: Arn = format!("arn:aws:{arn}").parse().unwrap();
            let named = primitive_named(&catalog, &arn).map(|p| p.id.as_str());
            assert_eq!(named, Some(primitive), "{arn}");
        }
        let other: Arn = "arn:aws:s3:::bucket/key".parse().unwrap();
        assert!(primitive_named(&catalog, &other).is_none());
    }
}
