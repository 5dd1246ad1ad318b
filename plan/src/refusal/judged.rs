//! What a policy or a plan says of the call that a text tells about.
//!
//! Must not put words into the text: what it does not tell is unknown to the evaluator.

use std::collections::BTreeSet;

use super::{Against, Certainty, Diagnosis, Layer, Seen, SeenCaller};
use crate::attempt::complete;
use crate::catalog::Catalog;
use crate::evaluate::{Call, Caller, Context, Evaluator, Verdict, bearer_context};
use crate::language::Document;
use crate::plan::Plan;
use crate::request::EndpointKey;

/// Adds findings, and moves the endpoint's policy up or down by them.
pub(super) fn add(
    catalog: &Catalog,
    seen: &Seen,
    against: Against<'_>,
    diagnoses: &mut [Diagnosis],
) {
    for diagnosis in diagnoses.iter_mut() {
        match diagnosis.layer {
            Layer::EndpointPolicy => endpoint_policy(catalog, seen, against, diagnosis),
            Layer::Dns => diagnosis.findings.extend(names(catalog, seen, against)),
            _ => {}
        }
    }
}

fn endpoint_policy(
    catalog: &Catalog,
    seen: &Seen,
    against: Against<'_>,
    diagnosis: &mut Diagnosis,
) {
    let document = match against {
        Against::Nothing => return,
        Against::Policy(document) => document.clone(),
        Against::Plan(plan) => match of_plan(catalog, seen, plan) {
            Ok(document) => document,
            Err(finding) => {
                diagnosis.findings.extend(finding);
                return;
            }
        },
    };
    let (Some(action), Some(resource)) = (&seen.action, &seen.resource) else {
        diagnosis.findings.push(
            "The text does not tell both action and resource, so the policy cannot be asked. Try the call with them."
                .to_owned(),
        );
        return;
    };
    let Some(caller) = caller(seen) else {
        diagnosis.findings.push(
            "The text does not tell who called, so the policy cannot be asked. Try the call with a caller."
                .to_owned(),
        );
        return;
    };
    let context = match caller {
        Caller::Signed(_) => Context::default(),
        Caller::Anonymous => bearer_context(catalog),
    };
    let context = complete(catalog, &document, &caller, context, &BTreeSet::new());
    let Ok(call) = Call::new(catalog, caller, action, resource, context) else {
        return;
    };
    let evaluator = Evaluator::new(&document);
    let decision = evaluator.decide(&call);
    let reason = evaluator.reason(&call, &decision);
    diagnosis.findings.push(match decision.verdict {
        Verdict::Denied => format!("The policy given here refuses this call: {reason}."),
        Verdict::Unknown => {
            format!("The policy given here may refuse this call: {reason}.")
        }
        Verdict::Allowed if diagnosis.certainty == Certainty::Known => format!(
            "The policy given here allows this call: {reason}. So the endpoint has a different one, or a change has not taken effect yet."
        ),
        Verdict::Allowed => {
            diagnosis.certainty = Certainty::Guessed;
            format!("The policy given here allows this call: {reason}. So the refusal more likely comes from another layer.")
        }
    });
}

fn caller(seen: &Seen) -> Option<Caller> {
    match seen.caller.as_ref()? {
        SeenCaller::Anonymous => Some(Caller::Anonymous),
        SeenCaller::Signed(arn) => arn.parse().ok(),
    }
}

/// The policy of the planned endpoint that carries the action; else what is to be said instead.
fn of_plan(catalog: &Catalog, seen: &Seen, plan: &Plan) -> Result<Document, Option<String>> {
    let (prefix, name) = seen
        .action
        .as_deref()
        .and_then(|a| a.split_once(':'))
        .ok_or(None)?;
    let mut keys = catalog
        .actions_named(prefix, name)
        .filter_map(|a| a.endpoint)
        .peekable();
    let key = *keys.peek().ok_or_else(|| {
        Some(format!(
            "No AgentCore endpoint carries the action `{prefix}:{name}`."
        ))
    })?;
    match keys.find_map(|key| plan.endpoint(key)) {
        Some(endpoint) => Ok(Document::from(&endpoint.policy)),
        None => Err(Some(format!(
            "The plan has no endpoint `{key}`, which carries this action."
        ))),
    }
}

/// What the plan does for the name.
fn names(catalog: &Catalog, seen: &Seen, against: Against<'_>) -> Vec<String> {
    let Some(host) = &seen.host else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let is_gateway = host.contains(".gateway.bedrock-agentcore.");
    let Against::Plan(plan) = against else {
        if is_gateway {
            all.push(SHADOW.to_owned());
        }
        return all;
    };
    let owns = |key: &EndpointKey| {
        let names = catalog.private_dns_names(*key, &plan.request.region);
        names.iter().any(|name| match name.strip_prefix('*') {
            Some(suffix) => host.ends_with(suffix),
            None => name == host,
        })
    };
    let Some(key) = catalog.endpoints.iter().map(|e| e.key).find(owns) else {
        all.push(format!(
            "`{host}` is not among the names that AgentCore's endpoints have in {}.",
            plan.request.region
        ));
        return all;
    };
    all.push(match plan.endpoint(key) {
        None => format!("The plan has no endpoint `{key}`, which owns this name."),
        Some(e) if !e.private_dns => format!(
            "The plan's endpoint `{key}` owns this name and has private DNS off, so clients need its own address as endpoint URL."
        ),
        Some(_) => format!("The plan's endpoint `{key}` owns this name and has private DNS on."),
    });
    let data_shadows = plan
        .endpoint(EndpointKey::Data)
        .is_some_and(|e| e.private_dns);
    if is_gateway && data_shadows && plan.endpoint(EndpointKey::Gateway).is_none() {
        all.push(SHADOW.to_owned());
    }
    all
}

/// Source: Route 53 developer guide on private zones; inferred for AgentCore, not documented there.
const SHADOW: &str = "Private DNS of the endpoint `data` hides the names of gateways from its VPC, which end in the same name, until the VPC has the endpoint `gateway` too. AWS does not say so; it follows from how private zones work.";
