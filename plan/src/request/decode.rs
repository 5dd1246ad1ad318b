//! The document's tree into a request: every error at once, each with its path, text and fix.
//!
//! Must not stop at the first error, and must not guess.

mod placement;
mod region;
mod share;
mod tags;

use super::fields::{Errors, Fields};
use super::{Draft, Guards, PolicyMode, RequestError, grant, workload};
use crate::catalog::Catalog;
use crate::document::{Form, Node, Value};
use crate::id::{AccountId, placeholder};

/// Reads a tree.
pub fn draft(catalog: &Catalog, form: Form, node: &Node) -> Draft {
    let errors = Errors::new(form);
    let mut root = Fields::new(String::new(), node, &errors);
    read_version(&mut root, form);
    let name = required(
        &mut root,
        "name",
        "give the request a name, for example agents-prod",
    );
    let region = region::read_region(&mut root, catalog);
    let account: Option<AccountId> = required(
        &mut root,
        "account",
        "give the twelve digits of the account that owns the VPC",
    );
    let policy = word_or(
        &mut root,
        "policy",
        PolicyMode::WORDS,
        PolicyMode::Restricted,
    );
    let (vpc, placement) = placement::read_placement(&mut root, catalog);
    let at_region = region.clone().unwrap_or_else(placeholder::region);
    let at_account = account.clone().unwrap_or_else(placeholder::account);
    let grants = grant::read_all(&mut root, catalog, &at_region, &at_account);
    let guards = read_guards(&mut root);
    let endpoints = placement::read_endpoints(&mut root, catalog, &grants);
    let workload = workload::read(&mut root, catalog);
    let tags = tags::read_tags(&mut root, catalog);
    root.finish();
    Draft {
        errors: errors.into_inner(),
        name,
        region,
        account,
        policy,
        vpc,
        placement,
        grants,
        guards,
        endpoints,
        workload,
        tags,
    }
}

fn required<T: std::str::FromStr<Err = crate::id::IdError>>(
    fields: &mut Fields<'_>,
    key: &'static str,
    help: &str,
) -> Option<T> {
    if fields.node(key).is_none() {
        fields.missing(key, help);
        return None;
    }
    fields.parsed(key)
}

fn word_or<T: std::str::FromStr + Copy>(
    fields: &mut Fields<'_>,
    key: &'static str,
    words: &'static [&'static str],
    default: T,
) -> T {
    if fields.node(key).is_none() {
        default
    } else {
        fields.word(key, words).unwrap_or(default)
    }
}

fn read_version(root: &mut Fields<'_>, form: Form) {
    let Some(node) = root.node("version") else {
        // A page's fields are of this version; a file says so itself.
        if form != Form::Query {
            root.missing("version", "write version = 1");
        }
        return;
    };
    let right = match &node.value {
        Value::Number(n) => n == "1",
        Value::Text(t) => form == Form::Query && t.trim() == "1",
        _ => false,
    };
    if !right {
        let error = RequestError::new(
            "version",
            "unsupported-version",
            "only version 1 is known".to_owned(),
            "write version = 1".to_owned(),
        );
        root.errors().push(error.seen(node.shown()));
    }
}

fn read_guards(root: &mut Fields<'_>) -> Guards {
    let Some(mut fields) = root.table("guards") else {
        return Guards::default();
    };
    let deny_foreign_discovery = fields.flag("deny_foreign_discovery").unwrap_or(false);
    let lockdown = fields.flag("lockdown").unwrap_or(false);
    fields.finish();
    Guards {
        deny_foreign_discovery,
        lockdown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Request;
    use proptest::prelude::*;

    const GOOD: &str = r#"
version = 1
name = "agents"
region = "us-east-1"
account = "111122223333"
[placement]
vpc = "vpc-0a1b2c3d4e5f60718"
subnets = ["subnet-0aaaaaaaaaaaaaaaa"]
allow_from = ["10.0.0.0/16"]
[[grants]]
primitive = "runtime"
auth = "sigv4"
callers = ["arn:aws:iam::111122223333:role/app"]
resources = ["support-AbCdEf1234"]
access = "invoke"
"#;

    fn errors(text: &str) -> Vec<(String, &'static str)> {
        match Request::parse(&Catalog::load().unwrap(), text) {
            Ok(_) => Vec::new(),
            Err(errors) => errors.into_iter().map(|e| (e.path, e.code)).collect(),
        }
    }

    fn with(from: &str, to: &str) -> Vec<(String, &'static str)> {
        assert!(GOOD.contains(from), "{from}");
        errors(&GOOD.replace(from, to))
    }

    #[test]
    fn a_right_request_has_no_errors() {
        assert_eq!(errors(GOOD), []);
    }

    #[test]
    fn each_fault_names_its_path() {
        for (from, to, path, code) in [
            (
                "version = 1",
                "version = 2",
                "version",
                "unsupported-version",
            ),
            ("version = 1\n", "", "version", "missing"),
            (
                "name = \"agents\"",
                "name = \"Agents\"",
                "name",
                "malformed",
            ),
            ("us-east-1", "us-eest-1", "region", "unknown-word"),
            ("us-east-1", "useast1", "region", "unknown-word"),
            (
                "account = \"111122223333\"",
                "account = \"1111\"",
                "account",
                "malformed",
            ),
            (
                "account = \"111122223333\"",
                "account = 111122223333",
                "account",
                "wrong-type",
            ),
            (
                "vpc = \"vpc-0a1b2c3d4e5f60718\"",
                "",
                "placement.vpc",
                "missing",
            ),
            (
                "allow_from = [\"10.0.0.0/16\"]",
                "",
                "placement.security_groups",
                "missing",
            ),
            (
                "allow_from = [\"10.0.0.0/16\"]",
                "allow_from = [\"10.0.0.1/16\"]",
                "placement.allow_from[0]",
                "malformed",
            ),
            (
                "subnets = [\"subnet-0aaaaaaaaaaaaaaaa\"]",
                "subnets = []",
                "placement.subnets",
                "missing",
            ),
            (
                "primitive = \"runtime\"",
                "primitive = \"runtme\"",
                "grants[0].primitive",
                "unknown-word",
            ),
            (
                "auth = \"sigv4\"",
                "auth = \"none\"",
                "grants[0].auth",
                "not-offered",
            ),
            (
                "access = \"invoke\"",
                "access = \"write\"",
                "grants[0].access",
                "not-offered",
            ),
            ("access = \"invoke\"", "", "grants[0].access", "missing"),
            (
                "access = \"invoke\"",
                "access = \"invoke\"\nactions = [\"GetAgentCard\"]",
                "grants[0].actions",
                "conflict",
            ),
            (
                "access = \"invoke\"",
                "actions = [\"InvokeAgentRunt*\"]",
                "grants[0].actions[0]",
                "malformed",
            ),
            (
                "access = \"invoke\"",
                "actions = [\"GetAgentRuntime\"]",
                "grants[0].actions[0]",
                "not-offered",
            ),
            ("role/app", "group/app", "grants[0].callers[0]", "malformed"),
            (
                "callers = [\"arn:aws:iam::111122223333:role/app\"]",
                "",
                "grants[0].callers",
                "missing",
            ),
            ("access =", "acess =", "grants[0].acess", "unknown-key"),
            (
                "[[grants]]",
                "[endpoints.gateway]\nprivate_dns = true\n[[grants]]",
                "endpoints.gateway",
                "not-needed",
            ),
            (
                "[[grants]]",
                "[workload]\nendpoints = [\"s4\"]\n[[grants]]",
                "workload.endpoints[0]",
                "unknown-word",
            ),
            (
                "[[grants]]",
                "[workload]\nendpoints = [\"s3\"]\n[[grants]]",
                "workload.route_tables",
                "missing",
            ),
            (
                "[[grants]]",
                "[workload]\nendpoints = [\"logs\"]\nbuckets = [\"files\"]\n[[grants]]",
                "workload.buckets",
                "not-needed",
            ),
            (
                "[[grants]]",
                "[workload]\nbuckets = [\"Files\"]\n[[grants]]",
                "workload.buckets[0]",
                "malformed",
            ),
            (
                "[[grants]]",
                "[workload]\n[[grants]]",
                "workload.endpoints",
                "missing",
            ),
            (
                "[[grants]]",
                "[tags]\nName = \"x\"\n[[grants]]",
                "tags.Name",
                "malformed",
            ),
            (
                "access = \"invoke\"",
                "access = \"invoke\"\n[grants.conditions]\nStringEquals = { \"aws:Foo\" = \"x\" }",
                "grants[0].conditions.StringEquals.aws:Foo",
                "unknown-condition-key",
            ),
            (
                "access = \"invoke\"",
                "access = \"invoke\"\n[grants.conditions]\nStringIs = { \"aws:PrincipalOrgID\" = \"x\" }",
                "grants[0].conditions.StringIs.aws:PrincipalOrgID",
                "unknown-word",
            ),
        ] {
            assert!(
                with(from, to).contains(&(path.to_owned(), code)),
                "{to}: {:?}",
                with(from, to)
            );
        }
    }

    #[test]
    fn a_pattern_of_callers_leaves_no_room_for_its_own_condition() {
        let to =
            "access = \"invoke\"\n[grants.conditions]\nArnLike = { \"aws:principalarn\" = \"x\" }";
        assert_eq!(with("access = \"invoke\"", to), []);
        let text = GOOD
            .replace("access = \"invoke\"", to)
            .replace("role/app", "role/*");
        let path = "grants[0].conditions.ArnLike.aws:principalarn".to_owned();
        assert_eq!(errors(&text), [(path, "conflict")]);
    }

    #[test]
    fn all_faults_come_at_once() {
        let text = GOOD
            .replace("us-east-1", "us-eest-1")
            .replace("role/app", "group/app")
            .replace("invoke", "invok")
            .replace("name =", "nam =");
        let found = errors(&text);
        for path in [
            "region",
            "grants[0].callers[0]",
            "grants[0].access",
            "nam",
            "name",
        ] {
            assert!(found.iter().any(|(p, _)| p == path), "{path}: {found:?}");
        }
    }

    #[test]
    fn an_unknown_region_of_the_right_form_is_not_an_error() {
        assert_eq!(with("us-east-1", "us-east-9"), []);
    }

    #[test]
    fn a_draft_keeps_what_is_right() {
        let pairs = crate::document::parse_pairs(
            "grants.0.primitive=runtime&grants.0.auth=oauth&grants.0.resources=a-AbCdEf1234&grants.0.access=invoke&grants.1.primitive=x",
        );
        let draft = Request::draft_query(&Catalog::load().unwrap(), &pairs);
        assert!(draft.grants[0].is_some() && draft.grants[1].is_none());
        let (request, stand_ins) = draft.sketch().unwrap();
        assert_eq!(request.grants.len(), 1);
        assert_eq!(stand_ins, ["subnets", "name", "region", "account", "vpc"]);
    }

    proptest! {
        #[test]
        fn no_query_string_panics(pairs in proptest::collection::vec(("(grants|placement|endpoints|tags|x)(\\.[a-z0-9]{1,9}){0,4}", "\\PC{0,20}"), 0..12)) {
            let draft = Request::draft_query(&Catalog::load().unwrap(), &pairs);
            prop_assert!(!draft.errors.is_empty());
        }

        #[test]
        fn no_value_panics(value in "\\PC{0,60}") {
            for field in ["role/app", "support-AbCdEf1234", "us-east-1", "10.0.0.0/16"] {
                let text = GOOD.replace(field, &value.replace(['"', '\\'], ""));
                let _ = Request::parse(&Catalog::load().unwrap(), &text);
            }
        }
    }
}
