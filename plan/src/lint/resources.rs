//! Findings on the resources of a statement, and on actions that can never meet them.
//!
//! Must not call impossible what a wildcard may still reach.

use std::collections::BTreeSet;

use super::actions::takes_star_only;
use super::split::Split;
use super::{At, Known, Seen, Spot, arns};
use crate::catalog::ResourceType;
use crate::document::quoted;
use crate::policy::{Effect, Scope};

/// Looks at them.
pub(super) fn look(seen: &mut Seen<'_>, at: &At<'_>, known: &[Known<'_>]) {
    let (element, all) = match &at.statement.scope {
        Scope::Resources(all) => ("Resource", all),
        Scope::NotResources(all) => ("NotResource", all),
    };
    for (item, text) in all.iter().enumerate() {
        arns::look(seen, at.place, Spot::Item(element, item), text);
    }
    if element == "Resource" && !all.iter().any(|r| r.bytes().all(|b| b == b'*')) {
        // A slip that is told already is no other fault too.
        let meant: Vec<String> = all.iter().map(|text| arns::meant(text)).collect();
        meets(seen, at, known, &meant);
        if at.statement.effect == Effect::Allow {
            without_endpoint(seen, at, known, &meant);
        }
    }
}

/// Actions that none of the resources can be for, and resources that none of the actions are about.
fn meets(seen: &mut Seen<'_>, at: &At<'_>, known: &[Known<'_>], arns: &[String]) {
    let catalog = seen.catalog;
    // Several primitives may have one action, each with its own types.
    let types = |item: usize| -> Vec<&ResourceType> {
        let same = known.iter().filter(|k| k.item == item);
        same.flat_map(|k| {
            k.action
                .groups()
                .iter()
                .flat_map(|g| &g.any_of)
                .map(|id| (k.prefix, id))
        })
        .filter_map(|(prefix, id)| catalog.resource_type(prefix, id))
        .collect()
    };
    let items: BTreeSet<usize> = known.iter().filter(|k| k.exact).map(|k| k.item).collect();
    let mut scoped = 0;
    let mut star = BTreeSet::new();
    for item in &items {
        let spot = Spot::Item("Action", *item);
        let of_item = || known.iter().filter(|k| k.item == *item);
        let name = of_item().next().map_or("", |k| k.action.name.as_str());
        if of_item().all(|k| takes_star_only(k.action)) {
            let detail =
                format!("`{name}` knows no resource: it matches Resource * alone, and never these");
            seen.find("star-only-scoped", at.place, spot, detail);
            star.extend(
                at.actions()
                    .get(*item)
                    .map(|text| text.to_ascii_lowercase()),
            );
        } else if !types(*item).is_empty() {
            scoped += 1;
            if !types(*item)
                .iter()
                .any(|kind| arns.iter().any(|arn| may_be(arn, kind)))
            {
                let wants: Vec<&str> = types(*item).iter().map(|t| t.id.as_str()).collect();
                let detail = format!(
                    "`{name}` is checked against {}, and no such resource is listed",
                    wants.join(" or ")
                );
                seen.find("resource-type-mismatch", at.place, spot, detail);
            }
        }
    }
    if at.statement.effect == Effect::Allow {
        unscope(seen, at, &star);
    }
    // An unknown action or a wildcard may be about any of them.
    let all_known = !items.is_empty() && at.actions().len() == items.len();
    for (item, arn) in arns.iter().enumerate() {
        let used = items
            .iter()
            .any(|i| types(*i).iter().any(|kind| may_be(arn, kind)));
        if scoped > 0 && all_known && !used && is_ours(seen, arn) {
            let detail = format!("none of the statement's actions is about `{arn}`");
            seen.find(
                "resource-unused",
                at.place,
                Spot::Item("Resource", item),
                detail,
            );
        }
    }
}

/// Actions that know no resource are let through on everything, in a statement of their own where
/// others stand beside them.
fn unscope(seen: &mut Seen<'_>, at: &At<'_>, names: &BTreeSet<String>) {
    let named = |text: &str| names.contains(&text.to_ascii_lowercase());
    let all = at.actions().iter().enumerate();
    let star: BTreeSet<usize> = all
        .filter(|(_, text)| named(text))
        .map(|(i, _)| i)
        .collect();
    if star.is_empty() {
        return;
    }
    if star.len() < at.actions().len() {
        let place = at.place;
        return seen.splits.push(Split { place, star });
    }
    let everything = quoted("*");
    seen.mend(
        "star-only-scoped",
        at.place,
        Spot::Element("Resource"),
        everything,
    );
}

fn is_ours(seen: &Seen<'_>, arn: &str) -> bool {
    let service = arn.split(':').nth(2).unwrap_or_default();
    seen.catalog.primitives.iter().any(|p| p.prefix == service)
}

/// The pattern may stand for a resource of the type.
fn may_be(arn: &str, kind: &ResourceType) -> bool {
    let plain = arns::without_variables(arn);
    let Some(resource) = plain.splitn(6, ':').nth(5) else {
        return true;
    };
    let literal = resource.split(['*', '?', '$']).next().unwrap_or_default();
    let fixed = kind.path.split('{').next().unwrap_or_default();
    if literal.len() == resource.len() {
        // No wildcard: the number of parts must fit too, but where the type has parts of its own.
        let depth = |text: &str| text.matches('/').count();
        return literal.starts_with(fixed) && (kind.parts || depth(literal) == depth(&kind.path));
    }
    literal.starts_with(fixed) || fixed.starts_with(literal)
}

/// A runtime without its endpoints: calls are checked against both.
fn without_endpoint(seen: &mut Seen<'_>, at: &At<'_>, known: &[Known<'_>], arns: &[String]) {
    let both = |k: &&Known<'_>| {
        let types: Vec<&String> = k.action.groups().iter().flat_map(|g| &g.any_of).collect();
        types.iter().any(|t| *t == "runtime") && types.iter().any(|t| *t == "runtime-endpoint")
    };
    if !known.iter().any(|k| both(&k)) {
        return;
    }
    for (item, arn) in arns.iter().enumerate() {
        let Some((_, id)) = arn.split_once(":runtime/") else {
            continue;
        };
        if id.contains(['/', '*', '?', '$']) || arn.splitn(6, ':').count() < 6 {
            continue;
        }
        let wanted = format!("{arn}/runtime-endpoint/");
        let covered = arns.iter().any(|other| {
            other.starts_with(&wanted)
                || other
                    .strip_suffix('*')
                    .is_some_and(|head| wanted.starts_with(head))
        });
        if !covered {
            let spot = Spot::Item("Resource", item);
            let detail = format!(
                "`{arn}` is listed without its endpoints, and calls are checked against both"
            );
            seen.find("runtime-without-endpoint", at.place, spot, detail);
            let both = format!("{}, {}", quoted(arn), quoted(&format!("{wanted}*")));
            let after = if arns.len() == 1 {
                format!("[{both}]")
            } else {
                both
            };
            let lone = super::place::node_at(seen.root, at.place, Spot::Element("Resource")).1;
            let listed = lone.is_some_and(|n| matches!(n.value, crate::document::Value::List(_)));
            let after = if listed {
                after.trim_matches(['[', ']']).to_owned()
            } else {
                after
            };
            seen.mend("runtime-without-endpoint", at.place, spot, after);
        }
    }
}
