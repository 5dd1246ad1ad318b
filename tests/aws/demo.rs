//! The contract on the demo account.

use postern_server::endpoints::demo::Demo;
use postern_server::endpoints::{Accounts, Place, Session};

use crate::contract::CHECKS;
use crate::land::DEMO;
use crate::opened::wait;

fn place(account: Option<&str>, region: &str) -> Place {
    Place {
        account: account.map(str::to_owned),
        region: region.to_owned(),
        profile: None,
        session: Session::looking(Some("ana")),
    }
}

#[test]
fn the_demo_account_keeps_the_contract() {
    for (name, check) in CHECKS {
        println!("{name}");
        let demo = Demo::new().expect("the account that is checked in");
        let account = wait(demo.open(&place(Some(DEMO.account), "us-east-1"))).expect("an account");
        check(account.as_ref(), &DEMO);
    }
}

#[test]
fn the_demo_has_one_account_in_one_region() {
    let demo = Demo::new().expect("the account that is checked in");
    for other in [
        place(Some("444455556666"), "us-east-1"),
        place(None, "eu-west-1"),
    ] {
        let trouble = wait(demo.open(&other)).err().expect("no such account");
        assert_eq!(
            trouble.message,
            "the demo has account 111122223333 in us-east-1 alone"
        );
    }
}

#[test]
fn everybody_sees_what_was_made() {
    let demo = Demo::new().expect("the account that is checked in");
    let open = || wait(demo.open(&place(None, "us-east-1"))).expect("an account");
    let wanted = crate::land::create_group(&DEMO, "agents-new", "run-1");
    wait(open().call(&wanted, postern_plan::run::Mode::Real));
    assert!(matches!(
        wait(open().look_up(&wanted)),
        postern_plan::run::Finding::Done(Some(_))
    ));
}
