//! Forms of the same meaning, and forms against their sources.

use super::*;
use crate::catalog::Catalog;
use crate::evaluate::{Call, Caller, Context, Evaluator, Values};
use crate::language::read;
use proptest::prelude::*;

fn document(statements: &str) -> Document {
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
    let reading = read(&text).unwrap();
    assert!(reading.faults.is_empty(), "{:?}", reading.faults);
    reading.document
}

fn allow(who: &str, actions: &str, on: &str, more: &str) -> String {
    format!(
        r#"{{"Effect": "Allow", "Principal": {who}, "Action": {actions}, "Resource": {on}{more}}}"#
    )
}

const ROLE: &str = r#"{"AWS": "arn:aws:iam::111122223333:role/app"}"#;
const ON: &str = r#""arn:aws:x:r:111122223333:runtime/a""#;
const WIDE: &str = r#""arn:aws:x:r:111122223333:runtime/*""#;

#[test]
fn forms_of_the_same_meaning_are_the_same() {
    let plain = document(&allow(ROLE, r#"["a:b", "a:c"]"#, ON, ""));
    for other in [
        format!(
            "{},{}",
            allow(ROLE, r#""a:c""#, ON, ""),
            allow(ROLE, r#""A:B""#, ON, "")
        ),
        format!(
            "{},{}",
            allow(ROLE, r#"["a:b", "a:c"]"#, ON, ""),
            allow(
                ROLE,
                r#""a:b""#,
                ON,
                r#", "Condition": {"Bool": {"aws:x": "true"}}"#
            )
        ),
    ] {
        assert!(plain.means_the_same(&document(&other)), "{other}");
    }
    let account = document(&allow(r#"{"AWS": "111122223333"}"#, r#""a:*""#, WIDE, ""));
    let root = document(&format!(
        "{},{}",
        allow(
            r#"{"AWS": "arn:aws:iam::111122223333:root"}"#,
            r#""a:*""#,
            WIDE,
            ""
        ),
        allow(ROLE, r#""a:b""#, ON, "")
    ));
    assert!(account.means_the_same(&root));
}

#[test]
fn what_differs_in_meaning_differs_in_form() {
    let plain = document(&allow(ROLE, r#""a:b""#, ON, ""));
    for other in [
        allow(r#""*""#, r#""a:b""#, ON, ""),
        allow(ROLE, r#""a:?""#, ON, ""),
        allow(ROLE, r#""a:b""#, WIDE, ""),
        allow(
            ROLE,
            r#""a:b""#,
            ON,
            r#", "Condition": {"Null": {"aws:x": "true"}}"#,
        ),
    ] {
        assert!(!plain.means_the_same(&document(&other)), "{other}");
    }
}

/// The form as a policy again: a statement for each atom.
fn as_document(normal: &Normal) -> Document {
    let principals = |who: &WhoUnit| {
        let mut all = Principals::default();
        let units = match who {
            WhoUnit::AllBut(units) => units.clone(),
            one => BTreeSet::from([one.clone()]),
        };
        for unit in units {
            match unit {
                WhoUnit::Anyone => all.anyone = true,
                WhoUnit::Account(text) | WhoUnit::Aws(text) => all.aws.push(text),
                WhoUnit::Other(kind, text) => all.others.push((kind, text)),
                WhoUnit::AllBut(_) | WhoUnit::OneOf(_) => panic!("no small policy has such a unit"),
            }
        }
        match who {
            WhoUnit::AllBut(_) => Who::NotPrincipal(all),
            _ => Who::Principal(all),
        }
    };
    let statement = |atom: &Atom| Statement {
        sid: None,
        effect: atom.effect,
        who: principals(&atom.who),
        actions: match &atom.action {
            ActionUnit::One(one) => Actions::Only(vec![one.clone()]),
            ActionUnit::AllBut(all) => Actions::AllBut(all.iter().cloned().collect()),
            ActionUnit::OneOf(_) => panic!("no small policy has such a unit"),
        },
        scope: match &atom.scope {
            ScopeUnit::One(one) => Scope::Resources(vec![one.clone()]),
            ScopeUnit::AllBut(all) => Scope::NotResources(all.iter().cloned().collect()),
            ScopeUnit::OneOf(_) => panic!("no small policy has such a unit"),
        },
        conditions: atom
            .tests
            .iter()
            .map(|t| Condition {
                operator: t.operator.parse().unwrap(),
                key: t.key.clone(),
                values: t.values.iter().cloned().collect(),
            })
            .collect(),
        span: None,
    };
    Document {
        version: normal.version.unwrap_or(Version::V2012),
        id: None,
        statements: normal.atoms.iter().map(statement).collect(),
    }
}

/// One statement, put together from words by number.
fn worded(pick: [usize; 6]) -> String {
    const WHO: [&str; 5] = [
        r#""Principal": "*""#,
        r#""Principal": {"AWS": ["111122223333", "arn:aws:iam::444455556666:role/b"]}"#,
        r#""Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}"#,
        r#""NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"}"#,
        r#""Principal": {"AWS": "arn:aws:iam::111122223333:root", "Service": "x.amazonaws.com"}"#,
    ];
    const WHAT: [&str; 4] = [
        r#""Action": ["x:a", "X:B*"]"#,
        r#""Action": "x:*""#,
        r#""NotAction": "x:a""#,
        r#""Action": "x:bc""#,
    ];
    const ON: [&str; 5] = [
        r#""Resource": "*""#,
        r#""Resource": ["arn:aws:x:r:1:t/a", "arn:aws:x:r:1:t/b"]"#,
        r#""Resource": "arn:aws:x:r:1:t/*""#,
        r#""NotResource": "arn:aws:x:r:1:t/a""#,
        r#""Resource": "arn:aws:x:r:1:t/${aws:who}""#,
    ];
    const WHEN: [&str; 4] = [
        "",
        r#", "Condition": {"StringEquals": {"aws:who": "a"}}"#,
        r#", "Condition": {"StringNotEquals": {"AWS:who": ["a", "b"]}}"#,
        r#", "Condition": {"Bool": {"aws:sure": "TRUE"}}"#,
    ];
    let effect = if pick[0] == 0 { "Deny" } else { "Allow" };
    let [who, what, on, when] = [WHO[pick[1]], WHAT[pick[2]], ON[pick[3]], WHEN[pick[4]]];
    format!(r#"{{"Effect": "{effect}", {who}, {what}, {on}{when}}}"#)
}

fn calls() -> Vec<Call> {
    let catalog = Catalog::load().unwrap();
    let callers = [
        "",
        "arn:aws:iam::111122223333:role/app",
        "arn:aws:sts::111122223333:assumed-role/app/s",
        "444455556666",
        "arn:aws:iam::444455556666:role/b",
    ];
    let mut all = Vec::new();
    for caller in callers {
        for action in ["x:a", "x:bc", "x:d"] {
            for on in ["arn:aws:x:r:1:t/a", "arn:aws:x:r:1:t/c", "*"] {
                for who in [None, Some("a"), Some("c")] {
                    let caller = if caller.is_empty() {
                        Caller::Anonymous
                    } else {
                        caller.parse().unwrap()
                    };
                    let mut context = Context::default();
                    if let Some(who) = who {
                        context.set("aws:who", Values::One(who.to_owned()));
                        context.set("aws:sure", Values::One((who == "a").to_string()));
                    }
                    all.push(Call::new(&catalog, caller, action, on, context).unwrap());
                }
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_normal_form_answers_like_its_source(picks in proptest::collection::vec([0..3_usize, 0..5, 0..4, 0..5, 0..4, 0..1], 1..6)) {
        let statements: Vec<String> = picks.into_iter().map(worded).collect();
        let source = document(&statements.join(","));
        let form = as_document(&source.normal());
        let (before, after) = (Evaluator::new(&source), Evaluator::new(&form));
        for call in calls() {
            prop_assert_eq!(before.decide(&call).verdict, after.decide(&call).verdict, "{:?} {:?}", statements, call);
        }
        prop_assert!(form.means_the_same(&source), "{:?}", statements);
    }
}

#[test]
fn an_allow_that_is_denied_again_says_nothing() {
    let deny = r#"{"Effect": "Deny", "Principal": "*", "Action": "a:*", "Resource": "*"}"#;
    let both = document(&format!("{},{deny}", allow(ROLE, r#""a:b""#, ON, "")));
    assert!(both.means_the_same(&document(deny)));
}

#[test]
fn a_policy_of_very_many_atoms_is_compared_as_it_stands() {
    let many: Vec<String> = (0..2_000)
        .map(|i| format!("\"arn:aws:x:r:111122223333:t/{i}\""))
        .collect();
    let actions: Vec<String> = (0..2_000).map(|i| format!("\"x:a{i}\"")).collect();
    let large = |actions: &[String]| {
        document(&allow(
            ROLE,
            &format!("[{}]", actions.join(",")),
            &format!("[{}]", many.join(",")),
            "",
        ))
    };
    let mut turned = actions.clone();
    turned.reverse();
    assert!(large(&actions).means_the_same(&large(&turned)));
    assert!(!large(&actions).means_the_same(&large(&actions[1..])));
    assert!(
        !large(&actions)
            .normal()
            .covers(&large(&actions).statements[0])
    );
}
