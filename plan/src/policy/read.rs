//! IAM's JSON into the types, for the part of the language that Postern writes.
//!
//! Must not read into a policy what is not there: an element it does not know makes the whole
//! document unreadable here.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Effect, Policy, Principal, Scope, Statement};
use crate::request::{Condition, Conditions};

/// The text is no policy of the part of the language that Postern writes.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// Not JSON, or an element that is not known here.
    #[error("the policy cannot be read")]
    Json(#[from] serde_json::Error),
    /// A condition operator that is not known.
    #[error("`{0}` is not a condition operator")]
    Operator(String),
    /// Neither or both of Resource and NotResource.
    #[error("a statement needs Resource or NotResource, and only one of them")]
    Scope,
    /// A principal other than `*` or AWS ARNs.
    #[error("the principal is neither * nor AWS principals")]
    Principal,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Document {
    #[serde(rename = "Version")]
    _version: Option<String>,
    #[serde(rename = "Id")]
    _id: Option<String>,
    statement: OneOrMore<RawStatement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct RawStatement {
    #[serde(default)]
    sid: String,
    effect: RawEffect,
    principal: RawPrincipal,
    action: OneOrMore<String>,
    resource: Option<OneOrMore<String>>,
    not_resource: Option<OneOrMore<String>>,
    #[serde(default)]
    condition: BTreeMap<String, BTreeMap<String, OneOrMore<Scalar>>>,
}

#[derive(Deserialize)]
enum RawEffect {
    Allow,
    Deny,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawPrincipal {
    Word(String),
    Kinds(BTreeMap<String, OneOrMore<String>>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore<T> {
    One(T),
    More(Vec<T>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Scalar {
    Text(String),
    Bool(bool),
    Number(serde_json::Number),
}

impl<T> OneOrMore<T> {
    fn into_vec(self) -> Vec<T> {
        match self {
            Self::One(one) => vec![one],
            Self::More(more) => more,
        }
    }
}

/// Reads one document.
pub(super) fn parse(text: &str) -> Result<Policy, PolicyError> {
    let document: Document = serde_json::from_str(text)?;
    let statements = document
        .statement
        .into_vec()
        .into_iter()
        .map(statement)
        .collect::<Result<_, _>>()?;
    Ok(Policy { statements })
}

fn statement(raw: RawStatement) -> Result<Statement, PolicyError> {
    let scope = match (raw.resource, raw.not_resource) {
        (Some(arns), None) => Scope::Resources(arns.into_vec()),
        (None, Some(arns)) => Scope::NotResources(arns.into_vec()),
        _ => return Err(PolicyError::Scope),
    };
    Ok(Statement {
        sid: raw.sid,
        effect: match raw.effect {
            RawEffect::Allow => Effect::Allow,
            RawEffect::Deny => Effect::Deny,
        },
        principal: principal(raw.principal)?,
        actions: raw.action.into_vec(),
        scope,
        conditions: conditions(raw.condition)?,
    })
}

fn principal(raw: RawPrincipal) -> Result<Principal, PolicyError> {
    match raw {
        RawPrincipal::Word(word) if word == "*" => Ok(Principal::Anyone),
        RawPrincipal::Word(_) => Err(PolicyError::Principal),
        RawPrincipal::Kinds(mut kinds) => {
            let arns = kinds
                .remove("AWS")
                .ok_or(PolicyError::Principal)?
                .into_vec();
            if !kinds.is_empty() {
                return Err(PolicyError::Principal);
            }
            Ok(if arns.iter().any(|a| a == "*") {
                Principal::Anyone
            } else {
                Principal::Aws(arns)
            })
        }
    }
}

fn conditions(
    raw: BTreeMap<String, BTreeMap<String, OneOrMore<Scalar>>>,
) -> Result<Conditions, PolicyError> {
    let mut all = Vec::new();
    for (operator, keys) in raw {
        let parsed = operator
            .parse()
            .map_err(|_| PolicyError::Operator(operator))?;
        for (key, values) in keys {
            let values = values
                .into_vec()
                .into_iter()
                .map(|v| match v {
                    Scalar::Text(t) => t,
                    Scalar::Bool(b) => b.to_string(),
                    Scalar::Number(n) => n.to_string(),
                })
                .collect();
            all.push(Condition {
                operator: parsed,
                key,
                values,
            });
        }
    }
    Ok(Conditions::new(all))
}
