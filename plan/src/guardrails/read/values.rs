//! The values of a rule: lists, patterns, tags, counts and amounts.
//!
//! Must not know which demand they are for.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::document::{Node, Value};
use crate::guardrails::{Patterns, Place};
use crate::id::IdError;
use crate::request::RequestError;
use crate::request::did_you_mean;
use crate::request::fields::{At, Fields};

/// The longest text of a rule, in characters: it stands in notes, beside fields and on terminals.
const LONGEST: usize = 300;

/// One line of text for people, without the space around it.
pub(super) fn one_line(fields: &mut Fields<'_>, key: &'static str) -> Option<String> {
    let text = fields.text(key)?;
    let line = text.value.trim();
    let count = line.chars().count();
    if (1..=LONGEST).contains(&count) && !line.chars().any(char::is_control) {
        return Some(line.to_owned());
    }
    let message = format!("expected one line of at most {LONGEST} characters");
    let help = "say it in a sentence, and put the rest behind a link".to_owned();
    let error = RequestError::new(&text.path, "malformed", message, help);
    fields
        .errors()
        .push(error.seen(line.chars().take(40).collect()));
    None
}

/// The texts of a list that is not empty.
pub(super) fn texts(fields: &mut Fields<'_>, key: &'static str) -> Option<Vec<At<String>>> {
    let texts = fields.texts(key)?;
    let empty_list = fields
        .node(key)
        .is_some_and(|n| n.value == Value::List(Vec::new()));
    if empty_list {
        fields.missing(key, "name at least one, or leave the rule out");
    }
    (!texts.is_empty()).then_some(texts)
}

/// A list of identifiers; none where one is wrong.
pub(super) fn parsed_list<T>(fields: &mut Fields<'_>, key: &'static str) -> Option<Vec<T>>
where
    T: FromStr<Err = IdError> + PartialEq,
{
    let count = texts(fields, key)?.len();
    let right = fields.parsed_list(key)?;
    (right.len() == count).then_some(right)
}

/// A list of words; none where one is wrong.
pub(super) fn words<T: FromStr>(
    fields: &mut Fields<'_>,
    key: &'static str,
    known: &'static [&'static str],
) -> Option<Vec<T>> {
    let texts = texts(fields, key)?;
    let count = texts.len();
    let mut right = Vec::new();
    for text in texts {
        if let Ok(word) = text.value.parse() {
            right.push(word);
            continue;
        }
        let message = "not a value that is known here".to_owned();
        let help = did_you_mean(&text.value, known.iter().copied());
        let error = RequestError::new(&text.path, "unknown-word", message, help);
        fields.errors().push(error.seen(text.value));
    }
    (right.len() == count).then_some(right)
}

/// One pattern or several.
pub(super) fn patterns(fields: &mut Fields<'_>, key: &'static str) -> Option<Patterns> {
    let texts = texts(fields, key)?;
    let right = |text: &&At<String>| is_pattern(&text.value);
    if let Some(wrong) = texts.iter().find(|text| !right(text)) {
        fields.errors().push(no_pattern(wrong));
        return None;
    }
    Some(Patterns::new(texts.into_iter().map(|t| t.value).collect()))
}

fn is_pattern(text: &str) -> bool {
    (1..=LONGEST).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

fn no_pattern(text: &At<String>) -> RequestError {
    let message = "not a pattern".to_owned();
    let help = "write what must fit: `*` stands for any characters, `?` for one".to_owned();
    RequestError::new(&text.path, "malformed", message, help).seen(text.value.clone())
}

/// Keys of tags, each with a pattern or several.
pub(super) fn tags(
    fields: &mut Fields<'_>,
    key: &'static str,
) -> Option<BTreeMap<String, Patterns>> {
    let table = fields.table(key)?;
    let entries = table.entries();
    if entries.is_empty() {
        fields.missing(key, "name at least one tag, as in team = \"*\"");
        return None;
    }
    let errors = fields.errors();
    let mut tags = BTreeMap::new();
    for (tag, node) in entries {
        let path = table.at(tag);
        let values = match &node.value {
            Value::Text(text) => vec![text.clone()],
            Value::List(items) => items.iter().filter_map(text_of).collect(),
            _ => Vec::new(),
        };
        let count = match &node.value {
            Value::List(items) => items.len(),
            _ => 1,
        };
        if tag.trim().is_empty() || tag.chars().any(char::is_control) {
            let message = "not the key of a tag".to_owned();
            let help = "write the key as it stands on the tag".to_owned();
            errors.push(RequestError::new(&path, "malformed", message, help));
        } else if values.len() == count
            && count > 0
            && values.iter().all(|v| v.is_empty() || is_pattern(v))
        {
            tags.insert(tag.clone(), Patterns::new(values));
        } else {
            let at = At {
                path,
                value: node.shown(),
            };
            errors.push(no_pattern(&at));
        }
    }
    (tags.len() == entries.len()).then_some(tags)
}

fn text_of(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

/// VPCs or subnets by id, by tags, or both.
pub(super) fn place<T>(fields: &mut Fields<'_>, key: &'static str) -> Option<Place<T>>
where
    T: FromStr<Err = IdError> + PartialEq,
{
    let mut table = fields.table(key)?;
    let (by_id, by_tag) = (table.node("ids").is_some(), table.node("tags").is_some());
    let ids = if by_id {
        parsed_list(&mut table, "ids")
    } else {
        Some(Vec::new())
    };
    let tags = if by_tag {
        tags(&mut table, "tags")
    } else {
        Some(BTreeMap::new())
    };
    if !by_id && !by_tag {
        table.missing(
            "ids",
            "name ids, or tags as in tags = { tier = \"private\" }",
        );
    }
    table.finish();
    (by_id || by_tag).then_some(())?;
    Some(Place {
        ids: ids?,
        tags: tags?,
    })
}

/// A whole number from 1.
pub(super) fn count(fields: &mut Fields<'_>, key: &'static str) -> Option<u64> {
    let node = fields.node(key)?;
    let number = match &node.value {
        Value::Number(text) => text.parse().ok().filter(|n| *n > 0),
        _ => None,
    };
    number.or_else(|| {
        wrong_number(fields, key, node, "a whole number from 1", "as in 3");
        None
    })
}

/// An amount of US dollars, in cents.
pub(super) fn money(fields: &mut Fields<'_>, key: &'static str) -> Option<u64> {
    let node = fields.node(key)?;
    let amount = match &node.value {
        Value::Number(text) => cents(text),
        _ => None,
    };
    amount.or_else(|| {
        let what = "US dollars with at most two decimals";
        wrong_number(fields, key, node, what, "as in 100 or 99.50");
        None
    })
}

fn wrong_number(fields: &Fields<'_>, key: &str, node: &Node, what: &str, example: &str) {
    let message = format!("expected {what}, found {}", node.kind());
    let help = format!("write {what}, {example}");
    let error = RequestError::new(&fields.at(key), "malformed", message, help);
    fields.errors().push(error.seen(node.shown()));
}

/// The cents of an amount such as `36.5`, which is not negative.
pub(in crate::guardrails) fn cents(amount: &str) -> Option<u64> {
    let (dollars, rest) = amount.split_once('.').unwrap_or((amount, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(dollars) || !digits(rest) || rest.len() > 2 {
        return None;
    }
    let cents: u64 = format!("{rest:0<2}").parse().ok()?;
    dollars
        .parse::<u64>()
        .ok()?
        .checked_mul(100)?
        .checked_add(cents)
}

#[cfg(test)]
mod tests {
    use super::cents;

    #[test]
    fn amounts_are_whole_cents() {
        for (amount, wanted) in [("36.5", 3650), ("36.50", 3650), ("0", 0), ("7.05", 705)] {
            assert_eq!(cents(amount), Some(wanted), "{amount}");
        }
        for wrong in [
            "",
            "-1",
            "1.234",
            "1e3",
            "1.",
            ".5",
            "99999999999999999999",
            "1 ",
        ] {
            assert_eq!(cents(wrong), None, "{wrong}");
        }
    }
}
