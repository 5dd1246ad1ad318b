//! The plan as a CloudFormation template, in YAML and in JSON.
//!
//! Must not use `Fn::Sub` anywhere: it would take `${aws:…}` in a policy for its own.

mod shared;
mod tree;

use tree::{Node, line, map};

use super::Artifact;
use super::escape::printable_json;
use super::remark::line as one_line;
use super::stack::{GROUP_ID, Kind, Parameter, Stack, StackEndpoint, StackGroup, tags, warnings};
use crate::plan::{Plan, PlannedGroup};
use crate::policy::Layout;
use crate::request::AllowFrom;

/// The one port of the endpoints.
const HTTPS: u16 = 443;

/// `stack.yaml`.
pub(super) fn yaml(plan: &Plan) -> Artifact {
    Artifact::new("stack.yaml", "application/yaml", yaml_text(plan))
}

/// `stack.json`.
pub(super) fn json(plan: &Plan) -> Artifact {
    Artifact::new("stack.json", "application/json", json_text(plan))
}

/// The bytes of the larger of the two templates; CloudFormation takes a template in a call up to a
/// limit, and from S3 beyond it.
pub fn template_bytes(plan: &Plan) -> usize {
    yaml_text(plan).len().max(json_text(plan).len())
}

fn yaml_text(plan: &Plan) -> String {
    let request = &plan.request;
    let mut head = format!(
        "# aws cloudformation deploy --region {} --stack-name {} --template-file stack.yaml\n",
        request.region, request.name
    );
    for warning in warnings(plan) {
        head.push_str("# ");
        head.push_str(&one_line(&warning));
        head.push('\n');
    }
    head + &tree::yaml(&template(plan))
}

fn json_text(plan: &Plan) -> String {
    tree::json(&template(plan))
}

fn template(plan: &Plan) -> Node {
    let stack = Stack::of(plan);
    let mut sections = vec![
        ("AWSTemplateFormatVersion".to_owned(), "2010-09-09".into()),
        ("Description".to_owned(), stack.description.as_str().into()),
    ];
    let warnings = warnings(plan);
    if !warnings.is_empty() {
        // JSON has no comments.
        let warnings = warnings.into_iter().map(Node::Text).collect();
        sections.push(("Metadata".to_owned(), map([("Warnings", warnings)])));
    }
    if !stack.parameters.is_empty() {
        let parameters = stack
            .parameters
            .iter()
            .map(|p| (p.id.clone(), parameter(p)));
        sections.push(("Parameters".to_owned(), Node::Map(parameters.collect())));
    }
    sections.push(("Resources".to_owned(), resources(&stack)));
    let outputs = outputs(&stack);
    if !outputs.is_empty() {
        sections.push(("Outputs".to_owned(), Node::Map(outputs)));
    }
    Node::Map(sections)
}

fn parameter(parameter: &Parameter) -> Node {
    let mut entries = vec![
        ("Type".to_owned(), parameter.kind.type_name().into()),
        ("Default".to_owned(), parameter.default.as_str().into()),
    ];
    if parameter.kind == Kind::Switch {
        let words = ["true", "false"].into_iter().map(Node::from).collect();
        entries.push(("AllowedValues".to_owned(), words));
    }
    entries.push((
        "Description".to_owned(),
        parameter.description.as_str().into(),
    ));
    Node::Map(entries)
}

fn resources(stack: &Stack<'_>) -> Node {
    let group = stack.group.map(|g| (GROUP_ID.to_owned(), group(g)));
    let endpoints = stack.endpoints.iter().map(|e| (e.id.clone(), endpoint(e)));
    let zones = stack.zones.iter().flat_map(shared::resources);
    let mut all: Vec<_> = group.into_iter().chain(endpoints).chain(zones).collect();
    if all.is_empty() {
        // A template must hold a resource; this one makes nothing.
        let handle = map([("Type", "AWS::CloudFormation::WaitConditionHandle".into())]);
        all.push(("NothingToMake".to_owned(), handle));
    }
    Node::Map(all)
}

fn group(group: &PlannedGroup) -> Node {
    let properties = map([
        ("GroupName", group.name.as_str().into()),
        ("GroupDescription", group.description.as_str().into()),
        ("VpcId", reference("VpcId")),
        (
            "SecurityGroupIngress",
            group.allow_from.iter().map(rule).collect(),
        ),
        ("Tags", tag_list(&group.tags)),
    ]);
    map([
        ("Type", "AWS::EC2::SecurityGroup".into()),
        ("Properties", properties),
    ])
}

fn rule(from: &AllowFrom) -> Node {
    let source = match from {
        AllowFrom::Ipv4(_) => "CidrIp",
        AllowFrom::Ipv6(_) => "CidrIpv6",
        AllowFrom::Group(_) => "SourceSecurityGroupId",
        AllowFrom::PrefixList(_) => "SourcePrefixListId",
    };
    line([
        ("IpProtocol", "tcp".into()),
        ("FromPort", Node::Number(HTTPS)),
        ("ToPort", Node::Number(HTTPS)),
        (source, from.as_str().into()),
    ])
}

fn endpoint(endpoint: &StackEndpoint<'_>) -> Node {
    let planned = endpoint.planned;
    let groups = endpoint.groups.iter().map(|g| match g {
        StackGroup::Parameter(id) => reference(id),
        StackGroup::New => get(GROUP_ID, "GroupId"),
    });
    let references = |ids: &[String]| ids.iter().map(|id| reference(id)).collect::<Node>();
    let mut properties: Vec<(&str, Node)> = vec![
        ("ServiceName", planned.service_name.as_str().into()),
        ("VpcEndpointType", planned.reached.type_name().into()),
        ("VpcId", reference("VpcId")),
    ];
    match &endpoint.private_dns {
        Some(switch) => properties.extend([
            ("SubnetIds", references(&endpoint.subnets)),
            ("SecurityGroupIds", groups.collect()),
            ("PrivateDnsEnabled", reference(switch)),
            ("IpAddressType", planned.ip_address_type.as_str().into()),
        ]),
        None => properties.push(("RouteTableIds", references(&endpoint.route_tables))),
    }
    let policy = printable_json(&planned.policy.to_json(Layout::Compact));
    properties.extend([
        ("PolicyDocument", Node::Json(policy)),
        ("Tags", tag_list(&planned.tags)),
    ]);
    let properties = properties.into_iter();
    let properties = Node::Map(properties.map(|(k, v)| (k.to_owned(), v)).collect());
    let mut entries = vec![("Type".to_owned(), "AWS::EC2::VPCEndpoint".into())];
    if let Some(after) = &endpoint.after {
        entries.push((
            "DependsOn".to_owned(),
            Node::List(vec![after.as_str().into()]),
        ));
    }
    entries.push(("Properties".to_owned(), properties));
    Node::Map(entries)
}

fn tag_list(all: &std::collections::BTreeMap<String, String>) -> Node {
    let tag = |(key, value): (&str, &str)| line([("Key", key.into()), ("Value", value.into())]);
    tags(all).into_iter().map(tag).collect()
}

fn outputs(stack: &Stack<'_>) -> Vec<(String, Node)> {
    let group = stack.group.map(|_| {
        (
            format!("{GROUP_ID}Id"),
            output("The group that was made", get(GROUP_ID, "GroupId")),
        )
    });
    let endpoints = stack.endpoints.iter().flat_map(|e| {
        let key = e.planned.key;
        let id = (
            format!("{}Id", e.id),
            output(&format!("The {key} endpoint"), reference(&e.id)),
        );
        // What is reached by routes has no name of its own.
        let names = [
            (
                format!("{}DnsName", e.id),
                output(
                    &format!("The first DNS name of the {key} endpoint"),
                    dns_part(&e.id, 1),
                ),
            ),
            (
                format!("{}HostedZoneId", e.id),
                output("The hosted zone of that name", dns_part(&e.id, 0)),
            ),
        ];
        let names = names.into_iter().filter(|_| e.private_dns.is_some());
        std::iter::once(id).chain(names)
    });
    let zones = stack.zones.iter().map(shared::output);
    group.into_iter().chain(endpoints).chain(zones).collect()
}

fn output(description: &str, value: Node) -> Node {
    map([("Description", description.into()), ("Value", value)])
}

/// A part of an endpoint's first DNS entry, which reads `zone:name`.
fn dns_part(id: &str, part: u16) -> Node {
    let select = |index, from| line([("Fn::Select", Node::List(vec![Node::Number(index), from]))]);
    let first = select(0, get(id, "DnsEntries"));
    select(
        part,
        line([("Fn::Split", Node::List(vec![":".into(), first]))]),
    )
}

fn reference(id: &str) -> Node {
    line([("Ref", id.into())])
}

fn get(id: &str, attribute: &str) -> Node {
    line([("Fn::GetAtt", Node::List(vec![id.into(), attribute.into()]))])
}
