//! The roles by which one Postern reaches many accounts, as CloudFormation: in each account one role
//! that reads and one that carries runs out, and for the hub the policy that lets it assume them.
//!
//! Must allow what Postern does and no more ([`crate::permissions`]), and must trust nobody but the
//! hub, by an external id.

use serde::Serialize;
use serde_json::{Value, json};

use crate::arn::Arn;
use crate::catalog::Catalog;
use crate::permissions::{Bounds, Statement, apply, read};

/// What is to be written
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The template of one account's roles
    Spoke,
    /// The template of a stack set that makes them in every account of organisational units
    Organization,
    /// The identity policy of the hub
    Hub,
}

/// How the roles are called, and who assumes them
#[derive(Clone, Debug)]
pub struct Spokes {
    /// The role that Postern itself has; none where whoever makes the stack says it
    pub hub: Option<Arn>,
    /// The name of the role that reads
    pub role: String,
    /// The name of the role that carries runs out
    pub apply_role: String,
}

/// What the name of a session and a source identity begin with
const SESSIONS: &str = "postern*";

/// How long a session may last, in seconds: the least that a role may be given. Postern asks for a
/// quarter of it. Source: IAM API Reference, CreateRole, `MaxSessionDuration`.
const LONGEST_SESSION: u32 = 3600;

/// The Region that IAM and the stacks of a stack set need one of, whichever it is.
const ONE_REGION: &str = "AWS::Region";

/// The document
pub fn written(catalog: &Catalog, spokes: &Spokes, shape: Shape) -> String {
    let document = match shape {
        Shape::Spoke => spoke(catalog, spokes),
        Shape::Organization => organization(catalog, spokes),
        Shape::Hub => hub(spokes),
    };
    // Texts and numbers in memory always serialise.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn spoke(catalog: &Catalog, spokes: &Spokes) -> Value {
    let arn = "arn:${AWS::Partition}:ec2:*:${AWS::AccountId}";
    let carrying = apply(&Bounds::any(catalog, arn));
    let role = |name: &str, about: &str, policies: Vec<Value>| {
        json!({
            "Type": "AWS::IAM::Role",
            "Properties": {
                "RoleName": {"Ref": name},
                "Description": about,
                "MaxSessionDuration": LONGEST_SESSION,
                "PermissionsBoundary":
                    {"Fn::If": ["Bounded", {"Ref": "PermissionsBoundary"}, {"Ref": "AWS::NoValue"}]},
                "AssumeRolePolicyDocument": trust(),
                "Policies": policies,
            },
        })
    };
    let named = |name: &str, statements: Vec<Statement>| json!({"PolicyName": name, "PolicyDocument": document(&statements)});
    let output = |role: &str| json!({"Value": {"Fn::GetAtt": [role, "Arn"]}});
    json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "The roles by which Postern reads this account and carries plans out in it.",
        "Parameters": parameters(spokes),
        "Conditions": {"Bounded": {"Fn::Not": [{"Fn::Equals": [{"Ref": "PermissionsBoundary"}, ""]}]}},
        "Resources": {
            "Role": role(
                "RoleName",
                "Postern reads what is there, and changes nothing.",
                vec![named("read", vec![read()])],
            ),
            "ApplyRole": role(
                "ApplyRoleName",
                "Postern makes and changes endpoints of AgentCore and their security groups.",
                vec![named("read", vec![read()]), named("apply", carrying)],
            ),
        },
        "Outputs": {"Role": output("Role"), "ApplyRole": output("ApplyRole")},
    })
}

/// The parameters of a spoke, which a stack set takes too
fn parameters(spokes: &Spokes) -> Value {
    let text = |about: &str, default: Option<&str>| {
        let mut parameter = json!({"Type": "String", "Description": about});
        if let (Some(fields), Some(default)) = (parameter.as_object_mut(), default) {
            fields.insert("Default".to_owned(), default.into());
        }
        parameter
    };
    let with = |mut parameter: Value, more: Value| {
        if let (Some(fields), Value::Object(more)) = (parameter.as_object_mut(), more) {
            fields.extend(more);
        }
        parameter
    };
    let hub = spokes.hub.as_ref().map(ToString::to_string);
    let role_name = json!({"AllowedPattern": "[A-Za-z0-9_+=,.@-]{1,64}"});
    json!({
        "HubRole": with(
            text("The ARN of the role that Postern itself has.", hub.as_deref()),
            json!({"AllowedPattern": "arn:[a-z-]+:iam::[0-9]{12}:role/.+"}),
        ),
        "ExternalId": with(
            text("What Postern says to be let in: spokes.external_id of its settings.", None),
            json!({"NoEcho": true, "AllowedPattern": "[A-Za-z0-9_+=,.@:/-]{2,1224}"}),
        ),
        "RoleName": with(
            text("The name of the role that reads.", Some(&spokes.role)),
            role_name.clone(),
        ),
        "ApplyRoleName": with(
            text("The name of the role that carries runs out.", Some(&spokes.apply_role)),
            role_name,
        ),
        "PermissionsBoundary": text(
            "The ARN of a policy that bounds both roles; empty for none.",
            Some(""),
        ),
    })
}

/// The hub alone, by the external id; whoever asks is the source identity
/// Source: IAM User Guide, "Monitor and control actions taken with assumed roles".
fn trust() -> Value {
    let hub = json!({"AWS": {"Ref": "HubRole"}});
    json!({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Assume",
                "Effect": "Allow",
                "Principal": hub,
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"sts:ExternalId": {"Ref": "ExternalId"}}},
            },
            {
                "Sid": "SayWhoAsks",
                "Effect": "Allow",
                "Principal": hub,
                "Action": "sts:SetSourceIdentity",
                "Condition": {"StringLike": {"sts:SourceIdentity": SESSIONS}},
            },
        ],
    })
}

fn organization(catalog: &Catalog, spokes: &Spokes) -> Value {
    let mut all = parameters(spokes);
    let names: Vec<String> = all
        .as_object()
        .map(|fields| fields.keys().cloned().collect())
        .unwrap_or_default();
    let handed = names
        .iter()
        .map(|name| json!({"ParameterKey": name, "ParameterValue": {"Ref": name}}));
    let handed: Vec<Value> = handed.collect();
    if let Some(fields) = all.as_object_mut() {
        fields.insert(
            "OrganizationalUnits".to_owned(),
            json!({
                "Type": "CommaDelimitedList",
                "Description": "The ids of the organisational units, or that of the root for every account.",
            }),
        );
        fields.insert(
            "CallAs".to_owned(),
            json!({
                "Type": "String",
                "Description": "DELEGATED_ADMIN where this is not the management account.",
                "AllowedValues": ["SELF", "DELEGATED_ADMIN"],
                "Default": "SELF",
            }),
        );
    }
    json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "The roles of Postern in every account of organisational units, and in those that join them. The management account gets none: StackSets leave it out.",
        "Parameters": all,
        "Resources": {
            "Spokes": {
                "Type": "AWS::CloudFormation::StackSet",
                "Properties": {
                    "StackSetName": {"Ref": "AWS::StackName"},
                    "Description": "The roles by which Postern reads accounts and carries plans out in them.",
                    "PermissionModel": "SERVICE_MANAGED",
                    "CallAs": {"Ref": "CallAs"},
                    "AutoDeployment": {"Enabled": true, "RetainStacksOnAccountRemoval": false},
                    "Capabilities": ["CAPABILITY_NAMED_IAM"],
                    "ManagedExecution": {"Active": true},
                    "OperationPreferences": {
                        "FailureTolerancePercentage": 100,
                        "MaxConcurrentPercentage": 100,
                    },
                    "Parameters": handed,
                    "StackInstancesGroup": [{
                        "DeploymentTargets":
                            {"OrganizationalUnitIds": {"Ref": "OrganizationalUnits"}},
                        "Regions": [{"Ref": ONE_REGION}],
                    }],
                    "TemplateBody": compact(&spoke(catalog, spokes)),
                },
            },
        },
        "Outputs": {"StackSet": {"Value": {"Ref": "Spokes"}}},
    })
}

fn hub(spokes: &Spokes) -> Value {
    let partition = spokes.hub.as_ref().map_or("aws", |hub| &hub.partition);
    let roles = [&spokes.role, &spokes.apply_role];
    let arns = roles.map(|role| format!("arn:{partition}:iam::*:role/{role}"));
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "AssumeSpokes",
            "Effect": "Allow",
            "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"],
            "Resource": arns,
        }],
    })
}

/// A policy whose resources are ARNs of the account that the stack is made in
fn document(statements: &[Statement]) -> Value {
    let mut statements: Vec<Value> = statements.iter().map(value).collect();
    for statement in &mut statements {
        let Some(Value::Array(resources)) = statement.get_mut("Resource") else {
            continue;
        };
        for resource in resources {
            if resource.as_str().is_some_and(|text| text.contains("${")) {
                *resource = json!({"Fn::Sub": resource});
            }
        }
    }
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn value(of: &impl Serialize) -> Value {
    // Plain structs always serialise.
    serde_json::to_value(of).unwrap_or_default()
}

fn compact(template: &Value) -> String {
    serde_json::to_string(template).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spokes() -> Spokes {
        Spokes {
            hub: Some(
                "arn:aws:iam::111122223333:role/postern-hub"
                    .parse()
                    .unwrap(),
            ),
            role: "postern".to_owned(),
            apply_role: "postern-apply".to_owned(),
        }
    }

    fn template(shape: Shape) -> Value {
        let text = written(&Catalog::load().unwrap(), &spokes(), shape);
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn the_role_that_reads_can_change_nothing() {
        let template = template(Shape::Spoke);
        let policies = &template["Resources"]["Role"]["Properties"]["Policies"];
        assert_eq!(policies.as_array().unwrap().len(), 1);
        let actions = &policies[0]["PolicyDocument"]["Statement"][0]["Action"];
        for action in actions.as_array().unwrap() {
            let name = action.as_str().unwrap().split_once(':').unwrap().1;
            assert!(
                name.starts_with("Describe") || name.starts_with("Get"),
                "{name}"
            );
        }
    }

    #[test]
    fn nobody_but_the_hub_is_let_in_and_by_its_external_id() {
        let template = template(Shape::Spoke);
        for role in ["Role", "ApplyRole"] {
            let trust = &template["Resources"][role]["Properties"]["AssumeRolePolicyDocument"];
            for statement in trust["Statement"].as_array().unwrap() {
                assert_eq!(statement["Principal"], json!({"AWS": {"Ref": "HubRole"}}));
            }
            assert_eq!(
                trust["Statement"][0]["Condition"]["StringEquals"]["sts:ExternalId"],
                json!({"Ref": "ExternalId"})
            );
        }
        assert!(
            template["Parameters"]["ExternalId"]
                .get("Default")
                .is_none()
        );
    }

    #[test]
    fn the_stack_set_holds_the_template_of_a_spoke_and_hands_every_parameter_on() {
        let all = template(Shape::Organization);
        let set = &all["Resources"]["Spokes"]["Properties"];
        let inner: Value = serde_json::from_str(set["TemplateBody"].as_str().unwrap()).unwrap();
        assert_eq!(inner, template(Shape::Spoke));
        let handed = set["Parameters"].as_array().unwrap();
        let handed: Vec<&str> = handed
            .iter()
            .map(|one| one["ParameterKey"].as_str().unwrap())
            .collect();
        let mut wanted: Vec<&String> = inner["Parameters"].as_object().unwrap().keys().collect();
        wanted.sort();
        assert_eq!(handed, wanted);
    }

    #[test]
    fn the_hub_may_assume_these_roles_and_no_others() {
        let policy = template(Shape::Hub);
        assert_eq!(
            policy["Statement"][0]["Resource"],
            json!([
                "arn:aws:iam::*:role/postern",
                "arn:aws:iam::*:role/postern-apply"
            ])
        );
    }
}
