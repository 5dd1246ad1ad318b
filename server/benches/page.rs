//! A page of the wizard and the answer to a key that is pressed, from the request's head to the last
//! byte, compressed as browsers ask for it.
//!
//! `warm` is a request that came before, byte for byte; `seen` is one that did not, whose files were
//! shown before; `cold` has answers that nobody gave yet, so every file is coloured as well.
//!
//! `cargo bench -p postern-server --no-default-features --bench page`; the README's development
//! section has the last figures.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark stops at the first thing that is wrong, and criterion's macro documents nothing"
)]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use postern_plan::catalog::Catalog;
use postern_server::api::ApiDocuments;
use postern_server::assets::Assets;
use postern_server::hosts::AllowedHosts;
use postern_server::router;
use postern_server::state::AppState;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

fn app() -> Router {
    let catalog = Catalog::load().unwrap();
    let documents = ApiDocuments::of(&catalog).unwrap();
    let hosts = AllowedHosts::new("127.0.0.1".parse().unwrap(), Vec::new());
    router::app(AppState::new(
        Assets::load().unwrap(),
        catalog,
        documents,
        hosts,
    ))
}

/// What a request has that none before it had.
#[derive(Clone, Copy)]
struct New {
    /// The account, which is in every file.
    account: u64,
    /// An action to try, which is in no file.
    action: u64,
}

const SEEN: New = New {
    account: 111_122_223_333,
    action: 0,
};

/// Two grants and a placement.
fn answers(New { account, action }: New) -> String {
    format!(
        "try.action=action-{action:012}&name=agents-prod&region=us-east-1&account={account:012}\
         &placement.vpc=vpc-0a1b2c3d4e5f60718&placement.subnets=subnet-0aaaaaaaaaaaaaaaa\
         &placement.subnets=subnet-0bbbbbbbbbbbbbbbb&placement.allow_from=10.0.0.0/16\
         &grants.0.primitive=runtime&grants.0.auth=sigv4&grants.0.access=invoke\
         &grants.0.resources=support-AbCdEf1234\
         &grants.0.callers=arn:aws:iam::{account:012}:role/app\
         &grants.1.primitive=gateway&grants.1.auth=oauth&grants.1.access=invoke\
         &grants.1.resources=tools-0123456789"
    )
}

fn page(new: New) -> Request<Body> {
    Request::get(format!("/where?{}", answers(new)))
        .header("host", "localhost:3000")
        .header("accept-encoding", "gzip")
        .body(Body::empty())
        .unwrap()
}

fn key(new: New) -> Request<Body> {
    Request::post("/preview")
        .header("host", "localhost:3000")
        .header("accept-encoding", "gzip")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(format!("{}&tab=preview-cli", answers(new))))
        .unwrap()
}

fn answered(runtime: &Runtime, app: &Router, request: Request<Body>) -> usize {
    runtime.block_on(async {
        let answer = app.clone().oneshot(request).await.unwrap();
        assert!(answer.status().is_success());
        to_bytes(answer.into_body(), usize::MAX)
            .await
            .unwrap()
            .len()
    })
}

fn pages(criterion: &mut Criterion) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let app = app();
    for (name, request) in [("page", page as fn(New) -> Request<Body>), ("key", key)] {
        let mut new = SEEN;
        let mut measure = |state: &str, next: fn(&mut New)| {
            criterion.bench_function(&format!("{name}_{state}"), |bencher| {
                bencher.iter_batched(
                    || {
                        next(&mut new);
                        request(new)
                    },
                    |request| answered(&runtime, &app, request),
                    BatchSize::SmallInput,
                );
            });
        };
        measure("warm", |_| ());
        measure("seen", |new| new.action += 1);
        measure("cold", |new| new.account += 1);
    }
}

criterion_group!(benches, pages);
criterion_main!(benches);
