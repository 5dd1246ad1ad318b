//! What handlers take from a request, and the answers when it cannot be taken.

use axum::body::Body;
use axum::http::StatusCode;
use postern_server::extract::{FormText, JsonText, Path, Query, QueryText};
use postern_server::middleware::BODY_LIMIT;
use postern_server::route_table::Access::Public;
use postern_server::route_table::RouteTable;
use postern_server::route_table::Verb::{Get, Post};
use postern_server::routes::{FixedPath, PathPattern};

use crate::asked::{Answer, ask, layered, request, send};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

fn app() -> axum::Router {
    let table = RouteTable::new()
        .on(
            Post,
            FixedPath::new("/api/json"),
            Public,
            |JsonText(text): JsonText| async { text },
        )
        .on(
            Post,
            FixedPath::new("/api/form"),
            Public,
            |FormText(text): FormText| async { text },
        )
        .on(
            Get,
            FixedPath::new("/api/raw"),
            Public,
            |QueryText(text): QueryText| async { text },
        )
        .on(
            Get,
            FixedPath::new("/api/query"),
            Public,
            |Query(pairs): Query<Vec<(String, u8)>>| async move { format!("{pairs:?}") },
        )
        .on(
            Get,
            PathPattern::new("/api/path/{number}"),
            Public,
            |Path(number): Path<u8>| async move { number.to_string() },
        );
    layered(table)
}

async fn post(path: &str, kind: &str, body: impl Into<Body>) -> Answer {
    let request = request("POST", path).header("content-type", kind);
    send(app(), request.body(body.into()).unwrap()).await
}

fn assert_refused(answer: &Answer, status: StatusCode, code: &str) {
    assert_eq!(answer.status, status);
    assert_eq!(answer.json()["status"], status.as_u16());
    assert_eq!(answer.json()["errors"][0]["code"], code);
}

#[tokio::test]
async fn a_body_of_the_right_kind_is_handed_over_unread() {
    for (path, kind) in [
        ("/api/json", JSON),
        ("/api/json", "Application/JSON; charset=utf-8"),
        ("/api/json", "application/vnd.example+json"),
        ("/api/form", FORM),
    ] {
        let answer = post(path, kind, "{not json").await;
        assert_eq!(
            (answer.status, answer.text()),
            (StatusCode::OK, "{not json"),
            "{kind}"
        );
    }
}

#[tokio::test]
async fn a_body_of_another_kind_is_415() {
    for (path, kind) in [
        ("/api/json", FORM),
        ("/api/json", "text/plain"),
        ("/api/json", "application/jsonp"),
        ("/api/form", JSON),
    ] {
        let answer = post(path, kind, "{}").await;
        assert_refused(
            &answer,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported-media-type",
        );
    }
    let answer = ask(app(), request("POST", "/api/json")).await;
    assert_refused(
        &answer,
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "unsupported-media-type",
    );
}

#[tokio::test]
async fn a_body_past_the_limit_is_413_and_one_at_the_limit_is_read() {
    let answer = post("/api/json", JSON, vec![b' '; BODY_LIMIT]).await;
    assert_eq!(answer.status, StatusCode::OK);
    let answer = post("/api/json", JSON, vec![b' '; BODY_LIMIT + 1]).await;
    assert_refused(&answer, StatusCode::PAYLOAD_TOO_LARGE, "too-large");
}

#[tokio::test]
async fn a_body_that_is_not_text_is_400() {
    let answer = post("/api/json", JSON, vec![0xff]).await;
    assert_refused(&answer, StatusCode::BAD_REQUEST, "not-utf-8");
}

/// A few bytes could be made gigabytes.
#[tokio::test]
async fn what_comes_compressed_is_not_inflated() {
    let request = request("POST", "/api/json")
        .header("content-type", JSON)
        .header("content-encoding", "gzip");
    // The beginning of a gzip file.
    let body = vec![0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3, 0xff];
    let answer = send(app(), request.body(body.into()).unwrap()).await;
    assert_refused(&answer, StatusCode::BAD_REQUEST, "not-utf-8");
}

#[tokio::test]
async fn the_query_is_read_or_422() {
    let answer = ask(app(), request("GET", "/api/query?a=1&a=2")).await;
    assert_eq!(answer.text(), "[(\"a\", 1), (\"a\", 2)]");
    let answer = ask(app(), request("GET", "/api/query?a=many")).await;
    assert_refused(&answer, StatusCode::UNPROCESSABLE_ENTITY, "invalid-query");
    let answer = ask(app(), request("GET", "/api/raw?a=%20&b")).await;
    assert_eq!(answer.text(), "a=%20&b");
}

#[tokio::test]
async fn a_path_whose_parameter_is_wrong_is_nowhere() {
    assert_eq!(ask(app(), request("GET", "/api/path/7")).await.text(), "7");
    let answer = ask(app(), request("GET", "/api/path/seven")).await;
    assert_refused(&answer, StatusCode::NOT_FOUND, "not-found");
}
