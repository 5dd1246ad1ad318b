//! A key of the sender's own beside a POST (`Idempotency-Key`): what was done under it is not done
//! again, and what was answered is answered again.
//!
//! Must never do twice what may have been done: where no answer is known, whoever asks again is told
//! so. A refusal did nothing, and lets go of the key.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use thiserror::Error;
use tracing::Instrument;

use crate::error::{ErrorEntry, HttpError};
use crate::log::chain;
use crate::middleware::BODY_LIMIT;
use crate::record::hex;
use crate::recorder::Recorder;
use crate::store::{Claim, KeptAnswer, Store};
use crate::tokens::DAY;
use crate::visitor::Visitor;

/// The header (IETF draft "The Idempotency-Key HTTP Header Field")
const KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The longest key, in bytes
const LONGEST: usize = 255;

/// How long an answer is kept, in seconds
const KEPT: i64 = DAY;

/// As many keys as are kept at once
const MOST: i64 = 20_000;

/// An answer is larger than what is kept, or what was kept is none
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("an answer cannot be kept, or given again")]
struct Unkept;

/// Answers a request once for each key of whoever sends it
pub(crate) async fn once(request: Request, next: Next) -> Result<Response, HttpError> {
    let extensions = request.extensions();
    let store = extensions.get::<Recorder>().and_then(Recorder::store);
    let (Some(store), Some(key)) = (store.cloned(), key(request.headers())?) else {
        return Ok(next.run(request).await);
    };
    let who = sender(extensions.get::<Visitor>());
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await;
    let body = body.map_err(|_| HttpError::TooLarge { limit: BODY_LIMIT })?;
    let asked = format!("{} {}\n", parts.method, parts.uri);
    let same = hash(&[asked.as_bytes(), &body]);
    let name = hash(&[who.as_bytes(), b"\n", &key]);
    let request = Request::from_parts(parts, Body::from(body));
    // Whoever asks may go away meanwhile: what is done is done, and its answer kept.
    let doing = tokio::spawn(claimed(store, name, same, request, next).in_current_span());
    doing.await.unwrap_or(Err(HttpError::Panicked))
}

async fn claimed(
    store: Store,
    name: String,
    same: String,
    request: Request,
    next: Next,
) -> Result<Response, HttpError> {
    let now = jiff::Timestamp::now().as_second();
    let claim = store.claim(&name, &same, now, now + KEPT).await;
    match claim.map_err(HttpError::internal)? {
        Claim::Ours => {}
        Claim::UnderWay { body } if body == same => return Err(under_way()),
        Claim::Answered { body, answer } if body == same => return again(answer),
        Claim::UnderWay { .. } | Claim::Answered { .. } => return Err(another()),
    }
    if store.claims().await.map_err(HttpError::internal)? > MOST {
        store.let_go(&name).await.map_err(HttpError::internal)?;
        return Err(full());
    }
    answered(store, name, request, next).await
}

async fn answered(
    store: Store,
    name: String,
    request: Request,
    next: Next,
) -> Result<Response, HttpError> {
    let response = next.run(request).await;
    let status = response.status();
    if status.is_client_error() {
        if let Err(error) = store.let_go(&name).await {
            tracing::error!(
                "a key under which nothing was done is kept: {}",
                chain(&error)
            );
        }
        return Ok(response);
    }
    if !status.is_success() {
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, BODY_LIMIT)
        .await
        .map_err(HttpError::internal)?;
    if let Err(error) = store
        .keep_answer(&name, &kept(status, &parts.headers, &body))
        .await
    {
        tracing::error!("an answer is not kept under its key: {}", chain(&error));
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}

/// The key; none where none was sent
fn key(headers: &HeaderMap) -> Result<Option<Vec<u8>>, HttpError> {
    let mut all = headers.get_all(&KEY).iter();
    let Some(key) = all.next() else {
        return Ok(None);
    };
    let bytes = key.as_bytes();
    let right = (1..=LONGEST).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_graphic);
    if right && all.next().is_none() {
        return Ok(Some(bytes.to_vec()));
    }
    let help = "Send one key of 1 to 255 visible ASCII characters, such as a UUID.";
    let entry = ErrorEntry::whole("invalid-key", "`Idempotency-Key` holds no key", help);
    Err(HttpError::Malformed(vec![entry]))
}

/// Whose keys they are: those of a person are not those of their tokens
fn sender(visitor: Option<&Visitor>) -> String {
    match visitor {
        Some(Visitor::Known(known)) => {
            let token = known.token.as_ref().map_or("", |token| token.id.as_str());
            format!("{token} {}", known.person.id)
        }
        Some(Visitor::Anybody) | None => String::new(),
    }
}

fn hash(parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
    }
    hex(&digest.finalize())
}

fn kept(status: StatusCode, headers: &HeaderMap, body: &Bytes) -> KeptAnswer {
    let text = |name| {
        let value = headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    KeptAnswer {
        status: i64::from(status.as_u16()),
        kind: text(header::CONTENT_TYPE),
        location: text(header::LOCATION),
        body: String::from_utf8_lossy(body).into_owned(),
    }
}

fn again(answer: KeptAnswer) -> Result<Response, HttpError> {
    let status = u16::try_from(answer.status).ok();
    let status = status.and_then(|status| StatusCode::from_u16(status).ok());
    let status = status.ok_or_else(|| HttpError::internal(Unkept))?;
    let mut response = (status, answer.body).into_response();
    for (name, value) in [
        (header::CONTENT_TYPE, answer.kind),
        (header::LOCATION, answer.location),
    ] {
        if !value.is_empty() {
            let value = HeaderValue::try_from(value).map_err(HttpError::internal)?;
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

fn under_way() -> HttpError {
    HttpError::Conflict(vec![ErrorEntry::whole(
        "key-under-way",
        "what was asked under this key is under way, or ended without an answer",
        "Ask again in a moment. If it is still so, look among the runs whether it was begun, and \
         ask under another key if it was not.",
    )])
}

fn another() -> HttpError {
    HttpError::Invalid(vec![ErrorEntry::whole(
        "key-reused",
        "something else was asked under this key",
        "Take a new key for each thing that is asked.",
    )])
}

fn full() -> HttpError {
    HttpError::Full(ErrorEntry::whole(
        "too-many-keys",
        "more keys are kept than this server keeps",
        "Ask later; keys are kept for a day.",
    ))
}

#[cfg(test)]
mod tests;
