//! `GET /api/v1/catalog`

use std::collections::BTreeSet;

use axum::http::StatusCode;
use postern_plan::catalog::Catalog;

use crate::asked::{app, ask, get, request};

const CATALOG: &str = "/api/v1/catalog";

#[tokio::test]
async fn it_holds_what_a_request_can_name_and_where_it_is_from() {
    let catalog = Catalog::load().unwrap();
    let document = get(CATALOG).await.json();
    assert_eq!(document["facts_date"], catalog.facts_date);
    for (list, length) in [
        ("sources", catalog.sources.len()),
        ("endpoints", catalog.endpoints.len()),
        ("workload", catalog.workload.services.len()),
        ("primitives", catalog.primitives.len()),
        ("regions", catalog.regions.len()),
        ("resource_types", catalog.resource_types.len()),
        ("global_condition_keys", catalog.global_condition_keys.len()),
        (
            "service_condition_keys",
            catalog.service_condition_keys.len(),
        ),
        ("rules", catalog.rules.len()),
        ("prices", catalog.prices.len()),
    ] {
        assert_eq!(
            document[list].as_array().map(Vec::len),
            Some(length),
            "{list}"
        );
    }
    assert_eq!(document["quotas"]["policy_characters"], 20_480);
}

#[tokio::test]
async fn every_action_of_every_preset_is_listed() {
    let document = get(CATALOG).await.json();
    for primitive in document["primitives"].as_array().unwrap() {
        let actions = primitive["actions"].as_array().unwrap();
        let names: BTreeSet<&str> = actions.iter().filter_map(|a| a["name"].as_str()).collect();
        let planes = primitive["planes"].as_object().unwrap();
        assert!(!planes.is_empty());
        for offer in planes.values() {
            assert!(!offer["auth"].as_array().unwrap().is_empty());
            assert!(offer["endpoint"].is_string());
            for preset in offer["presets"].as_object().unwrap().values() {
                for action in preset.as_array().unwrap() {
                    let action = action.as_str().unwrap();
                    assert!(names.contains(action), "{} {action}", primitive["id"]);
                }
            }
        }
    }
}

#[tokio::test]
async fn what_is_held_is_not_sent_again_and_each_form_has_a_tag_of_its_own() {
    for path in [CATALOG, "/openapi.json"] {
        let plain = get(path).await;
        assert_eq!(plain.status, StatusCode::OK);
        assert_eq!(plain.header("content-type"), "application/json", "{path}");
        assert!(plain.header("etag").starts_with('"'), "{path}: strong");
        let asked = request("GET", path).header("accept-encoding", "gzip");
        let gzip = ask(app(), asked).await;
        assert_eq!(gzip.header("content-encoding"), "gzip", "{path}");
        assert_ne!(gzip.header("etag"), plain.header("etag"), "{path}");
        assert!(gzip.body.len() * 4 < plain.body.len(), "{path}");
        let asked = request("GET", path).header("if-none-match", plain.header("etag"));
        let held = ask(app(), asked).await;
        assert_eq!(held.status, StatusCode::NOT_MODIFIED, "{path}");
        assert!(held.body.is_empty(), "{path}");
    }
}
