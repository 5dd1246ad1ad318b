//! `POST /api/v1/plan`: the same document as the command prints, and every kind of refusal.

use axum::http::StatusCode;
use postern_plan::artifact::plan_json;
use postern_server::middleware::BODY_LIMIT;
use serde_json::{Value, json};

use crate::asked::{Answer, app, ask, post_json, request};
use crate::golden;

const PLAN: &str = "/api/v1/plan";

#[tokio::test]
async fn it_answers_what_the_command_prints() {
    for case in golden::cases() {
        let answer = post_json(PLAN, case.body()).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", case.name);
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(
            answer.text(),
            plan_json(&case.plan).unwrap().text,
            "{}",
            case.name
        );
    }
}

#[tokio::test]
async fn an_inventory_beside_the_request_gives_a_fingerprint() {
    let mut body = golden::named("gateway-sigv4").json;
    assert!(post_json(PLAN, body.to_string()).await.json()["fingerprint"].is_null());
    body["inventory"] = json!({"version": 1, "vpcs": []});
    let fingerprint = post_json(PLAN, body.to_string()).await.json()["fingerprint"].clone();
    assert_eq!(fingerprint.as_str().map(str::len), Some(64));
    body["inventory"] = json!({"version": 1, "vpcs": [{}]});
    let answer = post_json(PLAN, body.to_string()).await;
    assert_refused(&answer, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.json()["errors"][0]["path"], "inventory");
    assert_eq!(answer.json()["errors"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn everything_that_is_wrong_is_listed_with_place_text_and_fix() {
    let mut body = golden::named("gateway-sigv4").json;
    body["region"] = json!("us-eest-1");
    body["grants"][0]["auth"] = json!("sigv5");
    body["colour"] = json!("red");
    let answer = post_json(PLAN, body.to_string()).await;
    assert_refused(&answer, StatusCode::UNPROCESSABLE_ENTITY);
    let problem = answer.json();
    let places = problem["errors"].as_array().unwrap().iter().map(|error| {
        for part in ["code", "message", "help"] {
            assert!(
                error[part].as_str().is_some_and(|text| !text.is_empty()),
                "{error}"
            );
        }
        (
            error["path"].as_str().unwrap(),
            error["text"].as_str().unwrap(),
        )
    });
    let expected = [
        ("region", "us-eest-1"),
        ("grants[0].auth", "sigv5"),
        ("colour", "colour"),
    ];
    assert_eq!(places.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn what_is_not_json_is_400_with_its_place() {
    for body in [
        "",
        "{",
        "version = 1",
        "{\"a\": 1,}",
        "{'a': 1}",
        "// no\n{}",
    ] {
        let answer = post_json(PLAN, body).await;
        assert_refused(&answer, StatusCode::BAD_REQUEST);
        let error = answer.json()["errors"][0].clone();
        assert_eq!(error["code"], "syntax", "{body}");
        assert!(
            error["message"].as_str().unwrap().starts_with("line "),
            "{error}"
        );
    }
}

#[tokio::test]
async fn json_that_is_no_request_is_422() {
    for body in ["{}", "[]", "\"text\"", "null", "7"] {
        let answer = post_json(PLAN, body).await;
        assert_refused(&answer, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn too_much_is_413_and_another_type_415() {
    let padded = |length| format!("{{\"pad\": \"{}\"}}", "x".repeat(length));
    for (length, limit) in [(BODY_LIMIT, "1024 KiB"), (300 * 1024, "256 KiB")] {
        let answer = post_json(PLAN, padded(length)).await;
        assert_refused(&answer, StatusCode::PAYLOAD_TOO_LARGE);
        let message = answer.json()["errors"][0]["message"].clone();
        assert!(message.as_str().unwrap().ends_with(limit), "{message}");
    }
    let answer = ask(
        app(),
        request("POST", PLAN).header("content-type", "text/plain"),
    )
    .await;
    assert_refused(&answer, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn hostile_text_comes_back_as_json_and_as_nothing_else() {
    let hostile = "</script><script>alert(1)</script>\u{0}\u{1b}[2J\"\\\u{2028}";
    for place in ["name", "region", "account", "policy"] {
        let mut body = golden::named("gateway-sigv4").json;
        body[place] = json!(hostile);
        let answer = post_json(PLAN, body.to_string()).await;
        assert_refused(&answer, StatusCode::UNPROCESSABLE_ENTITY);
        let error = &answer.json()["errors"][0];
        assert_eq!(error["path"], place);
        assert_eq!(error["text"], hostile, "{place}");
    }
    let mut body = golden::named("gateway-sigv4").json;
    body["tags"] = json!({"team": "</script>$(id)`\u{2028}"});
    let answer = post_json(PLAN, body.to_string()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/json");
    let tags = &answer.json()["plan"]["endpoints"][0]["tags"];
    assert_eq!(tags["team"], body["tags"]["team"]);
}

#[tokio::test]
async fn deep_and_wide_bodies_are_answered() {
    let deep = format!("{{\"a\": {}1{}}}", "[".repeat(5_000), "]".repeat(5_000));
    assert_refused(&post_json(PLAN, deep).await, StatusCode::BAD_REQUEST);
    let mut body = golden::named("gateway-sigv4").json;
    let grant = body["grants"][0].clone();
    body["grants"] = Value::Array(vec![grant.clone(); 200]);
    let answer = post_json(PLAN, body.to_string()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    body["grants"] = Value::Array(vec![grant; 201]);
    let answer = post_json(PLAN, body.to_string()).await;
    assert_refused(&answer, StatusCode::UNPROCESSABLE_ENTITY);
}

fn assert_refused(answer: &Answer, status: StatusCode) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = answer.json();
    assert_eq!(problem["status"], status.as_u16());
    assert!(!problem["errors"].as_array().unwrap().is_empty());
}
