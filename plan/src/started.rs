//! A request in the making, from a policy that exists: the grants that its statements express, and
//! in plain sentences what no grant can say.
//!
//! Must not leave anything out in silence.

mod discovery;
mod resources;
mod statement;

use std::collections::BTreeSet;

use crate::arn::Arn;
use crate::catalog::Catalog;
use crate::evaluate::is_account;
use crate::language::{Document, Who, account_named};
use crate::policy::{Effect, Scope};
use crate::request::EndpointKey;

use statement::{Expressed, Tally};

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
    let mut guards = Vec::new();
    let whole = Tally::of_all(catalog, document, endpoint);
    for (index, statement) in document.statements.iter().enumerate() {
        let name = statement.name(index);
        if discovery::is_denied_elsewhere(catalog, statement) {
            guards = vec![(
                "guards.deny_foreign_discovery".to_owned(),
                "true".to_owned(),
            )];
            continue;
        }
        if statement.effect == Effect::Deny {
            left_out.push(format!("Statement {name} denies: a request only grants."));
            continue;
        }
        match statement::grants(catalog, statement, endpoint, &whole) {
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
    let mut fields = place(catalog, document);
    if fields.is_empty() {
        let what = "The policy names no Region and account together: say which they are.";
        left_out.push(what.to_owned());
    }
    fields.extend(guards);
    discovery::leave_to_others(catalog, &mut grants);
    left_out.extend(discovery::added(catalog, document, &grants));
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

/// The Region and account of a resource that names both: of what is looked up by anyone, since that
/// is one's own; else of an account whose principals are named; else of the first.
fn place(catalog: &Catalog, document: &Document) -> Vec<(String, String)> {
    let mut callers = BTreeSet::new();
    for statement in &document.statements {
        if let Who::Principal(p) = &statement.who {
            let accounts = p.aws.iter().filter_map(|text| match text.parse::<Arn>() {
                Ok(arn) => Some(arn.account),
                Err(_) => account_named(text).map(str::to_owned),
            });
            callers.extend(accounts);
        }
    }
    let mut best: Option<(u8, Arn)> = None;
    for statement in &document.statements {
        let looked_up = discovery::is_alone(catalog, statement);
        let (Scope::Resources(all) | Scope::NotResources(all)) = &statement.scope;
        for arn in all.iter().filter_map(|text| text.parse::<Arn>().ok()) {
            let region = !arn.region.is_empty() && !arn.region.contains(['*', '?', '$']);
            let weight = match (looked_up, callers.contains(&arn.account)) {
                (true, _) => 2,
                (_, true) => 1,
                _ => 0,
            };
            let better = best.as_ref().is_none_or(|(most, _)| weight > *most);
            if region && is_account(&arn.account) && better {
                best = Some((weight, arn));
            }
        }
    }
    best.map_or_else(Vec::new, |(_, arn)| {
        vec![
            ("region".to_owned(), arn.region),
            ("account".to_owned(), arn.account),
        ]
    })
}

#[cfg(test)]
mod tests;
