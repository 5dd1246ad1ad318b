//! What agents need beside AgentCore: only the services that are asked for, S3 only for what agents
//! need, and a plan that stays apart.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on stops"
)]

use postern_plan::artifact::{Format, render};
use postern_plan::catalog::Catalog;
use postern_plan::evaluate::{Call, Caller, Context, Evaluator, Values, Verdict};
use postern_plan::inventory::Inventory;
use postern_plan::language::Document;
use postern_plan::plan::{Change, Plan, Reached};
use postern_plan::policy::Policy;
use postern_plan::request::{EndpointKey, Request, WorkloadService};
use postern_plan::workload::{Standing, Workload};

const GOLDEN: &str = include_str!("golden/workload.toml");
const REUSE: &str = include_str!("golden/workload-reuse.toml");
const THERE: &str = include_str!("golden/workload-reuse.inventory.json");

fn planned(catalog: &Catalog, text: &str, inventory: Option<&str>) -> Plan {
    let request = Request::parse(catalog, text).unwrap_or_else(|e| panic!("{e:#?}"));
    let inventory = inventory.map(|text| Inventory::parse(text).unwrap());
    postern_plan::plan(catalog, inventory.as_ref(), &request)
}

fn workload(plan: &Plan) -> &Workload {
    plan.workload.as_deref().unwrap()
}

fn s3(plan: &Plan) -> &Policy {
    let key = EndpointKey::Workload(WorkloadService::S3);
    &workload(plan).plan.endpoint(key).unwrap().policy
}

/// What S3's policy says of a call; AgentCore itself calls by its own principal.
fn asked(catalog: &Catalog, policy: &Policy, service: bool, action: &str, arn: &str) -> Verdict {
    let evaluator = Evaluator::new(&Document::from(policy));
    let mut context = Context::default();
    if service {
        let name = "bedrock-agentcore.amazonaws.com".to_owned();
        context.set("aws:PrincipalServiceName", Values::One(name));
    }
    let caller: Caller = "arn:aws:iam::111122223333:role/agent".parse().unwrap();
    let call = Call::new(catalog, caller, action, arn, context).unwrap();
    evaluator.decide(&call).verdict
}

#[test]
fn a_request_without_it_is_planned_as_ever() {
    let catalog = Catalog::load().unwrap();
    let (before, _) = GOLDEN.split_once("[workload]").unwrap();
    let plan = planned(&catalog, before, None);
    assert_eq!(plan.workload, None);
    let files = render(&plan, Format::All).unwrap();
    assert!(!files.iter().any(|file| file.path.contains("workload")));
    // The endpoints of AgentCore are the same with it.
    let with = planned(&catalog, GOLDEN, None);
    assert_eq!(with.endpoints.len(), plan.endpoints.len());
    assert_eq!(with.endpoints[0].policy, plan.endpoints[0].policy);
    assert_eq!(with.cost, plan.cost);
}

#[test]
fn s3_lets_agents_through_and_nobody_else() {
    let catalog = Catalog::load().unwrap();
    let plan = planned(&catalog, GOLDEN, None);
    let verdict = |service, action, arn| asked(&catalog, s3(&plan), service, action, arn);
    let layer = "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/layer";
    let code = "arn:aws:s3:::acr-code-1234-us-east-1-an/agent.zip";
    let session = "arn:aws:s3:::acr-storage-1234-us-east-1-an/session";
    let own = "arn:aws:s3:::agents-private-files/a";
    for (service, action, arn, expect) in [
        (false, "s3:GetObject", layer, Verdict::Allowed),
        (false, "s3:PutObject", layer, Verdict::Denied),
        (true, "s3:GetObject", code, Verdict::Allowed),
        (false, "s3:GetObject", code, Verdict::Denied),
        (true, "s3:PutObject", session, Verdict::Allowed),
        (false, "s3:PutObject", session, Verdict::Denied),
        (true, "s3:PutObject", code, Verdict::Denied),
        (false, "s3:PutObject", own, Verdict::Allowed),
        (
            false,
            "s3:DeleteBucket",
            "arn:aws:s3:::agents-private-files",
            Verdict::Denied,
        ),
        (
            false,
            "s3:GetObject",
            "arn:aws:s3:::agents-private-files-2/a",
            Verdict::Denied,
        ),
        (
            false,
            "s3:GetObject",
            "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/layer",
            Verdict::Denied,
        ),
    ] {
        assert_eq!(
            verdict(service, action, arn),
            expect,
            "{service} {action} {arn}"
        );
    }
    let open = planned(&catalog, REUSE, None);
    assert_eq!(
        asked(
            &catalog,
            s3(&open),
            false,
            "s3:GetObject",
            "arn:aws:s3:::any/a"
        ),
        Verdict::Allowed
    );
}

#[test]
fn another_partition_has_its_own_arns() {
    let catalog = Catalog::load().unwrap();
    let text = GOLDEN
        .replace("us-east-1", "us-gov-west-1")
        .replace("arn:aws:", "arn:aws-us-gov:");
    let plan = planned(&catalog, &text, None);
    let verdict = |arn: &str| asked(&catalog, s3(&plan), false, "s3:GetObject", arn);
    let bucket = "s3:::prod-us-gov-west-1-starport-layer-bucket/layer";
    assert_eq!(
        verdict(&format!("arn:aws-us-gov:{bucket}")),
        Verdict::Allowed
    );
    assert_eq!(verdict(&format!("arn:aws:{bucket}")), Verdict::Denied);
}

#[test]
fn what_serves_the_vpc_is_left_alone_whoever_made_it() {
    let catalog = Catalog::load().unwrap();
    let plan = planned(&catalog, REUSE, Some(THERE));
    let workload = workload(&plan);
    let standing = |word: &str| {
        let mut lines = workload.services.iter();
        let line = lines.find(|line| line.service.as_str() == word).unwrap();
        line.standing.clone()
    };
    assert_eq!(
        standing("ecr-api"),
        Standing::Reused("vpce-0aaaaaaaaaaaaaaaa".to_owned())
    );
    // One without private DNS serves nobody by the service's own name.
    assert_eq!(standing("kms"), Standing::Made);
    assert_eq!(standing("logs"), Standing::NotAsked);
    let left = workload.plan.endpoints.iter();
    let left = left.filter(|e| matches!(e.change, Change::Leave { .. }));
    assert_eq!(left.count(), 2);
    // Three are made with interfaces, in one zone each; the way to S3 costs nothing.
    assert_eq!(workload.plan.cost.monthly_usd.as_deref(), Some("21.90"));
    let taken: Vec<_> = workload.agent_subnets.iter().map(|s| s.taken).collect();
    assert_eq!(taken, [Some(false), Some(true), None]);
}

#[test]
fn what_stands_in_its_way_blocks_its_scripts() {
    let catalog = Catalog::load().unwrap();
    let elsewhere = THERE.replace(
        r#""id": "subnet-0bbbbbbbbbbbbbbbb", "vpc": "vpc-0a1b2c3d4e5f60718""#,
        r#""id": "subnet-0bbbbbbbbbbbbbbbb", "vpc": "vpc-99999999""#,
    );
    let plan = planned(&catalog, REUSE, Some(&elsewhere));
    assert!(workload(&plan).plan.is_blocked());
    assert!(
        plan.is_blocked(),
        "a pipeline that looks at the plan sees it"
    );
    let files = render(&plan, Format::All).unwrap();
    let script = |path: &str| files.iter().find(|f| f.path == path).unwrap();
    assert!(
        script("workload/create.sh")
            .text
            .contains("this plan is blocked")
    );
}

#[test]
fn only_s3_is_reached_by_routes_and_only_it_is_scoped() {
    let catalog = Catalog::load().unwrap();
    let plan = planned(&catalog, GOLDEN, None);
    for endpoint in &workload(&plan).plan.endpoints {
        let by_routes = matches!(endpoint.reached, Reached::Routes(_));
        assert_eq!(by_routes, endpoint.key.as_str() == "s3", "{}", endpoint.key);
        assert_eq!(
            endpoint.policy == Policy::full_access(),
            !by_routes,
            "{}",
            endpoint.key
        );
        assert_eq!(endpoint.private_dns, !by_routes, "{}", endpoint.key);
        assert_eq!(endpoint.subnets.is_empty(), by_routes, "{}", endpoint.key);
        assert_eq!(endpoint.policy.statements.len(), endpoint.origins.len());
    }
}
