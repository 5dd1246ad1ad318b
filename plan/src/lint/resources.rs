//! Findings on the resources of a statement, and on actions that can never meet them.
//!
//! Must not call impossible what a wildcard may still reach.

use std::collections::BTreeSet;

use super::actions::takes_star_only;
use super::correct::quoted;
use super::{At, Known, Seen, Spot};
use crate::catalog::ResourceType;
use crate::evaluate::is_account;
use crate::policy::{Effect, Scope};

/// Looks at them.
pub(super) fn look(seen: &mut Seen<'_>, at: &At<'_>, known: &[Known<'_>]) {
    let (element, all) = match &at.statement.scope {
        Scope::Resources(all) => ("Resource", all),
        Scope::NotResources(all) => ("NotResource", all),
    };
    for (item, text) in all.iter().enumerate() {
        arn(seen, at.place, Spot::Item(element, item), text);
    }
    if element == "Resource" && !all.iter().any(|r| r.bytes().all(|b| b == b'*')) {
        meets(seen, at, known, all);
        if at.statement.effect == Effect::Allow {
            without_endpoint(seen, at, known, all);
        }
    }
}

fn arn(seen: &mut Seen<'_>, place: usize, spot: Spot<'_>, text: &str) {
    if !text.is_empty() && text.bytes().all(|b| b == b'*') {
        return;
    }
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let bad = |seen: &mut Seen<'_>, why: &str| {
        seen.find("bad-arn", place, spot, format!("`{text}` {why}"));
    };
    let [head, partition, service, region, account, resource] = parts.as_slice() else {
        if !text.starts_with("arn:") || !text.ends_with('*') {
            bad(seen, "is no ARN: it needs six parts between colons");
        }
        return;
    };
    let wild = |part: &str| part.contains(['*', '?']);
    if *head != "arn" {
        return bad(seen, "does not begin with arn:");
    }
    if partition.is_empty() {
        bad(seen, "has no partition");
        seen.mend(
            "bad-arn",
            place,
            spot,
            quoted(&text.replacen("arn::", "arn:aws:", 1)),
        );
        return;
    }
    let known = seen.catalog.partitions.iter().any(|p| p.id == *partition);
    if !known && !wild(partition) {
        return bad(seen, "is of a partition that has no AgentCore");
    }
    let ours = seen.catalog.primitives.iter().any(|p| p.prefix == *service);
    if !ours && !wild(service) {
        let detail =
            format!("`{text}` is of another service, and no call of this endpoint is about it");
        return seen.find("foreign-resource", place, spot, detail);
    }
    let built_in = region.is_empty() && account.is_empty() && resource.starts_with("evaluator/");
    if !is_account(account)
        && *account != "aws"
        && !wild(account)
        && !account.contains("${")
        && !built_in
    {
        return bad(
            seen,
            "has an account that is neither twelve digits nor aws nor a wildcard",
        );
    }
    if *account == "*" && !resource.contains("aws.") {
        seen.find(
            "account-wildcard-arn",
            place,
            spot,
            format!("`{text}` reaches into every account"),
        );
    }
    for kind in ["browser", "code-interpreter"] {
        if let Some(id) = resource.strip_prefix(&format!("{kind}/"))
            && is_account(account)
        {
            let right = format!(
                "{}:{kind}-custom/{id}",
                parts.iter().take(5).copied().collect::<Vec<_>>().join(":")
            );
            let detail = format!(
                "`{text}`: a {kind} of your own is {kind}-custom/{id}; {kind}/ is AWS's, under account aws"
            );
            seen.find("own-tool-type", place, spot, detail);
            seen.mend("own-tool-type", place, spot, quoted(&right));
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
    for item in &items {
        let spot = Spot::Item("Action", *item);
        let of_item = || known.iter().filter(|k| k.item == *item);
        let name = of_item().next().map_or("", |k| k.action.name.as_str());
        if of_item().all(|k| takes_star_only(k.action)) {
            let detail =
                format!("`{name}` knows no resource: it matches Resource * alone, and never these");
            seen.find("star-only-scoped", at.place, spot, detail);
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
    // An unknown action or a wildcard may be about any of them.
    let all_known = at.actions().len() == items.len();
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

fn is_ours(seen: &Seen<'_>, arn: &str) -> bool {
    let service = arn.split(':').nth(2).unwrap_or_default();
    seen.catalog.primitives.iter().any(|p| p.prefix == service)
}

/// The pattern may stand for a resource of the type.
fn may_be(arn: &str, kind: &ResourceType) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [.., resource] = parts.as_slice() else {
        return true;
    };
    if parts.len() < 6 {
        return true;
    }
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
