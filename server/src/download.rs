//! `/download`: a format (`as=`) or one file of the bundle (`file=`) for the request that a page's
//! address or form holds.
//!
//! A person reads the answer when something is wrong, and saves it otherwise.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use postern_plan::catalog::Catalog;
use postern_plan::document::parse_pairs;
use postern_plan::request::{Request, expand_link};

use crate::attachment::{attachment, file, format, split};
use crate::error::{ErrorEntry, HttpError};
use crate::extract::{FormText, QueryText};

/// From a link
pub async fn get(
    State(catalog): State<Arc<Catalog>>,
    QueryText(query): QueryText,
) -> Result<Response, HttpError> {
    download(&catalog, &query)
}

/// From a form, where the request is too long for a link. It changes nothing either
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    FormText(form): FormText,
) -> Result<Response, HttpError> {
    download(&catalog, &form)
}

fn download(catalog: &Catalog, query: &str) -> Result<Response, HttpError> {
    let pairs = expand_link(parse_pairs(query)).map_err(|error| {
        let help = "Open the page again and use its link as it is.";
        HttpError::Invalid(vec![ErrorEntry::whole(
            "damaged-link",
            error.to_string(),
            help,
        )])
    })?;
    let (named, fields) = split(pairs);
    let (files, fields): (Vec<_>, Vec<_>) = fields.into_iter().partition(|(key, _)| key == "file");
    let format = match files.first() {
        None => Some(format(named.iter().map(String::as_str))?),
        Some(_) => None,
    };
    let request = Request::parse_query(catalog, &fields)
        .map_err(|errors| HttpError::Invalid(errors.into_iter().map(Into::into).collect()))?;
    let plan = postern_plan::plan(catalog, None, &request);
    match (format, files.first()) {
        (Some(format), _) => attachment(&plan, format),
        (None, path) => file(&plan, path.map_or("", |(_, path)| path)),
    }
}
