//! Where an error leaves: a fault is logged, once, and everything becomes a page or a problem.

use axum::Extension;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use thiserror::Error;

use super::RequestId;
use crate::error::{Audience, HttpError, problem};
use crate::pages;
use crate::themed::{self, Themed};
use crate::visitor::Visitor;

/// Something failed that is none of our handlers
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("an answer could not be completed: a session could not be kept")]
struct Unsaid;

pub(super) async fn render(
    Themed(shell): Themed,
    Extension(id): Extension<RequestId>,
    request: Request,
    next: Next,
) -> Response {
    let audience = Audience::of(request.uri().path());
    let mut response = next.run(request).await;
    let error = match response.extensions_mut().remove::<HttpError>() {
        Some(error) => error,
        // What keeps sessions answers so where it cannot.
        None if response.status() == StatusCode::INTERNAL_SERVER_ERROR => {
            HttpError::internal(Unsaid)
        }
        None => return response,
    };
    if let Some(chain) = error.chain() {
        tracing::error!(error = chain, "request failed");
    }
    let visitor = response.extensions_mut().remove::<Visitor>();
    let shell = themed::with_visitor(shell, visitor.as_ref());
    let mut rendered = match audience {
        Audience::Person => pages::error::page(&error, &id, &shell),
        Audience::Program => problem(&error, &id),
    };
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = response.headers_mut().remove(&name) {
            rendered.headers_mut().insert(name, value);
        }
    }
    rendered
}
