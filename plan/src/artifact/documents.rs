//! The plan's own documents: the policies, the plan as JSON, and the request.
//!
//! Must write the policy as the very text that is sent.

mod workload;

use std::collections::BTreeMap;

use serde::ser::Error;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

mod shared_dns;

use self::shared_dns::SharedDnsView;
use super::{Artifact, RenderError};
use crate::cost::Cost;
use crate::extension::{Before, Step};
use crate::plan::{Change, GroupRef, Modification, Note, Plan, PlannedEndpoint, PlannedGroup};
use crate::policy::Policy;
use crate::preflight::Row;
use crate::proof::{Measure, Proof, ProofCall, ProofCaller, Standing};
use crate::request::{AllowFrom, EndpointKey, IpAddressType};

/// One file for each endpoint, as it is sent.
pub(super) fn policies(plan: &Plan) -> Vec<Artifact> {
    plan.endpoints
        .iter()
        .map(|e| {
            Artifact::new(
                format!("policy-{}.json", e.key),
                "application/json",
                e.policy_text() + "\n",
            )
        })
        .collect()
}

/// The request as a file that makes this plan again.
pub(super) fn request_toml(plan: &Plan) -> Artifact {
    Artifact::new("request.toml", "application/toml", plan.request.to_toml())
}

/// The plan as `postern plan --json` and the API print it.
pub fn plan_json(plan: &Plan) -> Result<Artifact, RenderError> {
    Ok(Artifact::new(
        "plan.json",
        "application/json",
        serde_json::to_string_pretty(&Document::of(plan))? + "\n",
    ))
}

/// The plan document.
#[derive(Debug, Serialize)]
pub struct Document<'a> {
    plan: PlanView<'a>,
    notes: &'a [Note],
    cost: &'a Cost,
    fingerprint: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct PlanView<'a> {
    id: &'a str,
    name: &'a str,
    region: &'a str,
    partition: &'a str,
    account: &'a str,
    vpc: &'a str,
    facts_date: &'a str,
    endpoints: Vec<EndpointView<'a>>,
    security_group: Option<GroupView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    standing_group: Option<StandingGroupView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shared_dns: Option<SharedDnsView<'a>>,
    preflight: &'a [Row],
    proof: ProofView<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    workload: Option<workload::WorkloadView<'a>>,
}

#[derive(Debug, Serialize)]
struct EndpointView<'a> {
    key: EndpointKey,
    title: &'a str,
    service_name: &'a str,
    private_dns: bool,
    private_dns_names: &'a [String],
    ip_address_type: &'a str,
    policy: PolicyView<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy_steps: Option<&'a [Step]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy_before: Option<&'a Before>,
    policy_chars: usize,
    statements: Vec<StatementView<'a>>,
    subnets: &'a [crate::id::SubnetId],
    security_groups: Vec<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    route_tables: &'a [crate::id::RouteTableId],
    change: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    existing: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<ChangesView<'a>>,
    tags: &'a BTreeMap<String, String>,
}

/// What an endpoint that is there is given and loses, beside its policy; what is left out stays.
#[derive(Debug, Serialize)]
struct ChangesView<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    add_subnets: &'a [crate::id::SubnetId],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    remove_subnets: &'a [crate::id::SubnetId],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    add_security_groups: Vec<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    remove_security_groups: &'a [crate::id::SecurityGroupId],
    #[serde(skip_serializing_if = "Option::is_none")]
    private_dns: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ip_address_type: Option<&'static str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tags: BTreeMap<&'a str, &'a str>,
}

/// A policy as JSON; one with statements of others goes through as its text.
#[derive(Debug)]
enum PolicyView<'a> {
    Own(&'a Policy),
    Extended(&'a str),
}

impl Serialize for PolicyView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Own(policy) => policy.serialize(serializer),
            Self::Extended(text) => {
                let raw: &RawValue = serde_json::from_str(text).map_err(S::Error::custom)?;
                raw.serialize(serializer)
            }
        }
    }
}

#[derive(Debug, Serialize)]
struct StatementView<'a> {
    sid: &'a str,
    grants: &'a [usize],
    meaning: &'a str,
}

#[derive(Debug, Serialize)]
struct ProofView<'a> {
    callers: Vec<ProofCallerView<'a>>,
    calls: Vec<ProofCallView<'a>>,
}

#[derive(Debug, Serialize)]
struct ProofCallerView<'a> {
    label: &'a str,
    principals: &'a [String],
    standing: Standing,
}

#[derive(Debug, Serialize)]
struct ProofCallView<'a> {
    endpoint: EndpointKey,
    actions: &'a [String],
    resources: &'a [String],
    standing: Standing,
    cells: Vec<ProofCellView<'a>>,
}

#[derive(Debug, Serialize)]
struct ProofCellView<'a> {
    decision: &'static str,
    statement: Option<&'a str>,
    measure: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    wider: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_conditions: Option<&'a [String]>,
}

/// The group that an earlier plan made, and what it is given.
#[derive(Debug, Serialize)]
struct StandingGroupView<'a> {
    id: &'a str,
    admit: Vec<&'a str>,
    others: &'a [String],
}

#[derive(Debug, Serialize)]
struct GroupView<'a> {
    id: &'static str,
    name: &'a str,
    description: &'a str,
    rules: Vec<RuleView<'a>>,
    tags: &'a BTreeMap<String, String>,
}

#[derive(Debug, Serialize)]
struct RuleView<'a> {
    direction: &'static str,
    protocol: &'static str,
    from_port: u16,
    to_port: u16,
    kind: &'static str,
    source: &'a str,
}

impl<'a> Document<'a> {
    /// The document of a plan.
    pub fn of(plan: &'a Plan) -> Self {
        let request = &plan.request;
        Self {
            plan: PlanView {
                id: &plan.id,
                name: request.name.as_str(),
                region: request.region.as_str(),
                partition: plan.partition.as_str(),
                account: request.account.as_str(),
                vpc: request.placement.vpc.as_str(),
                facts_date: &plan.facts_date,
                endpoints: plan.endpoints.iter().map(endpoint).collect(),
                security_group: plan.security_group.as_ref().map(made_group),
                standing_group: plan.standing_group.as_ref().map(|g| StandingGroupView {
                    id: g.id.as_str(),
                    admit: g.admit.iter().map(AllowFrom::as_str).collect(),
                    others: &g.others,
                }),
                shared_dns: plan.shared_dns.as_ref().map(SharedDnsView::of),
                preflight: &plan.preflight,
                proof: proof(&plan.proof),
                workload: plan.workload.as_deref().map(workload::view),
            },
            notes: &plan.notes,
            cost: &plan.cost,
            fingerprint: plan.fingerprint.as_deref(),
        }
    }
}

fn endpoint(e: &PlannedEndpoint) -> EndpointView<'_> {
    EndpointView {
        key: e.key,
        title: &e.title,
        service_name: &e.service_name,
        private_dns: e.private_dns,
        private_dns_names: &e.private_dns_names,
        ip_address_type: e.ip_address_type.as_str(),
        policy: match e.extension() {
            None => PolicyView::Own(&e.policy),
            Some(extension) => PolicyView::Extended(&extension.text),
        },
        policy_steps: e.extension().map(|extension| extension.steps.as_slice()),
        policy_before: e.extension().map(|extension| &extension.before),
        policy_chars: e.policy_chars(),
        statements: e
            .policy
            .statements
            .iter()
            .zip(&e.origins)
            .map(|(s, o)| StatementView {
                sid: &s.sid,
                grants: &o.grants,
                meaning: &o.meaning,
            })
            .collect(),
        subnets: &e.subnets,
        route_tables: e.reached.route_tables(),
        security_groups: e.security_groups.iter().map(GroupRef::as_str).collect(),
        change: e.change.word(),
        existing: match &e.change {
            Change::Create => None,
            Change::Modify(m) => Some(m.id.as_str()),
            Change::Leave { id } => Some(id.as_str()),
        },
        changes: match &e.change {
            Change::Modify(m) => Some(changes(m)),
            Change::Create | Change::Leave { .. } => None,
        },
        tags: &e.tags,
    }
}

fn made_group(group: &PlannedGroup) -> GroupView<'_> {
    GroupView {
        id: "new",
        name: &group.name,
        description: &group.description,
        rules: group.allow_from.iter().map(rule).collect(),
        tags: &group.tags,
    }
}

fn changes(m: &Modification) -> ChangesView<'_> {
    ChangesView {
        add_subnets: &m.add_subnets,
        remove_subnets: &m.remove_subnets,
        add_security_groups: m.add_groups.iter().map(GroupRef::as_str).collect(),
        remove_security_groups: &m.remove_groups,
        private_dns: m.private_dns,
        ip_address_type: m.ip_address_type.map(IpAddressType::as_str),
        tags: m
            .tags
            .iter()
            .map(|t| (t.key.as_str(), t.value.as_str()))
            .collect(),
    }
}

fn proof(proof: &Proof) -> ProofView<'_> {
    ProofView {
        callers: proof.callers.iter().map(caller).collect(),
        calls: proof.calls.iter().map(call).collect(),
    }
}

fn caller(caller: &ProofCaller) -> ProofCallerView<'_> {
    ProofCallerView {
        label: &caller.label,
        principals: &caller.principals,
        standing: caller.standing,
    }
}

fn call(call: &ProofCall) -> ProofCallView<'_> {
    ProofCallView {
        endpoint: call.endpoint,
        actions: &call.actions,
        resources: &call.resources,
        standing: call.standing,
        cells: call
            .cells
            .iter()
            .map(|cell| ProofCellView {
                decision: cell.verdict.as_str(),
                statement: cell.statement.as_deref(),
                measure: cell.measure.as_str(),
                wider: match &cell.measure {
                    Measure::Wider(why) => Some(why),
                    _ => None,
                },
                on_conditions: match &cell.measure {
                    Measure::OnConditions(keys) => Some(keys),
                    _ => None,
                },
            })
            .collect(),
    }
}

fn rule(from: &AllowFrom) -> RuleView<'_> {
    let kind = match from {
        AllowFrom::Ipv4(_) => "ipv4",
        AllowFrom::Ipv6(_) => "ipv6",
        AllowFrom::Group(_) => "security-group",
        AllowFrom::PrefixList(_) => "prefix-list",
    };
    RuleView {
        direction: "ingress",
        protocol: "tcp",
        from_port: 443,
        to_port: 443,
        kind,
        source: from.as_str(),
    }
}
