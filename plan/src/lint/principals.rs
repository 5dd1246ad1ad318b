//! Findings on the principals of a statement.
//!
//! Must not ask for a principal where a caller without a signature needs `*`.

use super::place::node_at;
use super::{At, Seen, Spot, arns};
use crate::arn::Arn;
use crate::document::{Node, Value, quoted};
use crate::evaluate::is_account;
use crate::language::{Principals, Who, account_named};
use crate::policy::Effect;

/// Looks at them.
pub(super) fn look(seen: &mut Seen<'_>, at: &At<'_>) {
    let element = match &at.statement.who {
        Who::Principal(_) => "Principal",
        Who::NotPrincipal(_) => "NotPrincipal",
    };
    let spot = Spot::Element(element);
    let allows = at.statement.effect == Effect::Allow;
    let mut star = spot;
    for (kind, item, text) in named(seen.root, at.place, element) {
        let spot = Spot::Principal(element, kind, item);
        if kind != "AWS" {
            let detail = format!(
                "{kind} `{text}`: such a principal never calls through an interface endpoint of AgentCore"
            );
            seen.find("principal-kind", at.place, spot, detail);
        } else if text == "*" {
            star = spot;
        } else {
            one(seen, at.place, spot, text, allows);
        }
    }
    match &at.statement.who {
        Who::NotPrincipal(_) if allows => {
            let detail =
                "it lets through everyone but those named, callers without a signature too"
                    .to_owned();
            seen.find("not-principal-allow", at.place, spot, detail);
        }
        Who::NotPrincipal(p) if lacks_account(p) => {
            let detail = "a role is excepted without its account: AWS may still deny its sessions"
                .to_owned();
            seen.find("not-principal-deny", at.place, spot, detail);
        }
        Who::Principal(p) if p.anyone && allows && at.statement.conditions.is_empty() => {
            let detail =
                "it is for everyone: bearer callers need that, and every signed caller passes too"
                    .to_owned();
            seen.find("star-principal", at.place, star, detail);
        }
        _ => {}
    }
}

/// The principals as they stand in the text: the kind, the item of its list, and the principal.
fn named<'n>(root: &'n Node, place: usize, element: &str) -> Vec<(&'n str, usize, &'n str)> {
    let (_, who) = node_at(root, place, Spot::Element(element));
    let Some(Value::Table(kinds)) = who.map(|w| &w.value) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for (kind, named) in kinds {
        let items = match &named.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(named),
        };
        for (item, node) in items.iter().enumerate() {
            if let Value::Text(text) = &node.value {
                all.push((kind.as_str(), item, text.as_str()));
            }
        }
    }
    all
}

fn one(seen: &mut Seen<'_>, place: usize, spot: Spot<'_>, text: &str, allows: bool) {
    if is_account(text) {
        return whole(seen, place, spot, text, allows);
    }
    let unique = ["AIDA", "AROA", "AGPA", "ANPA", "ASIA"];
    if unique.iter().any(|p| text.starts_with(p)) && !text.contains(':') {
        let detail =
            format!("`{text}` is what is left of a principal that was deleted, and matches nobody");
        return seen.find("principal-unique-id", place, spot, detail);
    }
    let right = arns::meant(text);
    if right != text && right.parse::<Arn>().is_ok() {
        let detail = format!("`{text}` has a colon too many or a part too few before the service");
        seen.find("bad-principal", place, spot, detail);
        return seen.mend("bad-principal", place, spot, quoted(&right));
    }
    let Ok(arn) = text.parse::<Arn>() else {
        return seen.find(
            "bad-principal",
            place,
            spot,
            format!("`{text}` is neither an ARN nor an account"),
        );
    };
    if text.contains(['*', '?']) {
        let detail =
            format!("`{text}`: a principal takes no wildcard but * alone, so this matches nobody");
        return seen.find("principal-wildcard", place, spot, detail);
    }
    if !is_account(&arn.account) || !matches!(arn.service.as_str(), "iam" | "sts") {
        return seen.find(
            "bad-principal",
            place,
            spot,
            format!("`{text}` is not the ARN of a principal"),
        );
    }
    if arn.resource == "root" {
        return whole(seen, place, spot, text, allows);
    }
    if arn.resource.starts_with("assumed-role/") {
        let detail =
            format!("`{text}` is one session of a role: the next session has another name");
        seen.find("principal-session", place, spot, detail);
    } else if arn.resource.starts_with("group/") {
        seen.find(
            "bad-principal",
            place,
            spot,
            format!("`{text}` is a group, and a group cannot be a principal"),
        );
    }
}

fn whole(seen: &mut Seen<'_>, place: usize, spot: Spot<'_>, text: &str, allows: bool) {
    if allows {
        let detail =
            format!("`{text}` stands for every principal of that account, not for its root user");
        seen.find("whole-account", place, spot, detail);
    }
}

/// A role is named and its account is not.
fn lacks_account(principals: &Principals) -> bool {
    let accounts = || principals.aws.iter().filter_map(|text| account_named(text));
    principals.aws.iter().any(|text| {
        text.parse::<Arn>().is_ok_and(|a| {
            a.resource.starts_with("role/") && !accounts().any(|account| account == a.account)
        })
    })
}
