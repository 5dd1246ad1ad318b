//! Changes of resource types and of condition keys.
//!
//! Must leave the types below which others stand: one change would be several.

use serde_json::{Value, json};

use super::{Expected, expected};
use crate::difference::Kind;

/// A resource type that none stands in.
fn resource_type(value: &Value, pick: usize) -> Option<usize> {
    let all = value["resource_types"].as_array()?;
    let free = |t: &&Value| t.get("only").is_none() && t["id"] != "nothing-such";
    let free: Vec<&Value> = all.iter().filter(free).collect();
    let one = free.get(pick % free.len().max(1))?;
    all.iter().position(|t| t == *one)
}

fn type_name(value: &Value, at: usize) -> (String, String) {
    let one = &value["resource_types"][at];
    let (service, id) = (&one["service"], &one["id"]);
    let subject = format!(
        "resource type {}:{}",
        service.as_str().unwrap(),
        id.as_str().unwrap()
    );
    (subject.clone(), subject)
}

pub(super) fn lost_resource_type(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    // One that nothing stands below, with a path that says all.
    let all = value["resource_types"].as_array()?;
    let below = |id: &Value| all.iter().any(|t| t.get("parent") == Some(id));
    let free = |t: &&Value| {
        let path = t["path"].as_str().unwrap();
        t.get("only").is_none()
            && !below(&t["id"])
            && t["id"] != "nothing-such"
            && !path.contains("changed")
    };
    let free: Vec<Value> = all.iter().filter(free).cloned().collect();
    let one = free.get(pick % free.len().max(1))?;
    let at = all.iter().position(|t| t == one)?;
    let (subject, place) = type_name(value, at);
    value["resource_types"].as_array_mut()?.remove(at);
    let path = one["path"].as_str()?.replace("{id}", "${TheId}");
    let path = path
        .replace("{parent}", "${Parent}")
        .replace("/default/", "/${Container}/");
    let account = if one["owner"] == "aws" {
        "aws"
    } else {
        "${Account}"
    };
    let service = one["service"].as_str()?;
    let arn = format!("arn:${{Partition}}:{service}:${{Region}}:{account}:{path}");
    Some((place, expected(Kind::Added, subject, None, Some(&arn))))
}

pub(super) fn foreign_resource_type(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let list = value["resource_types"].as_array_mut()?;
    let at = pick % list.len();
    let service = list[at]["service"].as_str()?.to_owned();
    let new = json!({"id": "nothing-such", "service": service, "path": "nothing-such/{id}", "owner": "account"});
    list.insert(at, new);
    let subject = format!("resource type {service}:nothing-such");
    Some((
        subject.clone(),
        expected(Kind::Removed, subject, Some("nothing-such/{id}"), None),
    ))
}

pub(super) fn path(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let at = resource_type(value, pick)?;
    let (subject, place) = type_name(value, at);
    let below = value["resource_types"].as_array()?.iter();
    let id = value["resource_types"][at]["id"].clone();
    if below.into_iter().any(|t| t.get("parent") == Some(&id)) {
        return None;
    }
    let path = &mut value["resource_types"][at]["path"];
    let was = path.as_str()?.to_owned();
    let now = format!("changed-{was}");
    *path = json!(now);
    Some((
        place,
        expected(Kind::Changed, subject, Some(&now), Some(&was)),
    ))
}

pub(super) fn owner(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let at = resource_type(value, pick)?;
    let (subject, place) = type_name(value, at);
    let owner = &mut value["resource_types"][at]["owner"];
    let was = owner.as_str()?.to_owned();
    let now = if was == "aws" { "account" } else { "aws" };
    *owner = json!(now);
    Some((
        place,
        expected(Kind::Changed, subject, Some(now), Some(&was)),
    ))
}

pub(super) fn lost_service_key(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let list = value["service_condition_keys"].as_array_mut()?;
    let lost = list.remove(pick % list.len());
    let name = lost["name"].as_str()?;
    if name.contains("nothing") || name.contains("Nothing") {
        return None;
    }
    let found = format!("{name} ({})", lost["type"].as_str()?);
    let subject = "condition keys".to_owned();
    Some((
        name.to_owned(),
        expected(Kind::Added, subject, None, Some(&found)),
    ))
}

pub(super) fn foreign_service_key(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let name = [
        "bedrock-agentcore:nothing",
        "aws:NothingSuch",
        "other:nothing",
    ][pick % 3];
    let new = json!({"name": name, "type": "String"});
    let list = value["service_condition_keys"].as_array_mut()?;
    list.insert(pick % list.len(), new);
    let subject = "condition keys".to_owned();
    Some((
        name.to_owned(),
        expected(Kind::Removed, subject, Some(name), None),
    ))
}

pub(super) fn kind_of_key(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let list = value["service_condition_keys"].as_array_mut()?;
    let count = list.len();
    let one = &mut list[pick % count];
    let name = one["name"].as_str()?.to_owned();
    let was = one["type"].as_str()?.to_owned();
    if name.to_lowercase().contains("nothing") {
        return None;
    }
    one["type"] = json!("Date");
    let subject = format!("type of condition key {name}");
    Some((
        name,
        expected(Kind::Changed, subject, Some("Date"), Some(&was)),
    ))
}
