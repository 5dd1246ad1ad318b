//! Answers that stay the same as long as the server runs: style sheets, the catalogue, the OpenAPI
//! document.
//!
//! Each has two forms, plain and compressed, with an entity tag of its own: a strong tag names
//! bytes, and the two are not the same bytes (RFC 9110, 8.8.3).

use std::io::Write;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

/// One answer, in both forms
#[derive(Debug)]
pub struct Fixed {
    media_type: &'static str,
    plain: Form,
    /// None where compression gains nothing
    gzip: Option<Form>,
}

#[derive(Debug)]
struct Form {
    bytes: Bytes,
    /// With its quotation marks
    tag: String,
}

impl Fixed {
    /// The answer of these bytes
    pub fn new(media_type: &'static str, content: Vec<u8>) -> Self {
        let hash = short_hex(&digest(&content));
        let gzip = gzip(&content, Compression::best()).filter(|gzip| gzip.len() < content.len());
        Self {
            media_type,
            plain: Form {
                bytes: content.into(),
                tag: format!("\"{hash}\""),
            },
            gzip: gzip.map(|gzip| Form {
                bytes: gzip.into(),
                tag: format!("\"{hash}-gzip\""),
            }),
        }
    }

    /// The answer to a request with these headers: 304 when the client holds it already.
    /// `caching` is the answer's `Cache-Control`
    pub fn answer(&self, asked: &HeaderMap, caching: &'static str) -> Response {
        let (form, encoding) = self.chosen(asked);
        let about = [
            (header::CACHE_CONTROL, caching),
            (header::ETAG, &form.tag),
            (header::VARY, "accept-encoding"),
        ];
        if is_held(asked, &form.tag) {
            return (StatusCode::NOT_MODIFIED, about).into_response();
        }
        let kind = [(header::CONTENT_TYPE, self.media_type)];
        (about, kind, encoding, form.bytes.clone()).into_response()
    }

    fn chosen(&self, asked: &HeaderMap) -> (&Form, Encoding) {
        match &self.gzip {
            Some(gzip) if accepts_gzip(asked) => (gzip, Some([(header::CONTENT_ENCODING, "gzip")])),
            _ => (&self.plain, None),
        }
    }
}

type Encoding = Option<[(HeaderName, &'static str); 1]>;

/// The SHA-256 of some bytes
pub(crate) fn digest(content: &[u8]) -> [u8; 32] {
    Sha256::digest(content).into()
}

/// The first eight bytes: a fingerprint of what is ours, not a proof against a forger
pub(crate) fn short_hex(hash: &[u8; 32]) -> String {
    let start = hash.first_chunk().copied().unwrap_or_default();
    format!("{:016x}", u64::from_be_bytes(start))
}

/// The same bytes compressed
pub(crate) fn gzip(content: &[u8], level: Compression) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(content).ok()?;
    encoder.finish().ok()
}

/// Whether `Accept-Encoding` names gzip and does not refuse it (`q=0`)
pub(crate) fn accepts_gzip(headers: &HeaderMap) -> bool {
    listed(headers, &header::ACCEPT_ENCODING).any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let gzip = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        let refused = parts
            .filter_map(|part| part.strip_prefix("q="))
            .any(|quality| quality.parse::<f32>().is_ok_and(|quality| quality <= 0.0));
        gzip && !refused
    })
}

/// Whether the client already holds the bytes that `tag` names
fn is_held(headers: &HeaderMap, tag: &str) -> bool {
    listed(headers, &header::IF_NONE_MATCH)
        .any(|item| item == "*" || item.strip_prefix("W/").unwrap_or(item) == tag)
}

fn listed<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}
