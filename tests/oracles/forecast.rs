//! What scanners say is what was forecast: Prowler's own checks, and checkov.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use postern_plan::catalog::Place;
use postern_plan::forecast::{Expected, Subject};
use postern_plan::plan::{Change, PlannedEndpoint, PolicyChange, Purpose};
use postern_plan::request::AllowFrom;
use postern_tests::{Run, Scratch, skip};
use serde_json::{Value, json};

use crate::case::{self, Case};

/// The scanners' own Python environment, `tests/requirements-scanners.txt`.
fn scanners(program: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("POSTERN_TEST_SCANNERS")?);
    Some(folder.join("bin").join(program)).filter(|path| path.is_file())
}

const NONE: &str = "tests/requirements-scanners.txt not installed";

/// Golden requests, and one of them with ranges that no golden request has.
fn placed() -> Vec<Case> {
    let mut all = case::golden();
    let ranges = case::named("three-doors").text;
    let from =
        "[\"10.0.0.0/16\", \"sg-0dddddddddddddddd\", \"pl-0eeeeeeeeeeeeeeee\", \"2001:db8::/32\"]";
    assert!(ranges.contains(from));
    for (name, to) in [
        ("everything", "[\"0.0.0.0/0\"]"),
        ("everything-6", "[\"::/0\"]"),
        ("everything-and-some", "[\"0.0.0.0/0\", \"10.0.0.0/8\"]"),
        ("public-few", "[\"8.8.8.0/24\"]"),
        ("public-many", "[\"8.0.0.0/8\", \"10.0.0.0/8\"]"),
        ("half-public", "[\"10.0.0.0/7\"]"),
        ("public-6", "[\"2600::/16\"]"),
        ("carrier", "[\"100.64.0.0/10\", \"203.0.113.0/24\"]"),
        ("one-address", "[\"10.1.2.3/32\"]"),
    ] {
        all.push(Case::new(name, &ranges.replace(from, to), None));
    }
    all
}

/// A golden request with conditions, for callers of the account, of another, and anyone.
fn conditioned() -> Vec<Case> {
    let mut all = Vec::new();
    let signed = case::named("runtime-invoke-sigv4").text;
    let access = "access = \"invoke\"";
    assert!(signed.contains(access) && signed.contains("arn:aws:iam::111122223333:role/app"));
    let conditions = [
        (
            "org",
            "StringEquals = { \"aws:PrincipalOrgID\" = \"o-1234567890\" }",
        ),
        (
            "account",
            "StringEquals = { \"aws:PrincipalAccount\" = \"111122223333\" }",
        ),
        (
            "accounts",
            "StringEquals = { \"aws:PrincipalAccount\" = [\"111122223333\", \"999900001111\"] }",
        ),
        (
            "if-exists",
            "StringEqualsIfExists = { \"aws:PrincipalAccount\" = \"111122223333\" }",
        ),
        (
            "arn",
            "ArnLike = { \"aws:PrincipalArn\" = \"arn:aws:iam::111122223333:role/a*\" }",
        ),
        (
            "vpc",
            "StringEquals = { \"aws:SourceVpc\" = \"vpc-0a1b2c3d4e5f60718\" }",
        ),
        (
            "vpces",
            "StringLike = { \"AWS:SourceVpce\" = [\"vpce-1\", \"vpce-2\"] }",
        ),
        (
            "resource",
            "StringEquals = { \"aws:ResourceAccount\" = \"999900001111\" }",
        ),
        (
            "tag",
            "StringEquals = { \"aws:PrincipalTag/team\" = \"a\", \"aws:ResourceAccount\" = \"111122223333\" }",
        ),
    ];
    for (name, condition) in conditions {
        let with = format!("conditions = {{ {condition} }}\n{access}");
        let text = signed.replace(access, &with);
        all.push(Case::new(&format!("if-{name}"), &text, None));
        let app = "arn:aws:iam::111122223333:role/app";
        let foreign = text.replace(app, "arn:aws:iam::999900001111:role/app");
        all.push(Case::new(&format!("if-{name}-foreign"), &foreign, None));
        let anyone = text.replace(app, "*");
        all.push(Case::new(&format!("if-{name}-anyone"), &anyone, None));
    }
    all
}

/// What stands in the account once the plan is made, as far as Prowler's checks look.
fn account(case: &Case) -> Value {
    let plan = &case.plan;
    let known = |e: &PlannedEndpoint| match &e.change {
        Change::Modify(m) => matches!(m.policy, PolicyChange::Extended(_)),
        Change::Create => true,
        // What agents need may be left to whoever made it, whatever its policy is.
        Change::Leave { .. } => plan.purpose == Purpose::AgentCore,
    };
    let endpoints: Vec<Value> = plan
        .endpoints
        .iter()
        .map(|e| {
            let id = match &e.change {
                Change::Create => "vpce-0123456789abcdef0".to_owned(),
                Change::Modify(m) => m.id.to_string(),
                Change::Leave { id } => id.to_string(),
            };
            let text = known(e).then(|| e.policy_text());
            let policy: Option<Value> = text.map(|text| serde_json::from_str(&text).unwrap());
            json!({
                "key": e.key.as_str(), "id": id, "service": e.service_name, "type": e.reached.type_name(), "policy": policy,
                "subnets": e.subnets.iter().map(ToString::to_string).collect::<Vec<_>>(), "tags": e.tags,
            })
        })
        .collect();
    let group = plan.security_group.as_ref().map(|g| {
        let ranges = g.allow_from.iter().filter(|f| matches!(f, AllowFrom::Ipv4(_) | AllowFrom::Ipv6(_)));
        json!({ "name": g.name, "tags": g.tags, "ranges": ranges.map(ToString::to_string).collect::<Vec<_>>() })
    });
    let ours = plan
        .forecasts
        .exceptions
        .iter()
        .filter(|e| e.scanner == "prowler");
    json!({
        "account": plan.request.account.as_str(),
        "region": plan.request.region.as_str(),
        "endpoints": endpoints,
        "group": group,
        "exceptions": ours.map(|e| e.text.as_str()).collect::<Vec<_>>(),
    })
}

/// What a plan forecasts of a check and what it is about; for an endpoint what its statements come to.
fn forecast(case: &Case, check: &str, about: &str) -> Option<Expected> {
    let rows = || case.plan.forecasts.all.iter().filter(|f| f.check == check);
    let itself = rows().find(|f| f.subject.to_string() == about);
    itself.map(|f| f.verdict).or_else(|| {
        let statements = rows().filter(|f| f.subject.whole().to_string() == about);
        statements.map(|f| f.verdict).min()
    })
}

#[test]
fn prowler_says_what_was_forecast_and_its_mute_list_takes_the_exceptions() {
    let Some(python) = scanners("python3") else {
        return skip("forecast-prowler", NONE);
    };
    let cases: Vec<Case> = placed().into_iter().chain(conditioned()).collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracles/forecast.py");
    let asked: Vec<Value> = cases.iter().map(account).collect();
    let run = Run::new(python)
        .arg(script)
        .input(Value::from(asked).to_string());
    let said: Vec<Vec<Value>> = serde_json::from_str(&run.stdout()).unwrap();
    assert_eq!(said.len(), cases.len());
    let mut seen = BTreeSet::new();
    for (case, said) in cases.iter().zip(&said) {
        let mut told = BTreeSet::new();
        for one in said {
            let (check, about) = (
                one["check"].as_str().unwrap(),
                one["about"].as_str().unwrap(),
            );
            let expected = forecast(case, check, about);
            let theirs = match one["flagged"].as_bool() {
                Some(true) => Expected::Flagged,
                Some(false) => Expected::Passes,
                None => Expected::NotKnown,
            };
            assert_eq!(expected, Some(theirs), "{}: {one}", case.name);
            if theirs == Expected::Flagged {
                assert_eq!(one["muted"], true, "{}: {one}", case.name);
            }
            told.insert((check.to_owned(), about.to_owned()));
            seen.insert((check.to_owned(), theirs));
        }
        // And nothing was forecast of which Prowler had nothing to say.
        for row in &case.plan.forecasts.all {
            let asks = row.scanner == "prowler"
                && row.subject != Subject::Vpc
                && row.verdict != Expected::NotKnown;
            let key = (row.check.clone(), row.subject.to_string());
            assert!(!asks || told.contains(&key), "{}: {row:?}", case.name);
        }
    }
    // Each check was seen to speak and to be silent, but for the one that lets endpoints pass.
    for check in ["connections_trust_boundaries", "multi_az_enabled"] {
        for verdict in [Expected::Flagged, Expected::Passes] {
            assert!(
                seen.contains(&(format!("vpc_endpoint_{check}"), verdict)),
                "{check}"
            );
        }
    }
    for check in [
        "allow_ingress_from_internet_to_any_port_from_ip",
        "allow_wide_open_public_ipv4",
    ] {
        for verdict in [Expected::Flagged, Expected::Passes] {
            assert!(
                seen.contains(&(format!("ec2_securitygroup_{check}"), verdict)),
                "{check}"
            );
        }
    }
}

/// A finding: the file, the check, and what it is about.
type Finding = (String, String, String);

/// What checkov finds in a folder: what fails, and what is skipped.
fn checkov(program: &Path, folder: &Path) -> (BTreeSet<Finding>, BTreeSet<Finding>) {
    let arguments = [
        "--framework",
        "cloudformation",
        "terraform",
        "--skip-download",
        "--soft-fail",
        "--output",
        "json",
        "--directory",
        ".",
    ];
    let run = Run::new(program)
        .args(arguments)
        .within(folder)
        .deadline(Duration::from_mins(5));
    let said: Value = serde_json::from_str(&run.stdout()).unwrap();
    let reports = said.as_array().cloned().unwrap_or_else(|| vec![said]);
    let of = |kind: &str| {
        let results = reports.iter().filter_map(|r| r["results"][kind].as_array());
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let finding = |one: &Value| {
            let file = text(&one["file_path"]).trim_start_matches('/').to_owned();
            let resource = text(&one["resource"]).replace("AWS::EC2::SecurityGroup.", "");
            (file, text(&one["check_id"]), resource)
        };
        results.flatten().map(finding).collect()
    };
    (of("failed_checks"), of("skipped_checks"))
}

/// The findings that a plan forecasts, in the files of a case.
fn forecast_of_checkov(case: &Case) -> BTreeSet<Finding> {
    let rows = case.plan.forecasts.of(Expected::Flagged);
    let rows = rows.filter(|row| row.scanner == "checkov");
    rows.flat_map(|row| {
        let file = match row.place {
            Place::Terraform => "terraform/main.tf",
            Place::Account | Place::Stack => "stack.yaml",
        };
        let finding = move |resource: &String| {
            (
                format!("{}/{file}", case.name),
                row.check.clone(),
                resource.clone(),
            )
        };
        row.resources.iter().map(finding)
    })
    .collect()
}

#[test]
fn checkov_says_what_was_forecast_and_takes_the_exceptions() {
    let Some(program) = scanners("checkov") else {
        return skip("forecast-checkov", NONE);
    };
    let cases = placed();
    let scratch = Scratch::new("checkov");
    let (mut plain, mut excused) = (BTreeSet::new(), BTreeSet::new());
    for case in &cases {
        for file in ["stack.yaml", "terraform/main.tf"] {
            let path = format!("{}/{file}", case.name);
            scratch.write(&format!("plain/{path}"), case.file(file));
            scratch.write(&format!("excused/{path}"), pasted(case, file));
        }
        for (file, check, resource) in forecast_of_checkov(case) {
            excused.insert((format!("excused/{file}"), check.clone(), resource.clone()));
            plain.insert((format!("plain/{file}"), check, resource));
        }
    }
    assert!(plain.len() > 100, "{} findings", plain.len());
    let (failed, skipped) = checkov(&program, scratch.path());
    assert_eq!(failed, plain);
    assert_eq!(skipped, excused);
}

/// The file with its exceptions where their own words say that they go.
fn pasted(case: &Case, file: &str) -> String {
    let mut text = case.file(file).to_owned();
    for exception in &case.plan.forecasts.exceptions {
        let (scanner, body) = (exception.scanner.as_str(), exception.text.as_str());
        let at: Vec<String> = match (scanner, exception.place, file) {
            ("checkov", Place::Stack, "stack.yaml") => {
                vec!["  EndpointSecurityGroup:\n".to_owned()]
            }
            ("checkov", Place::Terraform, "terraform/main.tf") => {
                let rows = case.plan.forecasts.behind(exception);
                let resources = rows.flat_map(|row| &row.resources);
                resources
                    .map(|address| {
                        let (kind, name) = address.split_once('.').unwrap();
                        format!("resource \"{kind}\" \"{name}\" {{\n")
                    })
                    .collect()
            }
            _ => continue,
        };
        for head in at {
            assert!(text.contains(&head), "{}: {head}", case.name);
            text = text.replace(&head, &format!("{head}{body}"));
        }
    }
    text
}
