//! Everything on which an answer that may be given again depends.
//!
//! Must take in whatever of a request a page can show: what is left out here would be shown to
//! somebody else.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use postern_app::answers::Reach;
use postern_plan::guardrails::Guardrails;
use sha2::{Digest, Sha256};

use crate::fixed::accepts_gzip;
use crate::kept::Hash;
use crate::themed;
use crate::visitor::Visitor;

/// A request by the hash of its bytes
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    pub(super) hash: Hash,
    pub(super) coding: Coding,
}

/// How a body is sent
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Plain,
    Gzip,
}

impl Asked {
    /// The same of a server with this reach, which a page shows
    #[must_use]
    pub fn reaching(self, reach: Reach) -> Self {
        match reach {
            Reach::None => self,
            Reach::Own => Self {
                hash: hash(&[&self.hash, b"reach"]),
                ..self
            },
        }
    }

    /// The same of a server with these rules, which a page shows
    #[must_use]
    pub fn within(self, guardrails: &Guardrails) -> Self {
        if guardrails.is_empty() {
            return self;
        }
        Self {
            hash: hash(&[&self.hash, b"guardrails", guardrails.digest().as_bytes()]),
            ..self
        }
    }

    /// The same with the form in its body
    #[must_use]
    pub fn with(self, form: &str) -> Self {
        Self {
            hash: hash(&[&self.hash, b"form", form.as_bytes()]),
            ..self
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let coding = if accepts_gzip(&parts.headers) {
            Coding::Gzip
        } else {
            Coding::Plain
        };
        let (method, uri) = (&parts.method, &parts.uri);
        let hash = hash(&[
            method.as_str().as_bytes(),
            uri.path().as_bytes(),
            uri.query().unwrap_or_default().as_bytes(),
            themed::chosen(&parts.headers).as_str().as_bytes(),
            coding.name().as_bytes(),
            // A page shows who is signed in, and what they may do.
            visitor(parts).as_bytes(),
        ]);
        Ok(Self { hash, coding })
    }
}

fn visitor(parts: &Parts) -> String {
    match parts.extensions.get::<Visitor>() {
        None | Some(Visitor::Anybody) => String::new(),
        Some(Visitor::Known(known)) => format!("{known:?}"),
    }
}

impl Coding {
    fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Gzip => "gzip",
        }
    }
}

/// Each part with its length, so that no two lists of parts are the same bytes
fn hash(parts: &[&[u8]]) -> Hash {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use postern_plan::catalog::Catalog;

    use super::*;

    async fn asked(method: &str, uri: &str, headers: &[(&str, &str)]) -> Asked {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        let Ok(asked) = Asked::from_request_parts(&mut parts, &()).await;
        asked
    }

    fn rule(name: &str) -> Guardrails {
        let text = format!(
            "version = 1\n[[rules]]\nname = \"{name}\"\nreason = \"r\"\nowner = \"o\"\nprivate_dns = true"
        );
        Guardrails::parse(&Catalog::load().unwrap(), &text).unwrap()
    }

    #[tokio::test]
    async fn whatever_a_page_can_show_is_in_the_name() {
        let dark = [("cookie", "theme=dark")];
        let all = [
            asked("GET", "/who?a=1", &[]).await,
            asked("POST", "/who?a=1", &[]).await,
            asked("GET", "/where?a=1", &[]).await,
            asked("GET", "/who?a=2", &[]).await,
            asked("GET", "/who", &[]).await,
            asked("GET", "/who?a=1", &dark).await,
            asked("GET", "/who?a=1", &[("accept-encoding", "gzip")]).await,
            asked("GET", "/who?a=1", &[]).await.with(""),
            asked("GET", "/who?a=1", &[]).await.with("a=1"),
            asked("GET", "/who", &[]).await.with("a=1"),
            asked("GET", "/who?a=1", &[]).await.reaching(Reach::Own),
            asked("GET", "/who?a=1", &[]).await.within(&rule("a")),
            asked("GET", "/who?a=1", &[]).await.within(&rule("b")),
        ];
        for (at, one) in all.iter().enumerate() {
            for other in all.iter().skip(at + 1) {
                assert_ne!(one.hash, other.hash, "{at}");
            }
        }
    }

    #[tokio::test]
    async fn what_no_page_shows_is_not() {
        let plain = asked("GET", "/who?a=1", &[]).await;
        for headers in [
            [("user-agent", "x"), ("accept-language", "de")],
            [("cookie", "theme=none; other=1"), ("accept", "text/html")],
        ] {
            assert_eq!(asked("GET", "/who?a=1", &headers).await, plain);
        }
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(hash(&[b"ab", b"c"]), hash(&[b"a", b"bc"]));
        assert_ne!(hash(&[b"ab"]), hash(&[b"ab", b""]));
    }
}
