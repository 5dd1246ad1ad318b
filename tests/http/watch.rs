//! The numbers for whatever watches the server, and how much one person may ask.

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use postern_server::limits::Limits;
use postern_server::metrics::{MEDIA_TYPE, Metrics, Stored};
use postern_server::router;
use postern_server::state::Door;
use postern_server::watch;

use crate::access::{PEER, behind_a_proxy, peer};
use crate::apply::applying_door;
use crate::asked::{Answer, ask, request, send, state};

async fn asks(app: &Router, method: &str, path: &str, who: &str) -> Answer {
    let asked = request(method, path)
        .header("x-user", who)
        .header("x-groups", "viewer")
        .body(String::new().into());
    send(app.clone(), peer(asked.unwrap(), PEER)).await
}

fn limits(per_minute: u32, at_once: u32) -> Limits {
    let count = |count| NonZeroU32::new(count).unwrap();
    Limits::new(count(per_minute), count(at_once))
}

#[tokio::test]
async fn what_is_asked_is_counted_by_route_and_never_by_address() {
    let metrics = Metrics::default();
    let app = router::app(state().with_metrics(metrics));
    for path in ["/who?name=secret-plans", "/who", "/nowhere/secret-plans"] {
        ask(app.clone(), request("GET", path)).await;
    }
    let run = "/runs/run-01ARZ3NDEKTSV4RRFFQ69G5FAV";
    ask(app.clone(), request("GET", run)).await;
    let answer = ask(app, request("GET", "/metrics")).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), MEDIA_TYPE);
    let text = answer.text();
    for line in [
        "postern_http_requests_total{method=\"GET\",route=\"/who\",status=\"200\"} 2",
        "postern_http_requests_total{method=\"GET\",route=\"none\",status=\"404\"} 1",
        "postern_http_requests_total{method=\"GET\",route=\"/runs/{run}\",status=\"404\"} 1",
        "postern_http_request_duration_seconds_count{method=\"GET\",route=\"/who\"} 2",
        // This one.
        "postern_http_requests_under_way 1",
    ] {
        assert!(text.lines().any(|it| it == line), "{line}\n\n{text}");
    }
    assert!(!text.contains("secret-plans"), "{text}");
    assert!(!text.contains("01ARZ3"), "{text}");
    assert!(text.ends_with("# EOF\n"), "{text}");
}

#[tokio::test]
async fn what_the_store_holds_is_said() {
    let (door, folder) = applying_door("watch").await;
    let app = router::app(state().with_door(door));
    let answer = ask(app, request("GET", "/metrics")).await;
    let text = answer.text();
    assert!(text.contains("postern_proposals_waiting 0\n"), "{text}");
    let _ = std::fs::remove_dir_all(folder);
}

#[test]
fn every_number_is_in_the_document_and_none_else() {
    let metrics = Metrics::default();
    let took = Duration::from_millis(1);
    metrics.answered("GET", Some("/"), 200, took);
    metrics.called("EC2", "DescribeVpcs", Some(200), took);
    metrics.recorded("stood", Some("done"));
    let stored = Stored {
        runs: vec![("done".to_owned(), 1)],
        waiting: 0,
    };
    let text = metrics.text("2026-11-20", Some(stored)).unwrap();
    let said: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '))
        .map(|(name, _)| name)
        .collect();
    let document = include_str!("../../docs/OPERATE.md");
    let listed: BTreeSet<&str> = document
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| word.starts_with("postern_") && !word.contains('{'))
        .map(|name| name.trim_end_matches("_total").trim_end_matches("_info"))
        .collect();
    assert_eq!(said, listed);
}

#[tokio::test]
async fn the_numbers_alone_are_at_an_address_of_their_own() {
    let apart = watch::apart(state());
    let asked = |path| ask(apart.clone(), request("GET", path));
    assert!(
        asked("/metrics")
            .await
            .text()
            .contains("postern_build_info")
    );
    for path in ["/", "/runs", "/healthz", "/api/v1/catalog"] {
        assert_eq!(asked(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn whoever_asks_too_often_waits_and_nobody_else() {
    let metrics = Metrics::default();
    let gated = behind_a_proxy(state().with_door(Door::default()));
    let app = router::app(gated.with_limits(limits(1, 2)).with_metrics(metrics));
    for _ in 0..2 {
        assert_eq!(
            asks(&app, "GET", "/who", "ada").await.status,
            StatusCode::OK
        );
    }
    let page = asks(&app, "GET", "/who", "ada").await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = page.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert!(page.text().contains("You ask too often"), "{}", page.text());
    let problem = asks(&app, "GET", "/api/v1/me", "ada").await;
    assert_eq!(problem.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(problem.json()["errors"][0]["code"], "asked-too-often");
    assert_ne!(problem.header("retry-after"), "");
    let health = asks(&app, "GET", "/healthz", "ada").await;
    assert_eq!(health.status, StatusCode::OK);
    let other = asks(&app, "GET", "/metrics", "grace").await;
    assert_eq!(other.status, StatusCode::OK);
    let text = other.text();
    assert!(
        text.contains("postern_http_requests_limited_total 2\n"),
        "{text}"
    );
}
