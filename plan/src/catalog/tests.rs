//! What holds of the catalogue as it is checked in.
//!
//! Must not repeat a fact: it is read here, and held against the others.

use super::*;
use crate::request::Plane;

#[test]
fn every_reference_inside_the_catalogue_resolves() {
    let catalog = Catalog::load().unwrap();
    for primitive in &catalog.primitives {
        for id in &primitive.resource_types {
            assert!(
                catalog.resource_type(&primitive.prefix, id).is_some(),
                "{} {id}",
                primitive.id
            );
        }
        for (plane, offer) in &primitive.planes {
            assert!(catalog.endpoint(offer.endpoint).is_some());
            for (preset, actions) in &offer.presets {
                assert!(!actions.is_empty());
                for name in actions {
                    let action = primitive.action(*plane, name);
                    assert!(
                        action.is_some(),
                        "{} {plane:?} {preset:?} {name}",
                        primitive.id
                    );
                }
            }
        }
        for action in &primitive.actions {
            for group in action.groups() {
                for id in &group.any_of {
                    assert!(
                        catalog.resource_type(&primitive.prefix, id).is_some(),
                        "{id}"
                    );
                }
            }
            for key in &action.condition_keys {
                assert!(
                    catalog.service_key(key).is_some() || catalog.global_key(key).is_some(),
                    "{} {key}",
                    action.name
                );
            }
        }
    }
}

#[test]
fn identifiers_are_unique() {
    let catalog = Catalog::load().unwrap();
    for primitive in &catalog.primitives {
        let mut names: Vec<_> = primitive.actions.iter().map(|a| &a.name).collect();
        names.sort();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count, "{}", primitive.id);
    }
    let mut codes: Vec<_> = catalog.rules.iter().map(|r| &r.code).collect();
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), catalog.rules.len());
}

#[test]
fn presets_are_what_the_request_document_says() {
    let catalog = Catalog::load().unwrap();
    let preset = |primitive: &str, plane, preset: &str| {
        let offer = catalog
            .primitive(primitive)
            .unwrap()
            .planes
            .get(&plane)
            .unwrap();
        offer
            .presets
            .get(&preset.parse().unwrap())
            .cloned()
            .unwrap_or_default()
    };
    assert_eq!(preset("code_interpreter", Plane::Data, "use").len(), 5);
    assert!(
        !preset("payments", Plane::Data, "use").contains(&"GetResourcePaymentToken".to_owned())
    );
    assert!(
        preset("runtime", Plane::Data, "invoke")
            .iter()
            .all(|a| !a.contains("Command") && !a.contains("ForUser"))
    );
    assert!(
        preset("browser", Plane::Data, "read")
            .iter()
            .all(|a| !a.starts_with("Connect"))
    );
    assert!(preset("identity", Plane::Data, "read").is_empty());
    assert!(preset("memory", Plane::Data, "write").contains(&"IngestData".to_owned()));
    assert!(
        preset("memory", Plane::Data, "write")
            .iter()
            .all(|a| !a.starts_with("Delete") && !a.starts_with("Get"))
    );
    assert!(
        preset("runtime", Plane::Data, "all")
            .iter()
            .all(|a| a != "GetRuntimeProtectedResourceMetadata")
    );
}

#[test]
fn names_follow_the_region_and_partition() {
    let catalog = Catalog::load().unwrap();
    let region: Region = "us-gov-west-1".parse().unwrap();
    assert_eq!(
        catalog.service_name(EndpointKey::Gateway, &region),
        "com.amazonaws.us-gov-west-1.bedrock-agentcore.gateway"
    );
    assert_eq!(
        catalog.private_dns_names(EndpointKey::Gateway, &region),
        ["*.gateway.bedrock-agentcore.us-gov-west-1.amazonaws.com"]
    );
}
