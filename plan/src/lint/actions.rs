//! Findings on the actions of a statement.
//!
//! Must not take an action that is newer than the catalogue for a slip where it is a wildcard.

use std::collections::BTreeSet;

use super::{At, Known, Seen, Spot};
use crate::catalog::{Action, Primitive, Scope};
use crate::document::quoted;
use crate::evaluate::Pattern;
use crate::language::Actions;

/// Names that are compared for a likely slip are at most so long.
const LONGEST_NAME: usize = 80;

/// Looks at the actions, and gives back those that the catalogue knows.
pub(super) fn look<'a>(seen: &mut Seen<'a>, at: &At<'_>) -> Vec<Known<'a>> {
    let element = match at.statement.actions {
        Actions::Only(_) => "Action",
        Actions::AllBut(_) => "NotAction",
    };
    let (Actions::Only(all) | Actions::AllBut(all)) = &at.statement.actions;
    let mut known = Vec::new();
    let mut texts = BTreeSet::new();
    let mut names = BTreeSet::new();
    for (item, text) in all.iter().enumerate() {
        // Twice the same says nothing more.
        if !texts.insert(text.to_ascii_lowercase()) {
            continue;
        }
        let found = one(seen, at.place, Spot::Item(element, item), text);
        let exact = !text.contains(['*', '?']);
        if element == "Action" {
            let new = found
                .into_iter()
                .filter(|(_, action)| names.insert((exact, std::ptr::from_ref(*action))));
            known.extend(new.map(|(prefix, action)| Known {
                item,
                action,
                prefix,
                exact,
            }));
        }
    }
    known
}

type Named<'a> = (&'a str, &'a Action);

fn one<'a>(seen: &mut Seen<'a>, place: usize, spot: Spot<'_>, text: &str) -> Vec<Named<'a>> {
    if text == "*" {
        return every(seen).collect();
    }
    let Some((prefix, name)) = text.split_once(':') else {
        seen.find("bad-action", place, spot, format!("`{text}` has no prefix"));
        return Vec::new();
    };
    let ours = |p: &&Primitive| p.prefix.eq_ignore_ascii_case(prefix);
    if !seen.catalog.primitives.iter().any(|p| ours(&p)) {
        foreign(seen, place, spot, text, name);
        return Vec::new();
    }
    let wild = text.contains(['*', '?']);
    let pattern = Pattern::new(&name.to_lowercase());
    let fits = |action: &Action| {
        if wild {
            pattern.fits(&action.name.to_lowercase())
        } else {
            action.name.eq_ignore_ascii_case(name)
        }
    };
    let matching: Vec<Named<'a>> = every(seen)
        .filter(|(p, action)| p.eq_ignore_ascii_case(prefix) && fits(action))
        .collect();
    if matching.is_empty() {
        unknown(seen, place, spot, prefix, name);
        return matching;
    }
    let carried = |key| matching.iter().any(|(_, a)| a.endpoint == Some(key));
    if !carried(seen.endpoint) {
        let other = matching.iter().find_map(|(_, a)| a.endpoint);
        let whose = other.map_or("by no endpoint".to_owned(), |key| {
            format!("by the {key} endpoint")
        });
        let detail = format!(
            "`{text}` is carried {whose}, and this is the policy of {}",
            seen.endpoint
        );
        seen.find("wrong-endpoint", place, spot, detail);
    } else if !wild && matching.iter().all(|(_, a)| !a.in_service_reference) {
        let detail = format!(
            "`{name}` is not in AWS's service reference of {}",
            seen.catalog.facts_date
        );
        seen.find("not-in-service-reference", place, spot, detail);
    }
    matching
}

fn every<'a>(seen: &Seen<'a>) -> impl Iterator<Item = Named<'a>> + use<'a> {
    let primitives = seen.catalog.primitives.iter();
    primitives.flat_map(|p| p.actions.iter().map(|a| (p.prefix.as_str(), a)))
}

/// An action of this name that the endpoint carries, or else of any endpoint.
fn named<'a>(seen: &Seen<'a>, name: &str) -> Option<Named<'a>> {
    let same = || every(seen).filter(|(_, a)| a.name.eq_ignore_ascii_case(name));
    let carried = same().find(|(_, a)| a.endpoint == Some(seen.endpoint));
    carried.or_else(|| same().next())
}

/// A prefix that is none of AgentCore's.
fn foreign(seen: &mut Seen<'_>, place: usize, spot: Spot<'_>, text: &str, name: &str) {
    // Another service may have an action of the same name: only what looks like one of
    // AgentCore's prefixes is a slip.
    let prefix = text.split(':').next().unwrap_or_default().trim();
    let slip = [
        "bedrock",
        "agentcore",
        "agent-core",
        "agentregistry",
        "registry",
    ]
    .iter()
    .any(|word| prefix.to_ascii_lowercase().starts_with(word));
    match named(seen, name).filter(|_| slip) {
        Some((prefix, action)) => {
            let right = format!("{prefix}:{}", action.name);
            seen.find(
                "wrong-prefix",
                place,
                spot,
                format!("`{text}` does not exist; the action is `{right}`"),
            );
            seen.mend("wrong-prefix", place, spot, quoted(&right));
        }
        None => {
            let detail = format!(
                "`{text}` is an action of another service; no AgentCore endpoint carries it"
            );
            seen.find("foreign-action", place, spot, detail);
        }
    }
}

fn unknown(seen: &mut Seen<'_>, place: usize, spot: Spot<'_>, prefix: &str, name: &str) {
    if let Some((other, action)) = named(seen, name) {
        let right = format!("{other}:{}", action.name);
        let detail = format!("`{prefix}:{name}` does not exist; the action is `{right}`");
        seen.find("wrong-prefix", place, spot, detail);
        return seen.mend("wrong-prefix", place, spot, quoted(&right));
    }
    if !seen.may_compare() {
        let detail = format!("`{prefix}:{name}` fits no action of the service");
        return seen.find("unknown-action", place, spot, detail);
    }
    let short: String = name.to_lowercase().chars().take(LONGEST_NAME).collect();
    let mut near: Vec<(usize, &str)> = every(seen)
        .filter(|(p, _)| p.eq_ignore_ascii_case(prefix))
        .map(|(_, a)| {
            (
                strsim::damerau_levenshtein(&short, &a.name.to_lowercase()),
                a.name.as_str(),
            )
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    let sure = match near.as_slice() {
        [(first, name), (second, _), ..] if *first <= 2 && first < second => Some(*name),
        _ => None,
    };
    let wild = name.contains(['*', '?']);
    let hint = match near.first() {
        Some((distance, name)) if *distance <= name.len() / 3 && !wild => {
            format!("; did you mean `{name}`?")
        }
        _ => String::new(),
    };
    let detail = format!("`{prefix}:{name}` fits no action of the service{hint}");
    seen.find("unknown-action", place, spot, detail);
    if let Some(right) = sure.filter(|_| !wild) {
        seen.mend(
            "unknown-action",
            place,
            spot,
            quoted(&format!("{prefix}:{right}")),
        );
    }
}

/// Whether calls of the action can be limited to a resource.
pub(super) fn takes_star_only(action: &Action) -> bool {
    action.scope == Scope::Star
}
