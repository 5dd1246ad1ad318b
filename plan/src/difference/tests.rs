//! What is planted in a catalogue is found, and nothing else; what is found is mended by the patch.

mod hostile;
mod plants;
mod regions;
mod sources;

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use plants::{Expected, PLANTS};
use sources::{inventory, references};

fn catalog() -> Value {
    serde_json::from_str(Catalog::text()).unwrap()
}

/// The differences of a catalogue from sources that agree with the one that is checked in.
fn compared(text: &str) -> Comparison {
    let inventory = inventory("us-east-1");
    let offered = Offered {
        name: "inventory.json",
        inventory: &inventory,
    };
    compare(text, &references(), Some(offered)).unwrap()
}

fn seen(differences: &[Difference]) -> BTreeSet<Expected> {
    differences.iter().map(Expected::of).collect()
}

#[test]
fn the_catalogue_agrees_with_sources_that_say_the_same() {
    let compared = compared(Catalog::text());
    assert_eq!(compared.differences, []);
    assert_eq!((compared.patch.as_str(), compared.sources.len()), ("", 3));
    assert_eq!(compared.patched_text, Catalog::text());
}

/// Plants some changes in a catalogue; no two of them touch the same thing.
fn planted(picks: &[(usize, usize)]) -> (Value, BTreeSet<Expected>) {
    let (mut value, mut expected) = (catalog(), BTreeSet::new());
    let mut touched = BTreeSet::new();
    for (plant, pick) in picks {
        let plant = PLANTS[plant % PLANTS.len()];
        let mut tried = value.clone();
        if let Some((place, one)) = plant(&mut tried, *pick)
            && touched.insert(place)
        {
            value = tried;
            expected.insert(one);
        }
    }
    (value, expected)
}

#[test]
fn every_kind_of_plant_is_found_alone() {
    for at in 0..PLANTS.len() {
        for pick in [0, 7, 100] {
            let (value, expected) = planted(&[(at, pick)]);
            assert_eq!(expected.len(), 1, "plant {at} does nothing");
            holds(&serde_json::to_string(&value).unwrap(), &expected);
        }
    }
}

/// Exactly what was planted is found, and the patch leaves what is for a person and nothing else.
fn holds(text: &str, expected: &BTreeSet<Expected>) {
    let first = compared(text);
    assert_eq!(&seen(&first.differences), expected);
    assert_eq!(first.differences.len(), expected.len());
    let left: Vec<Difference> = first
        .differences
        .iter()
        .filter(|d| !d.patched)
        .cloned()
        .collect();
    let again = compared(&first.patched_text);
    assert_eq!(seen(&again.differences), seen(&left), "{}", first.patch);
    assert_eq!(again.patch, "");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_planted_is_found_and_nothing_else(
        picks in proptest::collection::vec((any::<usize>(), any::<usize>()), 0..12),
        pretty in any::<bool>(),
    ) {
        let (value, expected) = planted(&picks);
        let text = if pretty {
            serde_json::to_string_pretty(&value)
        } else {
            serde_json::to_string(&value)
        };
        holds(&text.unwrap(), &expected);
    }
}

#[test]
fn a_patch_changes_the_lines_that_it_must_and_no_other() {
    let was = "   \"level\": \"write\",\n     \"scope\": \"star\",";
    let was = was.replace("   \"level\"", "     \"level\"");
    let text = Catalog::text();
    assert!(text.contains(&was));
    let doctored = text.replacen(&was, &was.replace("write", "read"), 1);
    let compared = compared(&doctored);
    assert_eq!(compared.patched_text, text);
    let lines: Vec<&str> = compared.patch.lines().collect();
    let from = lines.iter().position(|l| l.starts_with("--- ")).unwrap();
    let (summary, patch) = lines.split_at(from);
    assert!(summary.iter().all(|l| l.starts_with('#')), "{summary:?}");
    let told = "# changed access level of action CreateAgentRuntime of runtime: read -> write";
    assert!(summary.contains(&told), "{summary:?}");
    assert_eq!(patch[0], "--- a/plan/data/catalog.json");
    assert_eq!(patch[1], "+++ b/plan/data/catalog.json");
    assert!(
        patch[2].starts_with("@@ -") && patch[2].ends_with(",7 @@"),
        "{}",
        patch[2]
    );
    let changed: Vec<&&str> = patch
        .iter()
        .filter(|l| !l.starts_with([' ', '@']))
        .collect();
    let (old, new) = ("-     \"level\": \"read\",", "+     \"level\": \"write\",");
    assert_eq!(changed[2..], [&old, &new]);
}

#[test]
fn what_was_not_read_is_no_difference() {
    let mut inventory = inventory("us-east-1");
    inventory.services.clear();
    let compare = |inventory: &Inventory| {
        let offered = Offered {
            name: "i",
            inventory,
        };
        compare(Catalog::text(), &[], Some(offered)).unwrap()
    };
    assert_eq!(compare(&inventory).differences.len(), 5);
    inventory.read.clear();
    let compared = compare(&inventory);
    assert_eq!(compared.differences, []);
    let told = compared.not_compared.join("\n");
    assert!(told.contains("services that i does not list"), "{told}");
    inventory.services.push(crate::inventory::ServiceDetail {
        service_name: "com.amazonaws.us-east-1.bedrock-agentcore".to_owned(),
        ..crate::inventory::ServiceDetail::default()
    });
    assert_eq!(compare(&inventory).differences, []);
}

#[test]
fn one_reference_alone_does_not_judge_what_the_other_may_have() {
    let key = r#"{"name": "aws:NothingSuch", "type": "String"}, "#;
    let list = "\"service_condition_keys\": [";
    let text = Catalog::text().replacen(list, &format!("{list}{key}"), 1);
    for reference in references() {
        let alone = compare(&text, std::slice::from_ref(&reference), None).unwrap();
        assert_eq!(alone.differences, []);
        let told = alone.not_compared.join("\n");
        assert!(told.contains("such as aws:NothingSuch"), "{told}");
    }
    let both = compare(&text, &references(), None).unwrap();
    assert_eq!(both.differences.len(), 1);
    assert_eq!(both.patched_text, Catalog::text());
}

#[test]
fn what_makes_no_sense_is_refused() {
    let refused = |text: &str, references: &[Reference]| {
        compare(text, references, None).unwrap_err().to_string()
    };
    let reference = references().remove(0);
    assert_eq!(
        refused(Catalog::text(), &[reference.clone(), reference]),
        "bedrock-agentcore.json and bedrock-agentcore.json are both the reference of `bedrock-agentcore`"
    );
    let other =
        Reference::parse("s3.json", r#"{"Name": "s3", "Actions": [{"Name": "A"}]}"#).unwrap();
    assert_eq!(
        refused(Catalog::text(), &[other]),
        "s3.json is the reference of `s3`, which the catalogue does not have"
    );
    assert_eq!(refused("{}", &[]), "the catalogue cannot be read");
    let none = Inventory::default();
    let offered = Offered {
        name: "i.json",
        inventory: &none,
    };
    let error = compare(Catalog::text(), &[], Some(offered)).unwrap_err();
    assert_eq!(error.to_string(), "i.json does not say its Region");
}
