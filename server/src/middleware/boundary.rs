//! Where an error leaves: a fault is logged, once, and everything becomes a page or a problem.

use axum::Extension;
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;

use super::RequestId;
use crate::error::{HttpError, problem};
use crate::pages;
use crate::routes::{API_PREFIX, HEALTHZ, OPENAPI};
use crate::themed::Themed;

pub(super) async fn render(
    Themed(shell): Themed,
    Extension(id): Extension<RequestId>,
    request: Request,
    next: Next,
) -> Response {
    let audience = Audience::of(request.uri().path());
    let mut response = next.run(request).await;
    let Some(error) = response.extensions_mut().remove::<HttpError>() else {
        return response;
    };
    if let Some(chain) = error.chain() {
        tracing::error!(error = chain, "request failed");
    }
    let mut rendered = match audience {
        Audience::Person => pages::error::page(&error, &id, &shell),
        Audience::Program => problem(&error, &id),
    };
    if let Some(allow) = response.headers_mut().remove(header::ALLOW) {
        rendered.headers_mut().insert(header::ALLOW, allow);
    }
    rendered
}

/// Who reads the answer; told from the path, which programs choose on purpose
enum Audience {
    Person,
    Program,
}

impl Audience {
    fn of(path: &str) -> Self {
        if path.starts_with(API_PREFIX) || [HEALTHZ.href(), OPENAPI.href()].contains(&path) {
            Self::Program
        } else {
            Self::Person
        }
    }
}
