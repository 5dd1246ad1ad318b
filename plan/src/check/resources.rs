//! Notes on the resources that a grant lists, and on what it reaches beyond them.
//!
//! Must not change what is granted.

use std::collections::{BTreeMap, BTreeSet};

use super::{Seen, at, some};
use crate::catalog::{ResourceType, Severity};
use crate::plan::Note;
use crate::planner::reach::{ActionReach, GrantReach};
use crate::request::{Resource, Target};

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    for reach in seen.restricted() {
        notes.extend(widened(seen, reach));
        notes.extend(unnamed(reach));
        notes.extend(unused(seen, reach));
        notes.extend(accounts(seen, reach));
    }
    for reach in seen.reaches {
        notes.extend(shapes(seen, reach));
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
        "{} cannot be made without resources that the list does not name, so these are granted for the whole account: {}",
        some(actions.iter().map(|a| a.action.name.as_str())),
        some(types)
    );
    let fix = "name them as type/id to narrow that".to_owned();
    Some(seen.note("widened", &at(reach), detail, fix))
}

fn unnamed(reach: &GrantReach<'_>) -> Option<Note> {
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
        "the list names nothing that {} could be made on, so that is granted on every {} of this account",
        some(actions.iter().map(|a| a.action.name.as_str())),
        some(types)
    );
    let fix = "name the resources as type/id, or leave these actions out".to_owned();
    Some(Seen::note_as(
        Severity::Warning,
        "widened",
        &at(reach),
        detail,
        fix,
    ))
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
        let detail = format!(
            "no action of this grant is about {}, so it appears in no statement",
            some(idle)
        );
        let fix =
            "take it off the list, or grant it together with actions that are about it".to_owned();
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
        let detail = format!(
            "resources of every account are covered by {}, so data can leave to one that is not yours",
            some(any)
        );
        let fix = "write the account's twelve digits".to_owned();
        notes.push(seen.note("account-wildcard-arn", &at(reach), detail, fix));
    }
    let foreign = pick(|account, own| {
        account != own && account.len() == own.len() && account.bytes().all(|b| b.is_ascii_digit())
    });
    if !foreign.is_empty() {
        let detail = format!(
            "resources of another account than {own}, which must allow the callers as well: {}",
            some(foreign)
        );
        let fix = "check that the account is the one you mean".to_owned();
        notes.push(seen.note("foreign-account", &at(reach), detail, fix));
    }
    notes
}

/// Ids, and ids of the resources they stand below, that are not of the form the models give.
fn shapes(seen: &Seen<'_>, reach: &GrantReach<'_>) -> Vec<Note> {
    let mut ids: BTreeMap<&str, (&ResourceType, BTreeSet<&str>)> = BTreeMap::new();
    for target in targets(reach) {
        for (kind, id) in named(seen, reach, target) {
            ids.entry(&kind.id)
                .or_insert_with(|| (kind, BTreeSet::new()))
                .1
                .insert(id);
        }
    }
    ids.into_values()
        .filter_map(|(kind, ids)| {
            let pattern = kind.id_pattern.as_ref()?;
            let shape = kind.id_shape()?;
            let odd: Vec<&str> = ids
                .into_iter()
                .filter(|id| !id.contains(['*', '?']) && !shape.is_match(id))
                .collect();
            let detail = format!(
                "this does not look like the id of a {} ({pattern}), and a mistyped id lets no call through: {}",
                kind.id,
                some(odd.iter().copied())
            );
            let fix = "compare it with the id that AgentCore shows; a name is not an id".to_owned();
            (!odd.is_empty()).then(|| seen.note("id-shape", &at(reach), detail, fix))
        })
        .collect()
}

/// The types and ids that a target names: its own, and that of the resource it stands below.
fn named<'s>(
    seen: &'s Seen<'_>,
    reach: &GrantReach<'_>,
    target: &'s Target,
) -> Vec<(&'s ResourceType, &'s str)> {
    let type_of = |id: &str| seen.catalog.resource_type(&reach.primitive.prefix, id);
    let Some(kind) = target.kind.as_deref().and_then(type_of) else {
        return Vec::new();
    };
    let built_in = kind.built_in_arn(&seen.request.region, &target.id);
    if built_in.is_some_and(|arn| arn == target.arn.to_string()) {
        return Vec::new();
    }
    let own = (kind, target.id.split('/').next().unwrap_or(&target.id));
    let place = kind.path.split('/').position(|hole| hole == "{parent}");
    let parent = kind.parent.as_deref().and_then(type_of);
    let parent_id = place.and_then(|i| target.arn.resource.split('/').nth(i));
    std::iter::once(own).chain(parent.zip(parent_id)).collect()
}
