//! What a CloudFormation template makes with its parameters' defaults.

use serde_json::{Map, Value, json};

use super::{list, sorted};

/// Reads a template.
pub(crate) fn template(template: &Value) -> Value {
    let resources = template["Resources"].as_object().unwrap();
    let mut group = Value::Null;
    let mut endpoints = Map::new();
    for resource in resources.values() {
        // `hub` reads the zones.
        if resource["Type"]
            .as_str()
            .unwrap()
            .starts_with("AWS::Route53::")
        {
            continue;
        }
        let properties = resolved(&resource["Properties"], template);
        match resource["Type"].as_str().unwrap() {
            "AWS::EC2::SecurityGroup" => group = security_group(&properties),
            "AWS::EC2::VPCEndpoint" => {
                let service = properties["ServiceName"].as_str().unwrap().to_owned();
                let twice = endpoints.insert(service, endpoint(&properties));
                assert!(twice.is_none(), "two endpoints of one service");
            }
            "AWS::CloudFormation::WaitConditionHandle" => {}
            other => panic!("an unexpected {other}"),
        }
    }
    json!({ "group": group, "endpoints": endpoints })
}

/// The value with its references to parameters and to the group resolved.
fn resolved(value: &Value, template: &Value) -> Value {
    match value {
        Value::Object(map) => {
            if let Some(id) = map.get("Ref") {
                return template["Parameters"][id.as_str().unwrap()]["Default"].clone();
            }
            if let Some(of) = map.get("Fn::GetAtt") {
                assert_eq!(of, &json!(["EndpointSecurityGroup", "GroupId"]));
                return json!("new");
            }
            map.iter()
                .map(|(k, v)| (k.clone(), resolved(v, template)))
                .collect()
        }
        Value::Array(items) => items.iter().map(|item| resolved(item, template)).collect(),
        other => other.clone(),
    }
}

fn security_group(properties: &Value) -> Value {
    assert!(
        properties.get("SecurityGroupEgress").is_none(),
        "the default egress is kept"
    );
    let rules = list(&properties["SecurityGroupIngress"])
        .iter()
        .map(rule)
        .collect();
    json!({
        "name": properties["GroupName"],
        "description": properties["GroupDescription"],
        "vpc": properties["VpcId"],
        "rules": sorted(rules),
        "tags": tags(&properties["Tags"]),
    })
}

fn rule(rule: &Value) -> Value {
    let port = (&rule["IpProtocol"], &rule["FromPort"], &rule["ToPort"]);
    assert_eq!(port, (&json!("tcp"), &json!(443), &json!(443)));
    let kinds = [
        ("CidrIp", "ipv4"),
        ("CidrIpv6", "ipv6"),
        ("SourceSecurityGroupId", "security-group"),
        ("SourcePrefixListId", "prefix-list"),
    ];
    let (field, kind) = kinds
        .into_iter()
        .find(|(field, _)| rule.get(field).is_some())
        .unwrap();
    json!({ "kind": kind, "source": rule[field] })
}

fn endpoint(properties: &Value) -> Value {
    if properties["VpcEndpointType"] == "Gateway" {
        for none in [
            "SubnetIds",
            "SecurityGroupIds",
            "PrivateDnsEnabled",
            "IpAddressType",
        ] {
            assert_eq!(properties.get(none), None, "{none}");
        }
        return json!({
            "type": "Gateway",
            "vpc": properties["VpcId"],
            "route_tables": sorted(list(&properties["RouteTableIds"]).clone()),
            "policy": properties["PolicyDocument"],
            "tags": tags(&properties["Tags"]),
        });
    }
    json!({
        "type": properties["VpcEndpointType"],
        "vpc": properties["VpcId"],
        "subnets": sorted(list(&properties["SubnetIds"]).clone()),
        "groups": sorted(list(&properties["SecurityGroupIds"]).clone()),
        "private_dns": properties["PrivateDnsEnabled"] == "true",
        "ip_address_type": properties["IpAddressType"],
        "policy": properties["PolicyDocument"],
        "tags": tags(&properties["Tags"]),
    })
}

fn tags(tags: &Value) -> Value {
    list(tags)
        .iter()
        .map(|t| (t["Key"].as_str().unwrap().to_owned(), t["Value"].clone()))
        .collect()
}
