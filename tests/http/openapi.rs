//! `GET /openapi.json`: it describes the routes there are, and nothing that is not there.

use std::collections::BTreeSet;

use postern_plan::artifact::{self, Format};
use postern_server::route_table::Verb;
use postern_server::router::routes;
use serde_json::Value;

use crate::asked::{app, ask, get, request};
use crate::golden;

async fn document() -> Value {
    get("/openapi.json").await.json()
}

#[tokio::test]
async fn its_paths_are_those_of_the_route_table() {
    let listed: BTreeSet<(String, &str)> = routes()
        .iter()
        .filter(|route| route.path.starts_with("/api/"))
        .map(|route| {
            let verb = match route.verb {
                Verb::Get => "get",
                Verb::Post => "post",
            };
            (route.path.to_owned(), verb)
        })
        .collect();
    let document = document().await;
    let mut described = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in ["get", "post", "put", "patch", "delete"] {
            if methods.get(method).is_some() {
                described.insert((path.clone(), method));
            }
        }
    }
    assert_eq!(described, listed);
}

#[tokio::test]
async fn every_reference_is_there_and_every_schema_is_referred_to() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(reference)) = map.get("$ref") {
                    found.insert(reference.clone());
                }
                map.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            _ => {}
        }
    }
    let document = document().await;
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    let mut defined = BTreeSet::new();
    for part in ["schemas", "examples"] {
        let names = document["components"][part].as_object().unwrap().keys();
        defined.extend(names.map(|name| format!("#/components/{part}/{name}")));
    }
    assert!(
        found.is_subset(&defined),
        "{:?}",
        found.difference(&defined)
    );
    // A word used only as a key of a map is written out there.
    let unused: Vec<_> = defined.difference(&found).collect();
    assert!(
        unused.iter().all(|name| name.ends_with("Word")),
        "{unused:?}"
    );
}

#[tokio::test]
async fn every_operation_is_described_for_people_and_programs() {
    let document = document().await;
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = BTreeSet::new();
    for methods in document["paths"].as_object().unwrap().values() {
        for operation in methods.as_object().unwrap().values() {
            assert!(operation["summary"].is_string(), "{operation}");
            assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()));
            assert!(!operation["tags"][0].as_str().unwrap().contains(':'));
        }
    }
}

#[tokio::test]
async fn every_media_type_that_is_sent_is_described() {
    let document = document().await;
    let content = &document["paths"]["/api/v1/render"]["post"]["responses"]["200"]["content"];
    let described: BTreeSet<&str> = content
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let mut sent = BTreeSet::from(["application/zip"]);
    let case = golden::named("gateway-sigv4");
    for format in Format::ALL.iter().filter(|format| **format != Format::All) {
        if let [only] = artifact::render(&case.plan, *format).unwrap().as_slice() {
            sent.insert(only.media_type);
        }
    }
    assert!(
        sent.is_subset(&described),
        "{:?}",
        sent.difference(&described)
    );
}

#[tokio::test]
async fn a_problem_is_what_the_schema_says() {
    let document = document().await;
    let schema = &document["components"]["schemas"]["Problem"];
    let required: BTreeSet<&str> = schema["required"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let answer = ask(app(), request("POST", "/api/v1/plan")).await.json();
    let sent: BTreeSet<&str> = answer
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(sent, required);
}
