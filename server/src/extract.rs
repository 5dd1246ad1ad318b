//! What handlers take from a request, with our answers when it cannot be taken.
//!
//! axum's own extractors answer in plain text; clippy refuses them elsewhere. Bodies come as text:
//! the one decoder of requests reads JSON and query strings alike and reports every error at once,
//! which no deserialiser does.

use std::error::Error;

use axum::extract::rejection::StringRejection;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

use crate::error::{ErrorEntry, HttpError};
use crate::middleware::BODY_LIMIT;

/// A body of JSON, unread: `application/json` or `…+json`, UTF-8, within the limit
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonText(pub String);

/// A body of JSON lines, unread: `application/x-ndjson` or `application/jsonl`, UTF-8, within the
/// limit
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinesText(pub String);

/// A body that a form sent, unread: `application/x-www-form-urlencoded`, within the limit
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormText(pub String);

/// The query string, unread and without its `?`; empty when there is none
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryText(pub String);

/// The query string as `T`; 422 when it is not one
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query<T>(pub T);

/// The parameters of the path as `T`; 404 when they are not one
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path<T>(pub T);

impl<S: Send + Sync> FromRequest<S> for JsonText {
    type Rejection = HttpError;

    async fn from_request(request: Request, state: &S) -> Result<Self, HttpError> {
        let expected = "application/json";
        let json = |kind: &str| {
            kind == expected || (kind.starts_with("application/") && kind.ends_with("+json"))
        };
        text(request, state, json, expected).await.map(Self)
    }
}

impl<S: Send + Sync> FromRequest<S> for LinesText {
    type Rejection = HttpError;

    async fn from_request(request: Request, state: &S) -> Result<Self, HttpError> {
        let expected = "application/x-ndjson";
        let lines = |kind: &str| kind == expected || kind == "application/jsonl";
        text(request, state, lines, expected).await.map(Self)
    }
}

impl<S: Send + Sync> FromRequest<S> for FormText {
    type Rejection = HttpError;

    async fn from_request(request: Request, state: &S) -> Result<Self, HttpError> {
        let expected = "application/x-www-form-urlencoded";
        text(request, state, |kind| kind == expected, expected)
            .await
            .map(Self)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for QueryText {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, HttpError> {
        Ok(Self(parts.uri.query().unwrap_or_default().to_owned()))
    }
}

#[expect(
    clippy::disallowed_types,
    reason = "this is the wrapper to be used instead"
)]
impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, HttpError> {
        match axum_extra::extract::Query::<T>::from_request_parts(parts, state).await {
            Ok(axum_extra::extract::Query(value)) => Ok(Self(value)),
            Err(rejection) => {
                let message = innermost(&rejection);
                let help = "Correct the part of the address after the question mark.";
                let entry = ErrorEntry::whole("invalid-query", message, help);
                Err(HttpError::Invalid(vec![entry]))
            }
        }
    }
}

#[expect(
    clippy::disallowed_types,
    reason = "this is the wrapper to be used instead"
)]
impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, HttpError> {
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(HttpError::NotFound),
        }
    }
}

async fn text<S: Send + Sync>(
    request: Request,
    state: &S,
    accepts: impl Fn(&str) -> bool,
    expected: &'static str,
) -> Result<String, HttpError> {
    if !media_type(request.headers()).is_some_and(|kind| accepts(&kind)) {
        return Err(HttpError::UnsupportedMediaType { expected });
    }
    String::from_request(request, state)
        .await
        .map_err(|rejection| unread(&rejection))
}

fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let essence = value.split(';').next()?;
    Some(essence.trim().to_ascii_lowercase())
}

fn unread(rejection: &StringRejection) -> HttpError {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return HttpError::TooLarge { limit: BODY_LIMIT };
    }
    let entry = match rejection {
        StringRejection::InvalidUtf8(_) => ErrorEntry::whole(
            "not-utf-8",
            "the body is not UTF-8 text",
            "Save it as UTF-8 and send it again.",
        ),
        _ => ErrorEntry::whole(
            "incomplete-body",
            "the body ended before it was complete",
            "Send it again.",
        ),
    };
    HttpError::Malformed(vec![entry])
}

fn innermost(error: &dyn Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
