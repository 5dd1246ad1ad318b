//! Contexts for the proof: one that meets a grant's conditions, and one of which nothing is known.
//!
//! Must not give a caller a key that such a caller never carries.

use crate::catalog::{BearerValue, Catalog};
use crate::evaluate::{Caller, Context, Values};
use crate::request::{Condition, Conditions, Quantifier};

/// Sets what the conditions ask for, where one value shows it; the evaluator judges whether it
/// does.
pub(in crate::planner) fn meet(
    catalog: &Catalog,
    caller: &Caller,
    conditions: &Conditions,
    context: &mut Context,
) {
    for condition in conditions
        .iter()
        .filter(|c| may_carry(catalog, caller, &c.key))
    {
        let Some(value) = value(condition) else {
            continue;
        };
        let values = match condition.operator.quantifier {
            Some(Quantifier::ForAllValues | Quantifier::ForAnyValue) => Values::Many(vec![value]),
            None => Values::One(value),
        };
        context.set(&condition.key, values);
    }
}

/// Says of the keys that nothing is known of them; gives back those of which that is true.
pub(super) fn open<'k>(
    catalog: &Catalog,
    caller: &Caller,
    keys: impl Iterator<Item = &'k str>,
    context: &mut Context,
) -> Vec<String> {
    let mut opened = Vec::new();
    for key in keys.filter(|key| may_carry(catalog, caller, key)) {
        context.set_unknown(key);
        opened.push(key.to_owned());
    }
    opened
}

/// The key may hold what it likes: it does not follow from who calls.
fn may_carry(catalog: &Catalog, caller: &Caller, key: &str) -> bool {
    let follows = [
        "aws:PrincipalArn",
        "aws:PrincipalAccount",
        "aws:PrincipalType",
    ];
    if follows.iter().any(|known| known.eq_ignore_ascii_case(key)) {
        return false;
    }
    match caller {
        Caller::Signed(_) => true,
        Caller::Anonymous => catalog
            .global_key(key)
            .is_none_or(|known| known.bearer == BearerValue::Present),
    }
}

/// A value that meets the condition; none where an absent key meets it.
fn value(condition: &Condition) -> Option<String> {
    let first = condition.values.first()?;
    let number = || first.parse::<f64>().ok();
    match condition.operator.base() {
        "Null" => (!first.eq_ignore_ascii_case("true")).then(|| "x".to_owned()),
        base if base.contains("Not") => None,
        "StringLike" | "ArnLike" | "ArnEquals" => Some(first.replace(['*', '?'], "x")),
        "NumericLessThan" => number().map(|n| (n - 1.0).to_string()),
        "NumericGreaterThan" => number().map(|n| (n + 1.0).to_string()),
        "DateLessThan" => Some("1970-01-01T00:00:00Z".to_owned()),
        "DateGreaterThan" => Some("9999-12-31T00:00:00Z".to_owned()),
        "IpAddress" => first.split('/').next().map(str::to_owned),
        _ => Some(first.clone()),
    }
}
