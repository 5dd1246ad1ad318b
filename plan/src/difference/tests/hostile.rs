//! Files that nobody should be given: they are refused or compared, and nothing breaks.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::*;

/// Words that mean something here, and such that break things.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("bedrock-agentcore".to_owned()),
        Just("InvokeAgentRuntime".to_owned()),
        Just("runtime".to_owned()),
        Just("aws:TagKeys".to_owned()),
        Just(
            "arn:${Partition}:bedrock-agentcore:${Region}:${Account}:runtime/${A}/x/${B}/${C}"
                .to_owned()
        ),
        Just("arn:${Partition}:bedrock-agentcore:${Region}:aws:${".to_owned()),
        ".{0,12}",
    ]
}

fn actions() -> impl Strategy<Value = Value> {
    let one = (
        word(),
        proptest::collection::vec(word(), 0..4),
        any::<(bool, bool, bool)>(),
    );
    let one = one.prop_map(|(name, words, (list, write, tags))| {
        let types: Vec<Value> = words.iter().map(|w| json!({"Name": w})).collect();
        json!({"Name": name, "Resources": types, "ActionConditionKeys": words,
            "Annotations": {"Properties": {"IsList": list, "IsWrite": write, "IsTaggingOnly": tags}}})
    });
    proptest::collection::vec(one, 0..6).prop_map(Value::from)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_hostile_reference_is_refused_or_compared(
        actions in actions(),
        words in proptest::collection::vec((word(), word()), 0..6),
    ) {
        let types: Vec<Value> = words.iter()
            .map(|(name, arn)| json!({"Name": name, "ARNFormats": [arn]})).collect();
        let keys: Vec<Value> = words.iter()
            .map(|(name, kind)| json!({"Name": name, "Types": [kind]})).collect();
        let document = json!({"Name": "bedrock-agentcore", "Actions": actions, "Resources": types,
            "ConditionKeys": keys});
        if let Ok(reference) = Reference::parse("hostile\u{1b}.json", &document.to_string()) {
            let compared = compare(Catalog::text(), &[reference], None).unwrap();
            prop_assert!(!compared.differences.is_empty());
            // What the patch makes is a catalogue still.
            Catalog::parse(&compared.patched_text).unwrap();
            let lines = compared.patch.lines();
            let head: Vec<&str> = lines.take_while(|l| !l.starts_with("--- ")).collect();
            prop_assert!(head.iter().all(|l| l.starts_with('#')));
        }
    }

    #[test]
    fn any_text_is_refused(text in ".{0,200}") {
        prop_assert!(Reference::parse("x", &text).is_err());
    }
}

#[test]
fn what_is_no_reference_is_refused_with_its_reason() {
    let refused = |text: &str| Reference::parse("x", text).unwrap_err().to_string();
    let form = "it is not in the form of a service reference";
    for text in [
        "",
        "[]",
        "{}",
        "null",
        r#"{"Name": 1}"#,
        r#"{"Name": "a", "Actions": {}}"#,
    ] {
        assert_eq!(refused(text), form, "{text}");
    }
    assert_eq!(refused(&"[".repeat(100_000)), form);
    assert_eq!(
        refused(r#"{"Name": "a", "Actions": []}"#),
        "it lists no actions"
    );
    let twice = r#"{"Name": "a", "Actions": [{"Name": "B"}, {"Name": "B"}]}"#;
    assert_eq!(refused(twice), "it lists the action `B` twice");
    let long = " ".repeat(MOST_BYTES + 1);
    assert_eq!(refused(&long), "it is larger than 8 MiB");
}
