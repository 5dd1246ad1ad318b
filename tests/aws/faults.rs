//! Every fault of the wire, on the real SDK: what may have been done is never called refused, and a
//! part that cannot be read is one gap.

use postern_plan::inventory::Part;
use postern_plan::run::{Answer, Cause, Finding, Mode};
use postern_server::endpoints::Endpoints;
use postern_tests::{Ec2, skip};
use serde_json::{Value, json};

use crate::land::{EVERYONE, FAKE, create_endpoint, create_group, delete_endpoint, modify};
use crate::opened::{config, hasty, opened, wait};

fn count(fake: &Ec2, action: &str) -> usize {
    let calls = fake.calls();
    calls.iter().filter(|call| call["action"] == action).count()
}

fn strike(fake: &Ec2, fault: Value) {
    fake.reset(&json!({}));
    fake.faults(&Value::Array(vec![fault]));
}

fn create(account: &dyn Endpoints) -> Answer {
    wait(account.call(&create_endpoint(&FAKE, "run-1"), Mode::Real)).answer
}

#[test]
fn each_fault_of_a_changing_call_is_told_apart_and_sent_once() {
    let Some(fake) = Ec2::start() else {
        return skip("aws faults", "python3 not found");
    };
    let account = wait(opened(&fake.url(), hasty()));
    for (kind, cause, made) in [
        ("lost", Cause::NoAnswer, true),
        ("refused", Cause::NoAnswer, false),
        ("hang", Cause::NoAnswer, true),
        ("hang-before", Cause::NoAnswer, false),
        ("truncated", Cause::Garbage, true),
        ("garbage", Cause::Garbage, true),
        ("internal", Cause::Failed, false),
        ("unavailable", Cause::Failed, false),
    ] {
        strike(
            &fake,
            json!({"action": "CreateVpcEndpoint", "kind": kind, "ms": 3000}),
        );
        let Answer::Unclear(trouble) = create(&*account) else {
            panic!("{kind} is not unclear");
        };
        assert_eq!(trouble.cause, cause, "{kind}: {trouble:?}");
        assert_eq!(count(&fake, "CreateVpcEndpoint"), 1, "{kind}");
        let found = wait(account.look_up(&create_endpoint(&FAKE, "run-1")));
        assert_eq!(
            matches!(found, Finding::Done(Some(_))),
            made,
            "{kind}: {found:?}"
        );
    }
    strike(
        &fake,
        json!({"action": "CreateVpcEndpoint", "kind": "throttle"}),
    );
    let Answer::NotNow(trouble) = create(&*account) else {
        panic!("a throttled call is not for later");
    };
    assert_eq!(trouble.cause, Cause::Throttled);
    assert_eq!(count(&fake, "CreateVpcEndpoint"), 1);
    for (kind, cause) in [
        ("denied", Cause::Denied),
        ("quota", Cause::Quota),
        ("conflict", Cause::DnsConflict),
    ] {
        strike(&fake, json!({"action": "CreateVpcEndpoint", "kind": kind}));
        let Answer::Refused(trouble) = create(&*account) else {
            panic!("{kind} is no refusal");
        };
        assert_eq!(trouble.cause, cause, "{kind}");
        assert!(trouble.code.is_some() && !trouble.message.is_empty());
        assert_eq!(count(&fake, "CreateVpcEndpoint"), 1, "{kind}");
    }
}

#[test]
fn a_dry_run_that_makes_something_is_never_passed_over() {
    let Some(fake) = Ec2::start() else {
        return skip("aws dry-run", "python3 not found");
    };
    let account = wait(opened(&fake.url(), config()));
    let rehearse = |wanted| wait(account.call(&wanted, Mode::Rehearsal)).answer;
    strike(&fake, json!({"kind": "dry-run-creates", "times": 9}));
    assert!(matches!(
        rehearse(create_group(&FAKE, "agents-new", "run-1")),
        Answer::Done(Some(_))
    ));
    let Answer::Done(Some(id)) = rehearse(create_endpoint(&FAKE, "run-1")) else {
        panic!("the endpoint that was made is not told");
    };
    let narrower = postern_plan::run::Alteration {
        policy: Some(EVERYONE.to_owned()),
        ..Default::default()
    };
    for wanted in [modify(&id, narrower), delete_endpoint(&id)] {
        let Answer::Refused(trouble) = rehearse(wanted) else {
            panic!("a dry run that was done is passed over");
        };
        assert_eq!(trouble.cause, Cause::NotEc2);
    }
    strike(
        &fake,
        json!({"action": "CreateVpcEndpoint", "kind": "denied"}),
    );
    assert!(matches!(
        rehearse(create_endpoint(&FAKE, "run-1")),
        Answer::Refused(trouble) if trouble.cause == Cause::Denied
    ));
}

#[test]
fn a_part_that_cannot_be_read_is_one_gap() {
    let Some(fake) = Ec2::start() else {
        return skip("aws gaps", "python3 not found");
    };
    let account = wait(opened(&fake.url(), hasty()));
    let asked_first: &[Part] = &[Part::Caller, Part::Quota];
    for part in Part::ALL.iter().filter(|part| !asked_first.contains(part)) {
        let (_, action) = part
            .action()
            .split_once(':')
            .expect("a service and an action");
        strike(
            &fake,
            json!({"action": action, "kind": "denied", "times": 99}),
        );
        let seen = wait(account.inventory(None));
        let gap = seen
            .gap(*part)
            .unwrap_or_else(|| panic!("{action} left no gap"));
        assert_eq!(gap.reason, format!("{} was denied", part.action()));
        assert!(!seen.read.contains(part));
        let others: Vec<_> = seen.gaps.iter().filter(|g| g.part != *part).collect();
        // Nobody can ask for the attributes of VPCs that are not known.
        let expected = usize::from(*part == Part::Vpcs);
        assert_eq!(others.len(), expected, "{action}: {others:?}");
    }
    fake.reset(&json!({"endpoint_quota": null}));
    let seen = wait(account.inventory(None));
    assert_eq!(
        seen.gap(Part::Quota).map(|g| g.reason.as_str()),
        Some("servicequotas:GetServiceQuota was denied")
    );
    assert_eq!(seen.gaps.len(), 1);
    strike(
        &fake,
        json!({"action": "DescribeSubnets", "kind": "hang-before", "times": 9, "ms": 3000}),
    );
    let seen = wait(account.inventory(None));
    assert_eq!(seen.gaps.len(), 1);
    assert_eq!(
        seen.gap(Part::Subnets).map(|g| g.reason.as_str()),
        Some("ec2:DescribeSubnets failed: no answer came in time")
    );
}

#[test]
fn a_reading_that_was_throttled_is_repeated() {
    let Some(fake) = Ec2::start() else {
        return skip("aws throttling", "python3 not found");
    };
    let account = wait(opened(&fake.url(), config()));
    strike(
        &fake,
        json!({"action": "DescribeVpcs", "kind": "throttle", "times": 2}),
    );
    let seen = wait(account.inventory(None));
    assert_eq!(seen.gaps, []);
    assert_eq!(count(&fake, "DescribeVpcs"), 3);
    strike(
        &fake,
        json!({"action": "DescribeVpcs", "kind": "throttle", "times": 9}),
    );
    let seen = wait(account.inventory(None));
    assert_eq!(
        seen.gap(Part::Vpcs).map(|g| g.reason.as_str()),
        Some("ec2:DescribeVpcs failed: RequestLimitExceeded")
    );
}

#[test]
fn what_cannot_be_looked_up_is_not_guessed() {
    let Some(fake) = Ec2::start() else {
        return skip("aws look-ups", "python3 not found");
    };
    let account = wait(opened(&fake.url(), hasty()));
    for kind in ["denied", "lost", "garbage", "hang-before"] {
        strike(
            &fake,
            json!({"action": "DescribeVpcEndpoints", "kind": kind, "times": 9, "ms": 3000}),
        );
        for wanted in [
            create_endpoint(&FAKE, "run-1"),
            delete_endpoint("vpce-0c0c0c0c0c0c0c0c0"),
        ] {
            let found = wait(account.look_up(&wanted));
            assert!(matches!(found, Finding::Unreadable(_)), "{kind}: {found:?}");
        }
    }
}
