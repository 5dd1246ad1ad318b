//! A request in the making, from a policy that exists: the grants that its statements express, and
//! in plain sentences what no grant can say.
//!
//! Must not leave anything out in silence.

mod statement;

use std::collections::BTreeSet;

use crate::arn::Arn;
use crate::catalog::Catalog;
use crate::evaluate::is_account;
use crate::language::{Document, Statement};
use crate::policy::{Effect, Scope};
use crate::request::EndpointKey;

use statement::Expressed;

/// Where a request begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// The fields of the wizard and of a link: `grants.0.primitive`, …
    pub fields: Vec<(String, String)>,
    /// What the grants do not say, in sentences.
    pub left_out: Vec<String>,
}

/// Begins a request with what an endpoint's policy allows.
pub fn request_from(catalog: &Catalog, document: &Document, endpoint: EndpointKey) -> Started {
    let mut left_out = Vec::new();
    let mut grants = Vec::new();
    for (index, statement) in document.statements.iter().enumerate() {
        let name = statement.name(index);
        if statement.effect == Effect::Deny {
            left_out.push(format!("Statement {name} denies: a request only grants."));
            continue;
        }
        match statement::grants(catalog, statement, endpoint) {
            Ok(Expressed {
                grants: more,
                left_out: some,
            }) => {
                grants.extend(more);
                left_out.extend(
                    some.into_iter()
                        .map(|what| format!("Statement {name}: {what}.")),
                );
            }
            Err(why) => left_out.push(format!("Statement {name}: {why}.")),
        }
    }
    let mut fields = place(document);
    let mut seen = BTreeSet::new();
    let all: Vec<Vec<(String, String)>> = grants
        .into_iter()
        .filter(|g| seen.insert(g.clone()))
        .collect();
    for (index, grant) in all.into_iter().enumerate() {
        fields.extend(
            grant
                .into_iter()
                .map(|(key, value)| (format!("grants.{index}.{key}"), value)),
        );
    }
    Started { fields, left_out }
}

/// The Region and account of the first resource that names both.
fn place(document: &Document) -> Vec<(String, String)> {
    let arns = document
        .statements
        .iter()
        .flat_map(|s: &Statement| match &s.scope {
            Scope::Resources(all) | Scope::NotResources(all) => all,
        });
    let found = arns
        .filter_map(|text| text.parse::<Arn>().ok())
        .find(|arn| {
            is_account(&arn.account)
                && !arn.region.is_empty()
                && !arn.region.contains(['*', '?', '$'])
        });
    found.map_or_else(Vec::new, |arn| {
        vec![
            ("region".to_owned(), arn.region),
            ("account".to_owned(), arn.account),
        ]
    })
}

#[cfg(test)]
mod tests;
