//! The JSON API: a request in, a plan or an artifact out, and the catalogue that both rest on.
//!
//! Nothing here decides anything: a body goes to `postern-plan` as text, and what comes back is
//! written out. `schema` describes it to programs.

pub mod about;
pub mod apply;
pub mod catalog;
pub mod delete;
pub mod evaluate;
pub mod examples;
pub mod inventory;
pub mod lint;
pub mod openapi;
mod ordered;
mod paging;
pub mod plan;
pub mod proposals;
pub mod pull_requests;
pub mod record;
mod refusals;
pub mod render;
pub mod runs;
pub mod schema;
pub mod submit;
pub mod targets;

use postern_plan::catalog::Catalog;
use postern_plan::document::MAX_BYTES;
use postern_plan::envelope::{Envelope, EnvelopeError};
use postern_plan::guardrails::Guardrails;
use postern_plan::plan::Plan;

use crate::error::HttpError;
use crate::fixed::Fixed;

/// The answers of the API that do not depend on what is asked
#[derive(Debug)]
pub struct ApiDocuments {
    catalog: Fixed,
    openapi: Fixed,
}

impl ApiDocuments {
    /// Writes them, once
    pub fn of(catalog: &Catalog) -> Result<Self, serde_json::Error> {
        Ok(Self {
            catalog: catalog::document(catalog)?,
            openapi: openapi::document()?,
        })
    }
}

/// For a day, and asked again whether it has changed: they change with the program alone
const CACHING: &str = "public, max-age=86400, must-revalidate";

/// The plan of what a program sent
fn planned(catalog: &Catalog, guardrails: &Guardrails, text: &str) -> Result<Plan, HttpError> {
    let Envelope { request, inventory } = Envelope::parse(catalog, text).map_err(refused)?;
    Ok(postern_plan::plan_within(
        guardrails,
        catalog,
        inventory.as_ref(),
        &request,
    ))
}

fn refused(error: EnvelopeError) -> HttpError {
    match error {
        EnvelopeError::TooLarge => HttpError::TooLarge { limit: MAX_BYTES },
        EnvelopeError::Malformed(error) => HttpError::Malformed(vec![error.into()]),
        EnvelopeError::Wrong(errors) => {
            HttpError::Invalid(errors.into_iter().map(Into::into).collect())
        }
    }
}
