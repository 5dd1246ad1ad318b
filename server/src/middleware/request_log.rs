//! One log line a request: method, path, status, time; and the same counted. Never the query string,
//! which holds the person's answers, and never a body.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use super::request_id::RequestIds;
use crate::metrics::Metrics;
use crate::traces;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What names requests, and what counts them
#[derive(Clone, Debug)]
pub(super) struct Watched {
    pub(super) ids: Arc<RequestIds>,
    pub(super) metrics: Metrics,
}

pub(super) async fn record(
    State(watched): State<Watched>,
    mut request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let going = watched.metrics.begun();
    let id = watched.ids.next();
    let span = tracing::info_span!("request", %id);
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let traced = {
        let route = route.as_ref().map(MatchedPath::as_str);
        traces::request(&method, route, id.as_str(), request.headers())
    };
    request.extensions_mut().insert(id.clone());
    let mut response = next
        .run(request)
        .instrument(span.clone())
        .instrument(traced.clone())
        .await;
    if let Ok(id) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(X_REQUEST_ID, id);
    }
    let status = response.status().as_u16();
    let took = started.elapsed();
    let route = route.as_ref().map(MatchedPath::as_str);
    watched
        .metrics
        .answered(method.as_str(), route, status, took);
    drop(going);
    traces::answered(&traced, Some(status), |status| status >= 500);
    span.in_scope(|| {
        let micros = took.as_micros();
        tracing::info!(%method, path, status, micros, "answered");
    });
    response
}
