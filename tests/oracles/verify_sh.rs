//! `verify.sh` on machines inside and outside the VPC, played by stand-ins for the resolver, curl
//! and the AWS CLI.

use crate::case::{Case, named, two_doors};
use crate::stub::Stub;

const CONTROL: &str = "bedrock-agentcore-control.us-east-1.amazonaws.com";

/// A machine where names resolve so and curl answers so.
fn machine(case: &Case, address: &str, curl: &str) -> Stub {
    let stub = Stub::new(case);
    assert!(stub.bash("create.sh").ok());
    stub.calls();
    stub.program("getent", &format!("#!/bin/bash\n[ -n '{address}' ] || exit 2\nprintf '%s STREAM %s\\n%s DGRAM\\n' '{address}' \"$2\" '{address}'\n"));
    stub.program("curl", &format!("#!/bin/bash\n{curl}\n"));
    stub.fault(
        "[ \"$2\" != describe-network-interfaces ] || { printf '10.0.0.9\\n10.0.1.9\\n'; exit 0; }",
    );
    stub
}

#[test]
fn a_working_endpoint_passes_and_nothing_is_invoked() {
    let case = named("three-doors");
    let stub = machine(&case, "10.0.0.9", "printf 403");
    let ended = stub.bash("verify.sh");
    assert!(ended.ok(), "{ended}");
    for line in [
        "ok: control: vpce-00000000000000002 is available",
        &format!("ok: control: {CONTROL} resolves to interfaces of the endpoint: 10.0.0.9"),
        "ok: control: TLS on 443 works; 403: the service answers, and refuses what is not signed",
        "ok: control: a signed read works: bedrock-agentcore-control list-agent-runtimes",
        "ok: gateway: tools-abcdef1234.gateway.bedrock-agentcore.us-east-1.amazonaws.com resolves to interfaces of the endpoint: 10.0.0.9",
        "skipped: this policy allows no harmless call",
        "nothing failed",
    ] {
        assert!(
            ended.stdout.lines().any(|said| said == line),
            "{line}\n{ended}"
        );
    }
    for call in stub.calls() {
        let reads = ["describe-", "list-", "get-"]
            .iter()
            .any(|verb| call[1].starts_with(verb));
        assert!(reads, "{call:?}");
    }
}

#[test]
fn each_fault_has_its_own_words() {
    let case = named("three-doors");
    for (address, curl, word) in [
        (
            "",
            "exit 6",
            format!("failed: control: NXDOMAIN: {CONTROL} does not resolve here"),
        ),
        (
            "52.94.1.1",
            "printf 403",
            format!("failed: control: public address: {CONTROL} resolves to 52.94.1.1"),
        ),
        (
            "10.9.9.9",
            "printf 403",
            format!(
                "failed: control: {CONTROL} resolves to 10.9.9.9, which is not an interface of this endpoint"
            ),
        ),
        (
            "10.0.0.9",
            "echo 'curl: (28) Connection timed out' >&2; printf 000; exit 28",
            format!("failed: control: time-out: {CONTROL} does not answer on 443"),
        ),
        (
            "10.0.0.9",
            "echo 'curl: (7) refused' >&2; printf 000; exit 7",
            format!("failed: control: {CONTROL} refuses the connection on 443: curl: (7) refused"),
        ),
        (
            "10.0.0.9",
            "echo 'curl: (60) certificate' >&2; printf 000; exit 60",
            format!("failed: control: TLS with {CONTROL} fails: curl: (60) certificate"),
        ),
        (
            "10.0.0.9",
            "printf 401",
            "ok: control: TLS on 443 works; 401: the service answers, and wants a bearer token"
                .to_owned(),
        ),
        (
            "10.0.0.9",
            "printf 404",
            "ok: control: TLS on 443 works; the service answers with HTTP status 404".to_owned(),
        ),
    ] {
        let stub = machine(&case, address, curl);
        let ended = stub.bash("verify.sh");
        assert_eq!(ended.ok(), word.starts_with("ok"), "{ended}");
        assert!(
            ended.stdout.lines().any(|line| line == word),
            "{word}\n{ended}"
        );
        let elsewhere = address.is_empty() || address.starts_with("52.");
        assert_eq!(
            ended
                .stdout
                .contains("This does not look like a machine inside vpc-0a1b2c3d4e5f60718"),
            elsewhere,
            "{ended}"
        );
    }
}

#[test]
fn a_denied_signed_read_says_who_is_admitted() {
    let case = named("three-doors");
    for (fault, word) in [
        (
            "refuse AccessDeniedException 'User: x is not authorized to perform: ListAgentRuntimes because no VPC endpoint policy allows the action'",
            "failed: control: denied by the endpoint policy: ",
        ),
        (
            "refuse AccessDeniedException 'User: x is not authorized to perform: ListAgentRuntimes'",
            "failed: control: denied: ",
        ),
        (
            "refuse UnrecognizedClientException 'The security token included in the request is invalid.'",
            "failed: control: 401: the credentials here are not accepted",
        ),
        (
            "{ echo 'Connect timeout on endpoint URL' >&2; exit 255; }",
            "failed: control: time-out in the AWS CLI",
        ),
        (
            "{ echo 'Could not resolve host' >&2; exit 255; }",
            "failed: control: NXDOMAIN in the AWS CLI",
        ),
        (
            "{ echo \"argument command: Invalid choice, valid choices are\" >&2; exit 252; }",
            "skipped: control: this AWS CLI does not know bedrock-agentcore-control list-agent-runtimes",
        ),
    ] {
        let stub = machine(&case, "10.0.0.9", "printf 403");
        stub.fault(&format!(
            "[ \"$2\" != describe-network-interfaces ] || {{ printf '10.0.0.9\\n'; exit 0; }}\n[ \"$2\" != list-agent-runtimes ] || {fault}"
        ));
        let ended = stub.bash("verify.sh");
        assert!(
            ended.stdout.lines().any(|line| line.starts_with(word)),
            "{word}\n{ended}"
        );
        assert_eq!(ended.ok(), word.starts_with("skipped"), "{ended}");
        if word.contains("denied") {
            assert!(
                ended
                    .stdout
                    .contains("role app of account 111122223333 may call"),
                "{ended}"
            );
        }
    }
}

#[test]
fn without_a_way_to_ec2_it_still_checks_what_it_can() {
    let case = named("three-doors");
    let stub = machine(&case, "10.0.0.9", "printf 403");
    stub.fault("[ \"$1\" != ec2 ] || { echo 'Connect timeout on endpoint URL: \"https://ec2.us-east-1.amazonaws.com/\"' >&2; exit 255; }");
    let ended = stub.bash("verify.sh");
    assert!(ended.ok(), "{ended}");
    assert!(
        ended.stdout.contains(
            "skipped: data: EC2 does not tell the interfaces of the endpoint: Connect timeout"
        ),
        "{ended}"
    );
    assert!(
        ended.stdout.contains(&format!(
            "ok: control: {CONTROL} resolves to private addresses: 10.0.0.9"
        )),
        "{ended}"
    );
}

#[test]
fn without_private_dns_the_endpoints_own_name_is_asked() {
    let text = two_doors().text;
    let text = text.replacen("[[grants]]", "private_dns = false\n\n[[grants]]", 1);
    let case = Case::new("no-private-dns", &text, None);
    let stub = machine(&case, "10.0.0.9", "printf 404");
    let ended = stub.bash("verify.sh");
    assert!(ended.ok(), "{ended}");
    assert!(
        ended.stdout.contains(
            "ok: gateway: vpce-00000000000000002.example resolves to interfaces of the endpoint"
        ),
        "{ended}"
    );
}

#[test]
fn any_gateway_needs_to_be_told_which() {
    let text = named("gateway-oauth").text.replace("tools-abcdef1234", "*");
    let case = Case::new("any-gateway", &text, None);
    let stub = machine(&case, "10.0.0.9", "printf 404");
    let ended = stub.bash("verify.sh");
    assert!(
        ended
            .stdout
            .contains("skipped: gateway: the request names no single gateway"),
        "{ended}"
    );
    assert!(
        ended
            .stdout
            .lines()
            .any(|line| line == "skipped: this policy allows no harmless call"),
        "{ended}"
    );
}
