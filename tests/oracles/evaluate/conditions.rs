//! Conditions: every operator with every decoration, on keys that are there and keys that are not.
//!
//! Must not make the shapes that `disagreements.jsonl` keeps: rules `cidr-zero`, `plain-v6`,
//! `plain-v4-against-v6`, `epoch-seconds`, `year-alone`, `number-with-tail`, `like-astral`,
//! `like-newline`, `star-in-equals`, `empty-variable`, `bool-variable` and `arn-account-variable`.

use std::net::Ipv4Addr;

use serde_json::{Map, Value, json};

use super::calls::{Call, KEYS, Key, Kind};
use super::random::Random;

/// Whether a part of a statement is to fit the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    Fit,
    Miss,
}

/// Which keys a condition is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum On {
    /// Any, more often one that the call has.
    Any,
    /// One that the call has not.
    Absent,
}

/// Whether variables may stand in values: only the newer version of the language has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Variables {
    Allowed,
    Literal,
}

/// Adds one condition to a statement's.
pub(crate) fn add(
    conditions: &mut Map<String, Value>,
    random: &mut Random,
    call: &mut Call,
    (on, aim, variables): (On, Aim, Variables),
) {
    let key = chosen(random, call, on);
    let base = *random.pick(operators(key.kind));
    let operator = decorated(random, base, key.kind);
    let values = values(random, call, key, base, (aim, variables));
    let name = if random.chance(8) {
        swapped(key.name)
    } else {
        key.name.to_owned()
    };
    let block = conditions.entry(operator).or_insert_with(|| json!({}));
    block[name] = match values.as_slice() {
        [one] if random.chance(60) => written(random, one),
        many => json!(many),
    };
}

fn chosen(random: &mut Random, call: &Call, on: On) -> &'static Key {
    let there: Vec<_> = KEYS.iter().filter(|k| present(call, k)).collect();
    match on {
        On::Any if random.chance(85) && !there.is_empty() => random.pick::<&Key>(&there),
        On::Any => random.pick(KEYS),
        On::Absent => {
            let gone: Vec<_> = KEYS.iter().filter(|k| !present(call, k)).collect();
            random.pick::<&Key>(&gone)
        }
    }
}

/// The call has the key.
pub(crate) fn present(call: &Call, key: &Key) -> bool {
    call.context.contains_key(key.name) || !call.values(key.name).is_empty()
}

fn operators(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Text | Kind::Texts => &[
            "StringEquals",
            "StringNotEquals",
            "StringEqualsIgnoreCase",
            "StringNotEqualsIgnoreCase",
            "StringLike",
            "StringNotLike",
            "Null",
        ],
        Kind::Arn => &[
            "ArnEquals",
            "ArnNotEquals",
            "ArnLike",
            "ArnNotLike",
            "StringLike",
            "StringNotEquals",
            "Null",
        ],
        Kind::Number => &[
            "NumericEquals",
            "NumericNotEquals",
            "NumericLessThan",
            "NumericLessThanEquals",
            "NumericGreaterThan",
            "NumericGreaterThanEquals",
            "Null",
        ],
        Kind::Date => &[
            "DateEquals",
            "DateNotEquals",
            "DateLessThan",
            "DateLessThanEquals",
            "DateGreaterThan",
            "DateGreaterThanEquals",
            "Null",
        ],
        Kind::Bool => &["Bool", "StringEquals", "Null"],
        Kind::Address => &["IpAddress", "NotIpAddress", "Null"],
        Kind::Bytes => &["BinaryEquals", "StringEquals", "Null"],
    }
}

fn decorated(random: &mut Random, base: &str, kind: Kind) -> String {
    if base == "Null" {
        return base.to_owned();
    }
    let sets = if kind == Kind::Texts { 80 } else { 30 };
    let set = if random.chance(sets) {
        *random.pick(&["ForAllValues:", "ForAnyValue:"])
    } else {
        ""
    };
    let end = if random.chance(35) { "IfExists" } else { "" };
    format!("{set}{base}{end}")
}

/// Values of the policy for a key: with [`Aim::Fit`] the condition mostly holds.
fn values(
    random: &mut Random,
    call: &mut Call,
    key: &Key,
    base: &str,
    (aim, variables): (Aim, Variables),
) -> Vec<String> {
    if base == "Null" {
        let absent = !present(call, key);
        let text = if (aim == Aim::Fit) == absent {
            *random.pick(&["true", "True"])
        } else {
            *random.pick(&["false", "FALSE", "no"])
        };
        let both = random.chance(5).then_some("true");
        return both.into_iter().chain([text]).map(str::to_owned).collect();
    }
    let negated = base.contains("Not");
    let like = (aim == Aim::Fit) != negated;
    let there = call.values(key.name);
    let mut all = vec![];
    if like && !there.is_empty() {
        let fitting = if random.chance(70) { there.len() } else { 1 };
        for value in there.iter().take(fitting) {
            all.push(alike(random, call, key, (base, variables), value));
        }
    }
    for _ in 0..random.below(3) {
        all.push(other(random, key, &there));
    }
    if all.is_empty() {
        all.push(other(random, key, &there));
    }
    let start = random.below(all.len());
    all.rotate_left(start);
    all
}

/// A value of the policy that fits this value of the call.
fn alike(
    random: &mut Random,
    call: &mut Call,
    key: &Key,
    (base, variables): (&str, Variables),
    value: &str,
) -> String {
    let texts = base.starts_with("String");
    // Rule `empty-variable`.
    if texts && !value.is_empty() && variables == Variables::Allowed && random.chance(20) {
        return variable(random, call, key, value);
    }
    match base {
        "StringLike" | "StringNotLike" if variables == Variables::Allowed && random.chance(20) => {
            let chars = value.chars().map(|c| match c {
                '*' | '?' | '$' => format!("${{{c}}}"),
                c => c.to_string(),
            });
            chars.collect()
        }
        "StringLike" | "StringNotLike" => pattern(random, value),
        "StringEqualsIgnoreCase" | "StringNotEqualsIgnoreCase" => swapped(value),
        _ if texts => value.to_owned(),
        _ => match key.kind {
            Kind::Arn => arn_pattern(random, call, value, variables),
            Kind::Number => (*random.pick(match base {
                "NumericLessThan" | "NumericLessThanEquals" => &["1000000", "4000.5"][..],
                "NumericGreaterThan" | "NumericGreaterThanEquals" => &["-7", "-6.5"],
                _ if random.chance(30) && value.parse::<u32>().is_ok() => {
                    return format!("{value}.0");
                }
                _ => return value.to_owned(),
            }))
            .to_owned(),
            Kind::Date => match base {
                "DateLessThan" | "DateLessThanEquals" => "2030-01-01T00:00:00Z".to_owned(),
                "DateGreaterThan" | "DateGreaterThanEquals" => "2020-02".to_owned(),
                _ => value.to_owned(),
            },
            Kind::Bool => {
                if random.chance(20) {
                    value.to_uppercase()
                } else {
                    value.to_owned()
                }
            }
            Kind::Address => range(random, value),
            _ => value.to_owned(),
        },
    }
}

/// A value that has nothing to do with the call's, or that cannot be read at all.
fn other(random: &mut Random, key: &Key, there: &[String]) -> String {
    let strange: &[&str] = match key.kind {
        Kind::Text | Kind::Texts | Kind::Bytes => &["other", "bl?", "*x"],
        Kind::Arn => &[
            "arn:aws:iam::999999999999:role/none",
            "app",
            "arn:*",
            "arn:aws:iam::111122223333:ROLE/app",
        ],
        Kind::Number => &["77", "-1.5", "many", ""],
        Kind::Date => &[
            "2027-03-01",
            "2019-07-01T10:00Z",
            "tomorrow",
            "2026-01-01T00:00:00.001Z",
        ],
        Kind::Bool => &["maybe", "1"],
        Kind::Address => &[
            "172.16.0.0/12",
            "10.0.0.0/33",
            "10.0.0/8",
            "2001:db8:ffff::/48",
            "here",
        ],
    };
    let pool: Vec<&str> = (key.values.iter().copied())
        .filter(|v| !there.iter().any(|t| t == v))
        .collect();
    let text = if pool.is_empty() || random.chance(25) {
        *random.pick(strange)
    } else {
        *random.pick(&pool)
    };
    match key.kind {
        // Rules `plain-v6` and `plain-v4-against-v6`.
        Kind::Address if text.contains(':') && !text.contains('/') => format!("{text}/128"),
        Kind::Address if text.parse::<Ipv4Addr>().is_ok() => format!("{text}/32"),
        _ => text.to_owned(),
    }
}

/// A variable, which may have this value, another, or none.
fn variable(random: &mut Random, call: &mut Call, key: &Key, value: &str) -> String {
    const COPY: &str = "aws:PrincipalTag/copy";
    match random.below(6) {
        0 if !value.contains(['\'', ',', '}']) => {
            format!("${{aws:PrincipalTag/nothing, '{value}'}}")
        }
        1 => "${aws:PrincipalAccount}".to_owned(),
        2 => "${aws:PrincipalOrgPaths}".to_owned(),
        3 => "${aws:principaltag/Nothing}".to_owned(),
        _ => {
            if key.name != COPY && call.principal.is_some() && !call.context.contains_key(COPY) {
                call.context.insert(COPY.to_owned(), json!(value));
            }
            format!("${{{COPY}}}")
        }
    }
}

/// A pattern that fits the text.
pub(crate) fn pattern(random: &mut Random, text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.is_empty() {
        return (*random.pick(&["", "*"])).to_owned();
    }
    let at = random.below(chars.len());
    let before: String = chars[..at].iter().collect();
    let after: String = chars[at + 1..].iter().collect();
    match random.below(6) {
        0 => "*".to_owned(),
        1 => format!("{before}*"),
        2 => format!("*{after}"),
        3 => format!("{before}*{after}"),
        4 => format!("{before}?{after}"),
        _ => text.to_owned(),
    }
}

/// A pattern of six parts that fits the ARN.
fn arn_pattern(random: &mut Random, call: &Call, arn: &str, variables: Variables) -> String {
    let mut parts: Vec<String> = arn.splitn(6, ':').map(str::to_owned).collect();
    let [_, _, _, _, account, last] = parts.as_mut_slice() else {
        return arn.to_owned();
    };
    match random.below(6) {
        0 => "*".clone_into(account),
        1 if account.len() == 12 => account.replace_range(11.., "?"),
        2 => *last = pattern(random, last),
        3 if variables == Variables::Allowed => {
            let copy = call.values("aws:PrincipalTag/copy");
            let copy = copy.first().map_or("app", String::as_str);
            *last = last.replace(copy, "${aws:PrincipalTag/copy}");
        }
        4 => return "arn:*:*:*:*:*".to_owned(),
        _ => {}
    }
    parts.join(":")
}

/// A range that holds the address. Rule `cidr-zero`: none is /0.
fn range(random: &mut Random, address: &str) -> String {
    if address.contains(':') {
        return format!("{address}/{}", random.pick(&["128", "64", "32", "1"]));
    }
    let bits = *random.pick(&["", "/32", "/31", "/24", "/8", "/1"]);
    format!("{address}{bits}")
}

/// The text with the case of its ASCII letters turned.
pub(crate) fn swapped(text: &str) -> String {
    let turned = |c: char| {
        if c.is_ascii_lowercase() {
            c.to_ascii_uppercase()
        } else {
            c.to_ascii_lowercase()
        }
    };
    text.chars().map(turned).collect()
}

/// A policy may write numbers and truth values without quotes.
fn written(random: &mut Random, value: &str) -> Value {
    match value {
        "true" if random.chance(30) => json!(true),
        "false" if random.chance(30) => json!(false),
        "5" | "300" if random.chance(30) => json!(value.parse::<u32>().expect("digits")),
        _ => json!(value),
    }
}

/// The keys that these conditions name, as the table has them.
pub(crate) fn keys(conditions: &Value) -> Vec<&'static Key> {
    let blocks = conditions.as_object().into_iter().flat_map(Map::values);
    let names = blocks.filter_map(Value::as_object).flat_map(Map::keys);
    names
        .filter_map(|name| KEYS.iter().find(|k| k.name.eq_ignore_ascii_case(name)))
        .collect()
}
