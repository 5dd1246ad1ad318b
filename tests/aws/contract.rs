//! What every account does, whoever answers: each check on an account that is as it was at first.

use postern_plan::inventory::Part;
use postern_plan::run::{Alteration, Answer, Call, Cause, Finding, Mode, ReadyCall};
use postern_server::endpoints::Endpoints;

use crate::land::{
    Land, NARROW, admit, create_endpoint, create_group, delete_endpoint, delete_group, endpoint_at,
    modify, revoke, service, tags,
};

/// One check.
pub(crate) type Check = (&'static str, fn(&dyn Endpoints, &Land));

/// All of them.
pub(crate) const CHECKS: &[Check] = &[
    ("the whole account is read", reads_all),
    ("one VPC is read alone", reads_one),
    ("a dry run makes nothing", rehearses),
    (
        "an endpoint is made, waited for, changed and taken away",
        lives,
    ),
    ("a client token makes one endpoint", one_token_one_endpoint),
    ("a group of another run is not ours", groups_of_others),
    ("a rule twice is one rule", admits_twice),
    ("a rule is revoked alone", revokes),
    ("each refusal has its cause", refuses),
    ("what is used stays, what is gone is gone", deletes),
];

fn wait<T>(work: impl Future<Output = T>) -> T {
    crate::opened::wait(work)
}

fn call(account: &dyn Endpoints, call: &ReadyCall) -> Answer {
    wait(account.call(call, Mode::Real)).answer
}

fn made(account: &dyn Endpoints, wanted: &ReadyCall) -> String {
    match call(account, wanted) {
        Answer::Done(Some(id)) => id,
        other => panic!("{wanted:?} was answered {other:?}"),
    }
}

fn cause(answer: &Answer) -> Option<Cause> {
    match answer {
        Answer::Refused(trouble) => Some(trouble.cause),
        _ => None,
    }
}

fn there(account: &dyn Endpoints, id: &str) -> Option<postern_plan::inventory::Endpoint> {
    wait(account.endpoint(id)).expect("a look at an endpoint")
}

fn settled(account: &dyn Endpoints, id: &str) -> postern_plan::inventory::Endpoint {
    for _ in 0..5 {
        let seen = there(account, id).expect("an endpoint");
        if seen.state == "available" {
            return seen;
        }
    }
    panic!("{id} does not settle");
}

fn reads_all(account: &dyn Endpoints, land: &Land) {
    assert_eq!(wait(account.caller()).unwrap().account, land.account);
    let seen = wait(account.inventory(None));
    assert_eq!(seen.gaps, []);
    assert!(Part::ALL.iter().all(|part| seen.read.contains(part)));
    assert_eq!(seen.account.as_deref(), Some(land.account));
    assert_eq!(seen.region.as_deref(), Some("us-east-1"));
    assert!(
        seen.observed_at
            .is_some_and(|at| at.ends_with('Z') && !at.contains('.'))
    );
    assert_eq!(
        (seen.version, seen.vpc, seen.endpoint_quota),
        (1, None, Some(50))
    );
    let vpc = seen.vpcs.iter().find(|v| v.id == land.vpc).unwrap();
    assert_eq!(
        (vpc.dns_support, vpc.dns_hostnames),
        (Some(true), Some(true))
    );
    assert_eq!(vpc.cidrs, ["10.0.0.0/16"]);
    let nameless = seen.vpcs.iter().find(|v| v.id == land.without_names[0]);
    assert_eq!(nameless.unwrap().dns_hostnames, Some(false));
    let ids = |ids: Vec<&String>| ids.windows(2).all(|pair| pair[0] <= pair[1]);
    assert!(ids(seen.subnets.iter().map(|s| &s.id).collect()));
    assert!(ids(seen.security_groups.iter().map(|g| &g.id).collect()));
    assert_eq!(seen.services.len(), 5);
    let zones = |suffix: &str| {
        let found = seen
            .services
            .iter()
            .find(|s| s.service_name == service(suffix));
        found.unwrap().zone_ids.len()
    };
    assert!(zones("bedrock-agentcore") > zones("bedrock-agentcore.gateway"));
    let theirs = seen
        .endpoints
        .iter()
        .find(|e| e.vpc == land.taken[0])
        .unwrap();
    assert_eq!(
        (theirs.state.as_str(), theirs.private_dns),
        ("available", true)
    );
    assert_eq!(theirs.subnets, [land.taken[1]]);
    assert!(
        theirs
            .policy
            .as_ref()
            .is_some_and(|p| p.contains("Statement"))
    );
    assert!(
        theirs
            .dns_names
            .iter()
            .any(|n| n == "bedrock-agentcore.us-east-1.amazonaws.com")
    );
    let group = seen
        .security_groups
        .iter()
        .find(|g| g.id == land.group)
        .unwrap();
    assert!(
        group
            .inbound
            .iter()
            .any(|r| r.from_port == Some(443) && r.cidrs == ["10.0.0.0/16"])
    );
    assert!(
        group
            .outbound
            .iter()
            .all(|r| r.protocol == "-1" && r.from_port.is_none())
    );
    let shared = seen.subnets.iter().find(|s| s.id == land.shared).unwrap();
    assert_ne!(shared.owner.as_deref(), Some(land.account));
    let guarded =
        |a: &postern_plan::inventory::NetworkAcl| a.subnets.iter().any(|s| s == land.subnet);
    assert!(
        seen.network_acls
            .iter()
            .any(|a| guarded(a) && a.entries.len() == 4)
    );
    assert!(
        seen.prefix_lists
            .iter()
            .any(|l| l.cidrs.as_deref() == Some(&["192.0.2.0/24".to_owned()]))
    );
}

fn reads_one(account: &dyn Endpoints, land: &Land) {
    let seen = wait(account.inventory(Some(land.vpc)));
    assert_eq!(seen.gaps, []);
    assert_eq!(seen.vpc.as_deref(), Some(land.vpc));
    assert!(seen.vpcs.iter().all(|v| v.id == land.vpc) && seen.vpcs.len() == 1);
    assert!(!seen.subnets.is_empty() && seen.subnets.iter().all(|s| s.vpc == land.vpc));
    assert!(!seen.security_groups.is_empty());
    assert!(seen.security_groups.iter().all(|g| g.vpc == land.vpc));
    assert!(seen.endpoints.iter().all(|e| e.vpc == land.vpc));
    assert!(seen.network_acls.iter().all(|a| a.vpc == land.vpc));
}

fn rehearses(account: &dyn Endpoints, land: &Land) {
    let before = wait(account.inventory(None));
    for wanted in [
        create_group(land, "rehearsed", "run-1"),
        create_endpoint(land, "run-1"),
    ] {
        let answered = wait(account.call(&wanted, Mode::Rehearsal));
        assert_eq!(answered.answer, Answer::WouldBeDone);
        assert!(answered.request_id.is_some(), "a request id");
        assert_eq!(wait(account.look_up(&wanted)), Finding::NotDone);
    }
    let after = wait(account.inventory(None));
    assert_eq!(before.endpoints, after.endpoints);
    assert_eq!(before.security_groups, after.security_groups);
}

fn lives(account: &dyn Endpoints, land: &Land) {
    let wanted = create_endpoint(land, "run-1");
    let answered = wait(account.call(&wanted, Mode::Real));
    assert!(answered.request_id.is_some(), "a request id");
    let Answer::Done(Some(id)) = answered.answer else {
        panic!("{answered:?}");
    };
    assert_eq!(
        wait(account.look_up(&wanted)),
        Finding::Done(Some(id.clone()))
    );
    let seen = settled(account, &id);
    assert_eq!(seen.service_name, service("bedrock-agentcore-control"));
    assert_eq!(seen.tags, tags("run-1"));
    assert_eq!(seen.ip_address_type.as_deref(), Some("ipv4"));
    assert_eq!(seen.interfaces.len(), 1);
    assert!(seen.dns_names.len() >= 2);

    let change = modify(
        &id,
        Alteration {
            add_subnets: vec![land.second_subnet.to_owned()],
            policy: Some(NARROW.to_owned()),
            private_dns: Some(false),
            ..Alteration::default()
        },
    );
    assert_eq!(wait(account.look_up(&change)), Finding::NotDone);
    assert_eq!(call(account, &change), Answer::Done(None));
    assert_eq!(wait(account.look_up(&change)), Finding::Done(None));
    let seen = settled(account, &id);
    assert_eq!((seen.subnets.len(), seen.private_dns), (2, false));
    let tag = Call::TagEndpoint {
        endpoint: id.clone(),
        tags: [("Team".to_owned(), "agents".to_owned())].into(),
    };
    assert_eq!(wait(account.look_up(&tag)), Finding::NotDone);
    assert_eq!(call(account, &tag), Answer::Done(None));
    assert_eq!(wait(account.look_up(&tag)), Finding::Done(None));
    // A tag that has another value by now stays.
    let other = Call::UntagEndpoint {
        endpoint: id.clone(),
        tags: [("Team".to_owned(), "others".to_owned())].into(),
    };
    assert_eq!(call(account, &other), Answer::Done(None));
    assert_eq!(wait(account.look_up(&tag)), Finding::Done(None));
    let untag = Call::UntagEndpoint {
        endpoint: id.clone(),
        tags: [("Team".to_owned(), "agents".to_owned())].into(),
    };
    assert_eq!(wait(account.look_up(&untag)), Finding::NotDone);
    assert_eq!(call(account, &untag), Answer::Done(None));
    assert_eq!(wait(account.look_up(&untag)), Finding::Done(None));
    assert_eq!(settled(account, &id).tags, tags("run-1"));

    let end = delete_endpoint(&id);
    assert_eq!(wait(account.look_up(&end)), Finding::NotDone);
    assert_eq!(call(account, &end), Answer::Done(None));
    assert_eq!(wait(account.look_up(&end)), Finding::Done(None));
    assert_eq!(wait(account.look_up(&wanted)), Finding::NotDone);
    for _ in 0..5 {
        there(account, &id);
    }
    assert_eq!(there(account, &id), None);
    assert_eq!(call(account, &end), Answer::Done(None));
}

fn one_token_one_endpoint(account: &dyn Endpoints, land: &Land) {
    let wanted = create_endpoint(land, "run-1");
    let id = made(account, &wanted);
    assert_eq!(made(account, &wanted), id);
    let mut other = wanted.clone();
    if let Call::CreateEndpoint { policy, .. } = &mut other {
        NARROW.clone_into(policy);
    }
    assert_eq!(cause(&call(account, &other)), Some(Cause::TokenMismatch));
    // Another run has another token, and the name is taken.
    let second = create_endpoint(land, "run-2");
    assert_eq!(wait(account.look_up(&second)), Finding::NotDone);
    assert_eq!(cause(&call(account, &second)), Some(Cause::DnsConflict));
}

fn groups_of_others(account: &dyn Endpoints, land: &Land) {
    let ours = create_group(land, "agents-new", "run-1");
    let id = made(account, &ours);
    assert_eq!(wait(account.look_up(&ours)), Finding::Done(Some(id)));
    assert_eq!(cause(&call(account, &ours)), Some(Cause::Duplicate));
    let theirs = create_group(land, "agents-new", "run-2");
    assert_eq!(wait(account.look_up(&theirs)), Finding::NotDone);
}

fn admits_twice(account: &dyn Endpoints, land: &Land) {
    let group = made(account, &create_group(land, "agents-new", "run-1"));
    let few = admit(&group, &["10.0.0.0/16", land.group]);
    assert_eq!(wait(account.look_up(&few)), Finding::NotDone);
    assert_eq!(call(account, &few), Answer::Done(None));
    assert_eq!(wait(account.look_up(&few)), Finding::Done(None));
    assert_eq!(call(account, &few), Answer::Done(None));
    let more = admit(&group, &["10.0.0.0/16", "2001:db8::/32"]);
    assert_eq!(cause(&call(account, &more)), Some(Cause::Duplicate));
    assert_eq!(wait(account.look_up(&more)), Finding::NotDone);
    assert_eq!(
        cause(&call(account, &admit(&group, &["sg-0123456789abcdef0"]))),
        Some(Cause::NotFound)
    );
    assert_eq!(
        wait(account.look_up(&admit("sg-0123456789abcdef0", &["10.0.0.0/16"]))),
        Finding::NotDone
    );
}

fn revokes(account: &dyn Endpoints, land: &Land) {
    let group = made(account, &create_group(land, "agents-new", "run-1"));
    let all = admit(&group, &["10.0.0.0/16", "192.0.2.0/24", land.group]);
    assert_eq!(call(account, &all), Answer::Done(None));
    let some = revoke(&group, &["10.0.0.0/16", land.group]);
    assert_eq!(wait(account.look_up(&some)), Finding::NotDone);
    assert_eq!(call(account, &some), Answer::Done(None));
    assert_eq!(wait(account.look_up(&some)), Finding::Done(None));
    assert_eq!(wait(account.look_up(&all)), Finding::NotDone);
    let stays = admit(&group, &["192.0.2.0/24"]);
    assert_eq!(wait(account.look_up(&stays)), Finding::Done(None));
    // What is revoked already needs no revoking.
    assert_eq!(call(account, &some), Answer::Done(None));
}

fn refuses(account: &dyn Endpoints, land: &Land) {
    let at = |subnet, suffix| endpoint_at([land.vpc, subnet, land.group], suffix, "run-1");
    let with = |change: fn(&mut ReadyCall)| {
        let mut wanted = create_endpoint(land, "run-1");
        change(&mut wanted);
        wanted
    };
    let same_zone = with(|wanted| {
        if let Call::CreateEndpoint { subnets, .. } = wanted {
            subnets.push(subnets[0].clone());
        }
    });
    let no_group = with(|wanted| {
        if let Call::CreateEndpoint { groups, .. } = wanted {
            *groups = vec!["sg-0123456789abcdef0".to_owned()];
        }
    });
    let no_policy = with(|wanted| {
        if let Call::CreateEndpoint { policy, .. } = wanted {
            "{".clone_into(policy);
        }
    });
    for (wanted, why) in [
        (
            at(land.without_gateway, "bedrock-agentcore.gateway"),
            Cause::Zone,
        ),
        (at(land.shared, "bedrock-agentcore"), Cause::Denied),
        (
            at("subnet-0123456789abcdef0", "bedrock-agentcore"),
            Cause::NotFound,
        ),
        (
            endpoint_at(land.taken, "bedrock-agentcore", "run-1"),
            Cause::DnsConflict,
        ),
        (
            endpoint_at(land.without_names, "bedrock-agentcore", "run-1"),
            Cause::DnsAttributes,
        ),
        (same_zone, Cause::SameZone),
        (no_group, Cause::NotFound),
        (no_policy, Cause::Policy),
        (
            modify(
                "vpce-0123456789abcdef0",
                Alteration {
                    private_dns: Some(true),
                    ..Alteration::default()
                },
            ),
            Cause::NotFound,
        ),
    ] {
        assert_eq!(cause(&call(account, &wanted)), Some(why), "{wanted:?}");
        assert_eq!(
            wait(account.look_up(&wanted)),
            Finding::NotDone,
            "{wanted:?}"
        );
    }
    assert_eq!(there(account, "vpce-0123456789abcdef0"), None);
}

fn deletes(account: &dyn Endpoints, land: &Land) {
    let group = made(account, &create_group(land, "agents-new", "run-1"));
    let wanted = endpoint_at(
        [land.vpc, land.subnet, &group],
        "bedrock-agentcore-control",
        "run-1",
    );
    let endpoint = made(account, &wanted);
    let end = delete_group(&group);
    assert_eq!(cause(&call(account, &end)), Some(Cause::InUse));
    assert_eq!(wait(account.look_up(&end)), Finding::NotDone);
    assert_eq!(
        call(account, &delete_endpoint(&endpoint)),
        Answer::Done(None)
    );
    for _ in 0..5 {
        there(account, &endpoint);
    }
    assert_eq!(call(account, &end), Answer::Done(None));
    assert_eq!(wait(account.look_up(&end)), Finding::Done(None));
    assert_eq!(call(account, &end), Answer::Done(None));
}
