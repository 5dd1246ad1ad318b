//! What a Terraform configuration makes with its variables' defaults, read by hcl-rs.

use std::collections::BTreeMap;

use hcl::eval::{Context, Evaluate, FuncArgs, FuncDef, ParamType};
use hcl::{Block, Body};
use serde_json::{Map, Value, json};

use super::{list, sorted};

/// Reads a configuration; every endpoint of it, those that are imported among them.
pub(crate) fn configuration(text: &str) -> Value {
    let body: Body = hcl::parse(text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let context = context(&body);
    let mut group = Value::Null;
    let mut rules = Vec::new();
    let mut egress = 0;
    let mut endpoints = Map::new();
    for (kind, block) in resources(&body) {
        // `hub` reads the zones.
        if kind.starts_with("aws_route53_") {
            continue;
        }
        let values = attributes(block.body(), &context);
        match kind {
            "aws_security_group" => {
                group = json!({
                    "name": values["name"],
                    "description": values["description"],
                    "vpc": values["vpc_id"],
                    "tags": values["tags"],
                });
            }
            "aws_vpc_security_group_ingress_rule" => rules.push(rule(&values)),
            "aws_vpc_security_group_egress_rule" => {
                assert_eq!(
                    (&values["ip_protocol"], &values["cidr_ipv4"]),
                    (&json!("-1"), &json!("0.0.0.0/0"))
                );
                egress += 1;
            }
            "aws_vpc_endpoint" => {
                let service = values["service_name"].as_str().unwrap().to_owned();
                assert!(
                    endpoints.insert(service, endpoint(&values)).is_none(),
                    "two endpoints of one service"
                );
            }
            "aws_ec2_tag" => {}
            other => panic!("an unexpected {other}"),
        }
    }
    assert_eq!(
        egress,
        usize::from(!group.is_null()),
        "the default egress is written out"
    );
    if !group.is_null() {
        group["rules"] = sorted(rules).into();
    }
    json!({ "group": group, "endpoints": endpoints })
}

/// The endpoints that a configuration takes over: resource and id.
pub(crate) fn imports(text: &str) -> BTreeMap<String, String> {
    let body: Body = hcl::parse(text).unwrap();
    let imports = body.blocks().filter(|b| b.identifier() == "import");
    imports
        .map(|block| {
            let to = block
                .body()
                .attributes()
                .find(|a| a.key() == "to")
                .unwrap()
                .expr()
                .to_string();
            let id = attributes(block.body(), &Context::new())["id"].clone();
            (to, id.as_str().unwrap().to_owned())
        })
        .collect()
}

/// The tags that endpoints which are there are given, by endpoint.
pub(crate) fn given_tags(text: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let body: Body = hcl::parse(text).unwrap();
    let mut given: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (_, block) in resources(&body).filter(|(kind, _)| *kind == "aws_ec2_tag") {
        let of = block.body().attributes().find(|a| a.key() == "resource_id");
        let of = of.unwrap().expr().to_string();
        let values = attributes(block.body(), &Context::new());
        let text = |key: &str| values[key].as_str().unwrap().to_owned();
        given
            .entry(of)
            .or_default()
            .insert(text("key"), text("value"));
    }
    given
}

/// The variables' defaults, the group's id, and the one function that is used.
fn context(body: &Body) -> Context<'static> {
    let variables: Map<_, _> = body
        .blocks()
        .filter(|b| b.identifier() == "variable")
        .map(|b| {
            let default = b
                .body()
                .attributes()
                .find(|a| a.key() == "default")
                .unwrap();
            let value: hcl::Value = default.expr().evaluate(&Context::new()).unwrap();
            (label(b, 0).to_owned(), serde_json::to_value(value).unwrap())
        })
        .collect();
    let mut context = Context::new();
    context.declare_var("var", into_hcl(&variables.into()));
    context.declare_var(
        "aws_security_group",
        into_hcl(&json!({ "endpoints": { "id": "new" } })),
    );
    let lists = FuncDef::builder().variadic_param(ParamType::Array(Box::new(ParamType::Any)));
    context.declare_func("concat", lists.build(concat));
    context
}

#[allow(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "hcl-rs asks for this form"
)]
fn concat(args: FuncArgs) -> Result<hcl::Value, String> {
    let items = args
        .iter()
        .flat_map(|list| list.as_array().cloned().unwrap_or_default());
    Ok(hcl::Value::Array(items.collect()))
}

fn into_hcl(value: &Value) -> hcl::Value {
    serde_json::from_value(value.clone()).unwrap()
}

fn resources(body: &Body) -> impl Iterator<Item = (&str, &Block)> {
    body.blocks()
        .filter(|b| b.identifier() == "resource")
        .map(|b| (label(b, 0), b))
}

fn label(block: &Block, index: usize) -> &str {
    block.labels()[index].as_str()
}

/// The attributes that tell what is made, evaluated.
fn attributes(body: &Body, context: &Context<'_>) -> Value {
    let told = body
        .attributes()
        .filter(|a| !["depends_on", "to", "security_group_id", "resource_id"].contains(&a.key()));
    told.map(|a| {
        let value: hcl::Value = a
            .expr()
            .evaluate(context)
            .unwrap_or_else(|e| panic!("{}: {e}", a.key()));
        (a.key().to_owned(), serde_json::to_value(value).unwrap())
    })
    .collect()
}

fn rule(values: &Value) -> Value {
    let port = (
        &values["ip_protocol"],
        &values["from_port"],
        &values["to_port"],
    );
    assert_eq!(port, (&json!("tcp"), &json!(443), &json!(443)));
    let kinds = [
        ("cidr_ipv4", "ipv4"),
        ("cidr_ipv6", "ipv6"),
        ("referenced_security_group_id", "security-group"),
        ("prefix_list_id", "prefix-list"),
    ];
    let (field, kind) = kinds
        .into_iter()
        .find(|(field, _)| values.get(field).is_some())
        .unwrap();
    json!({ "kind": kind, "source": values[field] })
}

fn endpoint(values: &Value) -> Value {
    let policy: Value = serde_json::from_str(values["policy"].as_str().unwrap()).unwrap();
    if values["vpc_endpoint_type"] == "Gateway" {
        for none in [
            "subnet_ids",
            "security_group_ids",
            "private_dns_enabled",
            "ip_address_type",
        ] {
            assert_eq!(values.get(none), None, "{none}");
        }
        return json!({
            "type": "Gateway",
            "vpc": values["vpc_id"],
            "route_tables": sorted(list(&values["route_table_ids"]).clone()),
            "policy": policy,
            "tags": values["tags"],
        });
    }
    json!({
        "type": values["vpc_endpoint_type"],
        "vpc": values["vpc_id"],
        "subnets": sorted(list(&values["subnet_ids"]).clone()),
        "groups": sorted(list(&values["security_group_ids"]).clone()),
        "private_dns": values["private_dns_enabled"],
        "ip_address_type": values.get("ip_address_type").unwrap_or(&json!("ipv4")),
        "policy": policy,
        "tags": values["tags"],
    })
}
