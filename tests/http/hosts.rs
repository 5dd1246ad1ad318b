//! Whom the server answers: its own names, and its own pages' writes.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use postern_server::route_table::Access::Public;
use postern_server::route_table::RouteTable;
use postern_server::route_table::Verb::Post;
use postern_server::routes::FixedPath;

use crate::asked::{Answer, app, ask, layered, request, send};

async fn asked_as(hosts: &[&str]) -> Answer {
    let request = hosts
        .iter()
        .fold(Request::builder().uri("/"), |request, host| {
            request.header("host", *host)
        });
    ask(app(), request).await
}

#[tokio::test]
async fn its_own_names_are_answered() {
    for host in [
        "localhost",
        "localhost:3000",
        "127.0.0.1:3000",
        "[::1]:3000",
    ] {
        assert_eq!(asked_as(&[host]).await.status, StatusCode::OK, "{host}");
    }
}

#[tokio::test]
async fn another_host_is_refused_and_shown_escaped() {
    for hosts in [
        &["evil.example:3000"][..],
        &[],
        &["localhost", "evil.example"],
    ] {
        assert_eq!(
            asked_as(hosts).await.status,
            StatusCode::MISDIRECTED_REQUEST,
            "{hosts:?}"
        );
    }
    let answer = asked_as(&["<script>alert(1)</script>"]).await;
    assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST);
    assert!(answer.text().contains("&lt;script&gt;"));
    assert!(!answer.text().contains("<script>alert"));
}

#[tokio::test]
async fn the_target_counts_before_the_header() {
    let request = Request::builder()
        .uri("http://evil.example/")
        .header("host", "localhost");
    assert_eq!(
        ask(app(), request).await.status,
        StatusCode::MISDIRECTED_REQUEST
    );
}

async fn posted(headers: &[(&str, &str)]) -> StatusCode {
    const WRITE: FixedPath = FixedPath::new("/write");
    let table = RouteTable::new().on(Post, WRITE, Public, || async { "done" });
    let request = headers
        .iter()
        .fold(request("POST", "/write"), |request, (name, value)| {
            request.header(*name, *value)
        });
    send(layered(table), request.body(Body::empty()).unwrap())
        .await
        .status
}

#[tokio::test]
async fn another_site_cannot_write() {
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", "http://localhost:3000"),
        ],
    ] {
        assert_eq!(posted(headers).await, StatusCode::FORBIDDEN, "{headers:?}");
    }
}

#[tokio::test]
async fn our_own_pages_and_programs_can() {
    for headers in [
        &[][..],
        &[("sec-fetch-site", "same-origin")],
        // `Referrer-Policy: no-referrer` makes a browser send this with our own forms.
        &[("sec-fetch-site", "same-origin"), ("origin", "null")],
        &[("origin", "http://localhost:3000")],
    ] {
        assert_eq!(posted(headers).await, StatusCode::OK, "{headers:?}");
    }
}
