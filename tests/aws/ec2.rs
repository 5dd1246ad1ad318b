//! The contract on AWS's SDK against our fake, and who opens which account.

use postern_plan::run::Cause;
use postern_server::endpoints::Accounts;
use postern_tests::{Ec2, skip};
use serde_json::json;

use crate::contract::CHECKS;
use crate::land::FAKE;
use crate::opened::{accounts, by_role, config, opened, place, wait};

const OTHER: &str = "444455556666";
const ROLE: &str = "arn:aws:iam::444455556666:role/postern";

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
    let account = wait(by_role(&fake.url(), OTHER, ROLE, Some("planted-external")));
    let caller = account.expect("an account");
    assert_eq!(caller.account, OTHER);
    assert!(
        caller.arn.ends_with("/postern-ana@example.org"),
        "{caller:?}"
    );

    let refused = wait(by_role(&fake.url(), OTHER, ROLE, Some("wrong")));
    let trouble = refused.expect_err("a refusal");
    assert!(
        [Cause::Denied, Cause::Credentials].contains(&trouble.cause),
        "{trouble:?}"
    );
    let elsewhere = "arn:aws:iam::777788889999:role/postern";
    let refused = wait(by_role(&fake.url(), OTHER, elsewhere, None));
    let trouble = refused.expect_err("a refusal");
    assert_eq!(trouble.cause, Cause::Denied);
    assert_eq!(
        trouble.message,
        "the credentials belong to account 777788889999, not to account 444455556666"
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
