//! `POST /api/v1/lint`: the findings of the command, and every kind of refusal.

use axum::http::StatusCode;
use postern_plan::catalog::Catalog;
use postern_plan::lint::lint;
use postern_plan::request::EndpointKey;
use postern_server::api::schema::lint::ReportDocument;
use serde_json::{Value, json};

use crate::asked::post_json;

const LINT: &str = "/api/v1/lint";
const SLIP: &str = r#"{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "bedrock:InvokeGateway", "Resource": "*"}]}"#;

#[tokio::test]
async fn text_and_object_have_the_findings_of_the_command() {
    let expected = lint(&Catalog::load().unwrap(), SLIP, EndpointKey::Gateway);
    let expected = serde_json::to_value(expected).unwrap();
    let text = json!({"policy": SLIP, "endpoint": "gateway"}).to_string();
    let object = format!(r#"{{"policy": {SLIP}, "endpoint": "gateway"}}"#);
    for body in [text, object] {
        let answer = post_json(LINT, body).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.json(), expected);
        let mirror: ReportDocument = serde_json::from_value(expected.clone()).unwrap();
        assert_eq!(serde_json::to_value(mirror).unwrap(), expected);
    }
}

#[tokio::test]
async fn what_is_no_policy_with_its_endpoint_is_refused() {
    for (body, status) in [
        ("{", StatusCode::BAD_REQUEST),
        ("{}", StatusCode::UNPROCESSABLE_ENTITY),
        (
            r#"{"policy": {}, "endpoint": "door"}"#,
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            r#"{"policy": {}, "endpoint": "data", "more": 1}"#,
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    ] {
        let answer = post_json(LINT, body).await;
        assert_eq!(answer.status, status, "{body}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let errors: Vec<Value> = answer.json()["errors"].as_array().cloned().unwrap();
        assert!(
            errors
                .iter()
                .all(|e| !e["help"].as_str().unwrap().is_empty()),
            "{errors:?}"
        );
    }
}
