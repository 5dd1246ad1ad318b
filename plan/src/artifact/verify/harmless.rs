//! The calls that `verify.sh` may make: they only list or get, and need nothing that the policy
//! does not name.
//!
//! Must never hold a call that starts, invokes, changes or stops anything.

use crate::arn::Arn;
use crate::plan::PlannedEndpoint;
use crate::policy::{Effect, Scope, Statement};
use crate::request::{EndpointKey, WorkloadService};

/// One such call.
#[derive(Debug)]
struct Harmless {
    endpoint: EndpointKey,
    action: &'static str,
    command: &'static str,
    /// The option that takes the resource's id, and how the resource part of its ARN begins.
    about: Option<(&'static str, &'static [&'static str])>,
}

const fn lists(endpoint: EndpointKey, action: &'static str, command: &'static str) -> Harmless {
    Harmless {
        endpoint,
        action,
        command,
        about: None,
    }
}

const fn needs(service: WorkloadService, action: &'static str, command: &'static str) -> Harmless {
    lists(EndpointKey::Workload(service), action, command)
}

const fn reads(
    endpoint: EndpointKey,
    action: &'static str,
    command: &'static str,
    option: &'static str,
    of: &'static [&'static str],
) -> Harmless {
    Harmless {
        endpoint,
        action,
        command,
        about: Some((option, of)),
    }
}

/// The calls in order of preference. Required parameters: botocore's models of the AgentCore
/// services.
const HARMLESS: &[Harmless] = &[
    lists(
        EndpointKey::Control,
        "ListAgentRuntimes",
        "list-agent-runtimes",
    ),
    lists(EndpointKey::Control, "ListGateways", "list-gateways"),
    lists(EndpointKey::Control, "ListMemories", "list-memories"),
    lists(
        EndpointKey::Control,
        "ListCodeInterpreters",
        "list-code-interpreters",
    ),
    lists(EndpointKey::Control, "ListBrowsers", "list-browsers"),
    lists(
        EndpointKey::Control,
        "ListWorkloadIdentities",
        "list-workload-identities",
    ),
    lists(
        EndpointKey::Control,
        "ListOauth2CredentialProviders",
        "list-oauth2-credential-providers",
    ),
    lists(
        EndpointKey::Control,
        "ListApiKeyCredentialProviders",
        "list-api-key-credential-providers",
    ),
    lists(
        EndpointKey::Control,
        "ListPolicyEngines",
        "list-policy-engines",
    ),
    lists(EndpointKey::Control, "ListEvaluators", "list-evaluators"),
    lists(
        EndpointKey::Control,
        "ListOnlineEvaluationConfigs",
        "list-online-evaluation-configs",
    ),
    lists(EndpointKey::Control, "ListHarnesses", "list-harnesses"),
    lists(EndpointKey::Control, "ListRegistries", "list-registries"),
    lists(
        EndpointKey::Control,
        "ListBrowserProfiles",
        "list-browser-profiles",
    ),
    lists(
        EndpointKey::Control,
        "ListConfigurationBundles",
        "list-configuration-bundles",
    ),
    lists(
        EndpointKey::Control,
        "ListPaymentManagers",
        "list-payment-managers",
    ),
    lists(
        EndpointKey::Control,
        "ListPaymentCredentialProviders",
        "list-payment-credential-providers",
    ),
    reads(
        EndpointKey::Control,
        "GetAgentRuntime",
        "get-agent-runtime",
        "--agent-runtime-id",
        &["runtime/"],
    ),
    reads(
        EndpointKey::Control,
        "GetGateway",
        "get-gateway",
        "--gateway-identifier",
        &["gateway/"],
    ),
    reads(
        EndpointKey::Control,
        "GetMemory",
        "get-memory",
        "--memory-id",
        &["memory/"],
    ),
    lists(
        EndpointKey::Data,
        "ListBatchEvaluations",
        "list-batch-evaluations",
    ),
    lists(EndpointKey::Data, "ListABTests", "list-ab-tests"),
    lists(
        EndpointKey::Data,
        "ListRecommendations",
        "list-recommendations",
    ),
    reads(
        EndpointKey::Data,
        "ListActors",
        "list-actors",
        "--memory-id",
        &["memory/"],
    ),
    reads(
        EndpointKey::Data,
        "ListCodeInterpreterSessions",
        "list-code-interpreter-sessions",
        "--code-interpreter-identifier",
        &["code-interpreter/", "code-interpreter-custom/"],
    ),
    reads(
        EndpointKey::Data,
        "ListBrowserSessions",
        "list-browser-sessions",
        "--browser-identifier",
        &["browser/", "browser-custom/"],
    ),
    lists(
        EndpointKey::RegistryControl,
        "ListRegistries",
        "list-registries",
    ),
    needs(
        WorkloadService::EcrApi,
        "DescribeRepositories",
        "describe-repositories",
    ),
    needs(
        WorkloadService::Logs,
        "DescribeLogGroups",
        "describe-log-groups",
    ),
    needs(
        WorkloadService::Xray,
        "GetSamplingRules",
        "get-sampling-rules",
    ),
    needs(WorkloadService::Monitoring, "ListMetrics", "list-metrics"),
    needs(
        WorkloadService::Sts,
        "GetCallerIdentity",
        "get-caller-identity",
    ),
    needs(
        WorkloadService::Secretsmanager,
        "ListSecrets",
        "list-secrets",
    ),
    needs(WorkloadService::Kms, "ListKeys", "list-keys"),
];

/// A call that the policy of an endpoint allows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Call {
    /// The words after `aws`.
    pub(super) words: Vec<String>,
    /// What the statement that allows it lets through, in plain English.
    pub(super) says: String,
}

/// The first call that a statement of the endpoint's policy allows.
pub(super) fn call(endpoint: &PlannedEndpoint) -> Option<Call> {
    let service = endpoint.sdk_service.as_ref()?;
    HARMLESS
        .iter()
        .filter(|h| h.endpoint == endpoint.key)
        .find_map(|harmless| {
            let (statement, origin) = endpoint
                .policy
                .statements
                .iter()
                .zip(&endpoint.origins)
                .find(|(s, _)| allows(s, harmless.action))?;
            let mut words = vec![service.clone(), harmless.command.to_owned()];
            if let Some((option, paths)) = harmless.about {
                // A call that cannot be limited to a resource stands on `*`: any resource that the
                // policy names elsewhere will do.
                let id = match ids(statement, paths).next() {
                    Some(id) => id,
                    None if statement.scope.is_star() => endpoint
                        .policy
                        .statements
                        .iter()
                        .find_map(|s| ids(s, paths).next())?,
                    None => return None,
                };
                words.extend([option.to_owned(), id]);
            }
            Some(Call {
                words,
                says: origin.meaning.clone(),
            })
        })
}

/// It allows the action; a condition on anything but the caller and the network might not hold.
fn allows(statement: &Statement, action: &str) -> bool {
    let named = |a: &String| a == "*" || a.split_once(':').is_some_and(|(_, name)| name == action);
    statement.effect == Effect::Allow
        && statement.actions.iter().any(named)
        && statement
            .conditions
            .iter()
            .all(|c| c.key.starts_with("aws:"))
}

/// The ids of single resources that a statement names.
fn ids<'a>(statement: &'a Statement, paths: &'a [&'a str]) -> impl Iterator<Item = String> + 'a {
    let arns: &[String] = match &statement.scope {
        Scope::Resources(arns) => arns,
        Scope::NotResources(_) => &[],
    };
    arns.iter()
        .filter_map(|arn| arn.parse::<Arn>().ok())
        .filter_map(|arn| {
            let id = paths
                .iter()
                .find_map(|path| arn.resource.strip_prefix(path))?;
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            (!id.starts_with('-') && !id.is_empty() && id.chars().all(plain)).then(|| id.to_owned())
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, Level};
    use crate::request::Request;

    fn words(grant: &str) -> Option<String> {
        let catalog = Catalog::load().unwrap();
        let text = format!(
            "version = 1\nname = \"a\"\nregion = \"us-east-1\"\naccount = \"111122223333\"\n[placement]\nvpc = \"vpc-11111111\"\n\
             subnets = [\"subnet-11111111\"]\nallow_from = [\"10.0.0.0/8\"]\n[[grants]]\n{grant}"
        );
        let request = Request::parse(&catalog, &text).unwrap();
        let plan = crate::plan(&catalog, None, &request);
        call(&plan.endpoints[0]).map(|c| c.words.join(" "))
    }

    #[test]
    fn every_call_only_reads() {
        let catalog = Catalog::load().unwrap();
        for harmless in HARMLESS {
            if matches!(harmless.endpoint, EndpointKey::Workload(_)) {
                let verbs = ["Describe", "Get", "List"];
                assert!(
                    verbs.iter().any(|v| harmless.action.starts_with(v)),
                    "{harmless:?}"
                );
                continue;
            }
            let known: Vec<_> = catalog
                .primitives
                .iter()
                .flat_map(|p| &p.actions)
                .filter(|a| a.name == harmless.action && a.endpoint == Some(harmless.endpoint))
                .collect();
            assert!(!known.is_empty(), "{}", harmless.action);
            assert!(
                known
                    .iter()
                    .all(|a| matches!(a.level, Level::Read | Level::List) && a.client_callable),
                "{}",
                harmless.action
            );
        }
    }

    #[test]
    fn a_call_is_made_only_where_the_policy_names_it() {
        const CALLER: &str =
            "auth = \"sigv4\"\ncallers = [\"arn:aws:iam::111122223333:role/app\"]\n";
        for (grant, expect) in [
            (
                "primitive = \"runtime\"\nresources = [\"a-AbCdEf1234\"]\naccess = \"invoke\"\n",
                None,
            ),
            (
                "primitive = \"memory\"\nresources = [\"*\"]\naccess = \"use\"\n",
                None,
            ),
            (
                "primitive = \"memory\"\nresources = [\"m-AbCdEf1234\"]\naccess = \"use\"\n",
                Some("bedrock-agentcore list-actors --memory-id m-AbCdEf1234"),
            ),
            (
                "primitive = \"memory\"\nresources = [\"m-AbCdEf1234\"]\naccess = \"use\"\nconditions = { StringEquals = { \"bedrock-agentcore:actorId\" = \"a\" } }\n",
                None,
            ),
            (
                "primitive = \"browser\"\nresources = [\"*\"]\naccess = \"use\"\n",
                Some("bedrock-agentcore list-browser-sessions --browser-identifier aws.browser.v1"),
            ),
            (
                "primitive = \"runtime\"\nplane = \"control\"\nresources = [\"*\"]\naccess = \"read\"\n",
                Some("bedrock-agentcore-control list-agent-runtimes"),
            ),
            (
                "primitive = \"memory\"\nplane = \"control\"\nresources = [\"m-AbCdEf1234\"]\nactions = [\"GetMemory\", \"DeleteMemory\"]\n",
                Some("bedrock-agentcore-control get-memory --memory-id m-AbCdEf1234"),
            ),
        ] {
            assert_eq!(
                words(&format!("{CALLER}{grant}")).as_deref(),
                expect,
                "{grant}"
            );
        }
    }
}
