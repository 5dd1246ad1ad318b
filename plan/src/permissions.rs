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

/// What is allowed
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Statement {
    sid: &'static str,
    effect: &'static str,
    action: Vec<&'static str>,
    resource: Vec<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    condition: Condition,
}

/// The identity policy for reading an account. The Describe calls of EC2 take no resource.
/// Source: Service Authorization Reference, Amazon EC2.
pub fn reading() -> String {
    written(vec![read()])
}

/// The identity policy for carrying the plans of a request's VPC out, beside the one for reading.
/// Source: Service Authorization Reference, Amazon EC2, and PrivateLink guide.
pub fn applying(catalog: &Catalog, request: &Request) -> String {
    let partition = Partition::of(&request.region).as_str();
    let (region, account) = (request.region.as_str(), request.account.as_str());
    let services = EndpointKey::ALL
        .iter()
        .map(|key| catalog.service_name(*key, &request.region));
    let existing = request.endpoints.values().any(|e| e.existing.is_some());
    let tags: Vec<String> = request.tags.keys().cloned().collect();
    let tagged = existing && !tags.is_empty();
    written(apply(&Bounds {
        arn: format!("arn:{partition}:ec2:{region}:{account}"),
        vpc: request.placement.vpc.to_string(),
        services: (EQUALS, services.collect()),
        made_for: when(
            EQUALS,
            &format!("aws:ResourceTag/{REQUEST_TAG}"),
            vec![request.name.to_string()],
        ),
        // What was there is given the request's tags, and no others.
        tagged: tagged.then(|| when("ForAllValues:StringEquals", TAG_KEYS, tags)),
    }))
}

type Condition = BTreeMap<&'static str, BTreeMap<String, Vec<String>>>;

const EQUALS: &str = "StringEquals";
const TAG_KEYS: &str = "aws:TagKeys";

/// Where runs may change something, and what of it
pub(crate) struct Bounds {
    /// What the ARNs of EC2 begin with, without the colon
    pub(crate) arn: String,
    /// The VPC, or a pattern
    pub(crate) vpc: String,
    /// The services of endpoints, and the operator that compares them
    pub(crate) services: (&'static str, Vec<String>),
    /// What is true of whatever was made for the request
    pub(crate) made_for: Condition,
    /// Which tags of endpoints that were there change; none where none do
    pub(crate) tagged: Option<Condition>,
}

impl Bounds {
    /// Every VPC and every request, where ARNs of EC2 begin like this
    pub(crate) fn any(catalog: &Catalog, arn: &str) -> Self {
        let services = catalog.endpoints.iter();
        Self {
            arn: arn.to_owned(),
            vpc: "*".to_owned(),
            services: (
                "StringLike",
                services
                    .map(|endpoint| format!("com.amazonaws.*.{}", endpoint.service_suffix))
                    .collect(),
            ),
            made_for: when(
                "Null",
                &format!("aws:ResourceTag/{REQUEST_TAG}"),
                vec!["false".to_owned()],
            ),
            // Whoever could set these would make anything a thing that runs may delete.
            tagged: Some(when(
                "ForAllValues:StringNotLike",
                TAG_KEYS,
                vec!["postern:*".to_owned()],
            )),
        }
    }
}

/// What reads an account
pub(crate) fn read() -> Statement {
    let mut action: Vec<&'static str> = Part::ALL.iter().map(|part| part.action()).collect();
    action.push("ec2:DescribeManagedPrefixLists");
    action.sort_unstable();
    Statement {
        sid: "Read",
        effect: "Allow",
        action,
        resource: vec!["*".to_owned()],
        condition: BTreeMap::new(),
    }
}

/// What carries runs out within bounds
pub(crate) fn apply(bounds: &Bounds) -> Vec<Statement> {
    let arn = |what: &str| format!("{}:{what}", bounds.arn);
    let (endpoints, groups) = (arn("vpc-endpoint/*"), arn("security-group/*"));
    let vpc = arn(&format!("vpc/{}", bounds.vpc));
    let made = when(
        "Null",
        &format!("aws:ResourceTag/{RUN_TAG}"),
        vec!["false".to_owned()],
    );
    let statement = |sid, action, resource, condition| Statement {
        sid,
        effect: "Allow",
        action,
        resource,
        condition,
    };
    let (operator, services) = &bounds.services;
    let mut statements = vec![
        statement(
            "MakeEndpoints",
            vec!["ec2:CreateVpcEndpoint"],
            vec![endpoints.clone()],
            when(operator, "ec2:VpceServiceName", services.clone()),
        ),
        statement(
            "PlaceEndpoints",
            vec!["ec2:CreateVpcEndpoint", "ec2:ModifyVpcEndpoint"],
            vec![vpc.clone(), arn("subnet/*"), groups.clone()],
            BTreeMap::new(),
        ),
        statement(
            "ChangeEndpoints",
            vec!["ec2:ModifyVpcEndpoint"],
            vec![endpoints.clone()],
            BTreeMap::new(),
        ),
        statement(
            "MakeGroups",
            vec!["ec2:CreateSecurityGroup"],
            vec![groups.clone(), vpc],
            BTreeMap::new(),
        ),
        statement(
            "FillAndDeleteWhatRunsMade",
            vec![
                "ec2:AuthorizeSecurityGroupIngress",
                "ec2:DeleteSecurityGroup",
            ],
            vec![groups.clone()],
            made.clone(),
        ),
        statement(
            "DeleteEndpointsThatRunsMade",
            vec!["ec2:DeleteVpcEndpoints"],
            vec![endpoints.clone()],
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
            vec![endpoints.clone(), groups.clone()],
            bounds.made_for.clone(),
        ),
        // Only as they are made: a tag on anything else could make it a thing that runs may delete.
        statement(
            "TagWhatIsMade",
            vec!["ec2:CreateTags"],
            vec![endpoints.clone(), groups],
            when(
                EQUALS,
                "ec2:CreateAction",
                vec![
                    "CreateSecurityGroup".to_owned(),
                    "CreateVpcEndpoint".to_owned(),
                ],
            ),
        ),
    ];
    if let Some(tagged) = &bounds.tagged {
        statements.push(statement(
            "TagWhatWasThere",
            vec!["ec2:CreateTags", "ec2:DeleteTags"],
            vec![endpoints],
            tagged.clone(),
        ));
    }
    statements
}

fn when(operator: &'static str, key: &str, values: Vec<String>) -> Condition {
    BTreeMap::from([(operator, BTreeMap::from([(key.to_owned(), values)]))])
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
            let action = statement["Action"].to_string();
            let deletes = action.contains("ec2:Delete") || action.contains("ec2:CreateTags");
            let condition = statement["Condition"].to_string();
            let bound = match statement["Sid"].as_str().unwrap() {
                "TagWhatWasThere" => condition.contains("aws:TagKeys\":[\"Owner\"]"),
                "TagWhatIsMade" => condition.contains("ec2:CreateAction"),
                "ChangeWhatWasMadeForThis" => {
                    condition.contains("postern:request\":[\"existing-known\"]")
                }
                _ => condition.contains("postern:run"),
            };
            assert!(!deletes || bound, "{statement}");
        }
    }
}
