//! Why somebody could not be signed in.
//!
//! Must tell a stranger nothing that helps to forge: what was wrong with a token is for the log.

use std::error::Error;
use std::sync::Arc;

use axum::http::StatusCode;

use crate::error::HttpError;

/// Why somebody could not be signed in
#[derive(Clone, Debug)]
pub enum Trouble {
    /// The provider said no, in its own words
    Refused(String),
    /// The sign-in was not begun in this browser, or too long ago
    NotBegun,
    /// What came back is not believed
    Unbelievable(Arc<dyn Error + Send + Sync>),
    /// The provider does not answer as it should
    Unanswered(Arc<dyn Error + Send + Sync>),
    /// More people begin to sign in than this server takes
    Crowded(Arc<dyn Error + Send + Sync>),
    /// A fault of ours
    Fault(Arc<dyn Error + Send + Sync>),
}

impl Trouble {
    /// What is not believed
    pub fn unbelievable(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::Unbelievable(Arc::new(cause))
    }

    /// A provider that does not answer
    pub fn unanswered(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::Unanswered(Arc::new(cause))
    }

    /// The status code of an answer that says so
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Refused(_) | Self::Unbelievable(_) => StatusCode::FORBIDDEN,
            Self::NotBegun => StatusCode::BAD_REQUEST,
            Self::Unanswered(_) => StatusCode::BAD_GATEWAY,
            Self::Crowded(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What is behind it, for the log
    pub fn cause(&self) -> Option<&Arc<dyn Error + Send + Sync>> {
        match self {
            Self::Refused(_) | Self::NotBegun => None,
            Self::Unbelievable(cause)
            | Self::Unanswered(cause)
            | Self::Crowded(cause)
            | Self::Fault(cause) => Some(cause),
        }
    }

    /// A fault of ours
    pub fn fault(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::Fault(Arc::new(cause))
    }
}

impl From<Trouble> for HttpError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Fault(cause) => Self::Internal(cause),
            other => Self::NotSignedIn(other),
        }
    }
}
