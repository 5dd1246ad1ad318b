//! Whether the process answers, and whether it can do what it is there for.
//!
//! Must ask nothing of anybody for the first: a slow neighbour must not restart this process. Must
//! not ask AWS nor an identity provider for the second: what they do not answer they answer nobody.

use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use tokio::time::timeout;

use crate::log::chain;
use crate::recorder::Recorder;

/// How long the store may take
const PATIENCE: Duration = Duration::from_secs(2);

/// Says that the process answers
pub async fn get() -> impl IntoResponse {
    said(StatusCode::OK, "ok\n")
}

/// Says whether requests should be sent here: where there is a store, it answers
pub async fn ready(State(recorder): State<Recorder>) -> impl IntoResponse {
    let Some(store) = recorder.store() else {
        return said(StatusCode::OK, "ready\n");
    };
    match timeout(PATIENCE, store.answers()).await {
        Ok(Ok(())) => said(StatusCode::OK, "ready\n"),
        Ok(Err(error)) => {
            tracing::error!("not ready: {}", chain(&error));
            said(
                StatusCode::SERVICE_UNAVAILABLE,
                "the store does not answer\n",
            )
        }
        Err(_) => {
            tracing::error!("not ready: the store does not answer in time");
            said(
                StatusCode::SERVICE_UNAVAILABLE,
                "the store does not answer\n",
            )
        }
    }
}

fn said(status: StatusCode, text: &'static str) -> impl IntoResponse {
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (status, kind, text)
}
