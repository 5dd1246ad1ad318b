//! `postern catalog diff`: what differs for people, for programs and for `patch`, and three exit
//! codes.

use std::fs;

use postern_plan::catalog::Catalog;
use postern_plan::inventory::{Inventory, Part, ServiceDetail};
use serde_json::{Value, json};

use crate::common::{folder, postern};

/// A Region that offers just what the catalogue says.
fn offered() -> Inventory {
    let catalog = Catalog::load().unwrap();
    let region = "us-east-1".parse().unwrap();
    let services = catalog.endpoints.iter().map(|e| ServiceDetail {
        service_name: catalog.service_name(e.key, &region),
        private_dns_names: catalog.private_dns_names(e.key, &region),
        policy_supported: Some(true),
        acceptance_required: Some(false),
        types: vec!["Interface".to_owned()],
        ..ServiceDetail::default()
    });
    Inventory {
        version: 1,
        observed_at: Some("2026-11-30T12:00:00Z".to_owned()),
        region: Some("us-east-1".to_owned()),
        read: [Part::Services].into(),
        services: services.collect(),
        ..Inventory::default()
    }
}

fn text(inventory: &Inventory) -> String {
    serde_json::to_string(inventory).unwrap()
}

#[test]
fn a_region_that_offers_what_the_catalogue_says_is_the_same() {
    let words = ["catalog", "diff", "--inventory", "-"];
    let done = postern(&words, &text(&offered()));
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(done.out.contains("nothing differs"), "{}", done.out);
    assert!(done.out.contains("Not compared"), "{}", done.out);
    assert!(!done.out.contains("Patch"), "{}", done.out);
}

#[test]
fn what_differs_is_told_with_its_source_and_as_a_patch() {
    let mut inventory = offered();
    inventory.services[2].private_dns_names = vec!["*.new.us-east-1.amazonaws.com".to_owned()];
    inventory.services.push(ServiceDetail {
        service_name: "com.amazonaws.us-east-1.bedrock-agentcore.browser".to_owned(),
        ..ServiceDetail::default()
    });
    let done = postern(&["catalog", "diff", "--inventory", "-"], &text(&inventory));
    assert_eq!(done.code, 1);
    for told in [
        "1 in the patch, 1 for a person",
        "against standard input (us-east-1, read 2026-11-30T12:00:00Z)",
        "added endpoint service bedrock-agentcore.browser",
        "changed private DNS names of endpoint gateway",
        "--- a/plan/data/catalog.json\n+++ b/plan/data/catalog.json\n@@ -",
        "-    \"*.gateway.bedrock-agentcore.{region}.{dns_suffix}\"\n+    \"*.new.{region}.{dns_suffix}\"\n",
    ] {
        assert!(done.out.contains(told), "{told}\n{}", done.out);
    }
    assert!(
        done.err
            .contains("error: the catalogue differs in 2 places"),
        "{}",
        done.err
    );
    assert!(done.err.contains("git apply"), "{}", done.err);
}

#[test]
fn programs_read_the_same_as_people() {
    let mut inventory = offered();
    inventory.services[0].acceptance_required = Some(true);
    let words = ["catalog", "diff", "--inventory", "-", "--json"];
    let done = postern(&words, &text(&inventory));
    assert_eq!(done.code, 1);
    let read: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(read["facts_date"], Catalog::load().unwrap().facts_date);
    assert_eq!(read["sources"][0]["about"], "us-east-1");
    let one = &read["differences"][0];
    assert_eq!(one["kind"], "changed");
    assert_eq!(one["path"], "/endpoints/0/acceptance_required");
    assert_eq!(
        (&one["catalog"], &one["found"]),
        (&json!("false"), &json!("true"))
    );
    assert_eq!(one["source"], read["sources"][0]);
    assert_eq!(one["patched"], true);
    assert!(
        read["patch"]
            .as_str()
            .unwrap()
            .contains("+   \"acceptance_required\": true,\n")
    );
    assert!(read["not_compared"].as_array().unwrap().len() > 1);
}

#[test]
fn another_catalogue_is_compared_in_place_of_the_one_built_in() {
    let folder = folder("another-catalogue");
    let (file, there) = (folder.join("catalog.json"), folder.join("inventory.json"));
    let doctored =
        Catalog::text().replace("\"policy_supported\": true", "\"policy_supported\": false");
    fs::write(&file, &doctored).unwrap();
    fs::write(&there, text(&offered())).unwrap();
    let words = |file: &str| {
        let words = [
            "catalog",
            "diff",
            "--inventory",
            there.to_str().unwrap(),
            "--json",
            "--catalog",
            file,
        ];
        let done = postern(&words, "");
        let read: Value = serde_json::from_str(&done.out).unwrap();
        (done.code, read["differences"].as_array().unwrap().len())
    };
    assert_eq!(words(file.to_str().unwrap()), (1, 5));
    fs::write(&file, Catalog::text()).unwrap();
    assert_eq!(words(file.to_str().unwrap()), (0, 0));
}

#[test]
fn a_reference_is_a_source_like_any_other() {
    let reference = json!({"Name": "agent-registry", "Version": "v1.4", "Actions": [
        {"Name": "SearchAnew", "Annotations": {"Properties": {"IsWrite": true}}}]});
    let words = ["catalog", "diff", "--reference", "-"];
    let done = postern(&words, &reference.to_string());
    assert_eq!(done.code, 1);
    for told in [
        "against standard input (agent-registry, version v1.4)",
        "added action agent-registry:SearchAnew: write; resource types: none",
        "removed action CreateRegistry of agent_registry: true -> false",
        "+     \"in_service_reference\": false",
        "resource types: standard input lists none",
    ] {
        assert!(done.out.contains(told), "{told}\n{}", done.out);
    }
}

fn refused(words: &[&str], input: &str, told: &[&str]) {
    let done = postern(&[&["catalog", "diff"], words].concat(), input);
    assert_eq!((done.code, done.out.as_str()), (2, ""), "{words:?}");
    for told in told {
        assert!(done.err.contains(told), "{told}\n{}", done.err);
    }
}

#[test]
fn what_cannot_be_compared_is_bad_input() {
    refused(
        &[],
        "",
        &["nothing to compare the catalogue with", "--reference"],
    );
    refused(
        &["--reference", "no-such-file"],
        "",
        &["cannot read `no-such-file`"],
    );
    refused(
        &["--reference", "-"],
        "{}",
        &["is no service reference", "help: get it as in curl"],
    );
    let other = r#"{"Name": "s3", "Actions": [{"Name": "GetObject"}]}"#;
    refused(
        &["--reference", "-"],
        other,
        &["the reference of `s3`", "agent-registry"],
    );
    refused(&["--inventory", "-"], "{}", &["is no inventory"]);
    let empty = r#"{"version": 1}"#;
    refused(
        &["--inventory", "-"],
        empty,
        &["does not say its Region", "postern inventory"],
    );
    let both = ["--inventory", "-", "--reference", "-"];
    refused(&both, "{}", &["only one file can be standard input"]);
    refused(
        &["--region", "us-east-1", "--inventory", "-"],
        "{}",
        &["--inventory"],
    );
    let good = text(&offered());
    let folder = folder("no-catalogue");
    let file = folder.join("c.json");
    fs::write(&file, "{\"version\": 1}").unwrap();
    let words = ["--inventory", "-", "--catalog", file.to_str().unwrap()];
    refused(
        &words,
        &good,
        &["is no catalogue of this version", "plan/data/catalog.json"],
    );
}
