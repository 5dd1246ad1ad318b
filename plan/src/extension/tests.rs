//! What is there stays, what is asked for is added, and nothing else.

use super::*;
use crate::catalog::Catalog;
use crate::evaluate::{Call, Caller, Context, Evaluator, Verdict};
use crate::language::Who;
use crate::policy::Principal;
use crate::request::Conditions;
use proptest::prelude::*;

const MINE: &str = r#"{"Version": "2012-10-17", "Statement": [
  {"Sid": "RuntimeInvoke", "Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/app"]},
   "Action": ["x:A", "x:B"], "Resource": ["arn:aws:x:r:1:t/a", "arn:aws:x:r:1:t/b"]}]}"#;

/// A policy as the planner would hold it.
fn ours(text: &str) -> Policy {
    let read = crate::language::read(text).unwrap();
    assert_eq!(read.faults, []);
    let statement = |s: Statement| {
        let (Who::Principal(who), Actions::Only(actions)) = (s.who, s.actions) else {
            panic!("Postern writes neither NotPrincipal nor NotAction")
        };
        policy::Statement {
            sid: s.sid.unwrap_or_default(),
            effect: s.effect,
            principal: if who.anyone {
                Principal::Anyone
            } else {
                Principal::Aws(who.aws)
            },
            actions,
            scope: s.scope,
            conditions: Conditions::new(s.conditions),
        }
    };
    Policy {
        statements: read
            .document
            .statements
            .into_iter()
            .map(statement)
            .collect(),
    }
}

fn mine() -> Policy {
    ours(MINE)
}

fn words(extension: &Extension) -> Vec<(&str, StepKind)> {
    extension
        .steps
        .iter()
        .map(|s| (s.statement.as_str(), s.step))
        .collect()
}

#[test]
fn statements_of_others_stay_byte_for_byte() {
    let theirs =
        r#"{ "Sid":"Theirs","Effect" : "Allow","Principal":"*", "Action":"y:*","Resource":"*" }"#;
    for (current, tail) in [
        (
            format!("{{\"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {theirs}\n  ]\n}}\n"),
            "\n  ]\n}\n",
        ),
        (
            format!("{{\"Statement\": {theirs}, \"Version\": \"2012-10-17\"}}"),
            "], \"Version\": \"2012-10-17\"}",
        ),
        (format!("{{\"Statement\": [{theirs}]}}"), "]}"),
    ] {
        let extension = extend(&Catalog::load().unwrap(), &current, &mine()).unwrap();
        assert!(
            extension.text.contains(theirs) && extension.text.ends_with(tail),
            "{}",
            extension.text
        );
        assert_eq!(
            words(&extension),
            [
                ("Theirs", StepKind::Kept),
                ("RuntimeInvoke", StepKind::Added)
            ]
        );
        let again = extend(&Catalog::load().unwrap(), &extension.text, &mine()).unwrap();
        assert!(again.is_no_change());
        assert_eq!(again.text, extension.text);
        serde_json::from_str::<serde_json::Value>(&extension.compact()).unwrap();
    }
}

#[test]
fn a_statement_of_the_same_name_is_given_what_it_lacks() {
    let current = MINE.replace(
        r#"["arn:aws:x:r:1:t/a", "arn:aws:x:r:1:t/b"]"#,
        r#""arn:aws:x:r:1:t/a""#,
    );
    let extension = extend(&Catalog::load().unwrap(), &current, &mine()).unwrap();
    assert_eq!(words(&extension), [("RuntimeInvoke", StepKind::Extended)]);
    let step = &extension.steps[0];
    assert!(
        current.contains(step.before.as_ref().unwrap())
            && MINE.contains(step.after.as_ref().unwrap())
    );
    assert_eq!(
        extension.before,
        Before {
            calls: 2,
            changed: Vec::new()
        }
    );
    assert_eq!(extension.text, MINE);
}

#[test]
fn a_statement_that_would_grow_by_more_than_asked_is_not_extended() {
    let current = MINE
        .replace(r#"["x:A", "x:B"]"#, r#""x:C""#)
        .replace(r#", "arn:aws:x:r:1:t/b""#, "");
    let extension = extend(&Catalog::load().unwrap(), &current, &mine()).unwrap();
    assert_eq!(
        words(&extension),
        [
            ("RuntimeInvoke", StepKind::Kept),
            ("RuntimeInvoke2", StepKind::Added)
        ]
    );
}

#[test]
fn what_is_there_already_or_becomes_needless_is_named() {
    let full =
        r#"{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}"#;
    let extension = extend(&Catalog::load().unwrap(), full, &mine()).unwrap();
    assert!(extension.is_no_change());
    assert_eq!(
        words(&extension),
        [
            ("#0", StepKind::Kept),
            ("RuntimeInvoke", StepKind::AlreadyThere)
        ]
    );
    let less = MINE
        .replace("RuntimeInvoke", "Old")
        .replace(r#", "x:B""#, "");
    let extension = extend(&Catalog::load().unwrap(), &less, &mine()).unwrap();
    assert_eq!(
        words(&extension),
        [
            ("Old", StepKind::Redundant),
            ("RuntimeInvoke", StepKind::Added)
        ]
    );
}

#[test]
fn what_cannot_be_read_is_not_changed() {
    assert!(matches!(
        extend(&Catalog::load().unwrap(), "{", &mine()),
        Err(ExtensionError::Json(_))
    ));
    let faulty = r#"{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#;
    assert!(matches!(
        extend(&Catalog::load().unwrap(), faulty, &mine()),
        Err(ExtensionError::Fault(_))
    ));
    let varied = MINE.replace("t/a", "t/${aws:x}");
    let old = r#"{"Version": "2008-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "z"}]}"#;
    assert_eq!(
        extend(&Catalog::load().unwrap(), old, &ours(&varied)),
        Err(ExtensionError::Version)
    );
}

fn calls() -> Vec<Call> {
    let catalog = Catalog::load().unwrap();
    let mut all = Vec::new();
    for who in [
        "",
        "arn:aws:iam::111122223333:role/app",
        "arn:aws:iam::111122223333:role/b",
    ] {
        for action in ["x:a", "x:b", "x:c"] {
            for on in ["a", "b", "c"] {
                let caller = if who.is_empty() {
                    Caller::Anonymous
                } else {
                    who.parse().unwrap()
                };
                let on = format!("arn:aws:x:r:1:t/{on}");
                all.push(Call::new(&catalog, caller, action, &on, Context::default()).unwrap());
            }
        }
    }
    all
}

proptest! {
    #[test]
    fn nobody_loses_or_gains_but_what_is_asked_for(picks in proptest::collection::vec([0..2_usize, 0..3, 0..4, 0..4, 0..2], 1..4)) {
        let statements: Vec<String> = picks.iter().map(|[deny, who, what, on, sid]| {
            let effect = ["Allow", "Deny"][*deny];
            let who = [r#""*""#, r#"{"AWS": "arn:aws:iam::111122223333:role/app"}"#, r#"{"AWS": "111122223333"}"#][*who];
            let what = [r#""x:A""#, r#"["x:A", "x:B"]"#, r#""x:*""#, r#""x:C""#][*what];
            let on = [r#""arn:aws:x:r:1:t/a""#, r#"["arn:aws:x:r:1:t/a", "arn:aws:x:r:1:t/b"]"#, r#""*""#, r#""arn:aws:x:r:1:t/c""#][*on];
            let sid = ["RuntimeInvoke", "Theirs"][*sid];
            format!(r#"{{"Sid": "{sid}", "Effect": "{effect}", "Principal": {who}, "Action": {what}, "Resource": {on}}}"#)
        }).collect();
        let current = format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, statements.join(", "));
        let extension = extend(&Catalog::load().unwrap(), &current, &mine()).unwrap();
        let before = Evaluator::of_text(&current).unwrap();
        let after = Evaluator::of_text(&extension.text).unwrap();
        let asked = Evaluator::of_text(MINE).unwrap();
        for call in calls() {
            let (before, after, asked) = (before.decide(&call), after.decide(&call), asked.decide(&call));
            if asked.verdict == Verdict::Denied || before.verdict == Verdict::Allowed {
                prop_assert_eq!(before.verdict, after.verdict, "{} {:?}", &current, call);
            } else {
                // A denial of others stays a denial.
                let denied = before.statement.is_some();
                prop_assert_eq!(after.verdict == Verdict::Denied, denied, "{} {:?}", &current, call);
            }
        }
    }
}

#[test]
fn a_new_denial_shows_whom_it_takes_from() {
    let theirs = r#"{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "x:A", "Resource": "z"}]}"#;
    let deny = MINE
        .replace("Allow", "Deny")
        .replace(
            r#"{"AWS": ["arn:aws:iam::111122223333:role/app"]}"#,
            r#""*""#,
        )
        .replace("t/a\"", "t/a\", \"z\"");
    let extension = extend(&Catalog::load().unwrap(), theirs, &ours(&deny)).unwrap();
    assert_eq!(extension.before.calls, 1);
    assert_eq!(
        extension.before.changed,
        ["x:A on z by a caller without a signature: allowed before, denied now"]
    );
}

#[test]
fn a_new_denial_shows_what_it_takes_from_an_open_policy() {
    let open =
        r#"{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}"#;
    let deny = MINE
        .replace("Allow", "Deny")
        .replace("\"Resource\"", "\"NotResource\"");
    let extension = extend(&Catalog::load().unwrap(), open, &ours(&deny)).unwrap();
    let changed = &extension.before.changed;
    assert!(
        changed.is_empty(),
        "the denial is for one role: {changed:?}"
    );
    let deny = deny.replace(
        r#"{"AWS": ["arn:aws:iam::111122223333:role/app"]}"#,
        r#""*""#,
    );
    let extension = extend(&Catalog::load().unwrap(), open, &ours(&deny)).unwrap();
    assert_eq!(
        extension.before.changed,
        [
            "x:A on * by a caller without a signature: allowed before, denied now",
            "x:B on * by a caller without a signature: allowed before, denied now"
        ]
    );
    assert_eq!(extension.before.calls, 6);
}
