//! Who asks and within which rules, as one argument of a handler.
//!
//! Must add nothing to either.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use postern_plan::guardrails::Guardrails;

use crate::error::HttpError;
use crate::visitor::Visitor;

/// What bounds a request
#[derive(Clone, Debug)]
pub struct Bounds {
    /// Who asks
    pub visitor: Visitor,
    /// The rules of this server
    pub guardrails: Arc<Guardrails>,
}

impl<S: Send + Sync> FromRequestParts<S> for Bounds
where
    Arc<Guardrails>: FromRef<S>,
{
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, HttpError> {
        Ok(Self {
            visitor: Visitor::from_request_parts(parts, state).await?,
            guardrails: Arc::from_ref(state),
        })
    }
}
