//! What the person who reads or applies must be allowed: the least that is enough, as identity
//! policies.
//!
//! Must name every call that Postern makes, and none that it does not.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::arn::Partition;
use crate::catalog::Catalog;
use crate::inventory::Part;
use crate::planner::endpoints::REQUEST_TAG;
use crate::request::{EndpointKey, Request};
use crate::run::RUN_TAG;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Document {
    version: &'static str,
    statement: Vec<Statement>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    sid: &'static str,
    effect: &'static str,
    action: Vec<&'static str>,
    resource: Vec<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    condition: BTreeMap<&'static str, BTreeMap<String, Vec<String>>>,
}

/// The identity policy for reading an account. The Describe calls of EC2 take no resource.
/// Source: Service Authorization Reference, Amazon EC2.
pub fn reading() -> String {
    let mut action: Vec<&'static str> = Part::ALL.iter().map(|part| part.action()).collect();
    action.push("ec2:DescribeManagedPrefixLists");
    action.sort_unstable();
    written(vec![Statement {
        sid: "Read",
        effect: "Allow",
        action,
        resource: vec!["*".to_owned()],
        condition: BTreeMap::new(),
    }])
}

/// The identity policy for carrying the plans of a request's VPC out, beside the one for reading.
/// Source: Service Authorization Reference, Amazon EC2, and PrivateLink guide.
pub fn applying(catalog: &Catalog, request: &Request) -> String {
    let partition = Partition::of(&request.region).as_str();
    let (region, account) = (request.region.as_str(), request.account.as_str());
    let arn = |what: &str| format!("arn:{partition}:ec2:{region}:{account}:{what}");
    let services = EndpointKey::ALL
        .iter()
        .map(|key| catalog.service_name(*key, &request.region))
        .collect();
    let when = |operator: &'static str, key: &str, values: Vec<String>| {
        BTreeMap::from([(operator, BTreeMap::from([(key.to_owned(), values)]))])
    };
    let ours = format!("aws:ResourceTag/{RUN_TAG}");
    let made = when("Null", &ours, vec!["false".to_owned()]);
    let statement = |sid, action, resource, condition| Statement {
        sid,
        effect: "Allow",
        action,
        resource,
        condition,
    };
    let mut statements = vec![
        statement(
            "MakeEndpoints",
            vec!["ec2:CreateVpcEndpoint"],
            vec![arn("vpc-endpoint/*")],
            when("StringEquals", "ec2:VpceServiceName", services),
        ),
        statement(
            "PlaceEndpoints",
            vec!["ec2:CreateVpcEndpoint", "ec2:ModifyVpcEndpoint"],
            vec![
                arn(&format!("vpc/{}", request.placement.vpc)),
                arn("subnet/*"),
                arn("security-group/*"),
            ],
            BTreeMap::new(),
        ),
        statement(
            "ChangeEndpoints",
            vec!["ec2:ModifyVpcEndpoint"],
            vec![arn("vpc-endpoint/*")],
            BTreeMap::new(),
        ),
        statement(
            "MakeGroups",
            vec!["ec2:CreateSecurityGroup"],
            vec![
                arn("security-group/*"),
                arn(&format!("vpc/{}", request.placement.vpc)),
            ],
            BTreeMap::new(),
        ),
        statement(
            "FillAndDeleteWhatRunsMade",
            vec![
                "ec2:AuthorizeSecurityGroupIngress",
                "ec2:DeleteSecurityGroup",
            ],
            vec![arn("security-group/*")],
            made.clone(),
        ),
        statement(
            "DeleteEndpointsThatRunsMade",
            vec!["ec2:DeleteVpcEndpoints"],
            vec![arn("vpc-endpoint/*")],
            made,
        ),
        statement(
            "ChangeWhatWasMadeForThis",
            vec![
                "ec2:AuthorizeSecurityGroupIngress",
                "ec2:DeleteSecurityGroup",
                "ec2:DeleteVpcEndpoints",
                "ec2:RevokeSecurityGroupIngress",
            ],
            vec![arn("vpc-endpoint/*"), arn("security-group/*")],
            when(
                "StringEquals",
                &format!("aws:ResourceTag/{REQUEST_TAG}"),
                vec![request.name.to_string()],
            ),
        ),
        statement(
            "Tag",
            vec!["ec2:CreateTags"],
            vec![arn("vpc-endpoint/*"), arn("security-group/*")],
            BTreeMap::new(),
        ),
    ];
    let keys: Vec<String> = request.tags.keys().cloned().collect();
    // A roll back takes away the request's tags from endpoints that were there, and no others.
    if !keys.is_empty() && request.endpoints.values().any(|e| e.existing.is_some()) {
        statements.push(statement(
            "UntagWhatWasThere",
            vec!["ec2:DeleteTags"],
            vec![arn("vpc-endpoint/*")],
            when("ForAllValues:StringEquals", "aws:TagKeys", keys),
        ));
    }
    written(statements)
}

fn written(statement: Vec<Statement>) -> String {
    let document = Document {
        version: "2012-10-17",
        statement,
    };
    // Plain structs always serialise.
    serde_json::to_string_pretty(&document).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_that_is_read_may_be_read() {
        let policy = reading();
        for part in Part::ALL {
            assert!(policy.contains(part.action()), "{part:?}");
        }
    }

    #[test]
    fn only_what_a_run_made_may_be_deleted() {
        let catalog = Catalog::load().unwrap();
        let text = include_str!("../tests/golden/existing-known.toml");
        let text = format!("{text}\n[tags]\nOwner = \"agents\"\n");
        let request = Request::parse(&catalog, &text).unwrap();
        let policy: serde_json::Value =
            serde_json::from_str(&applying(&catalog, &request)).unwrap();
        for statement in policy["Statement"].as_array().unwrap() {
            let deletes = statement["Action"].to_string().contains("ec2:Delete");
            let condition = statement["Condition"].to_string();
            let bound = match statement["Sid"].as_str().unwrap() {
                "UntagWhatWasThere" => condition.contains("aws:TagKeys\":[\"Owner\"]"),
                "ChangeWhatWasMadeForThis" => {
                    condition.contains("postern:request\":[\"existing-known\"]")
                }
                _ => condition.contains("postern:run"),
            };
            assert!(!deletes || bound, "{statement}");
        }
    }
}
