//! Answers to requests that come again, byte for byte.
//!
//! A page of the wizard is a function of its address, of the colours that the browser chose and of
//! this server; the panel beside a form is one of the form. Whoever sends the same bytes gets the
//! same bytes. Must not keep what was pasted or read of an account, nor an error: those are answered
//! once.

mod again;
mod asked;

use std::fmt;
use std::sync::{Mutex, PoisonError};

use axum::body::{Bytes, to_bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use postern_app::asides;
use postern_app::pasted;
use tokio::sync::Semaphore;

use crate::blocking::elsewhere;
use crate::error::HttpError;
use crate::fixed::gzip;
use crate::kept::{Hash, Kept};

pub use again::Again;
pub use asked::Asked;
use asked::Coding;

/// How many bytes of answers are kept
const KEPT_BYTES: usize = 32 * 1024 * 1024;

/// What an answer takes beside its body, in bytes, and generously
const BESIDE_BYTES: usize = 256;

/// The level at which an answer is compressed: most are asked for once, so it must be quick
const LEVEL: Compression = Compression::new(3);

/// Answers that were given, and a place to make those that were not
pub struct Repeats {
    kept: Mutex<Kept<Whole>>,
    /// As many answers are made at once as there are cores: more would only wait for each other
    turns: Semaphore,
}

/// Whether an answer may be given again
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasts {
    /// To whoever asks with the very same bytes
    Kept,
    /// Never: it holds what was pasted or read of an account
    Once,
}

impl Lasts {
    /// Of an answer to these fields: what is pasted is in none that is kept
    pub fn of(pairs: &[(String, String)]) -> Self {
        let private = [pasted::TEXT, pasted::PACKED, asides::ERROR, asides::ARNS];
        let holds = |(name, value): &(String, String)| {
            private.contains(&name.as_str()) && !value.trim().is_empty()
        };
        if pairs.iter().any(holds) {
            Self::Once
        } else {
            Self::Kept
        }
    }
}

/// A page or a part of one, ready to be sent
#[derive(Clone)]
struct Whole {
    status: StatusCode,
    coding: Coding,
    body: Bytes,
}

impl Repeats {
    /// The answer to what was asked: the one that was given before, or what `make` makes elsewhere
    pub async fn answer(
        &self,
        asked: Asked,
        make: impl FnOnce() -> Result<(Lasts, Response), HttpError> + Send + 'static,
    ) -> Result<Response, HttpError> {
        if let Some(whole) = self.given(&asked.hash) {
            return Ok(whole.into_response());
        }
        let _turn = self.turns.acquire().await;
        // Somebody may have asked the same while this one waited for its turn.
        if let Some(whole) = self.given(&asked.hash) {
            return Ok(whole.into_response());
        }
        let (lasts, response) = elsewhere(make).await?;
        if lasts == Lasts::Once || !is_page(response.status(), response.headers()) {
            return Ok(response);
        }
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX)
            .await
            .map_err(HttpError::internal)?;
        let coding = asked.coding;
        let whole = elsewhere(move || Ok(Whole::new(status, coding, body))).await?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.put(asked.hash, whole.clone(), whole.body.len() + BESIDE_BYTES);
        Ok(whole.into_response())
    }

    fn given(&self, hash: &Hash) -> Option<Whole> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(hash)
    }
}

impl Default for Repeats {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            kept: Mutex::new(Kept::new(KEPT_BYTES)),
            turns: Semaphore::new(cores),
        }
    }
}

impl fmt::Debug for Repeats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Repeats").finish_non_exhaustive()
    }
}

impl Whole {
    fn new(status: StatusCode, coding: Coding, body: Bytes) -> Self {
        let (coding, body) = match coding {
            Coding::Plain => (Coding::Plain, body),
            Coding::Gzip => match gzip(&body, LEVEL) {
                Some(short) => (Coding::Gzip, Bytes::from(short)),
                None => (Coding::Plain, body),
            },
        };
        Self {
            status,
            coding,
            body,
        }
    }
}

impl IntoResponse for Whole {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body).into_response();
        let headers = response.headers_mut();
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, html);
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if self.coding == Coding::Gzip {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }
}

/// What may be kept is a page that says all in its body: no way to another address, no cookie, no
/// error on its way to the boundary
fn is_page(status: StatusCode, headers: &HeaderMap) -> bool {
    let shown = [StatusCode::OK, StatusCode::UNPROCESSABLE_ENTITY].contains(&status);
    let kind = headers.get(header::CONTENT_TYPE);
    shown && headers.len() == 1 && kind.is_some_and(|kind| kind == "text/html; charset=utf-8")
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::response::{Html, Redirect};
    use flate2::read::GzDecoder;

    use super::*;

    fn asked(number: u8, coding: Coding) -> Asked {
        Asked {
            hash: [number; 32],
            coding,
        }
    }

    async fn body(response: Response) -> Vec<u8> {
        to_bytes(response.into_body(), usize::MAX)
            .await
            .unwrap()
            .to_vec()
    }

    /// How often an answer is made that is asked for three times
    async fn made(answer: fn() -> Result<(Lasts, Response), HttpError>) -> usize {
        let repeats = Repeats::default();
        let made = Arc::new(AtomicUsize::new(0));
        for _ in 0..3 {
            let made = Arc::clone(&made);
            let make = move || {
                made.fetch_add(1, Ordering::Relaxed);
                answer()
            };
            let _ = repeats.answer(asked(1, Coding::Plain), make).await;
        }
        made.load(Ordering::Relaxed)
    }

    fn page() -> Response {
        Html("<p>Answers</p>".repeat(50)).into_response()
    }

    #[tokio::test]
    async fn a_page_is_made_once_with_its_status() {
        assert_eq!(made(|| Ok((Lasts::Kept, page()))).await, 1);
        let refused = || {
            let response = (StatusCode::UNPROCESSABLE_ENTITY, page()).into_response();
            Ok((Lasts::Kept, response))
        };
        assert_eq!(made(refused).await, 1);
        let repeats = Repeats::default();
        for _ in 0..2 {
            let answer = repeats.answer(asked(1, Coding::Plain), refused).await;
            assert_eq!(answer.unwrap().status(), StatusCode::UNPROCESSABLE_ENTITY);
        }
    }

    #[tokio::test]
    async fn what_was_pasted_an_error_and_a_way_elsewhere_are_made_each_time() {
        assert_eq!(made(|| Ok((Lasts::Once, page()))).await, 3);
        assert_eq!(made(|| Err(HttpError::NotFound)).await, 3);
        let error = || Ok((Lasts::Kept, HttpError::NotFound.into_response()));
        assert_eq!(made(error).await, 3);
        let elsewhere = || Ok((Lasts::Kept, Redirect::to("/who").into_response()));
        assert_eq!(made(elsewhere).await, 3);
        let cookie = || {
            let headers = [(header::SET_COOKIE, "theme=dark")];
            Ok((Lasts::Kept, (headers, page()).into_response()))
        };
        assert_eq!(made(cookie).await, 3);
    }

    #[tokio::test]
    async fn it_is_the_same_answer_warm_and_cold_compressed_or_not() {
        let repeats = Repeats::default();
        let make = || Ok((Lasts::Kept, page()));
        let never = || Err(HttpError::NotFound);
        for (number, coding) in [(1, Coding::Plain), (2, Coding::Gzip)] {
            let cold = repeats.answer(asked(number, coding), make).await.unwrap();
            let warm = repeats.answer(asked(number, coding), never).await.unwrap();
            assert_eq!(cold.status(), warm.status());
            assert_eq!(cold.headers(), warm.headers());
            let (cold, warm) = (body(cold).await, body(warm).await);
            assert_eq!(cold, warm);
            let text = match coding {
                Coding::Plain => cold,
                Coding::Gzip => {
                    let mut text = Vec::new();
                    GzDecoder::new(&*cold).read_to_end(&mut text).unwrap();
                    text
                }
            };
            assert_eq!(text, body(page()).await);
        }
        let other = repeats.answer(asked(3, Coding::Plain), never).await;
        assert!(other.is_err(), "another request is another answer");
    }

    #[tokio::test]
    async fn what_is_kept_is_bounded() {
        let repeats = Repeats::default();
        let large = KEPT_BYTES / 8;
        for number in 0..20 {
            let make = move || Ok((Lasts::Kept, Html("x".repeat(large)).into_response()));
            repeats
                .answer(asked(number, Coding::Plain), make)
                .await
                .unwrap();
        }
        let kept = repeats.kept.lock().unwrap().len();
        assert!((1..8).contains(&kept), "{kept}");
    }

    #[test]
    fn nothing_that_was_pasted_lasts() {
        let with = |name: &str, value: &str| {
            let region = ("region".to_owned(), "us-east-1".to_owned());
            Lasts::of(&[region, (name.to_owned(), value.to_owned())])
        };
        for name in ["inventory", "inventory.z", "why.text", "arns"] {
            assert_eq!(with(name, "x"), Lasts::Once, "{name}");
            assert_eq!(with(name, " "), Lasts::Kept, "{name}");
        }
        assert_eq!(with("name", "x"), Lasts::Kept);
    }
}
