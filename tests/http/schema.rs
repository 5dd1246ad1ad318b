//! The mirrors behind the OpenAPI document say neither more nor less than what they mirror: each
//! document read through its mirror and written again is the same.

use postern_plan::artifact::plan_json;
use postern_plan::inventory::Inventory;
use postern_server::api::schema::inventory::InventoryDocument;
use postern_server::api::schema::plan::PlanDocument;
use postern_server::api::schema::request::RequestDocument;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::golden;

fn assert_mirrored<D: DeserializeOwned + Serialize>(document: &Value, of: &str) {
    let mirror: D = serde_json::from_value(document.clone()).expect(of);
    assert_eq!(&serde_json::to_value(mirror).unwrap(), document, "{of}");
}

#[test]
fn every_golden_request_is_mirrored() {
    for case in golden::cases() {
        assert_mirrored::<RequestDocument>(&case.json, &case.name);
    }
}

#[test]
fn every_golden_plan_is_mirrored() {
    for case in golden::cases() {
        let document = serde_json::from_str(&plan_json(&case.plan).unwrap().text).unwrap();
        assert_mirrored::<PlanDocument>(&document, &case.name);
    }
}

#[test]
fn an_inventory_with_everything_in_it_is_mirrored() {
    let text = include_str!("inventory.json");
    let inventory = Inventory::parse(text).unwrap();
    let written = serde_json::to_value(&inventory).unwrap();
    // Every key is there, so nothing of the type can be missing in the mirror.
    assert_eq!(written, serde_json::from_str::<Value>(text).unwrap());
    let document = serde_json::to_value(&inventory).unwrap();
    assert_mirrored::<InventoryDocument>(&document, "inventory");
}
