//! Tags.
//!
//! Must leave the reserved ones to Postern.

use std::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::document::{Form, Value};
use crate::request::RequestError;
use crate::request::fields::Fields;

pub(super) fn read_tags(root: &mut Fields<'_>, catalog: &Catalog) -> BTreeMap<String, String> {
    let errors = root.errors();
    let Some(node) = root.node("tags") else {
        return BTreeMap::new();
    };
    let mut tags = BTreeMap::new();
    let mut add = |path: &str, key: &str, value: &str| {
        if let Some((message, help)) = tag_fault(key, value) {
            errors.push(
                RequestError::new(path, "malformed", message.to_owned(), help.to_owned())
                    .seen(key.to_owned()),
            );
        } else if tags.insert(key.to_owned(), value.to_owned()).is_some() {
            errors.push(
                RequestError::new(
                    path,
                    "duplicate",
                    "this tag stands here twice".to_owned(),
                    "keep one of them".to_owned(),
                )
                .seen(key.to_owned()),
            );
        }
    };
    match (&node.value, errors.form()) {
        (Value::List(rows), Form::Query) => {
            for (i, row) in rows.iter().enumerate() {
                let mut row = Fields::new(format!("tags[{i}]"), row, errors);
                let (key, value) = (row.verbatim("key"), row.verbatim("value"));
                let path = row.path().to_owned();
                row.finish();
                match (key, value) {
                    (Some(key), value) => add(&path, &key, &value.unwrap_or_default()),
                    (None, Some(_)) => errors.push(RequestError::new(
                        &path,
                        "missing",
                        "a tag needs a key".to_owned(),
                        "name the tag".to_owned(),
                    )),
                    (None, None) => {}
                }
            }
        }
        _ => {
            let table = Fields::new("tags".to_owned(), node, errors);
            for (key, value) in table.entries() {
                let path = table.at(key);
                match &value.value {
                    Value::Text(text) => add(&path, key, text),
                    _ => {
                        let message = format!("expected text, found {}", value.kind());
                        errors.push(
                            RequestError::new(
                                &path,
                                "wrong-type",
                                message,
                                "put the value in quotes".to_owned(),
                            )
                            .seen(value.shown()),
                        );
                    }
                }
            }
        }
    }
    // Name, postern:request and postern:plan come on top, and postern:run where Postern applies.
    let most = catalog.quotas.tags_per_resource - 4;
    if tags.len() > most {
        errors.push(RequestError::new(
            "tags",
            "too-many",
            format!("at most {most} tags of your own"),
            "leave some out".to_owned(),
        ));
    }
    tags
}

fn tag_fault(key: &str, value: &str) -> Option<(&'static str, &'static str)> {
    let length = key.chars().count();
    if length == 0 || length > 128 || value.chars().count() > 256 {
        return Some((
            "a tag's key has 1 to 128 characters and its value at most 256",
            "shorten it",
        ));
    }
    let has = |unfit: fn(char) -> bool| key.chars().chain(value.chars()).any(unfit);
    if has(char::is_control) {
        return Some((
            "a tag holds no control characters or line breaks",
            "write it on one line",
        ));
    }
    if has(is_outside_xml) {
        return Some((
            "a tag holds a character that XML cannot carry, and EC2 answers in XML",
            "leave U+FFFE and U+FFFF out",
        ));
    }
    let lower = key.to_lowercase();
    if lower.starts_with("aws:") || lower.starts_with("postern:") || key == "Name" {
        return Some((
            "this tag is not yours to set",
            "Name comes from the request's name; aws: and postern: are reserved",
        ));
    }
    None
}

/// What XML 1.0 leaves out of its `Char` besides control characters.
fn is_outside_xml(c: char) -> bool {
    matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_holds_only_what_xml_can_carry() {
        for unfit in ['\u{0}', '\u{b}', '\u{1f}', '\u{fffe}', '\u{ffff}'] {
            let text = format!("a{unfit}b");
            assert!(tag_fault(&text, "x").is_some(), "{unfit:?} in a key");
            assert!(tag_fault("x", &text).is_some(), "{unfit:?} in a value");
        }
        let fit = "é日🚪\u{fffd}\u{1fffe}\u{10ffff}";
        assert_eq!(tag_fault(fit, fit), None);
    }
}
