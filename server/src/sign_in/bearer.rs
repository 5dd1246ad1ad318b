//! The token that a program sends beside a request (RFC 6750, section 2.1).
//!
//! Must read it from the header alone: an address is logged and remembered, a header is not.

use axum::http::{HeaderMap, header};
use thiserror::Error;

/// A header that says `Bearer` and holds no token
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoToken {
    /// More than one was sent
    #[error("the request holds more than one `Authorization` header")]
    Several,
    /// What follows is not what a token is made of
    #[error("what follows `Bearer` is no token")]
    Unreadable,
}

/// The token of a request; none where it holds none. Other schemes are for whoever stands before
/// this server
pub fn token(headers: &HeaderMap) -> Result<Option<&str>, NoToken> {
    let mut all = headers.get_all(header::AUTHORIZATION).iter();
    let Some(first) = all.next() else {
        return Ok(None);
    };
    let bytes = first.as_bytes();
    let (scheme, rest) = bytes
        .split_first_chunk::<7>()
        .map_or((bytes, &[][..]), |(scheme, rest)| (scheme.as_slice(), rest));
    if !scheme.eq_ignore_ascii_case(b"bearer ") {
        return Ok(None);
    }
    if all.next().is_some() {
        return Err(NoToken::Several);
    }
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(byte);
    let token = rest.trim_ascii();
    if token.is_empty() || !token.iter().all(plain) {
        return Err(NoToken::Unreadable);
    }
    std::str::from_utf8(token)
        .map(Some)
        .map_err(|_| NoToken::Unreadable)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn read(values: &[&'static str]) -> Result<Option<String>, NoToken> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::AUTHORIZATION, HeaderValue::from_static(value));
        }
        token(&headers).map(|token| token.map(str::to_owned))
    }

    #[test]
    fn a_token_is_read_of_its_scheme_alone() {
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&["Basic YTpi"]), Ok(None));
        assert_eq!(read(&["Bear"]), Ok(None));
        assert_eq!(read(&["Bearer a.b-c_d"]), Ok(Some("a.b-c_d".to_owned())));
        assert_eq!(read(&["bearer a="]), Ok(Some("a=".to_owned())));
        for wrong in ["Bearer ", "Bearer a b", "Bearer a\"b", "Bearer a,b"] {
            assert_eq!(read(&[wrong]), Err(NoToken::Unreadable), "{wrong}");
        }
        assert_eq!(read(&["Bearer a", "Bearer b"]), Err(NoToken::Several));
    }
}
