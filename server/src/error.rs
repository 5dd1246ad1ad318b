//! What the server answers when it cannot do what was asked.
//!
//! A handler returns an [`HttpError`]; it travels to the boundary in the response's extensions,
//! where [`crate::middleware`] logs a fault once and turns the rest into a page or into
//! problem+json. Nothing else may write the body of an error, and no fault's detail is shown.

mod audience;
mod entry;
mod problem;

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::sign_in::Trouble;
use crate::visitor::MayNot;

pub use audience::Audience;
pub use entry::ErrorEntry;
pub use problem::Problem;
pub(crate) use problem::problem;

/// Why a request was not answered as asked
#[derive(Clone, Debug)]
pub enum HttpError {
    /// 400: what was sent cannot be read
    Malformed(Vec<ErrorEntry>),
    /// 401: nobody is signed in
    SignedOut(Option<Arc<SentForm>>),
    /// 401: the token beside the request is not good
    BadToken,
    /// 403: a page of another site sent this
    CrossSite,
    /// 403: whoever asks is known and may not do this
    MayNot(Box<MayNot>),
    /// 403: it takes somebody who signed in, and a token asks
    TokenMayNot {
        /// Whose it is, and its name
        who: String,
    },
    /// 400, 403 or 502: somebody could not be signed in
    NotSignedIn(Trouble),
    /// 404: nothing is here
    NotFound,
    /// 405: the path is right and the method is not
    MethodNotAllowed {
        /// The methods of this path, as the `Allow` header lists them
        allow: String,
    },
    /// 408: the request was not complete, or its answer not ready, in time
    TimedOut,
    /// 409: readable and right, and not as things are now
    Conflict(Vec<ErrorEntry>),
    /// 413: what was sent is larger than the server reads
    TooLarge {
        /// The most it reads, in bytes
        limit: usize,
    },
    /// 415: the body is of a kind that this path does not read
    UnsupportedMediaType {
        /// The media type that it reads
        expected: &'static str,
    },
    /// 421: the request is meant for another server
    Misdirected {
        /// The `Host` that was asked for; empty when there was none
        host: String,
    },
    /// 422: readable, and wrong
    Invalid(Vec<ErrorEntry>),
    /// 422: a link that holds answers, and not whole ones
    DamagedLink {
        /// What is wrong with it
        why: String,
    },
    /// 503: as much is kept as this server keeps
    Full(ErrorEntry),
    /// 429: whoever asks has asked so often that others come first
    Limited {
        /// How long until the next request is answered
        wait: Duration,
    },
    /// 500: a fault of Postern's
    Internal(Arc<dyn Error + Send + Sync>),
    /// 500: a fault of Postern's that stopped the handler; [`crate::log`] has written it down
    Panicked,
}

/// A form that somebody sent who was signed out meanwhile: none of it may be lost
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentForm {
    /// Where it was sent
    pub path: String,
    /// What it held
    pub fields: Vec<(String, String)>,
}

impl HttpError {
    /// A fault, with its cause for the log
    pub fn internal(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::Internal(Arc::new(cause))
    }

    /// The status code
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::SignedOut(_) | Self::BadToken => StatusCode::UNAUTHORIZED,
            Self::CrossSite | Self::MayNot(_) | Self::TokenMayNot { .. } => StatusCode::FORBIDDEN,
            Self::NotSignedIn(trouble) => trouble.status(),
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::TimedOut => StatusCode::REQUEST_TIMEOUT,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Full(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Limited { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Misdirected { .. } => StatusCode::MISDIRECTED_REQUEST,
            Self::Invalid(_) | Self::DamagedLink { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Internal(_) | Self::Panicked => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The heading a person reads
    pub fn title(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "This request cannot be read",
            Self::SignedOut(_) => "You are not signed in",
            Self::BadToken => "This token is not good",
            Self::Conflict(_) => "This cannot be done now",
            Self::Full(_) => "This server is busy",
            Self::Limited { .. } => "You ask too often",
            Self::CrossSite => "This came from another site",
            Self::MayNot(_) => "You may not do this",
            Self::TokenMayNot { .. } => "A token may not do this",
            Self::NotSignedIn(_) => "You could not be signed in",
            Self::NotFound => "Page not found",
            Self::MethodNotAllowed { .. } => "This cannot be done here",
            Self::TimedOut => "This took too long",
            Self::TooLarge { .. } => "This is too large",
            Self::UnsupportedMediaType { .. } => "This kind of content is not read here",
            Self::Misdirected { .. } => "This is not the host you asked for",
            Self::Invalid(_) => "There is a problem",
            Self::DamagedLink { .. } => "This link cannot be read",
            Self::Internal(_) | Self::Panicked => "Something went wrong",
        }
    }

    /// Everything that is wrong, for the person to mend; empty for a fault of ours
    pub fn entries(&self) -> Vec<ErrorEntry> {
        entry::entries(self)
    }

    /// The cause of a fault and the causes behind it, for the log alone; nothing when there is
    /// nothing left to log
    pub(crate) fn chain(&self) -> Option<String> {
        let cause = match self {
            Self::Internal(cause) => Some(cause),
            Self::NotSignedIn(trouble) => trouble.cause(),
            _ => None,
        };
        cause.map(|cause| crate::log::chain(&**cause))
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Self::MethodNotAllowed { allow } = &self
            && let Ok(allow) = HeaderValue::from_str(allow)
        {
            response.headers_mut().insert(header::ALLOW, allow);
        }
        if let Self::Limited { wait } = self {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, entry::seconds(wait).into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use thiserror::Error;

    use super::*;

    #[derive(Debug, Error)]
    #[error("outer")]
    struct Outer(#[source] Inner);

    #[derive(Debug, Error)]
    #[error("inner")]
    struct Inner;

    #[test]
    fn the_log_gets_the_whole_chain_and_the_person_none_of_it() {
        let error = HttpError::internal(Outer(Inner));
        assert_eq!(error.chain().as_deref(), Some("outer: inner"));
        assert!(error.entries().is_empty());
    }

    #[test]
    fn whoever_can_mend_it_is_told_how() {
        for error in [
            HttpError::BadToken,
            HttpError::TokenMayNot {
                who: "ada by token deploy".to_owned(),
            },
            HttpError::CrossSite,
            HttpError::NotFound,
            HttpError::MethodNotAllowed {
                allow: "GET".to_owned(),
            },
            HttpError::TimedOut,
            HttpError::TooLarge { limit: 1024 },
            HttpError::Limited {
                wait: Duration::from_secs(1),
            },
            HttpError::UnsupportedMediaType {
                expected: "application/json",
            },
            HttpError::Misdirected {
                host: String::new(),
            },
        ] {
            let entries = error.entries();
            assert_eq!(entries.len(), 1, "{error:?}");
            for entry in entries {
                assert!(!entry.help.is_empty(), "{error:?}");
                assert!(!entry.message.ends_with('.'), "{error:?}");
            }
        }
    }
}
