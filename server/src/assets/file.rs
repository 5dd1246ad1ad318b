//! One file, plain and compressed, each with an entity tag of its own: a strong tag names bytes,
//! and the two are not the same bytes (RFC 9110, 8.8.3).

use std::io::Write;

use axum::body::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

#[derive(Debug)]
pub(super) struct File {
    pub(super) media_type: &'static str,
    pub(super) plain: Form,
    /// None where compression gains nothing
    pub(super) gzip: Option<Form>,
}

#[derive(Debug)]
pub(super) struct Form {
    pub(super) bytes: Bytes,
    /// With its quotation marks
    pub(super) tag: String,
}

impl File {
    pub(super) fn new(name: &str, content: Vec<u8>) -> Self {
        let hash = short_hex(&digest(&content));
        let gzip = gzip(&content).filter(|gzip| gzip.len() < content.len());
        Self {
            media_type: media_type(name),
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
}

pub(super) fn digest(content: &[u8]) -> [u8; 32] {
    Sha256::digest(content).into()
}

/// The first eight bytes: a fingerprint of our own files, not a proof against a forger
pub(super) fn short_hex(hash: &[u8; 32]) -> String {
    let start = hash.first_chunk().copied().unwrap_or_default();
    format!("{:016x}", u64::from_be_bytes(start))
}

fn gzip(content: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).ok()?;
    encoder.finish().ok()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
