//! The endpoints that agents in VPC mode need beside AgentCore, as a plan of its own.
//!
//! Must leave alone whatever serves the VPC already, whoever made it, and must scope no endpoint of
//! interfaces: private DNS makes it the way of everybody in the VPC.

use std::collections::{BTreeMap, BTreeSet};

use super::{endpoints, hash};
use crate::arn::Partition;
use crate::catalog::{BucketFacts, Catalog, ServiceFacts, ServiceKind};
use crate::cost::{self, Cost};
use crate::forecast::Forecasts;
use crate::inventory::Inventory;
use crate::plan::{Change, GroupRef, Origin, Plan, PlannedEndpoint, Purpose, Reached};
use crate::policy::{Effect, Layout, Policy, Principal, Scope, Statement, free_sid};
use crate::preflight::preflight;
use crate::proof::Proof;
use crate::request::{
    Condition, Conditions, EndpointKey, Guards, IpAddressType, Operator, Placement, PolicyMode,
    Request, WorkloadRequest, WorkloadService,
};
use crate::workload::{AgentSubnet, ServiceLine, Standing, Workload};

/// What a request asks for under `[workload]`; none without it. `beside` is the endpoints of
/// AgentCore with their zones.
pub(super) fn workload(
    catalog: &Catalog,
    inventory: Option<&Inventory>,
    request: &Request,
    beside: &[(EndpointKey, usize)],
) -> Option<Box<Workload>> {
    let asked = request.workload.as_ref()?;
    let plan = plan(catalog, inventory, request, asked);
    let all: Vec<_> = beside
        .iter()
        .copied()
        .chain(zones(&plan.endpoints))
        .collect();
    let lines = catalog.workload.services.iter();
    Some(Box::new(Workload {
        services: lines.map(|f| line(catalog, request, f, &plan)).collect(),
        runtime_zones: catalog
            .region(&request.region)
            .map(|r| r.runtime_zone_ids.clone())
            .unwrap_or_default(),
        agent_subnets: agent_subnets(catalog, inventory, request, asked),
        together_usd: cost::cost(catalog, &request.region, &all).monthly_usd,
        facts_date: catalog.workload.facts_date.clone(),
        plan,
    }))
}

fn plan(
    catalog: &Catalog,
    inventory: Option<&Inventory>,
    request: &Request,
    asked: &WorkloadRequest,
) -> Plan {
    let own = own_request(request, asked);
    let mut all: Vec<PlannedEndpoint> = asked
        .services
        .iter()
        .filter_map(|service| endpoint(catalog, &own, asked, *service))
        .collect();
    let mut group = endpoints::group(&own, &all, Purpose::Workload);
    let id = hash::plan_id(&own, &all, group.as_ref());
    endpoints::tag(&own, &id, &mut all, group.as_mut());
    let standing_group = inventory.and_then(|i| endpoints::join(i, &own, &mut all, &mut group));
    for endpoint in &mut all {
        if let Some(id) = inventory.and_then(|i| serves(i, &own, endpoint)) {
            endpoint.change = Change::Leave { id };
        }
    }
    let mut plan = Plan {
        id,
        purpose: Purpose::Workload,
        partition: Partition::of(&own.region),
        zones: inventory.map_or_else(BTreeMap::new, |i| endpoints::zones(i, &all)),
        security_group: group,
        standing_group,
        notes: Vec::new(),
        preflight: Vec::new(),
        proof: Proof::default(),
        callers: Vec::new(),
        lockdown: None,
        workload: None,
        shared_dns: None,
        forecasts: Forecasts::default(),
        cost: cost(catalog, &own, &all),
        fingerprint: None,
        facts_date: catalog.workload.facts_date.clone(),
        endpoints: all,
        request: own,
    };
    plan.preflight = judged(catalog, inventory, &plan);
    plan
}

/// The request as its artifacts need it: its own name and placement, and no grant.
fn own_request(request: &Request, asked: &WorkloadRequest) -> Request {
    let (subnets, security_groups, allow_from) = asked.or(&request.placement);
    Request {
        name: request.name.of_workload(),
        policy: asked.policy,
        placement: Placement {
            subnets: subnets.to_vec(),
            security_groups: security_groups.to_vec(),
            allow_from: allow_from.to_vec(),
            private_dns: true,
            ip_address_type: IpAddressType::Ipv4,
            share_dns_with: Vec::new(),
            ..request.placement.clone()
        },
        grants: Vec::new(),
        guards: Guards::default(),
        endpoints: BTreeMap::new(),
        workload: None,
        ..request.clone()
    }
}

fn endpoint(
    catalog: &Catalog,
    own: &Request,
    asked: &WorkloadRequest,
    service: WorkloadService,
) -> Option<PlannedEndpoint> {
    let facts = catalog.workload.service(service)?;
    let key = EndpointKey::Workload(service);
    let by_routes = facts.kind == ServiceKind::Gateway;
    let (policy, origins) = if by_routes && asked.policy == PolicyMode::Restricted {
        buckets(catalog, own, asked)
    } else {
        full_access()
    };
    let placement = &own.placement;
    let groups = placement.security_groups.iter().cloned();
    let new = (!placement.allow_from.is_empty()).then_some(GroupRef::New);
    Some(PlannedEndpoint {
        key,
        grants: Vec::new(),
        title: facts.title.clone(),
        service_name: catalog.service_name(key, &own.region),
        reached: if by_routes {
            Reached::Routes(asked.route_tables.clone())
        } else {
            Reached::Interfaces
        },
        private_dns: !by_routes,
        private_dns_names: catalog.private_dns_names(key, &own.region),
        subnets: if by_routes {
            Vec::new()
        } else {
            placement.subnets.clone()
        },
        security_groups: if by_routes {
            Vec::new()
        } else {
            groups.map(GroupRef::Id).chain(new).collect()
        },
        ip_address_type: IpAddressType::Ipv4,
        policy,
        policy_layout: Layout::Pretty,
        origins,
        change: Change::Create,
        tags: BTreeMap::new(),
        sdk_service: facts.sdk_service.clone(),
        endpoint_url_variable: None,
        cdk_constant: None,
    })
}

/// AWS's default, written out: Terraform and the console tell it from none.
fn full_access() -> (Policy, Vec<Origin>) {
    let meaning = "Anyone in reach of the endpoint may make every call: AWS's default policy.";
    (Policy::full_access(), vec![origin(meaning.to_owned())])
}

/// What agents need of S3, and buckets of one's own.
fn buckets(catalog: &Catalog, own: &Request, asked: &WorkloadRequest) -> (Policy, Vec<Origin>) {
    let facts = &catalog.workload;
    let partition = Partition::of(&own.region).as_str();
    let filled = |text: &String| {
        text.replace("{partition}", partition)
            .replace("{region}", own.region.as_str())
    };
    let allow = |sid: String, actions: &[String], resources: Vec<String>, conditions| Statement {
        sid,
        effect: Effect::Allow,
        principal: Principal::Anyone,
        actions: actions.to_vec(),
        scope: Scope::Resources(resources),
        conditions,
    };
    let mut sids = BTreeSet::new();
    let mut statements = Vec::new();
    let mut origins = Vec::new();
    for bucket in &facts.buckets {
        let resources = bucket.resources.iter().map(filled).collect();
        let sid = free_sid(&bucket.sid, &mut sids);
        let conditions = service_alone(bucket, &facts.service_principal);
        origins.push(origin(meaning(bucket)));
        statements.push(allow(sid, &bucket.actions, resources, conditions));
    }
    if !asked.buckets.is_empty() {
        let resources = asked.buckets.iter().flat_map(|name| {
            let arn = format!("arn:{partition}:s3:::{name}");
            [format!("{arn}/*"), arn]
        });
        let mut resources: Vec<String> = resources.collect();
        resources.sort();
        let sid = free_sid("OwnBuckets", &mut sids);
        origins.push(origin(
            "Anyone in reach of the endpoint may read, write and list the buckets that the request names, as far as their own policies let them."
                .to_owned(),
        ));
        let none = Conditions::default();
        statements.push(allow(sid, &facts.own_bucket_actions, resources, none));
    }
    (Policy { statements }, origins)
}

/// AgentCore reads buckets of its own by its own principal.
fn service_alone(bucket: &BucketFacts, principal: &str) -> Conditions {
    if !bucket.service_only {
        return Conditions::default();
    }
    Conditions::new(vec![Condition {
        operator: Operator::plain("StringEquals"),
        key: "aws:PrincipalServiceName".to_owned(),
        values: vec![principal.to_owned()],
    }])
}

fn meaning(bucket: &BucketFacts) -> String {
    let writes = bucket.actions.iter().any(|a| a == "s3:PutObject");
    let does = if writes { "read and write" } else { "read" };
    if bucket.service_only {
        format!("AgentCore itself may {does} {}.", bucket.what)
    } else {
        format!(
            "Anyone in reach of the endpoint may {does} {}, by the addresses that Amazon ECR signs.",
            bucket.what
        )
    }
}

fn origin(meaning: String) -> Origin {
    Origin {
        grants: Vec::new(),
        meaning,
    }
}

/// An endpoint that gives the VPC the service's own name already. The inventory holds none that are
/// reached by routes.
fn serves(
    inventory: &Inventory,
    own: &Request,
    endpoint: &PlannedEndpoint,
) -> Option<crate::id::EndpointId> {
    let mut there = endpoints::rivals(inventory, own, endpoint);
    there
        .find(|e| e.private_dns)
        .and_then(|e| e.id.parse().ok())
}

/// What is reached by routes costs nothing. Source: Amazon VPC pricing.
fn cost(catalog: &Catalog, own: &Request, all: &[PlannedEndpoint]) -> Cost {
    let counts: Vec<_> = zones(all).collect();
    cost::cost(catalog, &own.region, &counts)
}

/// What is made, with its zones.
fn zones(all: &[PlannedEndpoint]) -> impl Iterator<Item = (EndpointKey, usize)> {
    all.iter()
        .filter(|e| matches!(e.change, Change::Create))
        .map(|e| (e.key, e.subnets.len()))
}

/// The rows of what has interfaces.
fn judged(
    catalog: &Catalog,
    inventory: Option<&Inventory>,
    plan: &Plan,
) -> Vec<crate::preflight::Row> {
    let mut seen = plan.clone();
    seen.endpoints
        .retain(|e| matches!(e.reached, Reached::Interfaces));
    preflight(catalog, inventory, &seen)
}

fn line(catalog: &Catalog, request: &Request, facts: &ServiceFacts, plan: &Plan) -> ServiceLine {
    let key = EndpointKey::Workload(facts.key);
    let planned = plan.endpoint(key);
    let zones = match facts.kind {
        ServiceKind::Gateway => 0,
        ServiceKind::Interface => plan.request.placement.subnets.len(),
    };
    ServiceLine {
        service: facts.key,
        title: facts.title.clone(),
        service_name: catalog.service_name(key, &request.region),
        need: facts.need.words(),
        why: facts.why.clone(),
        without: facts.without.clone(),
        monthly_usd: cost::cost(catalog, &request.region, &[(key, zones)]).monthly_usd,
        source: facts.source.clone(),
        standing: match planned.map(|e| &e.change) {
            Some(Change::Leave { id }) => Standing::Reused(id.to_string()),
            Some(_) => Standing::Made,
            None => Standing::NotAsked,
        },
    }
}

fn agent_subnets(
    catalog: &Catalog,
    inventory: Option<&Inventory>,
    request: &Request,
    asked: &WorkloadRequest,
) -> Vec<AgentSubnet> {
    let zones = catalog
        .region(&request.region)
        .map(|r| &r.runtime_zone_ids)
        .filter(|zones| !zones.is_empty());
    let judged = |id: &crate::id::SubnetId| {
        let seen = inventory.and_then(|i| i.subnet(id.as_str()));
        let zone_id = seen.and_then(|s| s.zone_id.clone());
        let taken = zone_id
            .as_ref()
            .and_then(|zone| zones.map(|zones| zones.contains(zone)));
        AgentSubnet {
            id: id.clone(),
            zone_id,
            taken,
        }
    };
    asked.agent_subnets.iter().map(judged).collect()
}
