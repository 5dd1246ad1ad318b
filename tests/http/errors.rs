//! Errors as pages and as problem+json; faults that tell nothing but the request's id.

use std::io;

use axum::http::StatusCode;
use postern_server::error::HttpError;
use postern_server::route_table::Access::Public;
use postern_server::route_table::RouteTable;
use postern_server::route_table::Verb::Get;
use postern_server::routes::FixedPath;
use serde_json::json;

use crate::asked::{Answer, ask, get, layered, request};

const SECRET: &str = "the detail that nobody may see";

async fn fault(path: &str) -> Answer {
    let table = RouteTable::new()
        .on(Get, FixedPath::new("/panic"), Public, panics)
        .on(Get, FixedPath::new("/api/v1/panic"), Public, panics)
        .on(Get, FixedPath::new("/fail"), Public, fails)
        .on(Get, FixedPath::new("/api/v1/fail"), Public, fails);
    ask(layered(table), request("GET", path)).await
}

async fn panics() {
    panic!("{SECRET}");
}

async fn fails() -> HttpError {
    HttpError::internal(io::Error::other(SECRET))
}

#[tokio::test]
async fn a_fault_is_a_page_with_the_id_and_nothing_else() {
    for path in ["/panic", "/fail"] {
        let answer = fault(path).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
        assert_eq!(
            answer.header("content-type"),
            "text/html; charset=utf-8",
            "{path}"
        );
        assert!(
            answer.text().contains(answer.header("x-request-id")),
            "{path}"
        );
        assert!(!answer.text().contains("detail"), "{path}");
    }
}

#[tokio::test]
async fn a_fault_of_the_api_is_a_problem_with_the_id_and_nothing_else() {
    for path in ["/api/v1/panic", "/api/v1/fail"] {
        let answer = fault(path).await;
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json",
            "{path}"
        );
        let expected = json!({
            "type": "about:blank",
            "title": "Internal Server Error",
            "status": 500,
            "request_id": answer.header("x-request-id"),
            "errors": [],
        });
        assert_eq!(answer.json(), expected, "{path}");
    }
}

#[tokio::test]
async fn an_unknown_page_offers_a_way_out() {
    let answer = get("/nowhere").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.text().contains("<a href=\"/\">"));
}

#[tokio::test]
async fn an_unknown_address_of_the_api_is_a_problem() {
    let answer = get("/api/v1/nowhere").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let error = &answer.json()["errors"][0];
    assert_eq!(error["code"], "not-found");
    assert_eq!(error["path"], "");
    assert_ne!(error["help"], "");
}
