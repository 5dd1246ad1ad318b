//! The contract on AWS's SDK against our fake, and who opens which account.

use postern_plan::run::Cause;
use postern_server::endpoints::ec2::{AwsConfig, SourceIdentity};
use postern_server::endpoints::{Accounts, Place, Session};
use postern_tests::{Ec2, skip};
use serde_json::json;

use crate::contract::CHECKS;
use crate::land::FAKE;
use crate::opened::{accounts, by_roles, caller, config, opened, place, wait};

const OTHER: &str = "444455556666";
const ROLE: &str = "arn:aws:iam::444455556666:role/postern";
const PATTERN: &str = "arn:aws:iam::{account}:role/postern";

#[test]
fn the_sdk_keeps_the_contract() {
    let Some(fake) = Ec2::start() else {
        return skip("aws contract", "python3 not found");
    };
    for (name, check) in CHECKS {
        println!("{name}");
        fake.reset(&json!({}));
        let account = wait(opened(&fake.url(), config()));
        check(&*account, &FAKE);
    }
}

#[test]
fn pages_are_read_to_the_end() {
    let Some(fake) = Ec2::start() else {
        return skip("aws pages", "python3 not found");
    };
    let account = wait(opened(&fake.url(), config()));
    let whole = wait(account.inventory(None));
    fake.set(&json!({"page": 2}));
    let mut paged = wait(account.inventory(None));
    paged.observed_at.clone_from(&whole.observed_at);
    assert_eq!(whole, paged);
    assert!(whole.subnets.len() > 2);
}

#[test]
fn an_account_is_opened_by_its_role_with_external_id_and_user() {
    let Some(fake) = Ec2::start() else {
        return skip("aws roles", "python3 not found");
    };
    fake.reset(&json!({"external_ids": {ROLE: "planted-external"}}));
    let right = by_roles(PATTERN, Some("planted-external"));
    let account = wait(caller(&fake.url(), right, &place(Some(OTHER))));
    let who = account.expect("an account");
    assert_eq!(who.account, OTHER);
    assert!(
        who.arn
            .ends_with(":assumed-role/postern/postern-ana@example.org"),
        "{who:?}"
    );

    let wrong = by_roles(PATTERN, Some("wrong"));
    let refused = wait(caller(&fake.url(), wrong, &place(Some(OTHER))));
    let trouble = refused.expect_err("a refusal");
    assert_eq!(trouble.cause, Cause::Role);
    assert!(
        trouble
            .message
            .starts_with(&format!("the role {ROLE} could not be assumed: ")),
        "{trouble:?}"
    );
    assert!(!trouble.message.contains("wrong"), "{trouble:?}");
    let elsewhere = by_roles("arn:aws:iam::777788889999:role/postern", None);
    let refused = wait(caller(&fake.url(), elsewhere, &place(Some(OTHER))));
    let trouble = refused.expect_err("a refusal");
    assert_eq!(trouble.cause, Cause::Denied);
    assert_eq!(
        trouble.message,
        "the credentials belong to account 777788889999, not to account 444455556666"
    );
}

#[test]
fn what_changes_has_a_role_of_its_own_and_each_session_its_person() {
    let Some(fake) = Ec2::start() else {
        return skip("aws sessions", "python3 not found");
    };
    fake.reset(&json!({}));
    let carrying = Place {
        session: Session::carrying(Some("4711 (Ana Ruiz)")),
        ..place(Some(OTHER))
    };
    let unset = AwsConfig {
        source_identity: SourceIdentity::Unset,
        ..by_roles(PATTERN, None)
    };
    for (config, place) in [
        (by_roles(PATTERN, None), place(Some(OTHER))),
        (by_roles(PATTERN, None), carrying.clone()),
        (unset, carrying),
        (by_roles(PATTERN, None), place(None)),
    ] {
        wait(caller(&fake.url(), config, &place)).expect("an account");
    }
    let session = |role: &str, name: &str, source: Option<&str>| {
        json!({
            "arn": format!("arn:aws:sts::{OTHER}:assumed-role/{role}/{name}"),
            "source_identity": source,
            "seconds": "900",
        })
    };
    assert_eq!(
        fake.world()["sessions"],
        json!([
            session(
                "postern",
                "postern-ana@example.org",
                Some("postern-ana@example.org")
            ),
            session(
                "postern-apply",
                "postern-4711-Ana-Ruiz",
                Some("postern-4711-Ana-Ruiz")
            ),
            session("postern-apply", "postern-4711-Ana-Ruiz", None),
        ]),
        "the account of the credentials takes no role"
    );
}

#[test]
fn the_credentials_must_be_those_of_the_account() {
    let Some(fake) = Ec2::start() else {
        return skip("aws accounts", "python3 not found");
    };
    let (accounts, _scratch) = accounts(&fake.url(), config());
    assert!(wait(accounts.open(&place(Some(FAKE.account)))).is_ok());
    let trouble = wait(accounts.open(&place(Some(OTHER)))).err();
    assert_eq!(trouble.expect("a refusal").cause, Cause::Denied);
    assert!(fake.calls().iter().all(|call| call["changing"] == false));
}
