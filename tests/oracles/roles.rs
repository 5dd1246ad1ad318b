//! cfn-lint, moto and iam-simulate judge what `postern roles` writes.

use std::collections::BTreeMap;

use postern_plan::catalog::Catalog;
use postern_plan::spokes::{Shape, Spokes, written};
use postern_tests::{Moto, Run, Scratch, node_modules, skip, tool};
use serde_json::{Value, json};

/// The account that moto gives credentials which it does not know.
const SPOKE: &str = "123456789012";
const HUB: &str = "arn:aws:iam::111122223333:role/postern-hub";

fn template(shape: Shape) -> String {
    let spokes = Spokes {
        hub: Some(HUB.parse().unwrap()),
        role: "postern".to_owned(),
        apply_role: "postern-apply".to_owned(),
    };
    written(&Catalog::load().unwrap(), &spokes, shape)
}

#[test]
fn cfn_lint_finds_nothing_in_the_roles() {
    let Some(lint) = tool("cfn-lint") else {
        return skip("cfn-lint roles", "cfn-lint not found");
    };
    let scratch = Scratch::new("cfn-lint-roles");
    let mut run = Run::new(lint).args(["-r", "us-east-1", "eu-central-1", "-c", "I", "--"]);
    for (name, shape) in [
        ("spoke", Shape::Spoke),
        ("organization", Shape::Organization),
    ] {
        run = run.arg(scratch.write(&format!("{name}.json"), template(shape)));
    }
    assert_eq!(run.stdout().trim(), "");
}

/// A call, and whether it must be allowed
struct Call {
    policies: &'static str,
    action: &'static str,
    resource: &'static str,
    context: Value,
    allowed: bool,
}

fn calls() -> Vec<Call> {
    let call = |policies, action, resource, context, allowed| Call {
        policies,
        action,
        resource,
        context,
        allowed,
    };
    let endpoint = "arn:aws:ec2:us-east-1:123456789012:vpc-endpoint/vpce-1";
    let new = "arn:aws:ec2:us-east-1:123456789012:vpc-endpoint/*";
    let group = "arn:aws:ec2:us-east-1:123456789012:security-group/sg-1";
    let vpc = "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-1";
    let role = "arn:aws:iam::123456789012:role/any";
    let service =
        |name: &str| json!({ "ec2:VpceServiceName": format!("com.amazonaws.us-east-1.{name}") });
    let ran = || json!({ "aws:ResourceTag/postern:run": "run-1" });
    let asked = || json!({ "aws:ResourceTag/postern:request": "agents" });
    let (read, apply) = ("postern", "postern-apply");
    vec![
        call(read, "ec2:DescribeVpcEndpoints", "*", json!({}), true),
        call(read, "servicequotas:GetServiceQuota", "*", json!({}), true),
        call(
            read,
            "ec2:CreateVpcEndpoint",
            new,
            service("bedrock-agentcore"),
            false,
        ),
        call(read, "ec2:ModifyVpcEndpoint", endpoint, json!({}), false),
        call(apply, "ec2:DescribeSubnets", "*", json!({}), true),
        call(
            apply,
            "ec2:CreateVpcEndpoint",
            new,
            service("bedrock-agentcore"),
            true,
        ),
        call(
            apply,
            "ec2:CreateVpcEndpoint",
            new,
            service("bedrock-agentcore.gateway"),
            true,
        ),
        call(apply, "ec2:CreateVpcEndpoint", new, service("s3"), false),
        call(apply, "ec2:CreateVpcEndpoint", vpc, json!({}), true),
        call(apply, "ec2:ModifyVpcEndpoint", endpoint, json!({}), true),
        call(apply, "ec2:DeleteVpcEndpoints", endpoint, json!({}), false),
        call(apply, "ec2:DeleteVpcEndpoints", endpoint, ran(), true),
        call(apply, "ec2:DeleteVpcEndpoints", endpoint, asked(), true),
        call(apply, "ec2:CreateSecurityGroup", vpc, json!({}), true),
        call(
            apply,
            "ec2:AuthorizeSecurityGroupIngress",
            group,
            json!({}),
            false,
        ),
        call(
            apply,
            "ec2:AuthorizeSecurityGroupIngress",
            group,
            ran(),
            true,
        ),
        call(apply, "ec2:DeleteSecurityGroup", group, json!({}), false),
        call(
            apply,
            "ec2:RevokeSecurityGroupIngress",
            group,
            asked(),
            true,
        ),
        call(
            apply,
            "ec2:CreateTags",
            group,
            json!({ "ec2:CreateAction": "CreateSecurityGroup", "aws:TagKeys": ["postern:run"] }),
            true,
        ),
        call(
            apply,
            "ec2:CreateTags",
            group,
            json!({ "aws:TagKeys": ["postern:run"] }),
            false,
        ),
        call(
            apply,
            "ec2:CreateTags",
            group,
            json!({ "aws:TagKeys": ["Owner"] }),
            false,
        ),
        call(
            apply,
            "ec2:CreateTags",
            endpoint,
            json!({ "aws:TagKeys": ["Owner"] }),
            true,
        ),
        call(
            apply,
            "ec2:CreateTags",
            endpoint,
            json!({ "aws:TagKeys": ["Owner", "postern:request"] }),
            false,
        ),
        call(
            apply,
            "ec2:DeleteTags",
            endpoint,
            json!({ "aws:TagKeys": ["Owner"] }),
            true,
        ),
        call(
            apply,
            "ec2:DeleteTags",
            endpoint,
            json!({ "aws:TagKeys": ["postern:run"] }),
            false,
        ),
        call(apply, "ec2:DeleteVpc", vpc, json!({}), false),
        call(apply, "ec2:ModifyVpcAttribute", vpc, json!({}), false),
        call(apply, "iam:PassRole", role, json!({}), false),
        call(
            apply,
            "ec2:DeleteVpcEndpoints",
            "arn:aws:ec2:us-east-1:999999999999:vpc-endpoint/vpce-1",
            ran(),
            false,
        ),
    ]
}

/// A policy document; moto gives those of a stack as Python writes them.
fn read(document: &Value) -> Value {
    let Some(text) = document.as_str() else {
        return document.clone();
    };
    let program = "import ast, json, sys\nprint(json.dumps(ast.literal_eval(sys.stdin.read())))";
    let python = Run::new(tool("python3").expect("the Python that moto runs on"));
    let json = python.args(["-c", program]).input(text).stdout();
    serde_json::from_str(&json).unwrap()
}

/// The roles are made as a stack, so that the policies that are judged are those that stand.
#[test]
fn the_roles_let_postern_work_and_do_nothing_else() {
    let (Some(moto), Some(aws)) = (Moto::start(), tool("aws")) else {
        return skip("roles", "moto_server or aws not found");
    };
    let (Some(node), Some(modules)) = (tool("node"), node_modules()) else {
        return skip("roles", "node or iam-simulate not found");
    };
    let scratch = Scratch::new("roles");
    let file = scratch.write("spoke.json", template(Shape::Spoke));
    let aws = |words: &[&str]| moto.run(&aws).args(words).arg("--region").arg("us-east-1");
    aws(&["cloudformation", "create-stack", "--stack-name", "postern"])
        .arg("--template-body")
        .arg(format!("file://{}", file.display()))
        .args(["--capabilities", "CAPABILITY_NAMED_IAM"])
        .args([
            "--parameters",
            "ParameterKey=ExternalId,ParameterValue=planted-external",
        ])
        .stdout();
    let of = |words: &[&str]| -> Value { serde_json::from_str(&aws(words).stdout()).unwrap() };
    let policies = |role: &str| -> Vec<Value> {
        let names = of(&["iam", "list-role-policies", "--role-name", role]);
        let names = names["PolicyNames"].as_array().unwrap();
        assert!(!names.is_empty(), "{role}");
        let one = |name: &Value| {
            let name = name.as_str().unwrap();
            let words = [
                "iam",
                "get-role-policy",
                "--role-name",
                role,
                "--policy-name",
                name,
            ];
            read(&of(&words)["PolicyDocument"])
        };
        names.iter().map(one).collect()
    };
    let made = of(&["iam", "get-role", "--role-name", "postern-apply"]);
    let trust = read(&made["Role"]["AssumeRolePolicyDocument"]);
    let both = ["postern", "postern-apply"].map(|role| (role, policies(role)));
    let both: BTreeMap<&str, Vec<Value>> = both.into();
    let hub: Value = serde_json::from_str(&template(Shape::Hub)).unwrap();

    let mut lines = Vec::new();
    let mut wanted = Vec::new();
    for call in calls() {
        let role = format!("arn:aws:iam::{SPOKE}:role/{}", call.policies);
        lines.push(json!({
            "id": lines.len(), "identity": both[call.policies], "trust": null,
            "principal": role, "action": call.action, "resource": call.resource,
            "account": SPOKE, "context": call.context,
        }));
        wanted.push((
            call.allowed,
            format!("{} {} {}", call.action, call.resource, call.context),
        ));
    }
    let spoke = format!("arn:aws:iam::{SPOKE}:role/postern-apply");
    let other = format!("arn:aws:iam::{SPOKE}:role/admin");
    let stranger = "arn:aws:iam::111122223333:role/stranger";
    let known = |id: &str| json!({ "sts:ExternalId": id });
    let named = |name: &str| json!({ "sts:SourceIdentity": name });
    for (principal, action, resource, context, allowed) in [
        (
            HUB,
            "sts:AssumeRole",
            &spoke,
            known("planted-external"),
            true,
        ),
        (HUB, "sts:AssumeRole", &spoke, known("guessed"), false),
        (HUB, "sts:AssumeRole", &spoke, json!({}), false),
        (
            HUB,
            "sts:SetSourceIdentity",
            &spoke,
            named("postern-ana"),
            true,
        ),
        (
            HUB,
            "sts:SetSourceIdentity",
            &spoke,
            named("somebody"),
            false,
        ),
        (
            HUB,
            "sts:AssumeRole",
            &other,
            known("planted-external"),
            false,
        ),
        (
            stranger,
            "sts:AssumeRole",
            &spoke,
            known("planted-external"),
            false,
        ),
    ] {
        lines.push(json!({
            "id": lines.len(), "identity": [hub], "trust": trust, "principal": principal,
            "action": action, "resource": resource, "account": SPOKE, "context": context,
        }));
        wanted.push((
            allowed,
            format!("{principal} {action} {resource} {context}"),
        ));
    }
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    let input = lines.join("\n");
    let said = Run::new(node)
        .env("POSTERN_TEST_NODE", modules)
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/oracles/roles.mjs"))
        .input(input)
        .stdout();
    let said: Vec<Value> = said
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(said.len(), wanted.len());
    for (said, (allowed, call)) in said.iter().zip(wanted) {
        let right = if allowed { "allowed" } else { "denied" };
        assert_eq!(said["decision"], right, "{call}: {said}");
        assert_eq!(said["ignored"], json!([]), "{call}");
    }
}
