//! `README.md` of the bundle: what each file is, in which order to use them, and what to know.
//!
//! Must describe the very files that the bundle holds.

use askama::Template;

use super::{Artifact, RenderError};
use crate::catalog::Severity;
use crate::plan::{Change, Note, Plan, PlannedEndpoint, Reached};

#[derive(Template)]
#[template(path = "readme.md")]
struct Page<'a> {
    plan: &'a Plan,
    blocked: bool,
    endpoints: Vec<Row<'a>>,
    files: Vec<(&'a str, &'static str)>,
    notes: Vec<(&'static str, Vec<&'a Note>)>,
    costs: Vec<(String, String)>,
    total: Option<&'a str>,
}

/// An endpoint in a table.
pub(super) struct Row<'a> {
    pub(super) title: &'a str,
    pub(super) change: String,
    pub(super) private_dns: &'static str,
    pub(super) zones: String,
    pub(super) policy: String,
}

/// The page, for the other files of the bundle.
pub(super) fn page(plan: &Plan, files: &[Artifact]) -> Result<Artifact, RenderError> {
    let of = |severity| -> Vec<&Note> {
        plan.notes
            .iter()
            .filter(|n| n.severity == severity)
            .collect()
    };
    let notes = vec![
        ("Blocked", of(Severity::Blocked)),
        ("Warnings", of(Severity::Warning)),
        ("Good to know", of(Severity::Info)),
    ];
    let page = Page {
        plan,
        blocked: plan.is_blocked(),
        endpoints: plan.endpoints.iter().map(|e| row(plan, e)).collect(),
        files: files
            .iter()
            .map(|f| (f.path.as_str(), purpose(&f.path)))
            .collect(),
        notes: notes
            .into_iter()
            .filter(|(_, notes)| !notes.is_empty())
            .collect(),
        costs: plan
            .cost
            .endpoints
            .iter()
            .map(|c| {
                (
                    format!("{}, {}", c.key, count(c.zones, "zone")),
                    dollars(c.monthly_usd.as_deref()),
                )
            })
            .collect(),
        total: plan.cost.monthly_usd.as_deref(),
    };
    Ok(Artifact::new(
        "README.md",
        "text/markdown",
        super::text(&page)?,
    ))
}

/// An endpoint as a row.
pub(super) fn row<'p>(plan: &Plan, endpoint: &'p PlannedEndpoint) -> Row<'p> {
    Row {
        title: &endpoint.title,
        change: match &endpoint.change {
            Change::Create => "create".to_owned(),
            Change::Modify(m) => format!("modify {}", m.id),
            Change::Leave { id } => format!("leave {id}"),
        },
        private_dns: if endpoint.private_dns {
            "on"
        } else if plan.resolves(endpoint) {
            "off, a zone in its place"
        } else {
            "off"
        },
        zones: match endpoint.reached {
            Reached::Interfaces => endpoint.subnets.len().to_string(),
            Reached::Routes(_) => "by routes".to_owned(),
        },
        policy: format!(
            "{}, {}",
            count(endpoint.policy.statements.len(), "statement"),
            count(endpoint.policy_chars(), "character")
        ),
    }
}

/// `1 zone`, `2 zones`.
fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

fn dollars(amount: Option<&str>) -> String {
    amount.map_or_else(|| "not known".to_owned(), |a| format!("${a}"))
}

/// What a file of the bundle is for.
fn purpose(path: &str) -> &'static str {
    match path {
        "create.sh" => {
            "makes what is missing, with bash and the AWS CLI; a second run adds nothing"
        }
        "create.ps1" => "the same for PowerShell",
        "commands.sh" => "the single commands, to copy one at a time",
        "verify.sh" => "proves that the endpoints work; run it inside the VPC",
        "teardown.sh" => "removes what create.sh made, and nothing else",
        "stack.yaml" => "a CloudFormation template",
        "stack.json" => "the same in JSON",
        "terraform/main.tf" => "a Terraform module",
        "picture.svg" => {
            "who calls through which endpoint, and which way stays open, to paste into a design document"
        }
        "plan.json" => "the whole plan, for programs",
        "request.toml" => "the request; it makes this plan again",
        "who-can-call.md" => {
            "who gets through: callers against calls, from evaluating the policies"
        }
        "preflight.md" => {
            "what creation would meet in the account: what passes, what does not, and what nobody looked at"
        }
        "connect.md" => "how each kind of caller connects",
        "forecast.md" => {
            "what scanners will say, why a * stands where it does, and exceptions to paste"
        }
        _ if path.starts_with("policy-") => "the policy of an endpoint",
        _ if path.starts_with("cdk/") => "a CDK application in TypeScript",
        "ci/github-actions.yml" => {
            "a workflow for GitHub Actions: plans the request in pull requests, and looks for drift"
        }
        "ci/gitlab-ci.yml" => "the same for GitLab",
        "lockdown/README.md" => "who is locked out, and in which order to lock the public door",
        "share-dns/README.md" => {
            "which zones give other VPCs the names, and a Route 53 Profile in their place"
        }
        "share-dns/zones.sh" => {
            "makes the zones and associates the VPCs; a second run changes nothing"
        }
        _ if path.starts_with("share-dns/") => {
            "associates the VPCs of the account that it is named after; to be run there"
        }
        "lockdown/lock.sh" => "puts the resource policies on what they lock; read its README first",
        "lockdown/unlock.sh" => "puts back what was there before",
        "lockdown/identity.json" => "the same Deny as an identity policy",
        "lockdown/scp.json" => "the same Deny as a service control policy",
        _ if path.starts_with("lockdown/policies/") => {
            "the resource policy of what it is named after"
        }
        "workload/README.md" => {
            "what agents in VPC mode need beside AgentCore, why, and what breaks without it"
        }
        _ if path.starts_with("workload/") || path.starts_with("terraform/workload/") => {
            "the endpoints that agents need, made like those of AgentCore"
        }
        _ if path.starts_with("callers/") => "the identity policy that a caller also needs",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::artifact::{Format, render};
    use crate::catalog::Catalog;
    use crate::request::Request;

    fn bundle(edits: &[(&str, &str)]) -> (Plan, Vec<Artifact>) {
        let text = "version = 1\nname = \"agents\"\nregion = \"us-east-1\"\naccount = \"111122223333\"\n[placement]\nvpc = \"vpc-11111111\"\n\
             subnets = [\"subnet-11111111\"]\nallow_from = [\"10.0.0.0/8\"]\n[[grants]]\nprimitive = \"runtime\"\nauth = \"sigv4\"\n\
             callers = [\"arn:aws:iam::111122223333:role/app\"]\nresources = [\"a-AbCdEf1234\"]\naccess = \"invoke\"\n";
        let text = edits
            .iter()
            .fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
        let catalog = Catalog::load().unwrap();
        let request = Request::parse(&catalog, &text).unwrap();
        let plan = crate::plan(&catalog, None, &request);
        let files = render(&plan, Format::All).unwrap();
        (plan, files)
    }

    fn page_of(files: &[Artifact]) -> &str {
        &files.iter().find(|f| f.path == "README.md").unwrap().text
    }

    #[test]
    fn every_file_of_the_bundle_is_named_with_its_purpose() {
        let (_, files) = bundle(&[]);
        for file in files.iter().filter(|f| f.path != "README.md") {
            assert_ne!(purpose(&file.path), "", "{}", file.path);
            let name = file.path.replace('_', "\\_");
            assert!(
                page_of(&files).contains(&format!("| {name} |")),
                "{}",
                file.path
            );
        }
    }

    #[test]
    fn notes_cost_and_plan_are_there() {
        let (plan, files) = bundle(&[]);
        let page = page_of(&files);
        for part in [
            plan.id.as_str(),
            "$7.30",
            "2026-11-22",
            "single-zone",
            "## Warnings",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(
            !page.contains("## Blocked") && !page.contains("is blocked"),
            "{page}"
        );
        for note in &plan.notes {
            assert_eq!(
                page.matches(&format!("**{}**", note.code)).count(),
                1,
                "{}",
                note.code
            );
        }
    }

    #[test]
    fn a_blocked_plan_says_so_first() {
        let (_, files) = bundle(&[(
            "access = ",
            "conditions = { StringEquals = { \"aws:VpceAccount\" = \"1\" } }\naccess = ",
        )]);
        let page = page_of(&files);
        assert!(
            page.find("This plan is blocked").unwrap() < page.find("## Files").unwrap(),
            "{page}"
        );
    }

    #[test]
    fn an_unknown_cost_is_said() {
        let (_, files) = bundle(&[
            ("us-east-1", "us-gov-west-1"),
            ("arn:aws:", "arn:aws-us-gov:"),
        ]);
        assert!(page_of(&files).contains("not known"));
    }
}
