//! `postern lint`: findings for people and programs, and three exit codes.

use crate::common::postern;

const SLIP: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
    "Action": "bedrock:InvokeGateway",
    "Resource": "arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/tools-abcdef1234"
  }]
}"#;

#[test]
fn a_slip_is_named_with_its_place_and_mended() {
    let done = postern(&["lint", "-", "--endpoint", "gateway"], SLIP);
    assert_eq!(done.code, 1);
    assert!(
        done.out
            .contains("blocked wrong-prefix, line 5, column 15, #0"),
        "{}",
        done.out
    );
    let mended = SLIP.replace("bedrock:Invoke", "bedrock-agentcore:Invoke");
    assert!(done.out.contains(&mended), "{}", done.out);
    assert!(
        done.err.contains("error: a part of this policy"),
        "{}",
        done.err
    );
    let again = postern(&["lint", "-", "--endpoint", "gateway"], &mended);
    assert_eq!((again.code, again.err.as_str()), (0, ""));
}

#[test]
fn programs_read_one_form_also_for_what_is_no_json() {
    let done = postern(&["lint", "-", "--endpoint", "data", "--json"], "{\n oops");
    assert_eq!(done.code, 1);
    let report: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(report["findings"][0]["code"], "not-json");
    assert_eq!(report["findings"][0]["line"], 2);
    assert!(report["corrected"].is_null());
}

#[test]
fn a_listing_is_judged_endpoint_by_endpoint() {
    let listing = serde_json::json!({"VpcEndpoints": [
        {"VpcEndpointId": "vpce-1", "ServiceName": "com.amazonaws.us-east-1.bedrock-agentcore.gateway", "PolicyDocument": SLIP},
        {"VpcEndpointId": "vpce-2", "ServiceName": "com.amazonaws.us-east-1.logs", "PolicyDocument": "{}"},
    ]});
    let words = ["lint", "-", "--endpoint", "data"];
    let done = postern(&words, &listing.to_string());
    assert_eq!(done.code, 1);
    assert!(
        done.out.contains("wrong-prefix") && done.out.contains("not an AgentCore service"),
        "{}",
        done.out
    );
    let done = postern(&[&words[..], &["--json"]].concat(), &listing.to_string());
    let read: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(read["endpoints"][0]["findings"][0]["code"], "wrong-prefix");
    assert_eq!(read["endpoints"][1]["endpoint"], serde_json::Value::Null);
}

#[test]
fn a_file_that_is_not_there_and_an_endpoint_that_is_none_are_bad_input() {
    assert_eq!(
        postern(&["lint", "no-such-file", "--endpoint", "data"], "").code,
        2
    );
    let done = postern(&["lint", "-", "--endpoint", "date"], "{}");
    assert_eq!(done.code, 2);
    assert!(done.err.contains("did you mean `data`?"), "{}", done.err);
}
