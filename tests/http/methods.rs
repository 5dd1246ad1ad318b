//! Methods that a path does and does not have.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use postern_server::route_table::Verb;
use postern_server::router::routes;

use crate::asked::{app, ask, files, request};

#[test]
fn no_route_is_listed_twice() {
    let listed: Vec<_> = routes()
        .into_iter()
        .map(|route| (route.verb, route.path))
        .collect();
    let distinct: BTreeSet<_> = listed.iter().copied().collect();
    assert_eq!(listed.len(), distinct.len());
}

#[tokio::test]
async fn what_answers_get_answers_head_without_a_body() {
    let asset = files().href("js/main.js").unwrap();
    for route in routes().into_iter().filter(|route| route.verb == Verb::Get) {
        let path = route.path.replace("/assets/{build}/{*file}", &asset);
        let get = ask(app(), request("GET", &path)).await;
        let head = ask(app(), request("HEAD", &path)).await;
        assert_eq!(head.status, get.status, "{path}");
        assert_eq!(
            head.header("content-type"),
            get.header("content-type"),
            "{path}"
        );
        assert!(head.body.is_empty(), "{path}");
    }
}

#[tokio::test]
async fn another_method_is_told_which_there_are() {
    let answer = ask(app(), request("DELETE", "/")).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.header("allow"), "GET, HEAD, POST, OPTIONS");
    assert!(answer.text().contains("GET, HEAD, POST, OPTIONS"));
}

#[tokio::test]
async fn options_lists_the_methods() {
    let answer = ask(app(), request("OPTIONS", "/healthz")).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.header("allow"), "GET, HEAD, OPTIONS");
    assert!(answer.body.is_empty());
}
