//! Callers that sign: boto3, the AWS CLI, curl and WebSockets.
//!
//! Must name no operation that a grant does not allow. Operations and their parameters are from
//! botocore 1.44.5, the WebSocket helpers from AWS's Python SDK 1.25.0.

use super::super::code::{fenced, string, word};
use super::{Part, Shown, allows, curl, grants, host, runtime_url, shown};
use crate::plan::{Plan, PlannedEndpoint};
use crate::request::{Auth, EndpointKey, Grant};

/// A primitive, its action, and the command that calls it.
#[rustfmt::skip] // One command a line.
const COMMANDS: &[(&str, &str, &str)] = &[
    ("runtime", "InvokeAgentRuntime", "invoke-agent-runtime --agent-runtime-arn {arn} --payload fileb://request.json answer.json"),
    ("memory", "ListActors", "list-actors --memory-id {id}"),
    ("code_interpreter", "ListCodeInterpreterSessions", "list-code-interpreter-sessions --code-interpreter-identifier {id}"),
    ("browser", "ListBrowserSessions", "list-browser-sessions --browser-identifier {id}"),
    ("evaluations", "ListBatchEvaluations", "list-batch-evaluations"),
    ("runtime", "ListAgentRuntimes", "list-agent-runtimes"),
    ("memory", "ListMemories", "list-memories"),
    ("gateway", "ListGateways", "list-gateways"),
    ("browser", "ListBrowsers", "list-browsers"),
    ("code_interpreter", "ListCodeInterpreters", "list-code-interpreters"),
    ("identity", "ListWorkloadIdentities", "list-workload-identities"),
    ("policy", "ListPolicyEngines", "list-policy-engines"),
    ("evaluations", "ListEvaluators", "list-evaluators"),
];

/// What there is to say about signed calls, by endpoint.
pub(super) fn parts(plan: &Plan) -> Vec<Part> {
    let mut parts = Vec::new();
    for endpoint in &plan.endpoints {
        let signed = grants(plan, endpoint, Auth::Sigv4);
        if signed.is_empty() {
            continue;
        }
        parts.extend(sdk(plan, endpoint, &signed));
        if endpoint.key == EndpointKey::Gateway {
            parts.push(gateway(plan, endpoint, &signed));
        }
        parts.extend(runtime_socket(plan, endpoint, &signed));
        parts.extend(browser_streams(plan, endpoint, &signed));
    }
    parts
}

/// boto3 and the CLI, where an SDK service talks to the endpoint.
fn sdk(plan: &Plan, endpoint: &PlannedEndpoint, signed: &[&Grant]) -> Vec<Part> {
    let Some(service) = &endpoint.sdk_service else {
        return Vec::new();
    };
    let region = plan.request.region.as_str();
    let elsewhere = if plan.resolves(endpoint) {
        ""
    } else {
        ", endpoint_url=\"https://VPCE_NAME\""
    };
    let python = [
        "import boto3".to_owned(),
        format!(
            "client = boto3.client({}, region_name={}{elsewhere})",
            string(service),
            string(region)
        ),
    ];
    let option = if plan.resolves(endpoint) {
        ""
    } else {
        " --endpoint-url https://VPCE_NAME"
    };
    let command = |call: &str| format!("aws {service} {call} --region {}{option}", word(region));
    let mut lines: Vec<String> = COMMANDS
        .iter()
        .filter_map(|(primitive, action, call)| {
            let own: Vec<&Grant> = signed
                .iter()
                .copied()
                .filter(|g| g.primitive == *primitive)
                .collect();
            allows(&own, action).then_some((own, primitive, action, call))
        })
        .map(|(own, primitive, action, call)| {
            let kind = primitive.replace('_', "-");
            let Shown { arn, id, .. } = shown(plan, &own, action, &kind);
            // Options stand before the file that the answer goes to.
            let (call, file) = call
                .strip_suffix(" answer.json")
                .map_or((*call, ""), |c| (c, " answer.json"));
            // One value a command: a second pass would look into the first one's quotes.
            let filled = match call.split_once("{arn}") {
                Some((before, after)) => format!("{before}{}{after}", word(&arn)),
                None => call.replace("{id}", &word(&id)),
            };
            command(&filled) + file
        })
        .collect();
    if lines.is_empty() {
        lines.push(command("OPERATION"));
    }
    vec![
        Part {
            title: format!("{}: boto3", endpoint.title),
            text: "The Region is the real one, whatever the host is called.",
            code: fenced("python", &python),
        },
        Part {
            title: format!("{}: AWS CLI", endpoint.title),
            text: "",
            code: fenced("sh", &lines),
        },
    ]
}

/// Gateways have no SDK operation: MCP over HTTPS, signed.
fn gateway(plan: &Plan, endpoint: &PlannedEndpoint, signed: &[&Grant]) -> Part {
    let target = shown(plan, signed, "InvokeGateway", "gateway");
    let host = host(endpoint, &target.id);
    let lines = [
        format!("{} --aws-sigv4 {} \\", curl(plan, endpoint, &host), word(&format!("aws:amz:{}:bedrock-agentcore", plan.request.region))),
        "  --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" -H \"x-amz-security-token: $AWS_SESSION_TOKEN\" \\".to_owned(),
        "  -H 'content-type: application/json' -H 'accept: application/json, text/event-stream' \\".to_owned(),
        format!("  -d '{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}}' {}", word(&format!("https://{host}/mcp"))),
    ];
    let text = "MCP over HTTPS, signed for the service bedrock-agentcore. Every gateway has a host of its own.";
    Part {
        title: format!("{}: curl", endpoint.title),
        text,
        code: fenced("sh", &lines),
    }
}

fn runtime_socket(plan: &Plan, endpoint: &PlannedEndpoint, signed: &[&Grant]) -> Option<Part> {
    const ACTION: &str = "InvokeAgentRuntimeWithWebSocketStream";
    if !allows(signed, ACTION) {
        return None;
    }
    let target = shown(plan, signed, ACTION, "runtime");
    let url = runtime_url("wss", &host(endpoint, &target.id), &target, "ws");
    let lines = [
        format!("# {url}"),
        "from bedrock_agentcore.runtime import AgentCoreRuntimeClient".to_owned(),
        format!(
            "client = AgentCoreRuntimeClient(region={})",
            string(plan.request.region.as_str())
        ),
        format!(
            "url, headers = client.generate_ws_connection({}, endpoint_name={})",
            string(&target.arn),
            string(&target.qualifier)
        ),
    ];
    let text = if plan.resolves(endpoint) {
        "AWS's Python SDK signs the address; any WebSocket library opens it with the headers."
    } else {
        "AWS's Python SDK signs the address; any WebSocket library opens it with the headers. Set BEDROCK_AGENTCORE_DP_ENDPOINT to https://VPCE_NAME first."
    };
    Some(Part {
        title: "Runtime: WebSocket".to_owned(),
        text,
        code: fenced("python", &lines),
    })
}

fn browser_streams(plan: &Plan, endpoint: &PlannedEndpoint, signed: &[&Grant]) -> Option<Part> {
    let streams = [
        ("ConnectBrowserAutomationStream", "automation"),
        ("ConnectBrowserLiveViewStream", "live-view"),
    ];
    let open: Vec<_> = streams
        .into_iter()
        .filter(|(action, _)| allows(signed, action))
        .collect();
    let (action, _) = open.first()?;
    let id = shown(plan, signed, action, "browser").id;
    let host = host(endpoint, &id);
    let lines: Vec<String> = open
        .iter()
        .map(|(_, path)| {
            format!(
                "wss://{host}/browser-streams/{}/sessions/SESSION_ID/{path}",
                super::percent(&id)
            )
        })
        .collect();
    let text = "A session is started first and its id put into the address; AWS's Python SDK signs it (BrowserClient).";
    Some(Part {
        title: "Browser: streams".to_owned(),
        text,
        code: fenced("text", &lines),
    })
}
