//! What applies to every request alike, in one order.
//!
//! From the outside in: the request gets its id and its log line; every answer gets the security
//! headers; it is compressed; an error becomes a page or a problem; a panic becomes an error;
//! hosts that are not ours and other sites' writes are refused; time and size are limited. A layer
//! may not know any route.

mod boundary;
mod csp;
mod headers;
mod host;
mod request_id;
mod request_log;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::archive;
use crate::error::HttpError;
use crate::gate::Gate;
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::recorder::Recorder;
use crate::state::AppState;
use request_id::RequestIds;
use request_log::Watched;

pub use csp::ContentSecurityPolicy;
pub use request_id::RequestId;

/// The largest body the server reads, in bytes: 50 times the largest endpoint policy
pub const BODY_LIMIT: usize = 1024 * 1024;

/// How long a request may take, its body included
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Puts every layer around `router`
pub fn wrap(router: Router<AppState>, state: &AppState) -> Router<AppState> {
    let csrf = CsrfLayer::new()
        .with_rejection_response(|_: ProtectionError| HttpError::CrossSite.into_response());
    let watched = Watched {
        ids: Arc::new(RequestIds::default()),
        metrics: Metrics::from_ref(state),
    };
    let worth_compressing =
        DefaultPredicate::new().and(NotForContentType::const_new(archive::MEDIA_TYPE));
    let router = match state.sessions() {
        Some(sessions) => router.layer(sessions.layer()),
        None => router,
    };
    // The last layer added is the outermost.
    router
        .layer(from_fn_with_state(state.clone(), bring_gate))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn(limit_time))
        .layer(csrf)
        .layer(from_fn_with_state(state.clone(), host::check))
        .layer(CatchPanicLayer::custom(|_| {
            HttpError::Panicked.into_response()
        }))
        .layer(from_fn_with_state(state.clone(), boundary::render))
        .layer(CompressionLayer::new().compress_when(worth_compressing))
        .layer(from_fn_with_state(state.clone(), headers::add))
        .layer(from_fn_with_state(watched, request_log::record))
}

/// The gate, the record and the limits as they are now: a request keeps those that it began with
async fn bring_gate(
    State(gate): State<Arc<Gate>>,
    State(recorder): State<Recorder>,
    State(limits): State<Limits>,
    State(metrics): State<Metrics>,
    mut request: Request,
    next: Next,
) -> Response {
    request.extensions_mut().insert(gate);
    request.extensions_mut().insert(recorder);
    request.extensions_mut().insert(limits);
    request.extensions_mut().insert(metrics);
    next.run(request).await
}

async fn limit_time(request: Request, next: Next) -> Response {
    within(TIME_LIMIT, next.run(request)).await
}

async fn within(limit: Duration, answer: impl Future<Output = Response>) -> Response {
    match tokio::time::timeout(limit, answer).await {
        Ok(response) => response,
        Err(_) => HttpError::TimedOut.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use axum::http::StatusCode;

    use super::*;

    #[tokio::test]
    async fn what_never_ends_is_ended() {
        let late = within(Duration::ZERO, pending()).await;
        assert_eq!(late.status(), StatusCode::REQUEST_TIMEOUT);
        let in_time = within(Duration::from_mins(1), ready("done".into_response())).await;
        assert_eq!(in_time.status(), StatusCode::OK);
    }
}
