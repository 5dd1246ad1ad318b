//! Findings on the conditions of a statement.
//!
//! Must not judge a key that the catalogue does not know beyond saying so.

use std::collections::BTreeSet;

use super::{At, Known, Seen, Spot, operators};
use crate::catalog::{GlobalKey, KeyUse};
use crate::check::{bare_wildcard, shuts_out_bearer};
use crate::evaluate::Kind;
use crate::language::Who;
use crate::policy::Effect;
use crate::request::{Condition, did_you_mean};

/// Looks at them.
pub(super) fn look(seen: &mut Seen<'_>, at: &At<'_>, known: &[Known<'_>]) {
    for condition in &at.statement.conditions {
        let operator = condition.operator.to_string();
        let spot = Spot::Key(&operator, &condition.key);
        let global_kind = seen.catalog.global_key(&condition.key).map(|k| &k.kind);
        let service_kind = || seen.catalog.service_key(&condition.key).map(|k| &k.kind);
        let kind = global_kind.or_else(service_kind);
        match kind.and_then(|kind| operators::unsuited(condition, kind)) {
            Some(why) => seen.find("operator-unsuited", at.place, spot, why),
            None => values(seen, at.place, spot, condition),
        }
        six_characters(seen, at.place, spot, condition);
        if let Some(key) = seen.catalog.global_key(&condition.key) {
            global(seen, at, spot, condition, key);
        } else if let Some(key) = seen.catalog.service_key(&condition.key) {
            set_operator(seen, at.place, spot, condition, &key.kind);
            service(seen, at, spot, condition, known);
        } else {
            let global = seen
                .catalog
                .global_condition_keys
                .iter()
                .map(|k| k.name.as_str());
            let service = seen
                .catalog
                .service_condition_keys
                .iter()
                .map(|k| k.name.as_str());
            let short: String = condition.key.chars().take(80).collect();
            let hint = if seen.may_compare() {
                did_you_mean(&short, global.chain(service))
            } else {
                String::new()
            };
            let hint = hint
                .split("? known here")
                .next()
                .filter(|h| h.starts_with("did"))
                .map(|h| format!("; {h}?"));
            let detail = format!(
                "`{}` is not a key that calls through this endpoint carry{}",
                condition.key,
                hint.unwrap_or_default()
            );
            seen.find("unknown-key", at.place, spot, detail);
        }
    }
}

fn global(
    seen: &mut Seen<'_>,
    at: &At<'_>,
    spot: Spot<'_>,
    condition: &Condition,
    key: &GlobalKey,
) {
    set_operator(seen, at.place, spot, condition, &key.kind);
    let name = &condition.key;
    let code = match key.usable {
        KeyUse::Fine => None,
        KeyUse::AbsentThroughEndpoints => {
            Some(("no-sourceip", "has no value on traffic through an endpoint"))
        }
        KeyUse::Unsupported => Some(("vpce-account-keys", "is not filled for AgentCore")),
        KeyUse::ConstantHere => Some((
            "constant-key",
            "has one value for every call through an endpoint",
        )),
        KeyUse::Unconfirmed => Some(("unconfirmed-key", "is not said to be filled for AgentCore")),
    };
    if let Some((code, why)) = code {
        seen.find(code, at.place, spot, format!("`{name}` {why}"));
    }
    let wild = condition
        .values
        .iter()
        .any(|v| v.contains(['*', '?']) && !v.contains("${"));
    if wild && !key.wildcards {
        seen.find(
            "wildcard-in-key",
            at.place,
            spot,
            format!("`{name}` takes whole values, without wildcards"),
        );
    }
    let anyone = matches!(&at.statement.who, Who::Principal(p) if p.anyone);
    let allows = at.statement.effect == Effect::Allow;
    if anyone && allows && shuts_out_bearer(seen.catalog, condition) {
        let detail = format!(
            "the statement is for everyone and asks for `{name}`, which bearer callers do not carry: they are refused"
        );
        seen.find("org-condition-denies-bearer", at.place, spot, detail);
    }
}

fn service(
    seen: &mut Seen<'_>,
    at: &At<'_>,
    spot: Spot<'_>,
    condition: &Condition,
    known: &[Known<'_>],
) {
    if known.is_empty() {
        return;
    }
    let name = &condition.key;
    let carries = |item: usize| {
        known
            .iter()
            .any(|k| k.item == item && k.action.carries(name))
    };
    let lacking: BTreeSet<&str> = known
        .iter()
        .filter(|k| k.exact && !carries(k.item))
        .map(|k| k.action.name.as_str())
        .collect();
    let lacking: Vec<&str> = lacking.into_iter().collect();
    if !known.iter().any(|k| k.action.carries(name)) {
        let detail = format!("none of the statement's actions carries `{name}`");
        seen.find("key-not-carried", at.place, spot, detail);
    } else if !lacking.is_empty() {
        let detail = format!("`{name}` is not carried by {}", lacking.join(", "));
        seen.find("condition-missing-on-actions", at.place, spot, detail);
    }
}

/// A key that holds several values is compared with a set operator.
fn set_operator(
    seen: &mut Seen<'_>,
    place: usize,
    spot: Spot<'_>,
    condition: &Condition,
    kind: &str,
) {
    let plain = condition.operator.quantifier.is_none() && condition.operator.base() != "Null";
    if kind.starts_with("ArrayOf") && plain {
        let detail = format!(
            "`{}` holds several values: it needs ForAnyValue: or ForAllValues:",
            condition.key
        );
        seen.find("set-operator-missing", place, spot, detail);
    }
}

/// A wildcard of a text needs plain characters beside it, unless it is not allowed at all.
fn six_characters(seen: &mut Seen<'_>, place: usize, spot: Spot<'_>, condition: &Condition) {
    let text = matches!(condition.operator.base(), "StringLike" | "StringNotLike");
    let whole = seen
        .catalog
        .global_key(&condition.key)
        .is_some_and(|key| !key.wildcards);
    let short = |value: &&String| !value.contains("${") && bare_wildcard(value);
    if let Some(value) = condition.values.iter().find(short)
        && text
        && !whole
    {
        let detail = format!(
            "`{value}`: AWS wants six plain characters in a row before or after each wildcard"
        );
        seen.find("wildcard-six-characters", place, spot, detail);
    }
}

/// Values that are not of the operator's type never match.
fn values(seen: &mut Seen<'_>, place: usize, spot: Spot<'_>, condition: &Condition) {
    let kind = match condition.operator.base() {
        "Bool" | "Null" => Kind::Bool,
        "IpAddress" | "NotIpAddress" => Kind::Network,
        base if base.starts_with("Numeric") => Kind::Number,
        base if base.starts_with("Date") => Kind::Date,
        base if base.starts_with("Arn") => Kind::Arn,
        _ => return,
    };
    for value in condition.values.iter().filter(|v| !kind.reads(v)) {
        let detail = format!(
            "`{value}` is no {} for {}",
            kind.as_str(),
            condition.operator
        );
        seen.find("bad-value", place, spot, detail);
    }
}
