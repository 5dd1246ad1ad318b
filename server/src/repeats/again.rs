//! What was asked beside the answers that were given, as one argument of a handler.
//!
//! Must add nothing to either.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::response::Response;
use postern_app::answers::Reach;
use postern_plan::guardrails::Guardrails;

use super::{Asked, Lasts, Repeats};
use crate::error::HttpError;

/// A request that may have come before
#[derive(Debug)]
pub struct Again {
    repeats: Arc<Repeats>,
    guardrails: Arc<Guardrails>,
    asked: Asked,
}

impl Again {
    /// The rules that the answer is made within: those whose hash is in its name, so that none is
    /// given again once others hold
    pub fn guardrails(&self) -> Arc<Guardrails> {
        Arc::clone(&self.guardrails)
    }

    /// The same of a server with this reach, which a page shows
    #[must_use]
    pub fn reaching(self, reach: Reach) -> Self {
        let asked = self.asked.reaching(reach);
        Self { asked, ..self }
    }

    /// The same with the form in its body
    #[must_use]
    pub fn with(self, form: &str) -> Self {
        let asked = self.asked.with(form);
        Self { asked, ..self }
    }

    /// The answer: the one that was given before, or what `make` makes
    pub async fn answer(
        self,
        make: impl FnOnce() -> Result<(Lasts, Response), HttpError> + Send + 'static,
    ) -> Result<Response, HttpError> {
        self.repeats.answer(self.asked, make).await
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Again
where
    Arc<Repeats>: FromRef<S>,
    Arc<Guardrails>: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let guardrails = Arc::<Guardrails>::from_ref(state);
        let asked = Asked::from_request_parts(parts, state).await?;
        Ok(Self {
            repeats: Arc::from_ref(state),
            asked: asked.within(&guardrails),
            guardrails,
        })
    }
}
