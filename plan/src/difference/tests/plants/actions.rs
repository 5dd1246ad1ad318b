//! Changes of actions.
//!
//! Must leave what the reference says of the others.

use serde_json::{Value, json};

use super::{Expected, expected};
use crate::difference::Kind;

/// The action that a pick falls on, among those that suit.
fn action(
    value: &Value,
    pick: usize,
    suits: impl Fn(&Value, &Value) -> bool,
) -> Option<(usize, usize)> {
    let primitives = value["primitives"].as_array()?.iter().enumerate();
    let all: Vec<(usize, usize)> = primitives
        .flat_map(|(at, primitive)| {
            let actions = primitive["actions"].as_array().unwrap().iter().enumerate();
            let real = |action: &Value| action["name"] != "DoNothingSuch";
            let suiting = actions.filter(|(_, a)| real(a) && suits(primitive, a));
            suiting
                .map(move |(action, _)| (at, action))
                .collect::<Vec<_>>()
        })
        .collect();
    all.get(pick % all.len().max(1)).copied()
}

fn is_listed(_: &Value, action: &Value) -> bool {
    action.get("in_service_reference").is_none()
}

/// What the action is called in a difference, and a word for it that no other action has.
fn name(value: &Value, (primitive, action): (usize, usize)) -> (String, String) {
    let primitive = &value["primitives"][primitive];
    let (id, action) = (&primitive["id"], &primitive["actions"][action]["name"]);
    let (id, action) = (id.as_str().unwrap(), action.as_str().unwrap());
    // An action that several primitives have is one thing in the reference.
    (
        format!("action {action} of {id}"),
        format!("action {action}"),
    )
}

fn entry(value: &mut Value, (primitive, action): (usize, usize)) -> &mut Value {
    &mut value["primitives"][primitive]["actions"][action]
}

pub(super) fn level(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let at = action(value, pick, is_listed)?;
    let (subject, place) = name(value, at);
    let level = &mut entry(value, at)["level"];
    let was = level.as_str()?.to_owned();
    let now = if was == "tagging" { "read" } else { "tagging" };
    *level = json!(now);
    let subject = format!("access level of {subject}");
    Some((
        place,
        expected(Kind::Changed, subject, Some(now), Some(&was)),
    ))
}

pub(super) fn foreign_key(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let at = action(value, pick, is_listed)?;
    let (subject, place) = name(value, at);
    let entry = entry(value, at).as_object_mut()?;
    let keys = entry.entry("condition_keys").or_insert_with(|| json!([]));
    keys.as_array_mut()?.push(json!("aws:CalledVia"));
    let subject = format!("condition keys of {subject}");
    Some((
        place,
        expected(Kind::Removed, subject, Some("aws:CalledVia"), None),
    ))
}

pub(super) fn lost_key(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let at = action(value, pick, |p, a| {
        is_listed(p, a)
            && a["condition_keys"]
                .as_array()
                .is_some_and(|k| !k.is_empty())
    })?;
    let (subject, place) = name(value, at);
    let keys = entry(value, at)["condition_keys"].as_array_mut()?;
    let lost = keys.remove(pick % keys.len());
    let subject = format!("condition keys of {subject}");
    Some((place, expected(Kind::Added, subject, None, lost.as_str())))
}

fn types(action: &Value) -> usize {
    let groups = action["groups"].as_array().into_iter().flatten();
    groups.map(|g| g["any_of"].as_array().unwrap().len()).sum()
}

pub(super) fn foreign_type(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let at = action(value, pick, |p, a| {
        // An action that is checked against its borrower's types is not compared.
        is_listed(p, a)
            && types(a) > 0
            && a["borrowed"].as_str().is_none_or(|b| b.starts_with("tags"))
    })?;
    let (subject, place) = name(value, at);
    let groups = entry(value, at)["groups"].as_array_mut()?;
    let count = groups.len();
    groups[pick % count]["any_of"]
        .as_array_mut()?
        .insert(0, json!("nothing-such"));
    let subject = format!("resource types of {subject}");
    Some((
        place,
        expected(Kind::Removed, subject, Some("nothing-such"), None),
    ))
}

pub(super) fn lost_type(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let at = action(value, pick, |p, a| {
        let several = |g: &Value| g["any_of"].as_array().unwrap().len() > 1;
        let mut groups = a["groups"].as_array().into_iter().flatten();
        is_listed(p, a)
            && groups.any(several)
            && a["borrowed"].as_str().is_none_or(|b| b.starts_with("tags"))
    })?;
    let (subject, place) = name(value, at);
    let mut groups = entry(value, at)["groups"].as_array_mut()?.iter_mut();
    let group = groups.find(|g| g["any_of"].as_array().unwrap().len() > 1)?;
    let list = group["any_of"].as_array_mut()?;
    let lost = list.remove(pick % list.len());
    let subject = format!("resource types of {subject}");
    Some((place, expected(Kind::Added, subject, None, lost.as_str())))
}

pub(super) fn lost_action(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let before = value.clone();
    let at = action(value, pick, |p, a| {
        let same = |other: &&Value| other["prefix"] == p["prefix"];
        let primitives = before["primitives"].as_array().unwrap().iter().filter(same);
        let all = primitives.flat_map(|p| p["actions"].as_array().unwrap());
        is_listed(p, a) && all.filter(|other| other["name"] == a["name"]).count() == 1
    })?;
    let (_, place) = name(value, at);
    let primitive = &mut value["primitives"][at.0];
    let prefix = primitive["prefix"].as_str()?.to_owned();
    // The others stay where they are, for the picks that follow.
    let lost = primitive["actions"].as_array_mut()?.remove(at.1);
    let subject = format!("action {prefix}:{}", lost["name"].as_str()?);
    Some((place, expected(Kind::Added, subject, None, None)))
}

pub(super) fn foreign_action(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let at = action(value, pick, is_listed)?;
    let id = value["primitives"][at.0]["id"].as_str()?.to_owned();
    let mut new = entry(value, at).clone();
    new["name"] = json!("DoNothingSuch");
    value["primitives"][at.0]["actions"]
        .as_array_mut()?
        .push(new);
    let subject = format!("action DoNothingSuch of {id}");
    let place = format!("a new action of {id}");
    Some((
        place,
        expected(Kind::Removed, subject, Some("true"), Some("false")),
    ))
}

pub(super) fn unlisted(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let at = action(value, pick, is_listed)?;
    let (subject, place) = name(value, at);
    entry(value, at)["in_service_reference"] = json!(false);
    Some((
        place,
        expected(Kind::Added, subject, Some("false"), Some("true")),
    ))
}

pub(super) fn listed(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let at = action(value, pick, |p, a| !is_listed(p, a))?;
    let (subject, place) = name(value, at);
    entry(value, at)
        .as_object_mut()?
        .remove("in_service_reference");
    Some((
        place,
        expected(Kind::Removed, subject, Some("true"), Some("false")),
    ))
}

pub(super) fn scope(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let at = action(value, pick, |p, a| is_listed(p, a) && a["scope"] == "star")?;
    let (subject, place) = name(value, at);
    let was = match pick % 2 {
        0 => {
            entry(value, at).as_object_mut()?.remove("scope");
            None
        }
        _ => {
            entry(value, at)["scope"] = json!("unknown");
            Some("unknown")
        }
    };
    let subject = format!("scope of {subject}");
    Some((place, expected(Kind::Changed, subject, was, Some("star"))))
}
