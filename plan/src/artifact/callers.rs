//! The identity policies that named callers also need, a file each.
//!
//! Must not name a principal: the document is attached to one.

use std::collections::BTreeSet;

use super::Artifact;
use crate::plan::{CallerPolicy, Plan};

/// The characters of a caller's name that a file name keeps at most.
const LONGEST: usize = 100;

/// One file for each role and user.
pub(super) fn policies(plan: &Plan) -> Vec<Artifact> {
    paths(plan)
        .into_iter()
        .map(|(path, caller)| Artifact::new(path, "application/json", caller.to_json() + "\n"))
        .collect()
}

/// Each caller's file: its account and its name without the path. Two names that come out alike,
/// also where case does not count, are numbered.
pub(super) fn paths(plan: &Plan) -> Vec<(String, &CallerPolicy)> {
    let mut used: BTreeSet<String> = BTreeSet::new();
    plan.callers
        .iter()
        .map(|caller| {
            let name = caller.arn.rsplit('/').next().unwrap_or(&caller.arn);
            let stem = format!("callers/{}-{}", caller.account, safe(name));
            let mut path = format!("{stem}.json");
            let mut count = 2;
            while !used.insert(path.to_lowercase()) {
                path = format!("{stem}-{count}.json");
                count += 1;
            }
            (path, caller)
        })
        .collect()
}

/// Letters, digits, dots, dashes and underscores; anything else is an underscore.
fn safe(name: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
            c
        } else {
            '_'
        }
    };
    name.chars().take(LONGEST).map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::policy::{Policy, Principal, Scope};
    use crate::request::Request;

    fn planned(head: &str, grants: &str) -> Plan {
        let catalog = Catalog::load().unwrap();
        let text = format!(
            "version = 1\nname = \"a\"\nregion = \"us-east-1\"\naccount = \"111122223333\"\n{head}\n[placement]\nvpc = \"vpc-11111111\"\n\
             subnets = [\"subnet-11111111\"]\nallow_from = [\"10.0.0.0/8\"]\n{grants}"
        );
        crate::plan(&catalog, None, &Request::parse(&catalog, &text).unwrap())
    }

    const GRANTS: &str = r#"
[[grants]]
primitive = "runtime"
auth = "sigv4"
callers = ["arn:aws:iam::111122223333:role/app", "arn:aws:iam::111122223333:user/ann", "444455556666"]
resources = ["a-AbCdEf1234"]
access = "invoke"
conditions = { StringEquals = { "aws:PrincipalOrgID" = "o-1" } }
[[grants]]
primitive = "browser"
auth = "sigv4"
callers = ["arn:aws:iam::111122223333:role/app", "arn:aws:iam::111122223333:role/team-*"]
resources = ["aws.browser.v1"]
access = "use"
[[grants]]
primitive = "runtime"
plane = "control"
auth = "sigv4"
callers = ["arn:aws:iam::111122223333:role/app", "arn:aws:sts::111122223333:federated-user/bob"]
resources = ["*"]
access = "read"
[[grants]]
primitive = "runtime"
auth = "oauth"
resources = ["b-AbCdEf1234"]
access = "invoke"
"#;

    /// Every action on every resource that the endpoint policies allow a principal.
    fn allowed(policies: &[&Policy], arn: &str) -> BTreeSet<(String, String)> {
        let mut all = BTreeSet::new();
        for statement in policies.iter().flat_map(|p| &p.statements) {
            let mine = matches!(&statement.principal, Principal::Aws(arns) if arns.iter().any(|a| a == arn));
            let Scope::Resources(resources) = &statement.scope else {
                continue;
            };
            for action in statement.actions.iter().filter(|_| mine) {
                all.extend(resources.iter().map(|r| (action.clone(), r.clone())));
            }
        }
        all
    }

    #[test]
    fn a_caller_gets_what_the_endpoints_let_it_do_and_no_more() {
        let plan = planned("", GRANTS);
        let endpoints: Vec<&Policy> = plan.endpoints.iter().map(|e| &e.policy).collect();
        assert_eq!(plan.callers.len(), 2, "one role and one user are named");
        for caller in &plan.callers {
            let own = Policy {
                statements: caller.statements.clone(),
            };
            assert_eq!(
                allowed(&[&own], &caller.arn),
                allowed(&endpoints, &caller.arn)
            );
        }
    }

    #[test]
    fn full_access_through_an_endpoint_still_needs_them() {
        let restricted = planned("", GRANTS);
        let full = planned("policy = \"full-access\"", GRANTS);
        assert_eq!(full.callers, restricted.callers);
    }

    #[test]
    fn a_document_has_a_version_and_conditions_and_no_principal() {
        let files = policies(&planned("", GRANTS));
        let paths: Vec<&str> = files.iter().map(|f| f.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "callers/111122223333-app.json",
                "callers/111122223333-ann.json"
            ]
        );
        for file in &files {
            let value: serde_json::Value = serde_json::from_str(&file.text).unwrap();
            assert_eq!(value["Version"], "2012-10-17");
            let statements = value["Statement"].as_array().unwrap();
            let sids: BTreeSet<&str> = statements
                .iter()
                .map(|s| s["Sid"].as_str().unwrap())
                .collect();
            assert_eq!(sids.len(), statements.len(), "{}", file.text);
            assert!(
                statements
                    .iter()
                    .all(|s| s.get("Principal").is_none() && s["Effect"] == "Allow")
            );
            let first = &statements[0]["Condition"];
            assert_eq!(
                first["StringEquals"]["aws:PrincipalOrgID"], "o-1",
                "{}",
                file.text
            );
        }
    }

    #[test]
    fn file_names_are_plain_and_unique() {
        let callers = [
            "role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_0123456789abcdef",
            "role/x/app",
            "role/App",
            "user/app",
            "user/$(id)'x,=@+",
        ];
        let listed: Vec<String> = callers
            .iter()
            .map(|c| format!("\"arn:aws:iam::111122223333:{c}\""))
            .collect();
        let plan = planned(
            "",
            &format!(
                "[[grants]]\nprimitive = \"gateway\"\nauth = \"sigv4\"\nresources = [\"*\"]\naccess = \"invoke\"\ncallers = [{}]",
                listed.join(", ")
            ),
        );
        let paths: Vec<String> = paths(&plan).into_iter().map(|(path, _)| path).collect();
        assert_eq!(
            paths,
            [
                "callers/111122223333-App.json",
                "callers/111122223333-AWSReservedSSO_Dev_0123456789abcdef.json",
                "callers/111122223333-app-2.json",
                "callers/111122223333-__id__x____.json",
                "callers/111122223333-app-3.json",
            ]
        );
    }
}
