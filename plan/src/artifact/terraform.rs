//! The plan as a Terraform configuration.
//!
//! Must not compute a policy in HCL: it stands as the planned JSON, its `${…}` escaped.

mod shared;

use std::collections::BTreeMap;

use askama::Template;
use askama::filters::Safe;

use super::escape::heredoc_json;
use super::stack::waits_for;
use super::{Artifact, RenderError, remark, text};
use crate::id::{RouteTableId, SecurityGroupId, SubnetId};
use crate::plan::{Change, GroupRef, Plan, PlannedEndpoint, PlannedGroup, Reached, TagChange};
use crate::policy::Layout;
use crate::request::{AllowFrom, EndpointKey, IpAddressType};

/// `terraform/main.tf`.
pub(super) fn main(plan: &Plan) -> Result<Artifact, RenderError> {
    Ok(Artifact::new(
        "terraform/main.tf",
        "text/plain",
        text(&Main::of(plan))?,
    ))
}

#[derive(Template)]
#[template(path = "main.tf")]
struct Main<'p> {
    title: Safe<String>,
    warnings: Vec<Safe<String>>,
    region: &'p str,
    vpc: &'p str,
    lists: Vec<List<'p>>,
    group: Option<&'p PlannedGroup>,
    rules: Vec<Rule<'p>>,
    endpoints: Vec<Endpoint<'p>>,
    shared: Option<shared::Shared<'p>>,
}

/// A variable that holds ids.
struct List<'p> {
    name: String,
    description: String,
    items: Vec<&'p str>,
}

struct Rule<'p> {
    name: String,
    attribute: Safe<&'static str>,
    source: &'p str,
}

struct Endpoint<'p> {
    /// The name of its resource.
    label: Safe<String>,
    title: Safe<String>,
    /// The endpoint that is there already and is changed.
    existing: Option<&'p str>,
    service_name: &'p str,
    /// Of one that is reached by routes; it has no subnets, groups and private DNS.
    route_tables: Option<Safe<String>>,
    subnets: Safe<String>,
    groups: Safe<String>,
    policy: Safe<String>,
    private_dns: Safe<bool>,
    switched: Switched<'p>,
    /// What is said of it: IPv4 is EC2's own choice, and said only where it is not that.
    ip_address_type: Option<&'static str>,
    tags: &'p BTreeMap<String, String>,
    after: Option<Safe<String>>,
}

/// What changes of an endpoint that is there, beside its policy, subnets and groups.
#[derive(Default)]
struct Switched<'p> {
    switches_private_dns: bool,
    address: Option<&'static str>,
    tags: &'p [TagChange],
}

impl<'p> Main<'p> {
    fn of(plan: &'p Plan) -> Self {
        let placed: Vec<_> = plan
            .endpoints
            .iter()
            .filter(|e| !matches!(e.change, Change::Leave { .. }))
            .collect();
        let uses_group = placed
            .iter()
            .any(|e| e.security_groups.contains(&GroupRef::New));
        let group = plan.security_group.as_ref().filter(|_| uses_group);
        let rules = group
            .map_or(&[][..], |g| &g.allow_from)
            .iter()
            .enumerate()
            .map(rule)
            .collect();
        let mut lists = Vec::new();
        let endpoints = placed
            .iter()
            .map(|e| endpoint(plan, e, &placed, &mut lists))
            .collect();
        let warnings = remark::blocked(plan)
            .into_iter()
            .chain(remark::standing(plan));
        let title = format!(
            "VPC endpoints of {} for {}, plan {}",
            plan.purpose.of_whom(),
            plan.request.name,
            plan.id
        );
        Self {
            title: Safe(title),
            warnings: warnings.map(Safe).collect(),
            region: plan.request.region.as_str(),
            vpc: plan.request.placement.vpc.as_str(),
            lists,
            group,
            rules,
            endpoints,
            shared: shared::shared(plan),
        }
    }
}

/// The addresses of the resources that are a group's rules, as scanners print them.
pub(crate) fn rule_addresses(group: &PlannedGroup) -> Vec<String> {
    let ingress = (0..group.allow_from.len())
        .map(|i| format!("aws_vpc_security_group_ingress_rule.{}", rule_name(i)));
    let egress = "aws_vpc_security_group_egress_rule.all".to_owned();
    ingress.chain([egress]).collect()
}

fn rule_name(i: usize) -> String {
    format!("https_{}", i + 1)
}

fn rule((i, from): (usize, &AllowFrom)) -> Rule<'_> {
    let attribute = match from {
        AllowFrom::Ipv4(_) => "cidr_ipv4",
        AllowFrom::Ipv6(_) => "cidr_ipv6",
        AllowFrom::Group(_) => "referenced_security_group_id",
        AllowFrom::PrefixList(_) => "prefix_list_id",
    };
    Rule {
        name: rule_name(i),
        attribute: Safe(attribute),
        source: from.as_str(),
    }
}

fn endpoint<'p>(
    plan: &'p Plan,
    planned: &'p PlannedEndpoint,
    placed: &[&PlannedEndpoint],
    lists: &mut Vec<List<'p>>,
) -> Endpoint<'p> {
    Endpoint {
        label: Safe(label(planned.key)),
        title: Safe(remark::line(&planned.title)),
        existing: match &planned.change {
            Change::Modify(modification) => Some(modification.id.as_str()),
            Change::Create | Change::Leave { .. } => None,
        },
        service_name: &planned.service_name,
        route_tables: by_routes(planned).then(|| Safe(route_tables(planned, lists))),
        subnets: Safe(subnets(plan, planned, lists)),
        groups: Safe(groups(plan, planned, lists)),
        policy: Safe(heredoc_json(&planned.policy_as(Layout::Pretty))),
        private_dns: Safe(planned.private_dns),
        switched: match &planned.change {
            Change::Modify(m) => Switched {
                switches_private_dns: m.private_dns.is_some(),
                address: m.ip_address_type.map(IpAddressType::as_str),
                tags: &m.tags,
            },
            Change::Create | Change::Leave { .. } => Switched::default(),
        },
        ip_address_type: match planned.ip_address_type {
            IpAddressType::Ipv4 => None,
            other => Some(other.as_str()),
        },
        tags: &planned.tags,
        after: waits_for(planned, placed).map(|key| Safe(label(key))),
    }
}

/// The name of an endpoint's resource.
fn label(key: EndpointKey) -> String {
    key.as_str().replace('-', "_")
}

fn by_routes(planned: &PlannedEndpoint) -> bool {
    matches!(planned.reached, Reached::Routes(_))
}

fn route_tables<'p>(planned: &'p PlannedEndpoint, lists: &mut Vec<List<'p>>) -> String {
    let tables = planned.reached.route_tables();
    let items = tables.iter().map(RouteTableId::as_str).collect();
    variable(
        lists,
        Some(planned.key),
        "route_table_ids",
        "Route tables that lead to the service",
        items,
    )
}

fn subnets<'p>(plan: &'p Plan, planned: &'p PlannedEndpoint, lists: &mut Vec<List<'p>>) -> String {
    if by_routes(planned) {
        return String::new();
    }
    let shared = plan.request.placement.subnets == planned.subnets;
    let owner = (!shared).then_some(planned.key);
    let items = planned.subnets.iter().map(SubnetId::as_str).collect();
    variable(
        lists,
        owner,
        "subnet_ids",
        "Subnets, one for each zone",
        items,
    )
}

fn groups<'p>(plan: &'p Plan, planned: &'p PlannedEndpoint, lists: &mut Vec<List<'p>>) -> String {
    if by_routes(planned) {
        return String::new();
    }
    let listed = |g: &'p GroupRef| matches!(g, GroupRef::Id(_)).then(|| g.as_str());
    let items: Vec<_> = planned.security_groups.iter().filter_map(listed).collect();
    let made = planned.security_groups.contains(&GroupRef::New);
    if items.is_empty() {
        return "[aws_security_group.endpoints.id]".to_owned();
    }
    let shared = plan
        .request
        .placement
        .security_groups
        .iter()
        .map(SecurityGroupId::as_str)
        .eq(items.iter().copied());
    let owner = (!shared).then_some(planned.key);
    let listed = variable(
        lists,
        owner,
        "security_group_ids",
        "Security groups that are there already",
        items,
    );
    if made {
        format!("concat({listed}, [aws_security_group.endpoints.id])")
    } else {
        listed
    }
}

/// The variable that holds these ids: the shared one, or one endpoint's own.
fn variable<'p>(
    lists: &mut Vec<List<'p>>,
    owner: Option<EndpointKey>,
    stem: &str,
    description: &str,
    items: Vec<&'p str>,
) -> String {
    let (name, description) = match owner {
        None => (stem.to_owned(), description.to_owned()),
        Some(key) => (
            format!("{}_{stem}", label(key)),
            format!("{description}, of the {key} endpoint alone"),
        ),
    };
    let expression = format!("var.{name}");
    if !lists.iter().any(|l| l.name == name) {
        lists.push(List {
            name,
            description,
            items,
        });
    }
    expression
}
