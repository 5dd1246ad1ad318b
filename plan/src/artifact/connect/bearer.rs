//! Callers with a bearer token, and gateways that ask for nothing.
//!
//! Must not suggest boto3 or the CLI: they sign, and cannot send a token.

use super::super::code::{fenced, word};
use super::{Part, allows, curl, grants, host, runtime_url, shown};
use crate::plan::{Plan, PlannedEndpoint};
use crate::request::{Auth, EndpointKey, Grant};

const TOKEN: &str = "-H \"Authorization: Bearer $TOKEN\"";
const MCP: &str = "-H 'content-type: application/json' -H 'accept: application/json, text/event-stream' -d '{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}'";

/// What there is to say about calls with a token, by endpoint.
pub(super) fn parts(plan: &Plan) -> Vec<Part> {
    let mut parts = Vec::new();
    for endpoint in &plan.endpoints {
        let tokens = grants(plan, endpoint, Auth::Oauth);
        if tokens.is_empty() {
            continue;
        }
        if endpoint.key == EndpointKey::Gateway {
            parts.push(gateway(plan, endpoint, &tokens));
            continue;
        }
        let runtimes: Vec<&Grant> = tokens
            .iter()
            .copied()
            .filter(|g| g.primitive == "runtime")
            .collect();
        parts.extend(runtime(plan, endpoint, &runtimes));
        parts.extend(shell(plan, endpoint, &runtimes));
        if runtimes.len() < tokens.len() {
            parts.push(others(plan, endpoint, &tokens));
        }
    }
    parts
}

/// Gateways without inbound authorisation.
pub(super) fn open(plan: &Plan) -> Vec<Part> {
    let Some(endpoint) = plan.endpoint(EndpointKey::Gateway) else {
        return Vec::new();
    };
    let open = grants(plan, endpoint, Auth::None);
    if open.is_empty() {
        return Vec::new();
    }
    let target = shown(plan, &open, "InvokeGateway", "gateway");
    let host = host(endpoint, &target.id);
    let line = format!(
        "{} {MCP} {}",
        curl(plan, endpoint, &host),
        word(&format!("https://{host}/mcp"))
    );
    vec![Part {
        title: "Gateway: curl".to_owned(),
        text: "Every gateway has a host of its own.",
        code: fenced("sh", &[line]),
    }]
}

fn gateway(plan: &Plan, endpoint: &PlannedEndpoint, tokens: &[&Grant]) -> Part {
    let target = shown(plan, tokens, "InvokeGateway", "gateway");
    let host = host(endpoint, &target.id);
    let curl = curl(plan, endpoint, &host);
    let lines = [
        format!(
            "{curl} {}",
            word(&format!(
                "https://{host}/.well-known/oauth-protected-resource"
            ))
        ),
        format!(
            "{curl} {TOKEN} {MCP} {}",
            word(&format!("https://{host}/mcp"))
        ),
    ];
    let text = "The first line finds out how to get a token; the endpoint policy cannot name that look-up, so it may be refused.";
    Part {
        title: "Gateway: curl".to_owned(),
        text,
        code: fenced("sh", &lines),
    }
}

fn runtime(plan: &Plan, endpoint: &PlannedEndpoint, tokens: &[&Grant]) -> Option<Part> {
    let (first, socket) = (
        "InvokeAgentRuntime",
        "InvokeAgentRuntimeWithWebSocketStream",
    );
    if !allows(tokens, first) && !allows(tokens, socket) {
        return None;
    }
    let action = if allows(tokens, first) { first } else { socket };
    let target = shown(plan, tokens, action, "runtime");
    let host = host(endpoint, &target.id);
    let curl = curl(plan, endpoint, &host);
    let url = |scheme, rest| word(&runtime_url(scheme, &host, &target, rest));
    let mut lines = vec![
        "# how to get a token: asked without one".to_owned(),
        format!(
            "{curl} {}",
            url("https", "invocations/.well-known/oauth-protected-resource")
        ),
    ];
    if allows(tokens, first) {
        lines.push("# one call; -N shows a streamed answer as it comes".to_owned());
        lines.push(format!("{curl} -N {TOKEN} -H 'content-type: application/json' -d '{{\"prompt\":\"hello\"}}' {}", url("https", "invocations")));
    }
    if allows(tokens, socket) {
        lines.push("# a WebSocket".to_owned());
        lines.push(format!("websocat {TOKEN} {}", url("wss", "ws")));
    }
    let text = "Plain HTTPS: the AWS SDKs cannot send a bearer token.";
    Some(Part {
        title: "Runtime: curl and WebSocket".to_owned(),
        text,
        code: fenced("sh", &lines),
    })
}

fn shell(plan: &Plan, endpoint: &PlannedEndpoint, tokens: &[&Grant]) -> Option<Part> {
    const ACTION: &str = "InvokeAgentRuntimeCommandShell";
    allows(tokens, ACTION).then(|| {
        let target = shown(plan, tokens, ACTION, "runtime");
        let line = runtime_url("wss", &host(endpoint, &target.id), &target, "ws/shells");
        let text = "The token travels as a WebSocket subprotocol; AWS's Python SDK makes it (AgentCoreRuntimeClient, connect_shell_oauth).";
        Part { title: "Runtime: shell".to_owned(), text, code: fenced("text", &[line]) }
    })
}

/// Harnesses, payments and registries: the same header on the service's own paths.
fn others(plan: &Plan, endpoint: &PlannedEndpoint, tokens: &[&Grant]) -> Part {
    let mut names: Vec<&str> = tokens
        .iter()
        .map(|g| g.primitive.as_str())
        .filter(|p| *p != "runtime")
        .collect();
    names.dedup();
    let host = host(endpoint, "");
    let line = format!(
        "{} {TOKEN} {}",
        curl(plan, endpoint, &host),
        word(&format!("https://{host}/PATH"))
    );
    let text = if names.contains(&"payments") {
        "Plain HTTPS with the operation's own path, method and body. For payments AWS's Python SDK can send the token too (PaymentManager, bearer_token)."
    } else {
        "Plain HTTPS with the operation's own path, method and body."
    };
    Part {
        title: format!("{}: {}", endpoint.title, names.join(", ").replace('_', " ")),
        text,
        code: fenced("sh", &[line]),
    }
}
