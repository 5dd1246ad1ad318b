//! The plan as a CDK application in TypeScript.
//!
//! Must synthesise to the resources of `stack.yaml`: both write the same [`Stack`], with CDK's
//! lowest layer and the same logical ids.

mod shared;

use askama::Template;
use askama::filters::Safe;

use super::escape::printable_json;
use super::remark;
use super::stack::{GROUP_ID, Kind, Parameter, Stack, StackEndpoint, StackGroup, tags, warnings};
use super::{Artifact, RenderError, text};
use crate::plan::{Plan, PlannedGroup};
use crate::policy::Layout;
use crate::request::AllowFrom;

const TYPESCRIPT: &str = "text/x-typescript";
const JSON: &str = "application/json";

/// The files of the application.
pub(super) fn files(plan: &Plan) -> Result<Vec<Artifact>, RenderError> {
    let stack = Stack::of(plan);
    let request = &plan.request;
    let package = Package {
        name: request.name.as_str(),
    };
    let app = App {
        name: request.name.as_str(),
        description: &stack.description,
        account: request.account.as_str(),
        region: request.region.as_str(),
    };
    Ok(vec![
        Artifact::new("cdk/package.json", JSON, text(&package)?),
        Artifact::new("cdk/cdk.json", JSON, text(&Settings)?),
        Artifact::new("cdk/tsconfig.json", JSON, text(&Compiler)?),
        Artifact::new("cdk/bin/app.ts", TYPESCRIPT, text(&app)?),
        Artifact::new(
            "cdk/lib/endpoints-stack.ts",
            TYPESCRIPT,
            text(&Source::of(plan, &stack))?,
        ),
    ])
}

#[derive(Template)]
#[template(path = "cdk/package.json")]
struct Package<'p> {
    name: &'p str,
}

#[derive(Template)]
#[template(path = "cdk/cdk.json")]
struct Settings;

#[derive(Template)]
#[template(path = "cdk/tsconfig.json")]
struct Compiler;

#[derive(Template)]
#[template(path = "cdk/app.ts")]
struct App<'p> {
    name: &'p str,
    description: &'p str,
    account: &'p str,
    region: &'p str,
}

#[derive(Template)]
#[template(path = "cdk/endpoints-stack.ts")]
struct Source<'p> {
    warnings: Vec<Safe<String>>,
    parameters: Vec<Input<'p>>,
    group: Option<Group<'p>>,
    endpoints: Vec<Endpoint<'p>>,
    order: Vec<Order>,
    zones: Vec<shared::Zone<'p>>,
}

struct Input<'p> {
    variable: Safe<String>,
    id: &'p str,
    type_name: &'static str,
    default: &'p str,
    description: &'p str,
    is_switch: bool,
}

struct Group<'p> {
    variable: Safe<String>,
    id: &'static str,
    output: String,
    name: &'p str,
    description: &'p str,
    rules: Vec<Rule<'p>>,
    tags: Vec<(&'p str, &'p str)>,
}

struct Rule<'p> {
    property: Safe<&'static str>,
    source: &'p str,
}

struct Endpoint<'p> {
    variable: Safe<String>,
    id: &'p str,
    service_name: &'p str,
    subnets: Vec<Safe<String>>,
    groups: Vec<Safe<String>>,
    /// The type, and the route tables of one that is reached by routes.
    kind: &'static str,
    route_tables: Vec<Safe<String>>,
    /// None of one that is reached by routes.
    private_dns: Option<Safe<String>>,
    ip_address_type: &'static str,
    policy: Safe<String>,
    tags: Vec<(&'p str, &'p str)>,
    outputs: Vec<Output>,
}

struct Output {
    id: String,
    description: String,
    value: Safe<String>,
}

/// Two endpoints, one of which must be there first.
struct Order {
    first: Safe<String>,
    later: Safe<String>,
}

impl<'p> Source<'p> {
    fn of(plan: &'p Plan, stack: &'p Stack<'p>) -> Self {
        let order = |e: &StackEndpoint<'_>| {
            let first = e.after.as_deref().map(variable)?;
            Some(Order {
                first,
                later: variable(&e.id),
            })
        };
        Self {
            warnings: warnings(plan)
                .iter()
                .map(|w| Safe(remark::line(w)))
                .collect(),
            parameters: stack.parameters.iter().map(input).collect(),
            group: stack.group.map(group),
            endpoints: stack.endpoints.iter().map(endpoint).collect(),
            order: stack.endpoints.iter().filter_map(order).collect(),
            zones: stack.zones.iter().map(shared::zone).collect(),
        }
    }
}

fn input(parameter: &Parameter) -> Input<'_> {
    Input {
        variable: variable(&parameter.id),
        id: &parameter.id,
        type_name: parameter.kind.type_name(),
        default: &parameter.default,
        description: &parameter.description,
        is_switch: parameter.kind == Kind::Switch,
    }
}

fn group(group: &PlannedGroup) -> Group<'_> {
    Group {
        variable: variable(GROUP_ID),
        id: GROUP_ID,
        output: format!("{GROUP_ID}Id"),
        name: &group.name,
        description: &group.description,
        rules: group.allow_from.iter().map(rule).collect(),
        tags: tags(&group.tags),
    }
}

fn rule(from: &AllowFrom) -> Rule<'_> {
    let property = match from {
        AllowFrom::Ipv4(_) => "cidrIp",
        AllowFrom::Ipv6(_) => "cidrIpv6",
        AllowFrom::Group(_) => "sourceSecurityGroupId",
        AllowFrom::PrefixList(_) => "sourcePrefixListId",
    };
    Rule {
        property: Safe(property),
        source: from.as_str(),
    }
}

fn endpoint<'p>(endpoint: &'p StackEndpoint<'p>) -> Endpoint<'p> {
    let planned = endpoint.planned;
    let group = |group: &StackGroup| match group {
        StackGroup::Parameter(id) => Safe(format!("{}.valueAsString", variable(id).0)),
        StackGroup::New => Safe(format!("{}.attrGroupId", variable(GROUP_ID).0)),
    };
    Endpoint {
        variable: variable(&endpoint.id),
        id: &endpoint.id,
        service_name: &planned.service_name,
        subnets: endpoint.subnets.iter().map(|s| variable(s)).collect(),
        groups: endpoint.groups.iter().map(group).collect(),
        kind: planned.reached.type_name(),
        route_tables: endpoint.route_tables.iter().map(|t| variable(t)).collect(),
        private_dns: endpoint.private_dns.as_deref().map(variable),
        ip_address_type: planned.ip_address_type.as_str(),
        policy: Safe(printable_json(&planned.policy.to_json(Layout::Compact))),
        tags: tags(&planned.tags),
        outputs: outputs(endpoint),
    }
}

fn outputs(endpoint: &StackEndpoint<'_>) -> Vec<Output> {
    let (key, variable) = (endpoint.planned.key, variable(&endpoint.id).0);
    let part = |part: u8| {
        format!("Fn.select({part}, Fn.split(\":\", Fn.select(0, {variable}.attrDnsEntries)))")
    };
    let output = |suffix, description, value| Output {
        id: format!("{}{suffix}", endpoint.id),
        description,
        value: Safe(value),
    };
    let all = [
        output(
            "Id",
            format!("The {key} endpoint"),
            format!("{variable}.ref"),
        ),
        output(
            "DnsName",
            format!("The first DNS name of the {key} endpoint"),
            part(1),
        ),
        output(
            "HostedZoneId",
            "The hosted zone of that name".to_owned(),
            part(0),
        ),
    ];
    // What is reached by routes has no name of its own.
    let kept = if endpoint.private_dns.is_some() { 3 } else { 1 };
    all.into_iter().take(kept).collect()
}

/// A logical id as the name of a variable.
fn variable(id: &str) -> Safe<String> {
    let mut chars = id.chars();
    let first = chars.next().map(|c| c.to_ascii_lowercase());
    Safe(first.into_iter().chain(chars).collect())
}
