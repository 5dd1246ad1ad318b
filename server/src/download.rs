//! `/download`: a format (`as=`) or one file of the bundle (`file=`) for the request that a page's
//! address or form holds.
//!
//! A person reads the answer when something is wrong, and saves it otherwise.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use postern_app::asides::Asides;
use postern_app::pasted::Pasted;
use postern_plan::artifact::Format;
use postern_plan::catalog::Catalog;
use postern_plan::document::parse_pairs;
use postern_plan::guardrails::Guardrails;
use postern_plan::request::{Request, expand_link};

use crate::attachment::{attachment, file, format, split};
use crate::blocking::elsewhere;
use crate::error::{ErrorEntry, HttpError};
use crate::extract::{FormText, QueryText};

/// The parameter that names one file
const FILE: &str = "file";

/// From a link
pub async fn get(
    State(catalog): State<Arc<Catalog>>,
    State(guardrails): State<Arc<Guardrails>>,
    QueryText(query): QueryText,
) -> Result<Response, HttpError> {
    elsewhere(move || download(&catalog, &guardrails, &query, By::Link)).await
}

/// From a form, where the request is too long for a link. It changes nothing either
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    State(guardrails): State<Arc<Guardrails>>,
    FormText(form): FormText,
) -> Result<Response, HttpError> {
    elsewhere(move || download(&catalog, &guardrails, &form, By::Form)).await
}

/// How a request came
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// By an address, which holds no inventory: one that does is not believed
    Link,
    /// By a form, which may hold one
    Form,
}

fn download(
    catalog: &Catalog,
    guardrails: &Guardrails,
    query: &str,
    by: By,
) -> Result<Response, HttpError> {
    let pairs = expand_link(parse_pairs(query)).map_err(|error| {
        let help = "Open the page again and use its link as it is.";
        HttpError::Invalid(vec![ErrorEntry::whole(
            "damaged-link",
            error.to_string(),
            help,
        )])
    })?;
    let (pasted, pairs) = Pasted::split(pairs);
    let inventory = pasted.unpacked().filter(|_| by == By::Form);
    let (wanted, fields) = wanted(pairs)?;
    let request = Request::parse_query(catalog, &fields)
        .map_err(|errors| HttpError::Invalid(errors.into_iter().map(Into::into).collect()))?;
    let plan = postern_plan::plan_within(guardrails, catalog, inventory.as_ref(), &request);
    match wanted {
        Wanted::Format(format) => attachment(&plan, format),
        Wanted::File(path) => file(&plan, &path),
    }
}

/// What a person wants to save
enum Wanted {
    /// A format, whole
    Format(Format),
    /// The file of the bundle with this path
    File(String),
}

/// What is wanted, and the fields of the request
fn wanted(pairs: Vec<(String, String)>) -> Result<(Wanted, Vec<(String, String)>), HttpError> {
    let (_, pairs) = Asides::split(pairs);
    let (mut files, pairs): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(key, _)| key == FILE);
    let (named, fields) = split(pairs);
    match files.pop() {
        Some((_, path)) => Ok((Wanted::File(path), fields)),
        None => {
            let format = format(named.iter().map(String::as_str))?;
            Ok((Wanted::Format(format), fields))
        }
    }
}
