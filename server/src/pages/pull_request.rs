//! A pull request with the files of a plan, asked for on the review.
//!
//! Must open one by POST alone, so that no link makes this server call anybody.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use postern_app::document::{Shell, document};
use postern_app::form::Form;
use postern_app::pages::{self, Refused};
use postern_app::pasted;
use postern_app::pull_requests::{Became, Pulled};
use postern_plan::catalog::Catalog;
use postern_plan::document::parse_pairs;
use postern_plan::guardrails::Guardrails;
use postern_plan::inventory::Inventory;
use postern_plan::plan::Plan;
use postern_plan::request::{Request, expand_link};

use crate::blocking::elsewhere;
use crate::bounds::Bounds;
use crate::error::{ErrorEntry, HttpError};
use crate::extract::FormText;
use crate::pull_requests::asked::{Denied, asked, opened};
use crate::pull_requests::{Came, CameState};
use crate::state::Door;
use crate::themed::Themed;

/// Opens one, or brings the one that is open up to date.
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
    bounds: Bounds,
    FormText(text): FormText,
) -> Result<Response, HttpError> {
    let Some(pull_requests) = door.pull_requests.clone() else {
        return Ok(page(&shell, StatusCode::CONFLICT, &Became::Off));
    };
    let visitor = bounds.visitor.clone();
    let making = Arc::clone(&pull_requests);
    let asked = elsewhere(move || {
        let Some((plan, inventory)) = planned(&catalog, &bounds.guardrails, &text)? else {
            return Ok(None);
        };
        match asked(&making, &bounds.visitor, &plan, inventory.as_ref()) {
            Ok(asked) => Ok(Some(Ok(asked))),
            Err(Denied::Blocked(notes)) => Ok(Some(Err(notes))),
            Err(Denied::Error(error)) => Err(error),
        }
    })
    .await?;
    let refused = |message: &str, fix: &str, notes| {
        Became::Refused(Refused {
            message: message.to_owned(),
            fix: fix.to_owned(),
            notes,
        })
    };
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(match asked {
        None => {
            let fix = "go back and mend what the pages name";
            let became = refused("the request is not complete", fix, &[]);
            page(&shell, unprocessable, &became)
        }
        Some(Err(notes)) => {
            let fix = "do what the notes say, and come back";
            let became = refused("this plan is blocked", fix, &notes);
            page(&shell, unprocessable, &became)
        }
        Some(Ok(asked)) => match opened(&pull_requests, &door.record, &visitor, &asked).await? {
            Ok(came) => {
                let repository = pull_requests.repository().to_string();
                page(
                    &shell,
                    StatusCode::OK,
                    &Became::There(pulled(came, repository)),
                )
            }
            Err(trouble) => {
                let became = refused(&trouble.to_string(), trouble.help(), &[]);
                page(&shell, StatusCode::CONFLICT, &became)
            }
        },
    })
}

/// The plan of a form, with what is known of the account; none where answers are missing or wrong.
fn planned(
    catalog: &Catalog,
    guardrails: &Guardrails,
    text: &str,
) -> Result<Option<(Plan, Option<Inventory>)>, HttpError> {
    let pairs = expand_link(parse_pairs(text)).map_err(|error| {
        let help = "Open the page again and use its link as it is.";
        let entry = ErrorEntry::whole("damaged-link", error.to_string(), help);
        HttpError::Invalid(vec![entry])
    })?;
    let answers = pairs.into_iter().filter(|(name, _)| name != "do").collect();
    let opened = pasted::open(catalog, Form::new(answers));
    let Ok(request) = Request::parse_query(catalog, opened.form.pairs()) else {
        return Ok(None);
    };
    let inventory = opened.inventory;
    let plan = postern_plan::plan_within(guardrails, catalog, inventory.as_ref(), &request);
    Ok(Some((plan, inventory)))
}

fn pulled(came: Came, repository: String) -> Pulled {
    let said = match (came.state, &came.pull_request) {
        (CameState::Created, _) => "A pull request is open.",
        (CameState::Updated, _) => "The pull request that was open is brought up to date.",
        (CameState::Unchanged, Some(_)) => "The pull request that is open holds this already.",
        (CameState::Unchanged, None) => {
            "The repository holds this already, so there is nothing to ask for."
        }
    };
    Pulled {
        said,
        pull_request: came.pull_request,
        repository,
        branch: came.branch,
        commit: came.commit,
    }
}

fn page(shell: &Shell, status: StatusCode, became: &Became<'_>) -> Response {
    let page = Html(document(shell, pages::pull_request(became)));
    (status, page).into_response()
}
