//! The page that deletes what a request made: looks at the account, and begins a run.
//!
//! Must delete nothing but what the page showed, and only once the request's name was typed. Comes
//! by POST alone.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use postern_app::answers::Answers;
use postern_app::document::document;
use postern_app::form::Form;
use postern_app::pages::{self, CONFIRM, Deletable, Deleting, Refused, Setback};
use postern_plan::catalog::Catalog;
use postern_plan::deletion::deletion;
use postern_plan::request::Request;

use super::apply::{Asked, asked, refused, started};
use crate::apply::Purpose;
use crate::error::HttpError;
use crate::extract::FormText;
use crate::state::Door;
use crate::themed::Themed;

/// The page without answers: what it is for.
pub async fn get(
    State(catalog): State<Arc<Catalog>>,
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
) -> Html<String> {
    let answers = Answers::new(&catalog, Form::new(Vec::new()), None);
    let deletable = match door.applying {
        None => Deletable::Off,
        Some(_) => Deletable::Refused(Refused {
            message: "there is no request here whose endpoints could be deleted".to_owned(),
            fix: "answer the questions as they were, or open the request’s link, and come here from the Apply page".to_owned(),
            notes: &[],
        }),
    };
    Html(document(&shell, pages::delete(&answers, &deletable)))
}

/// Looks at the account, or begins.
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
    FormText(text): FormText,
) -> Result<Response, HttpError> {
    let Asked { form, last } = asked(&catalog, &text)?;
    let request = Request::parse_query(&catalog, form.pairs());
    let show = |status: StatusCode, form: Form, deletable: &Deletable<'_>| {
        let answers = Answers::new(&catalog, form, None);
        let page = document(&shell, pages::delete(&answers, deletable));
        Ok((status, Html(page)).into_response())
    };
    let Some(applying) = &door.applying else {
        return show(StatusCode::OK, form, &Deletable::Off);
    };
    let Ok(request) = request else {
        let refused = Deletable::Refused(Refused {
            message: "the request is not complete".to_owned(),
            fix: "go back and mend what the pages name".to_owned(),
            notes: &[],
        });
        return show(StatusCode::UNPROCESSABLE_ENTITY, form, &refused);
    };
    let guarded = match applying.looked(&request).await {
        Ok(guarded) => guarded,
        Err(refusal) => {
            let refused = Deletable::Refused(refused(&refusal));
            return show(StatusCode::UNPROCESSABLE_ENTITY, form, &refused);
        }
    };
    let deletion = deletion(&catalog, &request, &guarded.inventory);
    let meant = last("do") == "delete" && !deletion.is_nothing();
    let setback = if !meant {
        None
    } else if last(CONFIRM).trim() != request.name.as_str() {
        Some(Setback::NotConfirmed)
    } else if last(pages::FINGERPRINT) != deletion.fingerprint() {
        Some(Setback::Changed)
    } else {
        match started(applying, &guarded, Purpose::Delete).await? {
            Ok(answer) => return Ok(answer),
            Err(busy) => return show(StatusCode::CONFLICT, form, &Deletable::Refused(busy)),
        }
    };
    let status = match setback {
        None => StatusCode::OK,
        Some(Setback::NotConfirmed) => StatusCode::UNPROCESSABLE_ENTITY,
        Some(Setback::Changed) => StatusCode::CONFLICT,
    };
    let deleting = Deleting {
        deletion: &deletion,
        request: &request,
        caller: &guarded.caller.arn,
        observed_at: guarded.inventory.observed_at.as_deref().unwrap_or("now"),
        setback,
    };
    show(status, form, &Deletable::Ready(deleting))
}
