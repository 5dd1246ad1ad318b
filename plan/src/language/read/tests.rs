//! What is read, and which faults are found.

use super::*;

fn kinds(text: &str) -> Vec<(FaultKind, String)> {
    let reading = read(text).unwrap();
    reading
        .faults
        .into_iter()
        .map(|f| (f.kind, f.path))
        .collect()
}

#[test]
fn the_whole_language_is_read() {
    let reading = read(
            r#"{"Statement": {"Effect": "Deny", "NotPrincipal": {"AWS": ["111122223333", "*"], "Service": "x.amazonaws.com"},
                "NotAction": "a:*", "NotResource": ["b"], "Condition": {"Bool": {"aws:SecureTransport": false}, "NumericEquals": {"a:n": [1, 2.5]}}}}"#,
        )
        .unwrap();
    assert!(reading.faults.is_empty(), "{:?}", reading.faults);
    let statement = &reading.document.statements[0];
    assert_eq!(reading.document.version, Version::V2008);
    let Who::NotPrincipal(who) = &statement.who else {
        panic!()
    };
    assert!(who.anyone && who.aws == ["111122223333"] && who.others.len() == 1);
    assert_eq!(statement.actions, Actions::AllBut(vec!["a:*".into()]));
    let values: Vec<_> = statement
        .conditions
        .iter()
        .flat_map(|c| c.values.clone())
        .collect();
    assert_eq!(values, ["false", "1", "2.5"]);
}

#[test]
fn every_fault_is_found_at_once_and_good_statements_stay() {
    let text = r#"{"Version": "2012", "Statements": 1, "Statement": [
            {"Effect": "allow", "Action": "a:b", "Action": "a:c", "Resource": "*"},
            {"Sid": "Good", "Effect": "Allow", "Principal": "*", "Action": "a:b", "Resource": "*"},
            {"Effect": "Allow", "Principal": "111122223333", "NotAction": [], "Action": "a:b", "Condition": {"StringEqual": {"k": "v"}}}]}"#;
    let reading = read(text).unwrap();
    assert_eq!(reading.document.statements.len(), 1);
    assert_eq!(reading.places, [1]);
    let found = kinds(text);
    for expected in [
        (FaultKind::Version, "Version"),
        (FaultKind::UnknownElement, "Statements"),
        (FaultKind::Effect, "Statement[0].Effect"),
        (FaultKind::DuplicateKey, "Statement[0].Action"),
        (FaultKind::Missing, "Statement[0].Principal"),
        (FaultKind::Principal, "Statement[2].Principal"),
        (FaultKind::Conflict, "Statement[2].NotAction"),
        (FaultKind::Missing, "Statement[2].Resource"),
        (FaultKind::Operator, "Statement[2].Condition.StringEqual"),
    ] {
        assert!(
            found.contains(&(expected.0, expected.1.to_owned())),
            "{expected:?} in {found:?}"
        );
    }
}

#[test]
fn what_is_no_object_is_a_fault_and_not_a_crash() {
    assert_eq!(kinds("[]"), [(FaultKind::WrongType, String::new())]);
    assert!(read("{").is_err());
}
