//! Changes of endpoint services and Regions.
//!
//! Must keep the services' names, by which they are found.

use serde_json::{Value, json};

use super::{Expected, expected};
use crate::difference::Kind;

fn endpoint(value: &mut Value, pick: usize) -> Option<(String, &mut Value)> {
    let list = value["endpoints"].as_array_mut()?;
    let count = list.len();
    let one = &mut list[pick % count];
    Some((format!("endpoint {}", one["key"].as_str()?), one))
}

pub(super) fn names(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let (name, one) = endpoint(value, pick)?;
    let was = one["private_dns_names"][0].as_str()?.to_owned();
    one["private_dns_names"] = json!(["changed.{region}.{dns_suffix}"]);
    let was = was
        .replace("{region}", "us-east-1")
        .replace("{dns_suffix}", "amazonaws.com");
    let subject = format!("private DNS names of {name}");
    let now = "changed.us-east-1.amazonaws.com";
    Some((
        format!("names of {name}"),
        expected(Kind::Changed, subject, Some(now), Some(&was)),
    ))
}

pub(super) fn policy(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let (name, one) = endpoint(value, pick)?;
    one["policy_supported"] = json!(false);
    let one = expected(
        Kind::Changed,
        format!("policies of {name}"),
        Some("false"),
        Some("true"),
    );
    Some((format!("policy of {name}"), one))
}

pub(super) fn acceptance(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let (name, one) = endpoint(value, pick)?;
    one["acceptance_required"] = json!(true);
    let one = expected(
        Kind::Changed,
        format!("acceptance of {name}"),
        Some("true"),
        Some("false"),
    );
    Some((format!("acceptance of {name}"), one))
}

pub(super) fn kind_of_service(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let (name, one) = endpoint(value, pick)?;
    one["type"] = json!("Gateway");
    let one = expected(
        Kind::Changed,
        format!("type of {name}"),
        Some("Gateway"),
        Some("Interface"),
    );
    Some((format!("type of {name}"), one))
}

pub(super) fn lost_region(value: &mut Value, _: usize) -> Option<(String, Expected)> {
    let list = value["regions"].as_array_mut()?;
    list.retain(|r| r["id"] != "us-east-1");
    let offers = "offers data, control, gateway, registry-data, registry-control";
    let one = expected(
        Kind::Added,
        "Region us-east-1".to_owned(),
        None,
        Some(offers),
    );
    Some(("the Region".to_owned(), one))
}

pub(super) fn second_name(value: &mut Value, pick: usize) -> Option<(String, Expected)> {
    let (name, one) = endpoint(value, pick)?;
    let names = one["private_dns_names"].as_array_mut()?;
    let was = names.first()?.as_str()?.to_owned();
    names.push(json!("second.{region}.{dns_suffix}"));
    let fill = |t: &str| {
        t.replace("{region}", "us-east-1")
            .replace("{dns_suffix}", "amazonaws.com")
    };
    let mut both = [fill(&was), fill("second.{region}.{dns_suffix}")];
    both.sort();
    let subject = format!("private DNS names of {name}");
    let one = expected(
        Kind::Changed,
        subject,
        Some(&both.join(", ")),
        Some(&fill(&was)),
    );
    Some((format!("names of {name}"), one))
}
