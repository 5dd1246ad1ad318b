//! `POST /api/v1/evaluate`: JSON lines, answered in their order.

use axum::http::{StatusCode, header};

use crate::asked::{Answer, app, request, send};

async fn sent(kind: &str) -> Answer {
    let asked = request("POST", "/api/v1/evaluate").header(header::CONTENT_TYPE, kind);
    send(app(), asked.body(LINES.into()).unwrap()).await
}

const LINES: &str = r#"{"id": "a", "policy": {"Statement": {"Sid": "S", "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}, "request": {"anonymous": true, "action": "bedrock-agentcore:InvokeGateway", "resource": "*"}}
{"id": "b", "request": {"anonymous": true, "action": "bedrock-agentcore:InvokeGateway", "resource": "*"}}
"#;

#[tokio::test]
async fn every_line_has_its_answer() {
    let answer = sent("application/x-ndjson").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    let text = answer.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        lines[0],
        r#"{"id":"a","decision":"allowed","statement":"S","reason":"statement S allows it"}"#
    );
    assert!(lines[1].contains("no policy"), "{}", lines[1]);
}

#[tokio::test]
async fn other_media_types_are_refused() {
    assert_eq!(
        sent("text/plain").await.status,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
}
