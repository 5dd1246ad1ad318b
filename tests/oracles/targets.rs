//! moto, as two accounts, judges `deploy.sh`; shellcheck reads it.

use postern_plan::artifact::{Format, render};
use postern_plan::catalog::Catalog;
use postern_plan::guardrails::Guardrails;
use postern_plan::id::Name;
use postern_plan::plan::Plan;
use postern_plan::targets::{deploy_script, targeted};
use postern_tests::{Ended, Moto, Run, Scratch, skip, tool};
use serde_json::Value;

const ACCOUNTS: [(&str, &str, &str); 2] = [
    ("prod-us", "444455556666", "us-east-1"),
    ("prod-eu", "777788889999", "eu-central-1"),
];

const COMMON: &str = r#"
version = 1
name = "agents"
[[grants]]
primitive = "runtime"
auth = "sigv4"
callers = ["arn:aws:iam::{account}:role/app"]
resources = ["support-AbCdEf1234"]
access = "invoke"
"#;

/// The AWS CLI in one account of moto.
struct Account<'a> {
    moto: &'a Moto,
    variables: Vec<(&'static str, String)>,
}

impl<'a> Account<'a> {
    fn of(moto: &'a Moto, account: &str, region: &str) -> Self {
        let role = format!("arn:aws:iam::{account}:role/test");
        let given = moto
            .run("aws")
            .args(["sts", "assume-role", "--role-session-name", "test"])
            .args(["--region", region, "--role-arn", &role])
            .stdout();
        let given: Value = serde_json::from_str(&given).unwrap();
        let key = |name: &str| given["Credentials"][name].as_str().unwrap().to_owned();
        Self {
            moto,
            variables: vec![
                ("AWS_ACCESS_KEY_ID", key("AccessKeyId")),
                ("AWS_SECRET_ACCESS_KEY", key("SecretAccessKey")),
                ("AWS_SESSION_TOKEN", key("SessionToken")),
                ("AWS_DEFAULT_REGION", region.to_owned()),
            ],
        }
    }

    /// What `aws ec2` prints, as plain text.
    fn ec2(&self, words: &[&str], query: &str) -> String {
        let mut run = self.moto.run("aws").arg("ec2").args(words);
        run = run.args(["--output", "text", "--query", query]);
        for (name, value) in &self.variables {
            run = run.env(name, value);
        }
        run.stdout().trim().to_owned()
    }
}

fn plans(rules: &str, targets: &str) -> Vec<(Name, Plan)> {
    let catalog = Catalog::load().unwrap();
    let rules = Guardrails::parse(&catalog, rules).unwrap();
    let all = targeted(&catalog, COMMON, targets).unwrap();
    all.into_iter()
        .map(|target| {
            let plan = postern_plan::plan_within(&rules, &catalog, None, &target.request);
            (target.name, plan)
        })
        .collect()
}

#[test]
fn each_target_gets_its_stack_and_one_that_fails_stops_no_other() {
    let (Some(moto), Some(_)) = (Moto::start(), tool("aws")) else {
        return skip("deploy.sh", "moto_server or aws not found");
    };
    let mut targets = Vec::new();
    for (name, account, region) in ACCOUNTS {
        let there = Account::of(&moto, account, region);
        let vpc = there.ec2(&["create-vpc", "--cidr-block", "10.0.0.0/16"], "Vpc.VpcId");
        let subnet = there.ec2(
            &[
                "create-subnet",
                "--vpc-id",
                &vpc,
                "--cidr-block",
                "10.0.0.0/24",
            ],
            "Subnet.SubnetId",
        );
        targets.push(format!(
            "[[targets]]\nname = \"{name}\"\naccount = \"{account}\"\nregion = \"{region}\"\n\
             [targets.placement]\nvpc = \"{vpc}\"\nsubnets = [\"{subnet}\"]\n\
             allow_from = [\"10.0.0.0/16\"]\n"
        ));
    }
    let plans = plans("version = 1\nrules = []\n", &targets.concat());
    let scratch = Scratch::new("deploy");
    for (name, plan) in &plans {
        for file in render(plan, Format::Cloudformation).unwrap() {
            scratch.write(&format!("{name}/{}", file.path), &file.text);
        }
    }
    let script = deploy_script(&plans, Format::Cloudformation).unwrap();
    let script = scratch.write(&script.path, &script.text);
    let deploy = |role: &str, words: &[&str]| -> Ended {
        let run = moto.run("bash").arg(&script).args(words);
        run.env("POSTERN_ROLE", role).end()
    };

    let wrong = deploy("arn:aws:iam::444455556666:role/deploy", &[]);
    assert_eq!(wrong.code, Some(1), "{wrong}");
    assert_eq!(
        wrong.stdout, "prod-us: deployed\nprod-eu: failed\n",
        "{wrong}"
    );
    assert!(
        wrong.stderr.contains(
            "these credentials are of account 444455556666, and prod-eu is in account 777788889999"
        ),
        "{wrong}"
    );
    let one = deploy("arn:aws:iam::{account}:role/deploy", &["prod-eu"]);
    assert_eq!(
        (one.code, one.stdout.as_str()),
        (Some(0), "prod-eu: deployed\n"),
        "{one}"
    );
    for (name, account, region) in ACCOUNTS {
        let there = Account::of(&moto, account, region);
        let services = there.ec2(&["describe-vpc-endpoints"], "VpcEndpoints[].ServiceName");
        assert_eq!(
            services,
            format!("com.amazonaws.{region}.bedrock-agentcore"),
            "{name}"
        );
    }
    let unknown = deploy("", &["prod-ap"]);
    assert_eq!(unknown.code, Some(2), "{unknown}");
    assert!(
        unknown.stderr.contains("there are: prod-us prod-eu"),
        "{unknown}"
    );
}

#[test]
fn a_blocked_plan_is_not_deployed_and_shellcheck_finds_nothing() {
    let Some(shellcheck) = tool("shellcheck") else {
        return skip("shellcheck deploy.sh", "shellcheck not found");
    };
    let rule = "version = 1\n[[rules]]\nname = \"eu-only\"\nreason = \"data stays in the EU\"\n\
                owner = \"platform\"\nregions = [\"eu-central-1\"]\n";
    let targets = "[[targets]]\nname = \"far\"\naccount = \"444455556666\"\nregion = \"us-west-1\"\n\
                   [targets.placement]\nvpc = \"vpc-0a1b2c3d4e5f60718\"\n\
                   subnets = [\"subnet-0aaaaaaaaaaaaaaaa\"]\nallow_from = [\"10.0.0.0/16\"]\n";
    let plans = plans(rule, targets);
    assert!(plans[0].1.is_blocked(), "{:?}", plans[0].1.notes);
    let script = deploy_script(&plans, Format::CloudformationJson).unwrap();
    let scratch = Scratch::new("deploy-blocked");
    let file = scratch.write(&script.path, &script.text);
    let checked = Run::new(shellcheck).arg(&file).end();
    assert!(checked.ok(), "{checked}");
    // Nothing is called: there is no AWS CLI and no account here.
    let ended = Run::new("bash")
        .arg(&file)
        .env("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        .end();
    assert_eq!(ended.code, Some(1), "{ended}");
    assert!(ended.stdout.starts_with("far: blocked ("), "{ended}");
    assert!(deploy_script(&plans, Format::Terraform).is_none());
}
