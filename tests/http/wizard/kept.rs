//! Nothing typed is ever lost: a page's form sends again what its address held.

use axum::http::StatusCode;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::{ASKING, HOSTILE, Page, Pairs, complete, open, post};
use postern_app::form::Form;

/// Fields as the application counts them: a list by its lines, the empty ones not at all, and a
/// guard that is off like one that nobody ticked
fn counted(fields: Pairs) -> Pairs {
    let mut all = Form::new(fields).pairs().to_vec();
    all.retain(|(name, value)| !(name.starts_with("guards.") && value == "false"));
    all.sort();
    all
}

/// What a page adds of its own: the choices that stand when nobody chose
fn assumed(name: &str) -> bool {
    name == "policy"
        || name == "placement.private_dns"
        || name == "placement.ip_address_type"
        || (name.starts_with("grants.") && name.rsplit('.').next() == Some("plane"))
}

async fn assert_kept(path: &str, fields: &Pairs) {
    let answer = open(path, fields).await;
    assert!(
        [StatusCode::OK, StatusCode::UNPROCESSABLE_ENTITY].contains(&answer.status),
        "{path} {fields:?}: {}",
        answer.status
    );
    let page = Page::of(&answer);
    page.assert_sound();
    let typed = counted(fields.clone());
    let mut sent = counted(page.sent());
    sent.retain(|pair| typed.contains(pair) || !assumed(&pair.0));
    assert_eq!(sent, typed, "{path}");
}

const NAMES: [&str; 36] = [
    "grants.0.primitive",
    "grants.0.plane",
    "grants.0.resources",
    "grants.0.auth",
    "grants.0.callers",
    "grants.0.access",
    "grants.0.actions",
    "grants.0.conditions.0.operator",
    "grants.0.conditions.0.key",
    "grants.0.conditions.0.value",
    "grants.1.auth",
    "grants.7.resources",
    "name",
    "region",
    "account",
    "placement.vpc",
    "placement.subnets",
    "placement.security_groups",
    "placement.allow_from",
    "placement.private_dns",
    "placement.ip_address_type",
    "policy",
    "placement.share_dns_with",
    "guards.deny_foreign_discovery",
    "guards.lockdown",
    "workload.endpoints",
    "workload.route_tables",
    "workload.buckets",
    "workload.policy",
    "endpoints.data.subnets",
    "endpoints.data.private_dns",
    "endpoints.gateway.existing",
    "endpoints.registry-data.policy",
    "tags.0.key",
    "tags.0.value",
    "tags.3.key",
];

/// Names that no page asks for
const ODD: [&str; 22] = [
    "version",
    "junk",
    "placement",
    "placement.vpc.x",
    "placement.junk",
    "grants",
    "grants.x",
    "grants.0",
    "grants.07.auth",
    "grants.00.primitive",
    "grants.99999.resources",
    "grants.0.primitive.x",
    "grants.0.junk",
    "grants.0.auth.x.y",
    "grants.0.conditions",
    "grants.0.conditions.0",
    "grants.0.conditions.0.junk",
    "grants.0.conditions.x.key",
    "tags.team",
    "tags.0.junk",
    "endpoints.cellar.subnets",
    "endpoints.data.junk",
];

#[tokio::test]
async fn a_hostile_text_in_any_field_is_kept_and_never_markup() {
    for path in ASKING {
        for name in NAMES
            .iter()
            .chain(&ODD)
            .copied()
            .chain([HOSTILE, " ", "a b"])
        {
            let mut fields = complete();
            fields.retain(|(n, _)| n != name);
            fields.push((name.to_owned(), HOSTILE.to_owned()));
            assert_kept(path, &fields).await;
        }
    }
}

#[tokio::test]
async fn a_condition_keeps_all_its_values() {
    let mut fields = complete();
    for value in ["o-1", "o-2", "o-3"] {
        fields.push(("grants.0.conditions.0.value".into(), value.into()));
    }
    for path in ASKING {
        assert_kept(path, &fields).await;
    }
}

/// A name and a value as a person, a program or an attacker may write them
fn field() -> impl Strategy<Value = (String, String)> {
    let name = prop_oneof![
        6 => proptest::sample::select(NAMES.to_vec()).prop_map(str::to_owned),
        2 => proptest::sample::select(ODD.to_vec()).prop_map(str::to_owned),
        1 => "[a-z0-9.<>\"'& é-]{1,12}".prop_filter("the buttons' own", |n| n != "do" && n != "z"),
    ];
    let value = prop_oneof![
        "[ -~]{0,24}",
        "[^\\p{C}]{0,12}",
        "[<>&\"'/a-z;#0-9-]{0,20}",
        Just("runtime".to_owned()),
        Just("control".to_owned()),
        Just("oauth".to_owned()),
        Just("false".to_owned()),
        Just("*".to_owned()),
    ];
    (name, value)
}

#[test]
fn what_was_typed_is_found_again_in_its_field() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let fields = proptest::collection::btree_map(0..64_u8, field(), 0..10);
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 128,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let case = (fields, proptest::sample::select(ASKING.to_vec()));
    runner
        .run(&case, |(fields, path)| {
            // A field that takes one text holds one: the last, as when a parameter is repeated.
            let mut once = Pairs::new();
            for (name, value) in fields.into_values() {
                once.retain(|(n, _)| *n != name);
                once.push((name, value));
            }
            runtime.block_on(assert_kept(path, &once));
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn a_form_sent_by_post_keeps_the_same() {
    for path in ASKING {
        let mut fields = complete();
        fields.push(("junk".into(), HOSTILE.into()));
        let answer = post(path, &fields).await;
        let page = Page::of(&answer);
        page.assert_sound();
        let mut typed = counted(fields);
        typed.retain(|(name, _)| !assumed(name));
        let mut sent = counted(page.sent());
        sent.retain(|(name, _)| !assumed(name));
        assert_eq!(sent, typed);
    }
}
