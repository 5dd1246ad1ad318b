//! Compression of pages, on the way out.

use axum::http::StatusCode;

use crate::asked::{app, ask, request};

#[tokio::test]
async fn pages_and_errors_are_compressed_for_whoever_takes_it() {
    for path in ["/", "/nowhere"] {
        let answer = ask(
            app(),
            request("GET", path).header("accept-encoding", "gzip"),
        )
        .await;
        assert_eq!(answer.header("content-encoding"), "gzip", "{path}");
        assert!(answer.header("vary").contains("accept-encoding"), "{path}");
        assert!(answer.body.starts_with(&[0x1f, 0x8b]), "{path}");
    }
}

#[tokio::test]
async fn and_for_nobody_else() {
    let answer = ask(app(), request("GET", "/")).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-encoding"), "");
    assert!(answer.text().starts_with("<!doctype html>"));
}
