//! `connect.md`: how each kind of caller that the plan knows connects, with and without private DNS.
//!
//! Must show only what the plan grants, and must not put a value into code but through `code.rs`.

mod bearer;
mod signed;

use askama::Template;
use askama::filters::Safe;

use super::code::{fenced, percent, word};
use super::{Artifact, RenderError, callers};
use crate::plan::{Change, Plan, PlannedEndpoint};
use crate::request::{Auth, EndpointKey, Grant, Resource};

/// What stands for the name that EC2 gives an endpoint.
const OWN_NAME: &str = "VPCE_NAME";

#[derive(Template)]
#[template(path = "connect.md")]
struct Page<'a> {
    plan: &'a Plan,
    doors: Vec<Door<'a>>,
    on: bool,
    /// The VPCs whose zones give the names.
    shared: Option<String>,
    off: Vec<Off<'a>>,
    signed: Vec<Part>,
    bearer: Vec<Part>,
    open: Vec<Part>,
    callers: Vec<(String, &'a str)>,
    control: bool,
}

struct Door<'a> {
    title: &'a str,
    service: &'a str,
    private_dns: &'static str,
    names: String,
    variable: &'a str,
}

/// An endpoint without private DNS.
struct Off<'a> {
    title: &'a str,
    lookup: Safe<String>,
    settings: Option<Safe<String>>,
}

/// A heading, what to know, and code.
struct Part {
    title: String,
    text: &'static str,
    code: Safe<String>,
}

/// The page.
pub(super) fn page(plan: &Plan) -> Result<Artifact, RenderError> {
    let endpoints = &plan.endpoints;
    let page = Page {
        plan,
        doors: endpoints.iter().map(|e| door(plan, e)).collect(),
        on: endpoints.iter().any(|e| e.private_dns),
        shared: shared(plan),
        off: endpoints
            .iter()
            .filter(|e| !plan.resolves(e))
            .map(|e| off(plan, e))
            .collect(),
        signed: signed::parts(plan),
        bearer: bearer::parts(plan),
        open: bearer::open(plan),
        callers: callers::paths(plan)
            .into_iter()
            .map(|(path, c)| (path, c.arn.as_str()))
            .collect(),
        control: plan.endpoint(EndpointKey::Control).is_some(),
    };
    Ok(Artifact::new(
        "connect.md",
        "text/markdown",
        super::text(&page)?,
    ))
}

/// Every VPC that has the names, by zones.
fn shared(plan: &Plan) -> Option<String> {
    let shared = plan.shared_dns.as_ref()?;
    let vpcs = shared.vpcs.iter().chain(shared.others.values().flatten());
    let own = std::iter::once(&plan.request.placement.vpc);
    let all: Vec<&str> = own.chain(vpcs).map(crate::id::VpcId::as_str).collect();
    Some(all.join(", "))
}

fn door<'p>(plan: &Plan, endpoint: &'p PlannedEndpoint) -> Door<'p> {
    Door {
        title: &endpoint.title,
        service: &endpoint.service_name,
        private_dns: if endpoint.private_dns {
            "on"
        } else if plan.resolves(endpoint) {
            "off, a zone in its place"
        } else {
            "off"
        },
        names: endpoint.private_dns_names.join(", "),
        variable: endpoint.endpoint_url_variable.as_deref().unwrap_or("none"),
    }
}

fn off<'a>(plan: &'a Plan, endpoint: &'a PlannedEndpoint) -> Off<'a> {
    let region = word(plan.request.region.as_str());
    let which = match &endpoint.change {
        Change::Modify(m) => format!("--vpc-endpoint-ids {}", word(m.id.as_str())),
        Change::Leave { id } => format!("--vpc-endpoint-ids {}", word(id.as_str())),
        Change::Create => format!(
            "--filters {} {}",
            word(&format!(
                "Name=vpc-id,Values={}",
                plan.request.placement.vpc
            )),
            word(&format!(
                "Name=service-name,Values={}",
                endpoint.service_name
            ))
        ),
    };
    let lookup = format!(
        "aws ec2 describe-vpc-endpoints --region {region} {which} --query 'VpcEndpoints[].DnsEntries[0].DnsName' --output text"
    );
    let settings = endpoint.endpoint_url_variable.as_ref().map(|variable| {
        fenced(
            "sh",
            &[
                format!("export AWS_REGION={region}"),
                format!("export {variable}=https://{OWN_NAME}"),
            ],
        )
    });
    Off {
        title: &endpoint.title,
        lookup: fenced("sh", &[lookup]),
        settings,
    }
}

/// The host of an endpoint; for a wildcard name, of the resource `id`.
fn host(endpoint: &PlannedEndpoint, id: &str) -> String {
    let name = endpoint
        .private_dns_names
        .first()
        .map_or("", String::as_str);
    name.strip_prefix("*.")
        .map_or_else(|| name.to_owned(), |rest| format!("{id}.{rest}"))
}

/// The beginning of a curl command that goes to the endpoint's host.
fn curl(plan: &Plan, endpoint: &PlannedEndpoint, host: &str) -> String {
    if plan.resolves(endpoint) {
        return "curl -sS".to_owned();
    }
    format!(
        "curl -sS --connect-to {}",
        word(&format!("{host}:443:{OWN_NAME}:443"))
    )
}

/// The grants of an endpoint's calls with an auth.
fn grants<'p>(plan: &'p Plan, endpoint: &'p PlannedEndpoint, auth: Auth) -> Vec<&'p Grant> {
    let mine = endpoint
        .grants
        .iter()
        .filter_map(|i| plan.request.grants.get(*i));
    mine.filter(|g| g.auth == auth).collect()
}

/// One of the grants has this action.
fn allows(grants: &[&Grant], action: &str) -> bool {
    grants.iter().any(|g| g.actions.iter().any(|a| a == action))
}

/// A runtime, gateway or tool to show.
struct Shown {
    arn: String,
    id: String,
    /// The endpoint of a runtime.
    qualifier: String,
}

/// A resource of the kind that a grant with the action names, or a word to replace.
fn shown(plan: &Plan, grants: &[&Grant], action: &str, kind: &str) -> Shown {
    let with = grants
        .iter()
        .filter(|g| g.actions.iter().any(|a| a == action));
    let named = with
        .flat_map(|g| &g.resources)
        .find_map(|resource| match resource {
            Resource::One(t) if t.arn.account != "*" && !t.arn.resource.contains(['*', '?']) => {
                let mut path = t.arn.resource.split('/');
                let (own, id) = (path.next()?, path.next()?);
                let family = own.strip_suffix("-custom").unwrap_or(own) == kind;
                let qualifier = path.nth(1).unwrap_or("DEFAULT").to_owned();
                let arn = crate::arn::Arn {
                    resource: format!("{own}/{id}"),
                    ..t.arn.clone()
                };
                family.then(|| Shown {
                    arn: arn.to_string(),
                    id: id.to_owned(),
                    qualifier,
                })
            }
            _ => None,
        });
    named.unwrap_or_else(|| {
        let id = format!("{}_ID", kind.to_uppercase().replace('-', "_"));
        let request = &plan.request;
        let arn = format!(
            "arn:{}:bedrock-agentcore:{}:{}:{kind}/{id}",
            plan.partition, request.region, request.account
        );
        Shown {
            arn,
            id,
            qualifier: "DEFAULT".to_owned(),
        }
    })
}

/// `/runtimes/ARN`, as the data endpoint's paths have it. Source: botocore 1.44.5 and AWS's Python
/// SDK 1.25.0.
fn runtime_url(scheme: &str, host: &str, shown: &Shown, rest: &str) -> String {
    format!(
        "{scheme}://{host}/runtimes/{}/{rest}?qualifier={}",
        percent(&shown.arn),
        percent(&shown.qualifier)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::request::Request;

    fn text(private_dns: bool, grants: &str) -> String {
        let catalog = Catalog::load().unwrap();
        let text = format!(
            "version = 1\nname = \"a\"\nregion = \"us-east-1\"\naccount = \"111122223333\"\n[placement]\nvpc = \"vpc-11111111\"\n\
             subnets = [\"subnet-11111111\"]\nallow_from = [\"10.0.0.0/8\"]\nprivate_dns = {private_dns}\n{grants}"
        );
        let request = Request::parse(&catalog, &text).unwrap();
        page(&crate::plan(&catalog, None, &request)).unwrap().text
    }

    fn grant(primitive: &str, auth: &str, resource: &str, access: &str) -> String {
        let callers = if auth == "sigv4" {
            "callers = [\"111122223333\"]\n"
        } else {
            ""
        };
        format!(
            "[[grants]]\nprimitive = \"{primitive}\"\nauth = \"{auth}\"\n{callers}resources = [{resource:?}]\naccess = \"{access}\"\n"
        )
    }

    #[test]
    fn a_page_shows_what_is_granted_and_nothing_else() {
        let signed = text(true, &grant("runtime", "sigv4", "a-AbCdEf1234", "invoke"));
        for part in [
            "aws bedrock-agentcore invoke-agent-runtime --agent-runtime-arn 'arn:aws:",
            "boto3.client(\"bedrock-agentcore\"",
            "/ws?qualifier=DEFAULT",
        ] {
            assert!(signed.contains(part), "{part}: {signed}");
        }
        for part in [
            "Bearer",
            "VPCE",
            "gateway",
            "browser-streams",
            "list-actors",
            "iam:PassRole",
            "boto3.client(\"bedrock-agentcore-control\"",
        ] {
            assert!(!signed.contains(part), "{part}: {signed}");
        }
        let token = text(
            true,
            &grant(
                "runtime",
                "oauth",
                "a-AbCdEf1234/runtime-endpoint/prod",
                "invoke",
            ),
        );
        assert!(
            token.contains("Bearer $TOKEN")
                && token.contains("runtime%2Fa-AbCdEf1234/invocations?qualifier=prod"),
            "{token}"
        );
        assert!(
            token.contains("/.well-known/oauth-protected-resource?qualifier=prod"),
            "{token}"
        );
        assert!(
            !token.contains("boto3") && !token.contains("Signed calls"),
            "{token}"
        );
        let harness = text(true, &grant("harness", "sigv4", "h-AbCdEf1234", "invoke"));
        assert!(!harness.contains("invoke-agent-runtime"), "{harness}");
        assert!(
            text(true, &grant("browser", "sigv4", "aws.browser.v1", "use"))
                .contains("/browser-streams/aws.browser.v1/sessions/SESSION_ID/live-view")
        );
    }

    #[test]
    fn a_gateway_has_a_host_of_its_own() {
        for (auth, part) in [
            ("sigv4", "--aws-sigv4 'aws:amz:us-east-1:bedrock-agentcore'"),
            ("oauth", "Bearer $TOKEN"),
            ("none", "tools/list"),
        ] {
            let page = text(true, &grant("gateway", auth, "t-abcdef1234", "invoke"));
            assert!(
                page.contains(
                    "'https://t-abcdef1234.gateway.bedrock-agentcore.us-east-1.amazonaws.com/mcp'"
                ),
                "{page}"
            );
            assert!(page.contains(part), "{page}");
            assert_eq!(page.contains("Bearer"), auth == "oauth", "{page}");
        }
        let any = text(true, &grant("gateway", "oauth", "*", "invoke"));
        assert!(any.contains("https://GATEWAY_ID.gateway."), "{any}");
    }

    #[test]
    fn without_private_dns_clients_are_told_the_name_and_the_region() {
        let page = text(
            false,
            &(grant("memory", "sigv4", "m-AbCdEf1234", "use")
                + &grant("gateway", "oauth", "t-abcdef1234", "invoke")),
        );
        for part in [
            "export AWS_ENDPOINT_URL_BEDROCK_AGENTCORE=https://VPCE_NAME",
            "export AWS_REGION='us-east-1'",
            "'Name=service-name,Values=com.amazonaws.us-east-1.bedrock-agentcore.gateway'",
            "list-actors --memory-id 'm-AbCdEf1234' --region 'us-east-1' --endpoint-url https://VPCE_NAME",
            "--connect-to 't-abcdef1234.gateway.bedrock-agentcore.us-east-1.amazonaws.com:443:VPCE_NAME:443'",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(!page.contains("need no setting"), "{page}");
    }

    #[test]
    fn a_hostile_id_stays_inside_its_quotes() {
        let page = text(
            true,
            &grant("runtime", "sigv4", "a'$(id)```{id}b", "invoke"),
        );
        let quoted = r"runtime/a'\'''\$'(id)'\`''\`''\`'{id}b'";
        assert!(page.contains(quoted), "{page}");
        let fences = page.lines().filter(|l| l.starts_with("```")).count();
        assert_eq!(fences % 2, 0, "{page}");
    }
}
