//! The headers of every answer, on every line of the route table and on errors.

use axum::http::StatusCode;
use postern_server::router::routes;

use crate::asked::{Answer, app, ask, filled, get, request};

fn assert_safe(answer: &Answer, of: &str) {
    for (name, value) in [
        (
            "content-security-policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
             connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{of}");
    }
    assert!(
        answer.header("permissions-policy").contains("camera=()"),
        "{of}"
    );
    assert_eq!(answer.header("strict-transport-security"), "", "{of}");
    assert_eq!(answer.header("x-request-id").len(), 16, "{of}");
    assert_ne!(answer.header("cache-control"), "", "{of}");
}

#[tokio::test]
async fn every_route_and_every_error_has_them() {
    let listed = routes().into_iter().map(|route| filled(route.path));
    for path in listed.chain(["/nowhere".to_owned(), "/api/v1/nowhere".to_owned()]) {
        assert!(!path.contains('{'), "fill in the parameters of {path}");
        for method in ["GET", "POST", "DELETE", "OPTIONS"] {
            let answer = ask(app(), request(method, &path)).await;
            assert!(
                !answer.status.is_server_error(),
                "{method} {path}: {}",
                answer.status
            );
            assert_safe(&answer, &format!("{method} {path}"));
        }
    }
}

#[tokio::test]
async fn pages_stay_out_of_caches() {
    for path in ["/", "/nowhere", "/healthz"] {
        assert_eq!(
            get(path).await.header("cache-control"),
            "no-store",
            "{path}"
        );
    }
}

#[tokio::test]
async fn an_id_from_outside_is_not_taken_over() {
    let answer = ask(app(), request("GET", "/").header("x-request-id", "mine")).await;
    assert_ne!(answer.header("x-request-id"), "mine");
}

#[tokio::test]
async fn liveness_answers_ok() {
    let answer = get("/healthz").await;
    assert_eq!((answer.status, answer.text()), (StatusCode::OK, "ok\n"));
}
