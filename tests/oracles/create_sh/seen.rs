//! What moto says of endpoints and groups, in the form in which the tests compare it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// The ids that a request names, each once.
pub(super) fn ids(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .filter(|word| {
            ["vpc-", "subnet-", "sg-", "pl-", "rtb-"]
                .iter()
                .any(|prefix| word.starts_with(prefix))
        })
        .map(str::to_owned)
        .collect()
}

/// An endpoint as the tests compare it.
pub(super) fn observed(endpoint: &Value) -> Value {
    let set = |list: &Value, field: Option<&str>| -> BTreeSet<String> {
        let items = list.as_array().into_iter().flatten();
        items
            .map(|item| {
                field
                    .map_or(item, |f| &item[f])
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect()
    };
    let policy: Value = serde_json::from_str(endpoint["PolicyDocument"].as_str().unwrap()).unwrap();
    if endpoint["VpcEndpointType"] == "Gateway" {
        return json!({
            "service": endpoint["ServiceName"], "type": "Gateway", "vpc": endpoint["VpcId"],
            "route_tables": set(&endpoint["RouteTableIds"], None), "tags": tags(endpoint), "policy": policy,
        });
    }
    json!({
        "service": endpoint["ServiceName"], "type": endpoint["VpcEndpointType"], "vpc": endpoint["VpcId"],
        "subnets": set(&endpoint["SubnetIds"], None), "groups": set(&endpoint["Groups"], Some("GroupId")),
        "private_dns": endpoint["PrivateDnsEnabled"], "tags": tags(endpoint),
        "policy": policy,
    })
}

/// The tags of something.
pub(super) fn tags(thing: &Value) -> Value {
    let pairs = thing["Tags"].as_array().into_iter().flatten();
    pairs
        .map(|tag| {
            (
                tag["Key"].as_str().unwrap().to_owned(),
                tag["Value"].clone(),
            )
        })
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// Who a rule of a group lets in.
pub(super) fn sources(rule: &Value) -> Vec<String> {
    assert_eq!(
        (&rule["IpProtocol"], &rule["FromPort"], &rule["ToPort"]),
        (&json!("tcp"), &json!(443), &json!(443))
    );
    [
        ("IpRanges", "CidrIp"),
        ("Ipv6Ranges", "CidrIpv6"),
        ("UserIdGroupPairs", "GroupId"),
        ("PrefixListIds", "PrefixListId"),
    ]
    .into_iter()
    .flat_map(|(list, field)| {
        rule[list]
            .as_array()
            .into_iter()
            .flatten()
            .map(move |one| one[field].as_str().unwrap().to_owned())
    })
    .collect()
}
