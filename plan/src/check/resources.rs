//! Notes on the resources that a grant lists, and on what it reaches beyond them.
//!
//! Must not change what is granted.

use std::collections::BTreeSet;

use regex_lite::Regex;

use super::{Seen, at, some};
use crate::catalog::{ResourceType, Severity};
use crate::plan::Note;
use crate::planner::reach::{ActionReach, GrantReach};
use crate::request::{Resource, Target};

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    for reach in seen.restricted() {
        notes.extend(widened(seen, reach));
        notes.extend(unnamed(seen, reach));
        notes.extend(unused(seen, reach));
        notes.extend(accounts(seen, reach));
    }
    for reach in seen.reaches {
        notes.extend(targets(reach).filter_map(|target| shape(seen, reach, target)));
    }
    notes
}

fn targets<'r>(reach: &'r GrantReach<'_>) -> impl Iterator<Item = &'r Target> {
    reach.grant.resources.iter().filter_map(|r| match r {
        Resource::One(target) => Some(target),
        Resource::All => None,
    })
}

fn widened(seen: &Seen<'_>, reach: &GrantReach<'_>) -> Option<Note> {
    let actions: Vec<&ActionReach<'_>> = reach
        .actions
        .iter()
        .filter(|a| !a.unnamed && !a.widened.is_empty())
        .collect();
    let types: BTreeSet<&str> = actions
        .iter()
        .flat_map(|a| &a.widened)
        .map(String::as_str)
        .collect();
    if types.is_empty() {
        return None;
    }
    let detail = format!(
        "{} are also checked against {}, which the list does not name: granted for this account",
        some(actions.iter().map(|a| a.action.name.as_str())),
        some(types)
    );
    let fix = "name them as type/id to narrow it".to_owned();
    Some(seen.note("widened", &at(reach), detail, fix))
}

fn unnamed(seen: &Seen<'_>, reach: &GrantReach<'_>) -> Option<Note> {
    let actions: Vec<&ActionReach<'_>> = reach
        .actions
        .iter()
        .filter(|a| a.unnamed && !a.widened.is_empty())
        .collect();
    let types: BTreeSet<&str> = actions
        .iter()
        .flat_map(|a| &a.widened)
        .map(String::as_str)
        .collect();
    if types.is_empty() {
        return None;
    }
    let detail = format!(
        "the list names nothing that {} are checked against: granted on every {} of this account",
        some(actions.iter().map(|a| a.action.name.as_str())),
        some(types)
    );
    let fix = "name the resources as type/id, or leave these actions out".to_owned();
    Some(seen.note_as(Severity::Warning, "widened", &at(reach), detail, fix))
}

/// Resources of a type that no action takes, where some action takes any.
fn unused(seen: &Seen<'_>, reach: &GrantReach<'_>) -> Option<Note> {
    let prefix = &reach.primitive.prefix;
    let kinds: BTreeSet<&str> = reach
        .actions
        .iter()
        .flat_map(|a| a.action.groups())
        .flat_map(|g| &g.any_of)
        .map(String::as_str)
        .collect();
    if kinds.is_empty() {
        return None;
    }
    let types: Vec<&ResourceType> = kinds
        .into_iter()
        .filter_map(|k| seen.catalog.resource_type(prefix, k))
        .collect();
    let idle: Vec<&str> = targets(reach)
        .filter(|t| types.iter().all(|k| t.arns_for(k).is_empty()))
        .map(|t| t.typed.as_str())
        .collect();
    (!idle.is_empty()).then(|| {
        let detail = format!("no action of this grant is checked against {}", some(idle));
        let fix = "remove it, or grant it where its actions are".to_owned();
        seen.note("resource-unused", &at(reach), detail, fix)
    })
}

fn accounts(seen: &Seen<'_>, reach: &GrantReach<'_>) -> Vec<Note> {
    let own = seen.request.account.as_str();
    let pick = |wanted: fn(&str, &str) -> bool| -> Vec<&str> {
        targets(reach)
            .filter(|t| wanted(&t.arn.account, own))
            .map(|t| t.typed.as_str())
            .collect()
    };
    let mut notes = Vec::new();
    let any = pick(|account, _| account == "*");
    if !any.is_empty() {
        let detail = format!("{} covers resources of every account", some(any));
        let fix = "write the account, or data can leave to one that is not yours".to_owned();
        notes.push(seen.note("account-wildcard-arn", &at(reach), detail, fix));
    }
    let foreign = pick(|account, own| {
        account != own && account.len() == own.len() && account.bytes().all(|b| b.is_ascii_digit())
    });
    if !foreign.is_empty() {
        let detail = format!("{} is of another account than {own}", some(foreign));
        let fix = "check that it is the one you mean; it must allow the callers as well".to_owned();
        notes.push(seen.note("foreign-account", &at(reach), detail, fix));
    }
    notes
}

/// The id, or the id of the resource it stands below, is not of the form that the models give.
fn shape(seen: &Seen<'_>, reach: &GrantReach<'_>, target: &Target) -> Option<Note> {
    let kind = seen
        .catalog
        .resource_type(&reach.primitive.prefix, target.kind.as_deref()?)?;
    if kind
        .built_in_arn(&seen.request.region, &target.id)
        .is_some_and(|arn| arn == target.arn.to_string())
    {
        return None;
    }
    let parent = kind
        .parent
        .as_deref()
        .and_then(|p| seen.catalog.resource_type(&reach.primitive.prefix, p));
    let place = kind.path.split('/').position(|hole| hole == "{parent}");
    let parent_id = place.and_then(|i| target.arn.resource.split('/').nth(i));
    let odd = [(Some(kind), Some(target.id.as_str())), (parent, parent_id)]
        .into_iter()
        .find_map(|(kind, id)| odd(kind?, id?))?;
    let fix = "compare it with the id that AgentCore shows; a name is not an id".to_owned();
    Some(seen.note(
        "id-shape",
        &at(reach),
        format!("{}: {odd}", target.typed),
        fix,
    ))
}

fn odd(kind: &ResourceType, id: &str) -> Option<String> {
    let id = id.split('/').next().unwrap_or(id);
    let pattern = kind.id_pattern.as_ref()?;
    if id.contains(['*', '?']) {
        return None;
    }
    let fits = Regex::new(&format!("^(?:{pattern})$")).map_or(true, |r| r.is_match(id));
    (!fits).then(|| {
        format!(
            "`{id}` does not look like the id of a {}, which is of the form {pattern}",
            kind.id
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn every_pattern_is_understood_and_takes_the_catalogues_examples() {
        for kind in Catalog::load().unwrap().resource_types {
            let Some(pattern) = &kind.id_pattern else {
                continue;
            };
            assert!(Regex::new(pattern).is_ok(), "{}", kind.id);
            if let Some(example) = &kind.example {
                assert_eq!(
                    odd(&kind, example.rsplit('/').next().unwrap()),
                    None,
                    "{example}"
                );
            }
            assert!(odd(&kind, "!").is_some(), "{}", kind.id);
            assert_eq!(odd(&kind, "a*"), None, "{}", kind.id);
        }
    }
}
