//! What an artifact makes, in one form for all of them, so that they can be compared field by field:
//!
//! ```json
//! {"group": {"name", "description", "vpc", "rules": [{"kind", "source"}], "tags": {}},
//!  "endpoints": {"SERVICE": {"type", "vpc", "subnets": [], "groups": [], "private_dns",
//!                            "ip_address_type", "policy": {}, "tags": {}}}}
//! ```
//!
//! One that is reached by routes has its type, VPC, `route_tables`, policy and tags.
//!
//! Lists without an order of their own are sorted; the group that is made is called `new`.

mod hcl;
mod template;

pub(crate) use hcl::{configuration, given_tags, imports};
use serde_json::{Map, Value, json};
pub(crate) use template::template;

/// What the plan document says is made; with the endpoints that are changed, where asked for.
pub(crate) fn document(document: &Value, changes: &[&str]) -> Value {
    let plan = &document["plan"];
    let endpoints: Map<_, _> = list(&plan["endpoints"])
        .iter()
        .filter(|e| changes.contains(&e["change"].as_str().unwrap()))
        .map(|e| {
            if let Some(tables) = e.get("route_tables") {
                let made = json!({
                    "type": "Gateway",
                    "vpc": plan["vpc"],
                    "route_tables": sorted(list(tables).clone()),
                    "policy": e["policy"],
                    "tags": e["tags"],
                });
                return (e["service_name"].as_str().unwrap().to_owned(), made);
            }
            let made = json!({
                "type": "Interface",
                "vpc": plan["vpc"],
                "subnets": sorted(list(&e["subnets"]).clone()),
                "groups": sorted(list(&e["security_groups"]).clone()),
                "private_dns": e["private_dns"],
                "ip_address_type": e["ip_address_type"],
                "policy": e["policy"],
                "tags": e["tags"],
            });
            (e["service_name"].as_str().unwrap().to_owned(), made)
        })
        .collect();
    let uses_group = endpoints
        .values()
        .filter_map(|e| e["groups"].as_array())
        .any(|groups| groups.contains(&json!("new")));
    let group = &plan["security_group"];
    let rule = |r: &Value| json!({ "kind": r["kind"], "source": r["source"] });
    let group = uses_group.then(|| {
        json!({
            "name": group["name"],
            "description": group["description"],
            "vpc": plan["vpc"],
            "rules": sorted(list(&group["rules"]).iter().map(rule).collect()),
            "tags": group["tags"],
        })
    });
    json!({ "group": group, "endpoints": endpoints })
}

/// The same without some fields of the endpoints and the group, for an oracle that loses them.
pub(crate) fn without(mut made: Value, fields: &[&str]) -> Value {
    let drop = |of: &mut Value| {
        if let Some(of) = of.as_object_mut() {
            of.retain(|field, _| !fields.contains(&field.as_str()));
        }
    };
    for endpoint in made["endpoints"].as_object_mut().unwrap().values_mut() {
        drop(endpoint);
    }
    drop(&mut made["group"]);
    made
}

/// A list.
fn list(value: &Value) -> &Vec<Value> {
    value
        .as_array()
        .unwrap_or_else(|| panic!("not a list: {value}"))
}

/// A list in a fixed order.
fn sorted(mut items: Vec<Value>) -> Vec<Value> {
    items.sort_by_key(|item| {
        (
            item["kind"].to_string(),
            item["source"].to_string(),
            item.to_string(),
        )
    });
    items
}
