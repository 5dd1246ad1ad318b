//! Round trips of the SDK against moto, which judges the wire and little else.

use postern_plan::inventory::Part;
use postern_plan::run::{Alteration, Answer, Call, Finding, Mode, ReadyCall};
use postern_server::endpoints::{Accounts, Endpoints};
use postern_tests::{Moto, skip};

use crate::land::{
    Land, NARROW, admit, create_group, delete_endpoint, delete_group, endpoint_at, modify, service,
    tags,
};
use crate::opened::{accounts, by_roles, config, opened, place, wait};

fn made(account: &dyn Endpoints, wanted: &ReadyCall) -> String {
    match wait(account.call(wanted, Mode::Real)).answer {
        Answer::Done(Some(id)) => id,
        other => panic!("{wanted:?} was answered {other:?}"),
    }
}

#[test]
fn what_the_sdk_sends_is_what_moto_keeps() {
    let Some(moto) = Moto::start() else {
        return skip("aws moto", "moto_server not found");
    };
    let account = wait(opened(&moto.url(), config()));
    let account = &*account;
    let seen = wait(account.inventory(None));
    for part in Part::ALL {
        // moto has no quota of ours, and its services fail on some filters.
        if ![Part::Quota, Part::Services].contains(part) {
            assert!(seen.read.contains(part), "{part:?}: {:?}", seen.gaps);
        }
    }
    let vpc = &seen.vpcs.first().expect("the default VPC").id;
    let subnet = seen
        .subnets
        .iter()
        .find(|s| s.vpc == *vpc)
        .expect("a subnet");
    assert!(subnet.zone_id.is_some() && subnet.free_addresses.is_some());
    let land = Land {
        vpc: vpc.clone().leak(),
        ..crate::land::FAKE
    };
    let wanted = create_group(&land, "agents-new", "run-1");
    let group = made(account, &wanted);
    assert_eq!(
        wait(account.look_up(&wanted)),
        Finding::Done(Some(group.clone()))
    );
    let rules = admit(&group, &["10.0.0.0/16", "2001:db8::/32", group.as_str()]);
    assert_eq!(
        wait(account.call(&rules, Mode::Real)).answer,
        Answer::Done(None)
    );
    assert_eq!(wait(account.look_up(&rules)), Finding::Done(None));

    let wanted = endpoint_at([vpc, &subnet.id, &group], "bedrock-agentcore", "run-1");
    let id = made(account, &wanted);
    assert_eq!(
        wait(account.look_up(&wanted)),
        Finding::Done(Some(id.clone()))
    );
    let there = wait(account.endpoint(&id)).unwrap().expect("the endpoint");
    assert_eq!(there.state.to_lowercase(), "available");
    assert_eq!(there.service_name, service("bedrock-agentcore"));
    assert_eq!(there.tags, tags("run-1"));
    assert_eq!(there.security_groups, [group.as_str()]);
    assert_eq!(there.subnets, [subnet.id.as_str()]);

    let change = modify(
        &id,
        Alteration {
            policy: Some(NARROW.to_owned()),
            ..Alteration::default()
        },
    );
    assert_eq!(wait(account.look_up(&change)), Finding::NotDone);
    assert_eq!(
        wait(account.call(&change, Mode::Real)).answer,
        Answer::Done(None)
    );
    assert_eq!(wait(account.look_up(&change)), Finding::Done(None));
    let tag = Call::TagEndpoint {
        endpoint: id.clone(),
        tags: [("Team".to_owned(), "agents".to_owned())].into(),
    };
    assert_eq!(
        wait(account.call(&tag, Mode::Real)).answer,
        Answer::Done(None)
    );
    assert_eq!(wait(account.look_up(&tag)), Finding::Done(None));
    let untag = Call::UntagEndpoint {
        endpoint: id.clone(),
        tags: [("Team".to_owned(), "agents".to_owned())].into(),
    };
    assert_eq!(
        wait(account.call(&untag, Mode::Real)).answer,
        Answer::Done(None)
    );
    assert_eq!(wait(account.look_up(&untag)), Finding::Done(None));
    let end = delete_endpoint(&id);
    assert_eq!(
        wait(account.call(&end, Mode::Real)).answer,
        Answer::Done(None)
    );
    assert_eq!(wait(account.look_up(&end)), Finding::Done(None));
    let end = delete_group(&group);
    assert_eq!(
        wait(account.call(&end, Mode::Real)).answer,
        Answer::Done(None)
    );
    assert_eq!(wait(account.look_up(&end)), Finding::Done(None));
}

#[test]
fn each_account_is_read_by_its_own_role() {
    let Some(moto) = Moto::start() else {
        return skip("aws moto accounts", "moto_server not found");
    };
    let spokes = || by_roles("arn:aws:iam::{account}:role/postern", None);
    let vpcs = |account: &str| {
        let (accounts, _scratch) = accounts(&moto.url(), spokes());
        let opened = wait(accounts.open(&place(Some(account)))).expect("an account");
        assert_eq!(wait(opened.caller()).expect("a caller").account, account);
        let seen = wait(opened.inventory(None));
        let ids = seen.vpcs.iter().map(|vpc| vpc.id.clone());
        ids.collect::<Vec<_>>()
    };
    let (one, other) = (vpcs("444455556666"), vpcs("777788889999"));
    assert!(!one.is_empty() && !other.is_empty());
    assert_eq!(one, vpcs("444455556666"));
    assert!(
        one.iter().all(|id| !other.contains(id)),
        "{one:?} {other:?}"
    );
}
