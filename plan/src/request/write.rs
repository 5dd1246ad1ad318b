//! A request back into text: the TOML file people keep, and the fields of a page or link.
//!
//! Must write only what parses to the same request; a property test holds it.

mod lines;

use self::lines::quoted;
pub(super) use self::lines::{Lines, list_of};
use super::{
    Access, Conditions, EndpointOverride, Grant, Guards, Placement, PolicyMode, Request, Resource,
};

/// The request as a TOML file.
pub(super) fn toml(request: &Request) -> String {
    let mut out = Lines::default();
    out.line("version = 1");
    out.pair("name", request.name.as_str());
    out.pair("region", request.region.as_str());
    out.pair("account", request.account.as_str());
    write_policy(&mut out, request);
    out.line("\n[placement]");
    write_placement(&mut out, &request.placement);
    write_grants(&mut out, request);
    write_endpoints(&mut out, "endpoints", request);
    if let Some(workload) = &request.workload {
        workload.write(&mut out, "workload");
    }
    write_tags(&mut out, request);
    out.text
}

/// What is the same for every target, as a TOML file.
pub(super) fn common(request: &Request) -> String {
    let mut out = Lines::default();
    out.line("version = 1");
    out.pair("name", request.name.as_str());
    write_policy(&mut out, request);
    write_grants(&mut out, request);
    write_tags(&mut out, request);
    let (account, region) = (request.account.as_str(), request.region.as_str());
    out.text
        .replace(account, "{account}")
        .replace(&format!(":{region}:"), ":{region}:")
}

/// What only one target says, as the first of a list in a TOML file.
pub(super) fn target(request: &Request) -> String {
    let mut out = Lines::default();
    out.line("[[targets]]");
    out.pair("name", "first");
    out.pair("account", request.account.as_str());
    out.pair("region", request.region.as_str());
    out.line("[targets.placement]");
    write_placement(&mut out, &request.placement);
    write_endpoints(&mut out, "targets.endpoints", request);
    if let Some(workload) = &request.workload {
        workload.write(&mut out, "targets.workload");
    }
    out.text
}

fn write_policy(out: &mut Lines, request: &Request) {
    if request.policy != PolicyMode::Restricted {
        out.pair("policy", request.policy.as_str());
    }
}

fn write_placement(out: &mut Lines, placement: &Placement) {
    out.pair("vpc", placement.vpc.as_str());
    out.list("subnets", placement.subnets.iter().map(ToString::to_string));
    out.list(
        "security_groups",
        placement.security_groups.iter().map(ToString::to_string),
    );
    out.list(
        "allow_from",
        placement.allow_from.iter().map(ToString::to_string),
    );
    out.line(&format!("private_dns = {}", placement.private_dns));
    out.list(
        "share_dns_with",
        placement.share_dns_with.iter().map(ToString::to_string),
    );
    out.pair("ip_address_type", placement.ip_address_type.as_str());
}

fn write_grants(out: &mut Lines, request: &Request) {
    for grant in &request.grants {
        write_grant(out, grant);
    }
    let guards = guards(request.guards);
    if !guards.is_empty() {
        out.line("\n[guards]");
        for guard in guards {
            out.line(&format!("{guard} = true"));
        }
    }
}

fn write_endpoints(out: &mut Lines, table: &str, request: &Request) {
    for (key, over) in &request.endpoints {
        out.line(&format!("\n[{table}.{key}]"));
        write_override(out, over);
    }
}

fn write_tags(out: &mut Lines, request: &Request) {
    if !request.tags.is_empty() {
        out.line("\n[tags]");
        for (key, value) in &request.tags {
            out.line(&format!("{} = {}", quoted(key), quoted(value)));
        }
    }
}

fn write_grant(out: &mut Lines, grant: &Grant) {
    out.line("\n[[grants]]");
    for (key, value) in plain_fields(grant) {
        out.pair(key, &value);
    }
    out.list("callers", callers(grant));
    out.list("resources", resources(grant));
    if grant.access == Access::Actions {
        out.list("actions", grant.actions.iter().cloned());
    }
    if !grant.conditions.is_empty() {
        out.line("[grants.conditions]");
        for (operator, keys) in by_operator(&grant.conditions) {
            let pairs: Vec<String> = keys
                .iter()
                .map(|(key, values)| format!("{} = {}", quoted(key), list_of(values.iter())))
                .collect();
            out.line(&format!(
                "{} = {{ {} }}",
                quoted(&operator),
                pairs.join(", ")
            ));
        }
    }
}

fn write_override(out: &mut Lines, over: &EndpointOverride) {
    if let Some(subnets) = &over.subnets {
        out.list("subnets", subnets.iter().map(ToString::to_string));
    }
    if let Some(groups) = &over.security_groups {
        out.list("security_groups", groups.iter().map(ToString::to_string));
    }
    if let Some(on) = over.private_dns {
        out.line(&format!("private_dns = {on}"));
    }
    if let Some(kind) = over.ip_address_type {
        out.pair("ip_address_type", kind.as_str());
    }
    if let Some(mode) = over.policy {
        out.pair("policy", mode.as_str());
    }
    if let Some(id) = &over.existing {
        out.pair("existing", id.as_str());
    }
}

/// The request as the fields of a page.
pub(super) fn pairs(request: &Request) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut put = |key: String, value: String| out.push((key, value));
    put("version".to_owned(), "1".to_owned());
    put("name".to_owned(), request.name.to_string());
    put("region".to_owned(), request.region.to_string());
    put("account".to_owned(), request.account.to_string());
    if request.policy != PolicyMode::Restricted {
        put("policy".to_owned(), request.policy.to_string());
    }
    let placement = &request.placement;
    put("placement.vpc".to_owned(), placement.vpc.to_string());
    for subnet in &placement.subnets {
        put("placement.subnets".to_owned(), subnet.to_string());
    }
    for group in &placement.security_groups {
        put("placement.security_groups".to_owned(), group.to_string());
    }
    for source in &placement.allow_from {
        put("placement.allow_from".to_owned(), source.to_string());
    }
    put(
        "placement.private_dns".to_owned(),
        placement.private_dns.to_string(),
    );
    for vpc in &placement.share_dns_with {
        put("placement.share_dns_with".to_owned(), vpc.to_string());
    }
    put(
        "placement.ip_address_type".to_owned(),
        placement.ip_address_type.to_string(),
    );
    for (i, grant) in request.grants.iter().enumerate() {
        let at = |key: &str| format!("grants.{i}.{key}");
        for (key, value) in plain_fields(grant) {
            put(at(key), value);
        }
        for caller in callers(grant) {
            put(at("callers"), caller);
        }
        for resource in resources(grant) {
            put(at("resources"), resource);
        }
        if grant.access == Access::Actions {
            for action in &grant.actions {
                put(at("actions"), action.clone());
            }
        }
        for (j, condition) in grant.conditions.iter().enumerate() {
            put(
                at(&format!("conditions.{j}.operator")),
                condition.operator.to_string(),
            );
            put(at(&format!("conditions.{j}.key")), condition.key.clone());
            for value in &condition.values {
                put(at(&format!("conditions.{j}.value")), value.clone());
            }
        }
    }
    for guard in guards(request.guards) {
        put(format!("guards.{guard}"), "true".to_owned());
    }
    for (key, over) in &request.endpoints {
        let at = |field: &str| format!("endpoints.{key}.{field}");
        for subnet in over.subnets.iter().flatten() {
            put(at("subnets"), subnet.to_string());
        }
        for group in over.security_groups.iter().flatten() {
            put(at("security_groups"), group.to_string());
        }
        let words = [
            ("private_dns", over.private_dns.map(|on| on.to_string())),
            (
                "ip_address_type",
                over.ip_address_type.map(|t| t.to_string()),
            ),
            ("policy", over.policy.map(|p| p.to_string())),
            ("existing", over.existing.as_ref().map(ToString::to_string)),
        ];
        for (field, value) in words {
            if let Some(value) = value {
                put(at(field), value);
            }
        }
    }
    for (key, value) in request
        .workload
        .iter()
        .flat_map(super::WorkloadRequest::pairs)
    {
        put(key, value);
    }
    for (i, (key, value)) in request.tags.iter().enumerate() {
        put(format!("tags.{i}.key"), key.clone());
        put(format!("tags.{i}.value"), value.clone());
    }
    out
}

/// The guards that are up.
fn guards(guards: Guards) -> Vec<&'static str> {
    let all = [
        ("deny_foreign_discovery", guards.deny_foreign_discovery),
        ("lockdown", guards.lockdown),
    ];
    all.into_iter()
        .filter(|(_, up)| *up)
        .map(|(word, _)| word)
        .collect()
}

fn plain_fields(grant: &Grant) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("primitive", grant.primitive.clone()),
        ("plane", grant.plane.to_string()),
        ("auth", grant.auth.to_string()),
    ];
    if let Access::Preset(preset) = grant.access {
        fields.push(("access", preset.to_string()));
    }
    fields
}

/// Callers as typed; none where there is nothing to say.
fn callers(grant: &Grant) -> impl Iterator<Item = String> + '_ {
    let said = grant.auth == super::Auth::Sigv4;
    grant
        .callers
        .iter()
        .filter(move |_| said)
        .map(ToString::to_string)
}

fn resources(grant: &Grant) -> impl Iterator<Item = String> + '_ {
    grant.resources.iter().map(|r| match r {
        Resource::All => "*".to_owned(),
        Resource::One(target) => target.typed.clone(),
    })
}

/// Keys and their values under one operator.
pub(crate) type KeyValues = Vec<(String, Vec<String>)>;

/// Conditions as IAM nests them: operator → keys → values.
pub(crate) fn by_operator(conditions: &Conditions) -> Vec<(String, KeyValues)> {
    let mut all: Vec<(String, KeyValues)> = Vec::new();
    for condition in conditions.iter() {
        let operator = condition.operator.to_string();
        let entry = (condition.key.clone(), condition.values.clone());
        match all.iter_mut().find(|(o, _)| *o == operator) {
            Some((_, keys)) => keys.push(entry),
            None => all.push((operator, vec![entry])),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::request::Request;
    use crate::targets::targeted;

    const FULL: &str = r#"
version = 1
name = "agents"
region = "us-east-1"
account = "111122223333"
policy = "full-access"
[placement]
vpc = "vpc-0a1b2c3d4e5f60718"
subnets = ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"]
security_groups = ["sg-0cccccccccccccccc"]
allow_from = ["10.0.0.0/16"]
private_dns = false
share_dns_with = ["vpc-0b1b2c3d4e5f60718", "444455556666/vpc-0c1b2c3d4e5f60718"]
[[grants]]
primitive = "memory"
auth = "sigv4"
callers = ["arn:aws:iam::111122223333:role/app", "arn:aws:iam::111122223333:role/team-*"]
resources = ["m-AbCdEf1234"]
actions = ["CreateEvent"]
[grants.conditions]
StringEquals = { "bedrock-agentcore:actorId" = ["a\"b", "c"], "aws:PrincipalOrgID" = "o-abcdefghij" }
"ForAnyValue:StringLike" = { "aws:PrincipalOrgPaths" = "o-a/*" }
[[grants]]
primitive = "gateway"
auth = "none"
resources = ["*"]
access = "invoke"
[guards]
deny_foreign_discovery = true
lockdown = true
[endpoints.gateway]
subnets = ["subnet-0bbbbbbbbbbbbbbbb"]
private_dns = true
policy = "restricted"
[workload]
endpoints = ["ecr-api", "s3"]
subnets = ["subnet-0bbbbbbbbbbbbbbbb"]
allow_from = ["sg-0dddddddddddddddd"]
route_tables = ["rtb-0aaaaaaaaaaaaaaaa"]
buckets = ["agent-files"]
agent_subnets = ["subnet-0aaaaaaaaaaaaaaaa"]
policy = "full-access"
[tags]
"team \"x\"" = "ünïcode \\ $HOME `id`"
"#;

    #[test]
    fn a_request_reads_back_from_both_forms() {
        let catalog = Catalog::load().unwrap();
        let request = Request::parse(&catalog, FULL).unwrap();
        assert_eq!(
            Request::parse(&catalog, &request.to_toml()).unwrap(),
            request,
            "{}",
            request.to_toml()
        );
        assert_eq!(
            Request::parse_query(&catalog, &request.to_pairs()).unwrap(),
            request
        );
        let (common, targets) = request.parted();
        let targeted = targeted(&catalog, &common, &targets).unwrap();
        let [only] = &targeted[..] else {
            panic!("one request is one target")
        };
        assert!(common.contains("arn:aws:iam::{account}:role/app"));
        assert_eq!(only.request.to_toml(), request.to_toml());
    }
}
