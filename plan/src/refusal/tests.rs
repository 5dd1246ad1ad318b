//! Messages as people paste them, and what is read in each.

use super::*;
use crate::catalog::Catalog;
use crate::language;
use crate::request::Request;

const RUNTIME: &str = "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/a-AbCdEf1234";

fn read(text: &str) -> Refusal {
    refusal(&Catalog::load().unwrap(), text, Against::Nothing)
}

fn first(text: &str) -> (Layer, Certainty) {
    let refusal = read(text);
    let first = refusal
        .diagnoses
        .first()
        .unwrap_or_else(|| panic!("{text}"));
    (first.layer, first.certainty)
}

fn denied(end: &str) -> String {
    format!(
        "An error occurred (AccessDeniedException) when calling the InvokeAgentRuntime operation: User: arn:aws:sts::111122223333:assumed-role/app/i-0abc is not authorized to perform: bedrock-agentcore:InvokeAgentRuntime on resource: {RUNTIME} {end}"
    )
}

#[test]
fn the_kind_of_policy_that_aws_names_is_known() {
    use Layer::*;
    for (end, layer) in [
        (
            "because no VPC endpoint policy allows the bedrock-agentcore:InvokeAgentRuntime action",
            EndpointPolicy,
        ),
        (
            "with an explicit deny in a VPC endpoint policy",
            EndpointPolicy,
        ),
        (
            "because no identity-based policy allows the bedrock-agentcore:InvokeAgentRuntime action",
            IdentityPolicy,
        ),
        (
            "with an explicit deny in an identity-based policy",
            IdentityPolicy,
        ),
        (
            "because no resource-based policy allows the bedrock-agentcore:InvokeAgentRuntime action",
            ResourcePolicy,
        ),
        (
            "with an explicit deny\n  in a service control policy",
            Guardrail,
        ),
        (
            "with an explicit deny in a service control policy: arn:aws:organizations::987654321098:policy/o-qv5af4abcd/service_control_policy/p-2kgnabcd",
            Guardrail,
        ),
        (
            "because no permissions boundary allows the bedrock-agentcore:InvokeAgentRuntime action",
            Guardrail,
        ),
        ("with an explicit deny in a session policy", Guardrail),
    ] {
        let refusal = read(&denied(end));
        let found: Vec<_> = refusal
            .diagnoses
            .iter()
            .map(|d| (d.layer, d.certainty))
            .collect();
        assert_eq!(found, [(layer, Certainty::Known)], "{end}");
    }
}

#[test]
fn the_facts_are_read_out() {
    let seen = read(&denied(
        "with an explicit deny in a service control policy: arn:aws:organizations::987654321098:policy/o-qv5af4abcd/service_control_policy/p-2kgnabcd.",
    ))
    .seen;
    assert_eq!(
        seen.caller,
        Some(SeenCaller::Signed(
            "arn:aws:sts::111122223333:assumed-role/app/i-0abc".into()
        ))
    );
    assert_eq!(
        seen.action.as_deref(),
        Some("bedrock-agentcore:InvokeAgentRuntime")
    );
    assert_eq!(seen.resource.as_deref(), Some(RUNTIME));
    assert_eq!(
        seen.policy.as_deref(),
        Some(
            "arn:aws:organizations::987654321098:policy/o-qv5af4abcd/service_control_policy/p-2kgnabcd"
        )
    );
    assert_eq!(seen.status, None);
    let bare = read(
        "An error occurred (AccessDeniedException) when calling the CreateEvent operation: denied",
    )
    .seen;
    assert_eq!(
        bare.action.as_deref(),
        Some("bedrock-agentcore:CreateEvent")
    );
}

#[test]
fn symptoms_have_their_layer() {
    use Certainty::*;
    use Layer::*;
    for (text, expected) in [
        (
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer resource_metadata=\"https://bedrock-agentcore.us-east-1.amazonaws.com/runtimes/x/invocations/.well-known/oauth-protected-resource\"",
            (Token, Known),
        ),
        ("server answered with status 401", (Token, Likely)),
        (
            "ExpiredTokenException: The security token included in the request is expired",
            (Token, Known),
        ),
        (
            "curl: (6) Could not resolve host: tools-0123456789.gateway.bedrock-agentcore.us-east-1.amazonaws.com",
            (Dns, Known),
        ),
        (
            ";; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 401",
            (Dns, Known),
        ),
        (
            "getaddrinfo ENOTFOUND bedrock-agentcore.us-east-1.amazonaws.com",
            (Dns, Known),
        ),
        (
            "Could not connect to the endpoint URL: \"https://bedrock-agentcore.us-east-1.amazonaws.com/\"",
            (Dns, Likely),
        ),
        (
            "curl: (28) Failed to connect to bedrock-agentcore.us-east-1.amazonaws.com port 443 after 403 ms: Connection timed out",
            (Network, Likely),
        ),
        (
            "ReadTimeoutError: Read timed out. (read timeout=60)",
            (Network, Guessed),
        ),
        (
            "SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate",
            (Network, Likely),
        ),
        (
            "bedrock-agentcore.us-east-1.amazonaws.com. 60 IN A 54.239.28.85",
            (Dns, Likely),
        ),
        (
            "An error occurred (ThrottlingException) when calling the InvokeAgentRuntime operation: Rate exceeded",
            (NotARefusal, Known),
        ),
        (
            "ResourceNotFoundException: no endpoint or agent found with qualifier",
            (NotARefusal, Known),
        ),
        ("HTTP/2 403", (EndpointPolicy, Likely)),
        ("{\"message\":\"Forbidden\"}", (EndpointPolicy, Likely)),
        (
            "UnauthorizedOperation: You are not authorized to perform this operation",
            (IdentityPolicy, Likely),
        ),
    ] {
        assert_eq!(first(text), expected, "{text}");
    }
}

#[test]
fn what_says_nothing_is_not_guessed_at() {
    for text in [
        "",
        "it does not work",
        "resolved to 10.0.3.17 by 8.8.8.8#53, took 403 ms",
        "bedrock-agentcore.us-east-1.amazonaws.com has address 10.0.3.17",
    ] {
        assert_eq!(read(text).diagnoses, [], "{text}");
    }
}

#[test]
fn a_bare_refusal_names_every_candidate() {
    let layers: Vec<Layer> = read(&denied(""))
        .diagnoses
        .iter()
        .map(|d| d.layer)
        .collect();
    assert_eq!(
        layers,
        [
            Layer::EndpointPolicy,
            Layer::IdentityPolicy,
            Layer::ResourcePolicy
        ]
    );
}

#[test]
fn a_policy_that_allows_the_call_points_elsewhere() {
    let catalog = Catalog::load().unwrap();
    let policy = |principal: &str| {
        let text = format!(
            r#"{{"Version": "2012-10-17", "Statement": [{{"Sid": "Who", "Effect": "Allow", "Principal": {principal}, "Action": "*", "Resource": "*"}}]}}"#
        );
        language::read(&text).unwrap().document
    };
    let (open, other) = (policy("\"*\""), policy("{\"AWS\": \"444455556666\"}"));
    let open = refusal(&catalog, &denied(""), Against::Policy(&open));
    let last = open
        .diagnoses
        .iter()
        .find(|d| d.layer == Layer::EndpointPolicy)
        .unwrap();
    assert_eq!(last.certainty, Certainty::Guessed);
    assert!(last.findings[0].contains("allows this call"), "{last:?}");
    let other = refusal(&catalog, &denied(""), Against::Policy(&other));
    assert!(
        other.diagnoses[0].findings[0].contains("the nearest is Who"),
        "{other:?}"
    );
}

#[test]
fn discovery_is_a_call_without_identity() {
    let catalog = Catalog::load().unwrap();
    let text = "GET https://bedrock-agentcore.us-east-1.amazonaws.com/runtimes/x/invocations/.well-known/oauth-protected-resource -> 403";
    let found = refusal(&catalog, text, Against::Nothing);
    assert_eq!(found.seen.caller, Some(SeenCaller::Anonymous));
    assert!(
        found.diagnoses[0]
            .mend
            .contains("GetRuntimeProtectedResourceMetadata"),
        "{found:?}"
    );
}

#[test]
fn a_plan_is_asked_for_its_endpoint_and_names() {
    let catalog = Catalog::load().unwrap();
    let text = include_str!("../../tests/golden/runtime-invoke-sigv4.toml");
    let request = Request::parse(&catalog, text).unwrap();
    let plan = crate::plan(&catalog, None, &request);
    let say = |text: &str| refusal(&catalog, text, Against::Plan(&plan)).diagnoses;
    let gateway = say(
        "User: arn:aws:iam::111122223333:role/app is not authorized to perform: bedrock-agentcore:InvokeGateway on resource: arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/t-0123456789 because no VPC endpoint policy allows the bedrock-agentcore:InvokeGateway action",
    );
    assert!(
        gateway[0].findings[0].contains("no endpoint `gateway`"),
        "{gateway:?}"
    );
    let region = &request.region;
    let name = say(&format!(
        "Could not resolve host: t-0123456789.gateway.bedrock-agentcore.{region}.amazonaws.com"
    ));
    assert!(
        name[0]
            .findings
            .iter()
            .any(|f| f.contains("hides the names of gateways")),
        "{name:?}"
    );
}

#[test]
fn a_long_text_is_cut() {
    let long = format!("{} NXDOMAIN", "word ".repeat(20_000));
    assert_eq!(read(&long).diagnoses, []);
}
