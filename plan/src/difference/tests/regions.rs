//! What a Region offers, against the catalogue.

use super::super::*;
use super::sources::inventory;
use crate::inventory::ServiceDetail;

fn compared(text: &str, inventory: &Inventory) -> Comparison {
    let offered = Offered {
        name: "i",
        inventory,
    };
    compare(text, &[], Some(offered)).unwrap()
}

/// The differences in a line each, and the catalogue that the patch makes.
fn told(inventory: &Inventory) -> (Vec<String>, Catalog) {
    let compared = compared(Catalog::text(), inventory);
    let again = self::compared(&compared.patched_text, inventory);
    let left = compared.differences.iter().filter(|d| !d.patched).count();
    assert_eq!(again.differences.len(), left);
    let told = compared.differences.iter().map(ToString::to_string);
    (
        told.collect(),
        Catalog::parse(&compared.patched_text).unwrap(),
    )
}

fn lacks(catalog: &Catalog, region: &str) -> bool {
    let facts = catalog.region(&region.parse().unwrap()).unwrap();
    facts.lacks.iter().any(|l| l == "agent_registry")
}

#[test]
fn a_feature_that_came_or_went_with_all_its_endpoints_is_mended() {
    let catalog = Catalog::load().unwrap();
    let (there, without) = ("us-east-1", "us-east-2");
    assert!(!lacks(&catalog, there) && lacks(&catalog, without));

    let mut gone = inventory(there);
    gone.services
        .retain(|s| !s.service_name.contains("registry"));
    let (lines, mended) = told(&gone);
    assert_eq!(
        lines,
        [
            "removed endpoint registry-data in us-east-1: offered -> not offered",
            "removed endpoint registry-control in us-east-1: offered -> not offered",
        ]
    );
    assert!(lacks(&mended, there));

    let (lines, mended) = told(&inventory(without));
    assert_eq!(
        lines,
        [
            "added endpoint registry-data in us-east-2: not offered -> offered",
            "added endpoint registry-control in us-east-2: not offered -> offered",
        ]
    );
    assert!(!lacks(&mended, without));
}

#[test]
fn what_half_came_is_for_a_person() {
    let mut half = inventory("us-east-1");
    half.services
        .retain(|s| !s.service_name.ends_with("agent-registry"));
    half.services
        .retain(|s| !s.service_name.ends_with("bedrock-agentcore"));
    let (lines, mended) = told(&half);
    assert_eq!(
        lines,
        [
            "removed endpoint data in us-east-1: offered -> not offered",
            "removed endpoint registry-data in us-east-1: offered -> not offered",
        ]
    );
    assert!(!lacks(&mended, "us-east-1"));
}

#[test]
fn new_services_and_regions_are_told_and_others_are_not() {
    let mut more = inventory("us-east-1");
    let named = |name: &str| ServiceDetail {
        service_name: format!("com.amazonaws.us-east-1.{name}"),
        ..ServiceDetail::default()
    };
    let names = [
        "bedrock-agentcore.browser",
        "agent-registry-new",
        "bedrock",
        "s3",
    ];
    more.services.extend(names.map(named));
    assert_eq!(
        told(&more).0,
        [
            "added endpoint service bedrock-agentcore.browser: com.amazonaws.us-east-1.bedrock-agentcore.browser",
            "added endpoint service agent-registry-new: com.amazonaws.us-east-1.agent-registry-new",
        ]
    );
    assert_eq!(
        told(&inventory("mx-central-1")).0,
        [
            "added Region mx-central-1: offers data, control, gateway, registry-data, registry-control"
        ]
    );
    let mut nothing = inventory("mx-central-1");
    nothing.services.clear();
    assert_eq!(told(&nothing).0, [""; 0]);
}

#[test]
fn what_either_does_not_say_is_no_contradiction() {
    let mut silent = inventory("us-east-1");
    for service in &mut silent.services {
        service.private_dns_names.clear();
        service.policy_supported = None;
        service.acceptance_required = None;
        service.types.clear();
    }
    assert_eq!(told(&silent).0, [""; 0]);
    let quiet = Catalog::text().replace("   \"acceptance_required\": false,\n", "");
    let mut accepting = inventory("us-east-1");
    accepting.services[0].acceptance_required = Some(true);
    assert_eq!(compared(&quiet, &accepting).differences, []);
    assert_eq!(
        told(&accepting).0,
        ["changed acceptance of endpoint data: false -> true"]
    );
}
