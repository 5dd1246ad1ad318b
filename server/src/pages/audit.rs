//! The audit page. What is pasted may be long and private, so it travels by POST and in no address.
//!
//! Must store nothing of it, and must look at the account only when its button is pressed.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse};
use postern_app::audit::{Audit, POLICY};
use postern_app::document::document;
use postern_app::form::sentence;
use postern_app::pages;
use postern_app::painted::Plain;
use postern_plan::catalog::Catalog;
use postern_plan::document::parse_pairs;
use postern_plan::inventory::Inventory;
use postern_plan::lint::listing;

use super::live;
use crate::blocking::elsewhere;
use crate::colours::Colours;
use crate::error::HttpError;
use crate::extract::FormText;
use crate::state::Door;
use crate::themed::Themed;
use crate::visitor::Visitor;

/// The empty form.
pub async fn get(
    State(catalog): State<Arc<Catalog>>,
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
) -> Html<String> {
    let page = pages::audit(&catalog, &Audit::default(), door.reach(), &Plain);
    Html(document(&shell, page))
}

/// The form with what was found; 422 when something of it cannot be read.
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
    visitor: Visitor,
    State(colours): State<Arc<Colours>>,
    FormText(form): FormText,
) -> Result<impl IntoResponse, HttpError> {
    let mut pairs = parse_pairs(&form);
    let mut unseen = None;
    if pairs
        .iter()
        .any(|(name, value)| name == "do" && value == "look")
    {
        match live::look(&door, &visitor, &pairs).await {
            Ok(text) => {
                // What was just written is an inventory.
                let inventory = Inventory::parse(&text).map_err(HttpError::internal)?;
                pairs.push((POLICY.to_owned(), listing(&catalog, &inventory)));
            }
            Err(error) => unseen = Some(sentence("", None, &error.message, &error.help)),
        }
    }
    elsewhere(move || {
        let audit = match unseen {
            None => Audit::read(&catalog, pairs),
            Some(_) => Audit {
                unseen,
                ..Audit::unjudged(pairs)
            },
        };
        let status = if audit.is_refused() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        };
        let page = pages::audit(&catalog, &audit, door.reach(), &colours.forgetting());
        Ok((status, Html(document(&shell, page))))
    })
    .await
}
