//! Locks on the public door: inside passes, outside does not, whoever asks and however they sign.

#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test reads its own files, and a failure may stop it anywhere"
)]

use std::collections::BTreeSet;

use postern_plan::catalog::Catalog;
use postern_plan::evaluate::{Call, Caller, Context, Evaluator, Values, Verdict, bearer_context};
use postern_plan::language::{self, Document};
use postern_plan::lockdown::{
    Answer, Granted, Layer, Lock, Lockdown, Locked, OwnPolicy, Spoken, together,
};
use postern_plan::plan::Plan;
use postern_plan::policy::{Effect, Layout, Principal};
use postern_plan::request::Request;

const GOLDEN: &str = include_str!("golden/lockdown.toml");
const VPC: &str = "vpc-0a1b2c3d4e5f60718";

fn planned(catalog: &Catalog, text: &str) -> Plan {
    let request = Request::parse(catalog, text).unwrap_or_else(|e| panic!("{e:#?}"));
    postern_plan::plan(catalog, None, &request)
}

fn locks(plan: &Plan) -> &Lockdown {
    plan.lockdown.as_ref().unwrap()
}

fn lock<'p>(plan: &'p Plan, name: &str) -> &'p Lock {
    let mut locks = locks(plan).locks.iter();
    locks.find(|lock| lock.name == name).unwrap()
}

#[test]
fn nothing_is_locked_unless_asked_for() {
    let catalog = Catalog::load().unwrap();
    let plan = planned(
        &catalog,
        &GOLDEN.replace("lockdown = true", "lockdown = false"),
    );
    assert_eq!(plan.lockdown, None);
    let files = postern_plan::artifact::render(&plan, postern_plan::artifact::Format::All).unwrap();
    assert!(!files.iter().any(|file| file.path.starts_with("lockdown/")));
}

#[test]
fn a_granted_call_passes_inside_and_none_passes_outside() {
    let catalog = Catalog::load().unwrap();
    for text in [
        GOLDEN.to_owned(),
        GOLDEN.replace(
            "account = \"111122223333\"\n",
            "account = \"111122223333\"\npolicy = \"full-access\"\n",
        ),
    ] {
        let plan = planned(&catalog, &text);
        let mut granted = 0;
        for lock in &locks(&plan).locks {
            for asked in &lock.asked {
                let seen = format!("{} {} {:?}", lock.name, asked.who, asked);
                assert_eq!(asked.outside.verdict, Verdict::Denied, "{seen}");
                assert_eq!(asked.outside.by, Layer::Resource, "{seen}");
                if asked.granted == Granted::Yes {
                    granted += 1;
                    assert_eq!(asked.inside.verdict, Verdict::Allowed, "{seen}");
                    if let Some(service) = asked.service {
                        // Whoever is let in as `*` is let in from the VPC alone.
                        let star =
                            lock.policy.statements.iter().any(|s| {
                                s.effect == Effect::Allow && s.principal == Principal::Anyone
                            });
                        assert_eq!(service.verdict == Verdict::Allowed, !star, "{seen}");
                    }
                } else {
                    assert_ne!(asked.inside.verdict, Verdict::Allowed, "{seen}");
                }
            }
        }
        assert!(granted >= 12, "{granted}");
    }
}

/// Every way to call, by everybody, from outside: whatever else allows it.
#[test]
fn every_way_to_call_is_denied_from_outside() {
    let catalog = Catalog::load().unwrap();
    let plan = planned(&catalog, GOLDEN);
    let callers: [Caller; 4] = [
        "arn:aws:iam::111122223333:role/app".parse().unwrap(),
        "arn:aws:iam::111122223333:root".parse().unwrap(),
        "arn:aws:iam::999900001111:role/stranger".parse().unwrap(),
        Caller::Anonymous,
    ];
    let mut asked = 0;
    for lock in &locks(&plan).locks {
        let evaluator = Evaluator::new(&Document::from(&lock.policy));
        for action in &lock.policy.statements[0].actions {
            for caller in &callers {
                for vpc in [None, Some("vpc-0123456789abcdef0")] {
                    let mut context = match caller {
                        Caller::Anonymous => bearer_context(&catalog),
                        Caller::Signed(_) => Context::default(),
                    };
                    if let Some(vpc) = vpc {
                        context.set("aws:SourceVpc", Values::One(vpc.to_owned()));
                    }
                    context.set("aws:ViaAWSService", Values::One("false".to_owned()));
                    let call =
                        Call::new(&catalog, caller.clone(), action, &lock.arn, context).unwrap();
                    let decision = evaluator.decide(&call);
                    assert_eq!(decision.verdict, Verdict::Denied, "{action}");
                    assert_eq!(
                        decision.statement,
                        Some(0),
                        "{action} is denied by silence alone"
                    );
                    asked += 1;
                }
            }
        }
    }
    assert!(asked > 400, "{asked}");
}

#[test]
fn the_denied_ways_are_those_to_call_and_all_of_them() {
    let catalog = Catalog::load().unwrap();
    let plan = planned(&catalog, GOLDEN);
    let denied = |name: &str| lock(&plan, name).policy.statements[0].actions.clone();
    for name in [
        "runtime-support-AbCdEf1234",
        "runtime-endpoint-support-AbCdEf1234-DEFAULT",
    ] {
        let actions = denied(name);
        for way in [
            "InvokeAgentRuntime",
            "InvokeAgentRuntimeCommand",
            "InvokeAgentRuntimeCommandShell",
            "InvokeAgentRuntimeForUser",
            "InvokeAgentRuntimeWithWebSocketStream",
            "InvokeAgentRuntimeWithWebSocketStreamForUser",
        ] {
            assert!(
                actions.contains(&format!("bedrock-agentcore:{way}")),
                "{name}: {actions:?}"
            );
        }
    }
    assert_eq!(
        denied("gateway-tools-abcdef1234"),
        ["bedrock-agentcore:InvokeGateway"]
    );
    for lock in &locks(&plan).locks {
        for action in &lock.policy.statements[0].actions {
            assert!(
                ![
                    "ResourcePolicy",
                    "UpdateAgentRuntime",
                    "CreateAgent",
                    "UpdateGateway"
                ]
                .iter()
                .any(|w| action.contains(w)),
                "{action} would lock out whoever takes the lock off"
            );
        }
    }
}

/// AWS's example for OAuth is an Allow on the VPC alone. For callers who sign that is no lock: where
/// the policy is silent, their own policy may let them in.
#[test]
fn an_allow_alone_leaves_signed_callers_outside_in() {
    let catalog = Catalog::load().unwrap();
    let plan = planned(&catalog, GOLDEN);
    let lock = lock(&plan, "runtime-support-AbCdEf1234");
    let naive = format!(
        r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Principal": "*",
        "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "{}",
        "Condition": {{"StringEquals": {{"aws:SourceVpc": "{VPC}"}}}}}}]}}"#,
        lock.arn
    );
    let outside = |document: &Document| -> Answer {
        let caller = "arn:aws:iam::111122223333:role/app".parse().unwrap();
        let action = "bedrock-agentcore:InvokeAgentRuntime";
        let mut context = Context::default();
        context.set("aws:ViaAWSService", Values::One("false".to_owned()));
        let call = Call::new(&catalog, caller, action, &lock.arn, context).unwrap();
        let decision = Evaluator::new(document).decide(&call);
        let spoken = decision.statement.map_or(Spoken::No, |_| Spoken::Yes);
        together(None, (decision.verdict, spoken), OwnPolicy::SameAccount)
    };
    let naive = language::read(&naive).unwrap().document;
    assert_ne!(outside(&naive).verdict, Verdict::Denied);
    assert_eq!(outside(&naive).by, Layer::Identity);
    let ours = Document::from(&lock.policy);
    assert_eq!(outside(&ours).verdict, Verdict::Denied);
    assert_eq!(outside(&ours).by, Layer::Resource);
}

#[test]
fn what_bears_no_lock_is_told_with_its_grant() {
    let catalog = Catalog::load().unwrap();
    let plan = planned(&catalog, GOLDEN);
    let open: Vec<(usize, &str)> = locks(&plan)
        .open
        .iter()
        .map(|open| (open.grant, open.what.as_str()))
        .collect();
    assert_eq!(
        open,
        [
            (5, "Gateway: all resources"),
            (6, "Code Interpreter: aws.codeinterpreter.v1"),
            (7, "Runtime: all resources"),
        ]
    );
}

#[test]
fn policies_are_on_exact_arns_and_fit_and_have_plain_names() {
    let catalog = Catalog::load().unwrap();
    let plan = planned(&catalog, GOLDEN);
    let mut names = BTreeSet::new();
    for lock in &locks(&plan).locks {
        assert!(names.insert(lock.name.to_lowercase()), "{}", lock.name);
        assert!(
            lock.name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
        );
        let text = lock.policy.to_json(Layout::Pretty);
        assert!(text.len() <= 20_480);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        for statement in value["Statement"].as_array().unwrap() {
            assert_eq!(statement["Resource"], lock.arn.as_str());
        }
        assert_eq!(lock.policy.statements[0].effect, Effect::Deny);
    }
    let kinds: BTreeSet<Locked> = locks(&plan).locks.iter().map(|lock| lock.kind).collect();
    assert_eq!(kinds.len(), 4);
}
