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
use postern_app::pages::{self, CONFIRM, Deletable, Deleting, Refused, SAID, Setback};
use postern_app::person::Role;
use postern_plan::catalog::Catalog;
use postern_plan::deletion::deletion;
use postern_plan::request::Request;

use super::apply::{Asked, asked, leave, refused, said, started, submitted};
use super::live;
use crate::apply::Purpose;
use crate::endpoints::Session;
use crate::error::HttpError;
use crate::extract::FormText;
use crate::state::Door;
use crate::themed::Themed;
use crate::visitor::Visitor;

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
    visitor: Visitor,
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
    let submits = last("do") == "submit";
    let who = visitor.who();
    let (takes, session) = if last("do") == "delete" {
        (Role::Applier, Session::carrying(who.as_deref()))
    } else {
        (Role::Author, Session::looking(who.as_deref()))
    };
    visitor.must(takes, request.account.as_str())?;
    let (account, region) = (request.account.as_str(), request.region.as_str());
    live::looked(&door.record, &visitor, account, region).await?;
    let guarded = match applying.looked(&request, session).await {
        Ok(guarded) => guarded,
        Err(refusal) => {
            let refused = Deletable::Refused(refused(&refusal));
            return show(StatusCode::UNPROCESSABLE_ENTITY, form, &refused);
        }
    };
    let deletion = deletion(&catalog, &request, &guarded.inventory);
    let meant = (submits || last("do") == "delete") && !deletion.is_nothing();
    let said = said(&last(SAID));
    let setback = if !meant {
        None
    } else if said.wrong.is_some() {
        Some(Setback::Said)
    } else if last(CONFIRM).trim() != request.name.as_str() {
        Some(Setback::NotConfirmed)
    } else if last(pages::FINGERPRINT) != deletion.fingerprint() {
        Some(Setback::Changed)
    } else {
        let came = if submits {
            submitted(applying, &guarded, Purpose::Delete, &visitor, &said.text).await?
        } else {
            started(applying, &guarded, Purpose::Delete, &visitor).await?
        };
        match came {
            Ok(answer) => return Ok(answer),
            Err(busy) => return show(StatusCode::CONFLICT, form, &Deletable::Refused(busy)),
        }
    };
    let status = match setback {
        None => StatusCode::OK,
        Some(Setback::NotConfirmed | Setback::Said) => StatusCode::UNPROCESSABLE_ENTITY,
        Some(Setback::Changed) => StatusCode::CONFLICT,
    };
    let deleting = Deleting {
        deletion: &deletion,
        request: &request,
        caller: &guarded.caller.arn,
        observed_at: guarded.inventory.observed_at.as_deref().unwrap_or("now"),
        setback,
        leave: leave(applying, &visitor, account),
        said,
    };
    show(status, form, &Deletable::Ready(deleting))
}
