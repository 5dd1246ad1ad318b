//! What the answers make so far, for the panel beside a form.
//!
//! Asked for with every key that is pressed, so it holds no more than what is in sight: the figures,
//! and the one tab that is open. Must read nothing that was pasted: its button does.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use postern_app::answers::Answers;
use postern_app::form::Form;
use postern_app::pages::{self, Glance};
use postern_app::pasted;
use postern_plan::catalog::Catalog;
use postern_plan::document::parse_pairs;
use postern_plan::guardrails::Guardrails;
use postern_plan::request::expand_link;

use super::wizard::fields;
use crate::colours::Colours;
use crate::error::HttpError;
use crate::extract::{FormText, QueryText};
use crate::repeats::{Again, Lasts};

/// The `id` of the tab that is open
const TAB: &str = "tab";

/// The query of the answers before the last one
const BEFORE: &str = "before";

/// From a form
pub async fn get(
    State(catalog): State<Arc<Catalog>>,
    State(colours): State<Arc<Colours>>,
    again: Again,
    QueryText(query): QueryText,
) -> Result<Response, HttpError> {
    let guardrails = again.guardrails();
    let make = move || body(&catalog, &guardrails, &colours, &query);
    again.answer(make).await
}

/// From a form whose answers are too long for a link
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    State(colours): State<Arc<Colours>>,
    again: Again,
    FormText(form): FormText,
) -> Result<Response, HttpError> {
    let again = again.with(&form);
    let guardrails = again.guardrails();
    let make = move || body(&catalog, &guardrails, &colours, &form);
    again.answer(make).await
}

fn body(
    catalog: &Catalog,
    guardrails: &Guardrails,
    colours: &Colours,
    query: &str,
) -> Result<(Lasts, Response), HttpError> {
    let (_, pairs) = fields(query)?;
    let lasts = Lasts::of(&pairs);
    let (tab, pairs) = taken(TAB, pairs);
    let (before, pairs) = taken(BEFORE, pairs);
    let form = Form::new(pairs).with_what_arns_say(catalog);
    let opened = pasted::open(catalog, form.without_text());
    let inventory = opened.inventory.as_ref();
    // What cannot be read of it is a highlight less, and nobody's mistake.
    let before = before
        .and_then(|query| expand_link(parse_pairs(&query)).ok())
        .map(|pairs| Form::new(pairs).without_inventory())
        .map(|form| Answers::within(guardrails, catalog, form, inventory));
    let answers = Answers::within(guardrails, catalog, opened.form, inventory).painted_by(colours);
    let glance = Glance {
        tab: tab.as_deref(),
        before: before.as_ref(),
    };
    let html = Html(pages::preview(&answers, &glance));
    Ok((lasts, html.into_response()))
}

/// The value of a field that is none of the request's, where it has one, and the other fields
fn taken(name: &str, pairs: Vec<(String, String)>) -> (Option<String>, Vec<(String, String)>) {
    let (mine, others): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(n, _)| n == name);
    let value = mine.into_iter().map(|(_, value)| value).next_back();
    (value.filter(|value| !value.is_empty()), others)
}
