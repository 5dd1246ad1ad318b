//! The document's tree into a request: every error at once, each with its path, text and fix.
//!
//! Must not stop at the first error, and must not guess.

use std::collections::BTreeMap;

use serde::Serialize;

use super::fields::{Errors, Fields, did_you_mean};
use super::{
    EndpointKey, EndpointOverride, Grant, Guards, IpAddressType, Placement, PolicyMode, Request,
    grant,
};
use crate::catalog::Catalog;
use crate::document::{Form, Node, SyntaxError, Value};
use crate::id::{AccountId, Name, Region, SecurityGroupId, SubnetId, VpcId, placeholder};

/// One thing that is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestError {
    /// Where: `grants[1].callers[0]`; empty for the document itself.
    pub path: String,
    /// A machine code.
    pub code: &'static str,
    /// What was typed there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What is wrong, a lowercase clause.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl RequestError {
    pub(super) fn new(path: &str, code: &'static str, message: String, help: String) -> Self {
        Self {
            path: path.to_owned(),
            code,
            text: None,
            message,
            help,
        }
    }

    pub(super) fn seen(self, text: String) -> Self {
        Self {
            text: Some(text),
            ..self
        }
    }

    pub(super) fn syntax(error: SyntaxError) -> Self {
        let SyntaxError {
            message,
            line,
            column,
        } = error;
        let help = "a request is a TOML file, or JSON when it begins with {".to_owned();
        Self::new(
            "",
            "syntax",
            format!("line {line}, column {column}: {message}"),
            help,
        )
    }
}

/// As much of a request as could be read, and what is wrong or missing.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Everything wrong or missing, in the document's order.
    pub errors: Vec<RequestError>,
    /// The name, once right.
    pub name: Option<Name>,
    /// The Region, once right.
    pub region: Option<Region>,
    /// The account, once right.
    pub account: Option<AccountId>,
    /// The policy mode.
    pub policy: PolicyMode,
    /// The VPC, once right.
    pub vpc: Option<VpcId>,
    /// The placement without its VPC, as far as it is right.
    placement: PlacementDraft,
    /// The grants; `None` where one is not right yet.
    pub grants: Vec<Option<Grant>>,
    guards: Guards,
    endpoints: BTreeMap<EndpointKey, EndpointOverride>,
    tags: BTreeMap<String, String>,
}

#[derive(Debug, Clone)]
struct PlacementDraft {
    subnets: Vec<SubnetId>,
    security_groups: Vec<SecurityGroupId>,
    allow_from: Vec<super::AllowFrom>,
    private_dns: bool,
    ip_address_type: IpAddressType,
}

impl Draft {
    /// The request, when nothing is wrong.
    pub fn finish(self) -> Result<Request, Vec<RequestError>> {
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        let nothing = || {
            vec![RequestError::new(
                "",
                "missing",
                "the request is not complete".to_owned(),
                "fill what is required".to_owned(),
            )]
        };
        let (Some(name), Some(region), Some(account), Some(vpc)) =
            (self.name, self.region, self.account, self.vpc)
        else {
            return Err(nothing());
        };
        let grants: Option<Vec<Grant>> = self.grants.into_iter().collect();
        Ok(Request {
            name,
            region,
            account,
            policy: self.policy,
            placement: self.placement.at(vpc),
            grants: grants.ok_or_else(nothing)?,
            guards: self.guards,
            endpoints: self.endpoints,
            tags: self.tags,
        })
    }

    /// A request of what is right so far, and which words stand in for an answer. For previews
    /// only: it is never applied or downloaded. `None` while no grant is right.
    pub fn sketch(&self) -> Option<(Request, Vec<&'static str>)> {
        let grants: Vec<Grant> = self.grants.iter().flatten().cloned().collect();
        if grants.is_empty() {
            return None;
        }
        let mut stand_ins = Vec::new();
        let mut placement = self.placement.clone();
        if placement.subnets.is_empty() {
            stand_ins.push("subnets");
            placement.subnets.push(placeholder::subnet());
        }
        let mut or = |what: &'static str, absent: bool| {
            if absent {
                stand_ins.push(what);
            }
        };
        or("name", self.name.is_none());
        or("region", self.region.is_none());
        or("account", self.account.is_none());
        or("vpc", self.vpc.is_none());
        let request = Request {
            name: self.name.clone().unwrap_or_else(placeholder::name),
            region: self.region.clone().unwrap_or_else(placeholder::region),
            account: self.account.clone().unwrap_or_else(placeholder::account),
            policy: self.policy,
            placement: placement.at(self.vpc.clone().unwrap_or_else(placeholder::vpc)),
            grants,
            guards: self.guards,
            endpoints: BTreeMap::new(),
            tags: self.tags.clone(),
        };
        Some((request, stand_ins))
    }
}

impl PlacementDraft {
    fn at(self, vpc: VpcId) -> Placement {
        let Self {
            subnets,
            security_groups,
            allow_from,
            private_dns,
            ip_address_type,
        } = self;
        Placement {
            vpc,
            subnets,
            security_groups,
            allow_from,
            private_dns,
            ip_address_type,
        }
    }
}

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
    let region = read_region(&mut root, catalog);
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
    let (vpc, placement) = read_placement(&mut root, catalog);
    let at_region = region.clone().unwrap_or_else(placeholder::region);
    let at_account = account.clone().unwrap_or_else(placeholder::account);
    let grants = read_grants(&mut root, catalog, &at_region, &at_account);
    let guards = read_guards(&mut root);
    let endpoints = read_endpoints(&mut root, catalog, &grants);
    let tags = read_tags(&mut root, catalog);
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

/// A Region of the right form that AgentCore is not known to be in gets a note in the plan; one
/// that is written wrong is an error.
fn read_region(root: &mut Fields<'_>, catalog: &Catalog) -> Option<Region> {
    let Some(text) = root.text("region") else {
        if root.node("region").is_none() {
            root.missing("region", "name the Region, for example us-east-1");
        }
        return None;
    };
    let parsed: Option<Region> = text.value.parse().ok();
    let known = |r: &Region| catalog.region(r).is_some();
    if parsed.as_ref().is_some_and(|r| known(r) || plausible(r)) {
        return parsed;
    }
    let help = did_you_mean(&text.value, catalog.regions.iter().map(|r| r.id.as_str()));
    let error = RequestError::new(
        &text.path,
        "unknown-word",
        "not the code of an AWS Region".to_owned(),
        help,
    );
    root.errors().push(error.seen(text.value));
    None
}

/// Whether every word of a Region's code is one that AWS uses.
fn plausible(region: &Region) -> bool {
    const PARTS: [&str; 11] = [
        "af", "ap", "ca", "cn", "eu", "il", "me", "mx", "sa", "us", "nz",
    ];
    const WORDS: [&str; 12] = [
        "gov",
        "iso",
        "isob",
        "east",
        "west",
        "north",
        "south",
        "central",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
    ];
    let mut words = region
        .as_str()
        .split('-')
        .filter(|w| !w.bytes().all(|b| b.is_ascii_digit()));
    words.next().is_some_and(|part| PARTS.contains(&part)) && words.all(|w| WORDS.contains(&w))
}

fn read_placement(root: &mut Fields<'_>, catalog: &Catalog) -> (Option<VpcId>, PlacementDraft) {
    let errors = root.errors();
    let empty = Node {
        value: Value::Table(Vec::new()),
        span: None,
    };
    let mut fields = match root.table("placement") {
        Some(fields) => fields,
        None => Fields::new("placement".to_owned(), &empty, errors),
    };
    let vpc = required(
        &mut fields,
        "vpc",
        "give the VPC's id, for example vpc-0a1b2c3d4e5f60718",
    );
    let given = fields.node("subnets").is_some();
    let subnets: Vec<SubnetId> = fields.parsed_list("subnets").unwrap_or_default();
    if !given || (subnets.is_empty() && fields.texts("subnets").is_some_and(|t| t.is_empty())) {
        fields.missing("subnets", "give one subnet for each zone, at least one");
    }
    let groups_given =
        fields.node("security_groups").is_some() || fields.node("allow_from").is_some();
    let security_groups: Vec<SecurityGroupId> =
        fields.parsed_list("security_groups").unwrap_or_default();
    let allow_from: Vec<super::AllowFrom> = fields.parsed_list("allow_from").unwrap_or_default();
    let any_typed = |fields: &mut Fields<'_>, key| fields.texts(key).is_some_and(|t| !t.is_empty());
    if !groups_given
        || !(any_typed(&mut fields, "security_groups") || any_typed(&mut fields, "allow_from"))
    {
        let help = "list security_groups, or give allow_from to make a group that admits TCP 443 from there; the VPC's default group is never used silently";
        fields.missing("security_groups", help);
    }
    let most = catalog.quotas.security_groups_per_interface;
    if security_groups.len() + usize::from(!allow_from.is_empty()) > most {
        let message = format!("an interface takes {most} security groups, the new one counted");
        errors.push(RequestError::new(
            &fields.at("security_groups"),
            "too-many",
            message,
            "list fewer groups".to_owned(),
        ));
    }
    let private_dns = fields.flag("private_dns").unwrap_or(true);
    let ip_address_type = word_or(
        &mut fields,
        "ip_address_type",
        IpAddressType::WORDS,
        IpAddressType::Ipv4,
    );
    fields.finish();
    (
        vpc,
        PlacementDraft {
            subnets,
            security_groups,
            allow_from,
            private_dns,
            ip_address_type,
        },
    )
}

fn read_grants(
    root: &mut Fields<'_>,
    catalog: &Catalog,
    region: &Region,
    account: &AccountId,
) -> Vec<Option<Grant>> {
    let errors = root.errors();
    let Some(node) = root.node("grants") else {
        root.missing("grants", "say at least one grant: who may do what");
        return Vec::new();
    };
    let Value::List(items) = &node.value else {
        let message = format!("expected a list of grants, found {}", node.kind());
        errors.push(RequestError::new(
            "grants",
            "wrong-type",
            message,
            "write [[grants]] before each".to_owned(),
        ));
        return Vec::new();
    };
    if items.is_empty() {
        root.missing("grants", "say at least one grant: who may do what");
    }
    items
        .iter()
        .enumerate()
        .map(|(i, item)| {
            grant::read(
                Fields::new(format!("grants[{i}]"), item, errors),
                catalog,
                region,
                account,
            )
        })
        .collect()
}

fn read_guards(root: &mut Fields<'_>) -> Guards {
    let Some(mut fields) = root.table("guards") else {
        return Guards::default();
    };
    let deny_foreign_discovery = fields.flag("deny_foreign_discovery").unwrap_or(false);
    fields.finish();
    Guards {
        deny_foreign_discovery,
    }
}

fn read_endpoints(
    root: &mut Fields<'_>,
    catalog: &Catalog,
    grants: &[Option<Grant>],
) -> BTreeMap<EndpointKey, EndpointOverride> {
    let errors = root.errors();
    let Some(mut table) = root.table("endpoints") else {
        return BTreeMap::new();
    };
    let all_right = grants.iter().all(Option::is_some);
    let needed: Vec<EndpointKey> = grants
        .iter()
        .flatten()
        .filter_map(|g| {
            catalog
                .primitive(&g.primitive)?
                .planes
                .get(&g.plane)
                .map(|o| o.endpoint)
        })
        .collect();
    let mut overrides = BTreeMap::new();
    for key in EndpointKey::ALL {
        let Some(mut fields) = table.table(key.as_str()) else {
            continue;
        };
        if all_right && !needed.contains(key) {
            let mut keys: Vec<&str> = needed.iter().map(|k| k.as_str()).collect();
            keys.dedup();
            let message = "no grant needs this endpoint".to_owned();
            let help = format!(
                "endpoints follow from the grants; these need {}",
                keys.join(", ")
            );
            errors.push(RequestError::new(
                fields.path(),
                "not-needed",
                message,
                help,
            ));
        }
        let subnets: Option<Vec<SubnetId>> = fields.parsed_list("subnets");
        let security_groups: Option<Vec<SecurityGroupId>> = fields.parsed_list("security_groups");
        for (list_key, empty) in [
            ("subnets", subnets.as_ref().is_some_and(Vec::is_empty)),
            (
                "security_groups",
                security_groups.as_ref().is_some_and(Vec::is_empty),
            ),
        ] {
            if empty {
                fields.missing(
                    list_key,
                    "an empty list is not possible here: name at least one, or leave the key out",
                );
            }
        }
        let most = catalog.quotas.security_groups_per_interface;
        if security_groups.as_ref().is_some_and(|g| g.len() > most) {
            let message = format!("an interface takes {most} security groups");
            errors.push(RequestError::new(
                &fields.at("security_groups"),
                "too-many",
                message,
                "list fewer groups".to_owned(),
            ));
        }
        let over = EndpointOverride {
            subnets,
            security_groups,
            private_dns: fields.flag("private_dns"),
            ip_address_type: fields
                .node("ip_address_type")
                .is_some()
                .then(|| fields.word("ip_address_type", IpAddressType::WORDS))
                .flatten(),
            policy: fields
                .node("policy")
                .is_some()
                .then(|| fields.word("policy", PolicyMode::WORDS))
                .flatten(),
            existing: fields.parsed("existing"),
        };
        fields.finish();
        overrides.insert(*key, over);
    }
    table.finish();
    overrides
}

fn read_tags(root: &mut Fields<'_>, catalog: &Catalog) -> BTreeMap<String, String> {
    let errors = root.errors();
    let Some(node) = root.node("tags") else {
        return BTreeMap::new();
    };
    let mut tags = BTreeMap::new();
    let mut add = |path: &str, key: &str, value: &str| {
        if let Some((message, help)) = tag_fault(key, value) {
            errors.push(
                RequestError::new(path, "malformed", message.to_owned(), help.to_owned())
                    .seen(key.to_owned()),
            );
        } else if tags.insert(key.to_owned(), value.to_owned()).is_some() {
            errors.push(
                RequestError::new(
                    path,
                    "duplicate",
                    "this tag stands here twice".to_owned(),
                    "keep one of them".to_owned(),
                )
                .seen(key.to_owned()),
            );
        }
    };
    match (&node.value, errors.form()) {
        (Value::List(rows), Form::Query) => {
            for (i, row) in rows.iter().enumerate() {
                let mut row = Fields::new(format!("tags[{i}]"), row, errors);
                let (key, value) = (row.text("key"), row.text("value"));
                let path = row.path().to_owned();
                row.finish();
                match (key, value) {
                    (Some(key), value) => add(
                        &path,
                        &key.value,
                        &value.map_or_else(String::new, |v| v.value),
                    ),
                    (None, Some(_)) => errors.push(RequestError::new(
                        &path,
                        "missing",
                        "a tag needs a key".to_owned(),
                        "name the tag".to_owned(),
                    )),
                    (None, None) => {}
                }
            }
        }
        _ => {
            let table = Fields::new("tags".to_owned(), node, errors);
            for (key, value) in table.entries() {
                let path = table.at(key);
                match &value.value {
                    Value::Text(text) => add(&path, key, text),
                    _ => {
                        let message = format!("expected text, found {}", value.kind());
                        errors.push(
                            RequestError::new(
                                &path,
                                "wrong-type",
                                message,
                                "put the value in quotes".to_owned(),
                            )
                            .seen(value.shown()),
                        );
                    }
                }
            }
        }
    }
    // Name, postern:request and postern:plan come on top.
    let most = catalog.quotas.tags_per_resource - 3;
    if tags.len() > most {
        errors.push(RequestError::new(
            "tags",
            "too-many",
            format!("at most {most} tags of your own"),
            "leave some out".to_owned(),
        ));
    }
    tags
}

fn tag_fault(key: &str, value: &str) -> Option<(&'static str, &'static str)> {
    let (length, control) = (key.chars().count(), |t: &str| {
        t.chars().any(char::is_control)
    });
    if length == 0 || length > 128 || value.chars().count() > 256 {
        return Some((
            "a tag's key has 1 to 128 characters and its value at most 256",
            "shorten it",
        ));
    }
    if control(key) || control(value) {
        return Some((
            "a tag holds no control characters or line breaks",
            "write it on one line",
        ));
    }
    let lower = key.to_lowercase();
    if lower.starts_with("aws:") || lower.starts_with("postern:") || key == "Name" {
        return Some((
            "this tag is not yours to set",
            "Name comes from the request's name; aws: and postern: are reserved",
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
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
