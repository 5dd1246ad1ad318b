//! The numbers for whatever watches this server, on its own route or at an address of their own.
//!
//! Must ask AWS nothing and count what the store says anew: several servers may share it.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{FromRef, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use postern_plan::catalog::Catalog;
use tokio::time::timeout;

use crate::error::HttpError;
use crate::log::chain;
use crate::metrics::{MEDIA_TYPE, Metrics, Stored};
use crate::recorder::Recorder;
use crate::routes::{METRICS, RoutePath};
use crate::state::AppState;

/// How long the store may take; without its answer the rest is said all the same
const PATIENCE: Duration = Duration::from_secs(2);

/// Says what was counted and measured
pub async fn metrics(
    State(metrics): State<Metrics>,
    State(catalog): State<Arc<Catalog>>,
    State(recorder): State<Recorder>,
) -> Result<Response, HttpError> {
    let text = metrics.text(&catalog.facts_date, stored(&recorder).await);
    let text = text.map_err(HttpError::internal)?;
    Ok(([(header::CONTENT_TYPE, MEDIA_TYPE)], text).into_response())
}

/// The numbers alone, at an address of their own: whoever reaches it may read them
pub fn apart(state: AppState) -> Router {
    let answered = |State(state): State<AppState>| async move {
        let parts = (
            State(Metrics::from_ref(&state)),
            State(Arc::from_ref(&state)),
            State(Recorder::from_ref(&state)),
        );
        let said = metrics(parts.0, parts.1, parts.2).await;
        said.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
    };
    Router::new()
        .route(METRICS.pattern(), get(answered))
        .with_state(state)
}

/// What the store says; none where there is none, or no answer of it
async fn stored(recorder: &Recorder) -> Option<Stored> {
    match timeout(PATIENCE, recorder.store()?.counted()).await {
        Ok(Ok(stored)) => Some(stored),
        Ok(Err(error)) => {
            tracing::error!("metrics without the store: {}", chain(&error));
            None
        }
        Err(_) => {
            tracing::error!("metrics without the store: it does not answer in time");
            None
        }
    }
}
