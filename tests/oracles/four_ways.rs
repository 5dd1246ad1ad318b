//! The command line, CloudFormation, Terraform and the JSON plan describe the same endpoints and
//! group, field by field, for every golden request.

use std::collections::BTreeMap;
use std::time::Duration;

use postern_tests::{Scratch, skip, tool};
use serde_json::Value;

use crate::cases;
use crate::made;
use crate::world::World;

#[test]
fn cloudformation_describes_the_plan() {
    for case in cases::all() {
        let planned = made::document(&case.json("plan.json"), &["create"]);
        assert_eq!(
            made::template(&case.json("stack.json")),
            planned,
            "{}",
            case.name
        );
    }
}

/// The whole of what `create.sh` does has an oracle of its own; here it is the fourth way.
#[test]
fn the_command_line_makes_the_plan() {
    let (Some(world), Some(_)) = (World::start(), tool("aws")) else {
        return skip("four-ways-cli", "aws, moto_server or boto3 not found");
    };
    let all = cases::all();
    let case = world.place(all.iter().find(|c| c.name == "three-doors").unwrap());
    let scratch = Scratch::new("four-ways");
    scratch.write("create.sh", case.file("create.sh"));
    let run = world
        .moto()
        .run("bash")
        .arg("create.sh")
        .within(scratch.path());
    run.deadline(Duration::from_mins(10)).stdout();
    // Moto drops address types.
    let kept = |made| made::without(made, &["ip_address_type"]);
    let planned = made::document(&case.json("plan.json"), &["create"]);
    assert_eq!(kept(world.describe(&case)), kept(planned));
}

#[test]
fn terraform_describes_the_plan() {
    for case in cases::all() {
        let text = case.file("terraform/main.tf");
        let mut planned = made::document(&case.json("plan.json"), &["create", "modify"]);
        let mut read = made::configuration(text);
        // An endpoint that is there keeps what the plan does not change.
        for (service, id, changes) in modified(&case.json("plan.json")) {
            for of in [&mut planned, &mut read] {
                let endpoint = of["endpoints"][&service].as_object_mut().unwrap();
                endpoint.remove("tags");
                for kept in ["private_dns", "ip_address_type"] {
                    if changes.get(kept).is_none() {
                        endpoint.remove(kept);
                    }
                }
            }
            assert!(
                made::imports(text).values().any(|i| *i == id),
                "{}: {id}",
                case.name
            );
        }
        assert_eq!(
            made::given_tags(text),
            given_tags(&case.json("plan.json")),
            "{}",
            case.name
        );
        assert_eq!(
            made::imports(text).len(),
            modified(&case.json("plan.json")).len()
        );
        assert_eq!(read, planned, "{}", case.name);
    }
}

/// The service and id of each endpoint that is changed, and what changes.
fn modified(document: &Value) -> Vec<(String, String, Value)> {
    let endpoints = document["plan"]["endpoints"].as_array().unwrap();
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    endpoints
        .iter()
        .filter(|e| e["change"] == "modify")
        .map(|e| {
            (
                text(&e["service_name"]),
                text(&e["existing"]),
                e["changes"].clone(),
            )
        })
        .collect()
}

/// The tags that the plan gives endpoints which are there, by the id of their resource.
fn given_tags(document: &Value) -> BTreeMap<String, BTreeMap<String, String>> {
    let endpoints = document["plan"]["endpoints"].as_array().unwrap();
    endpoints
        .iter()
        .filter_map(|e| {
            let tags = e.pointer("/changes/tags")?.as_object()?;
            let tags = tags
                .iter()
                .map(|(k, v)| (k.clone(), v.as_str().unwrap().to_owned()));
            let label = e["key"].as_str().unwrap().replace('-', "_");
            Some((format!("aws_vpc_endpoint.{label}.id"), tags.collect()))
        })
        .collect()
}
