//! Text that travels in a page or an address: deflated, then base64url.
//!
//! Must inflate no more than it is allowed to, whatever the text claims to hold.

use std::io::{Read, Write};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The text cannot be read, or holds more than is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the packed text is damaged or too large")]
pub struct PackedError;

/// A text, packed.
pub(crate) fn pack(text: &str) -> Result<String, PackedError> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    // Writing to memory does not fail.
    encoder
        .write_all(text.as_bytes())
        .map_err(|_| PackedError)?;
    let bytes = encoder.finish().map_err(|_| PackedError)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// The text again, of at most `limit` bytes.
pub(crate) fn unpack(packed: &str, limit: usize) -> Result<String, PackedError> {
    let bytes = URL_SAFE_NO_PAD.decode(packed).map_err(|_| PackedError)?;
    let mut text = String::new();
    let stop = u64::try_from(limit)
        .map_err(|_| PackedError)?
        .saturating_add(1);
    flate2::read::DeflateDecoder::new(bytes.as_slice())
        .take(stop)
        .read_to_string(&mut text)
        .map_err(|_| PackedError)?;
    if text.len() > limit {
        Err(PackedError)
    } else {
        Ok(text)
    }
}
