//! What no grant can say.

use super::*;

#[test]
fn what_no_grant_can_say_is_said() {
    let catalog = Catalog::load().unwrap();
    let text = r#"{"Version": "2012-10-17", "Statement": [
        {"Sid": "No", "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"},
        {"Sid": "Not", "Effect": "Allow", "NotPrincipal": {"AWS": "111122223333"}, "Action": "*", "Resource": "*"},
        {"Sid": "Other", "Effect": "Allow", "Principal": {"AWS": "111122223333", "Service": "x.amazonaws.com"},
         "Action": ["s3:GetObject", "bedrock-agentcore:CreateEvent"], "Resource": "*"}]}"#;
    let document = crate::language::read(text).unwrap().document;
    let started = request_from(&catalog, &document, EndpointKey::Data);
    assert_eq!(started.left_out.len(), 6, "{:#?}", started.left_out);
    let field = |key: &str| {
        started
            .fields
            .iter()
            .filter(|(k, _)| k == key)
            .map(|(_, v)| v.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(field("grants.0.primitive"), ["memory"]);
    assert_eq!(field("grants.0.callers"), ["111122223333"]);
    assert_eq!(field("grants.0.actions"), ["CreateEvent"]);
}

#[test]
fn a_look_up_that_a_request_adds_is_said() {
    let catalog = Catalog::load().unwrap();
    let said = |statements: &str| {
        let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
        let document = crate::language::read(&text).unwrap().document;
        request_from(&catalog, &document, EndpointKey::Data).left_out
    };
    let runtime = "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime";
    let invoke = format!(
        r#"{{"Effect": "Allow", "Principal": "*", "Action": "bedrock-agentcore:InvokeAgentRuntime",
            "Resource": ["{runtime}/a-AbCdEf1234", "{runtime}/a-AbCdEf1234/runtime-endpoint/*"]}}"#
    );
    let look_up = |resource: &str| {
        format!(
            r#"{{"Effect": "Allow", "Principal": "*", "Resource": "{runtime}/{resource}",
                "Action": "bedrock-agentcore:GetRuntimeProtectedResourceMetadata"}}"#
        )
    };
    for alone in [&invoke, &format!("{invoke}, {}", look_up("a-AbCdEf1234"))] {
        let left_out = said(alone);
        assert_eq!(left_out.len(), 1, "{left_out:?}");
        assert!(left_out[0].contains("look up"));
    }
    let none: [String; 0] = [];
    assert_eq!(said(&format!("{invoke}, {}", look_up("*"))), none);
}
