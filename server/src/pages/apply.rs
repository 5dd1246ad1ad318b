//! The Apply page: looks at the account, and begins a run of the plan that was looked at.
//!
//! Must begin nothing but the plan whose fingerprint the page showed. Comes by POST alone, so that
//! no link makes this server call AWS.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use postern_app::answers::Answers;
use postern_app::document::{Shell, document};
use postern_app::form::Form;
use postern_app::pages::{self, Applicable, CONFIRM, FINGERPRINT, Ready, Refused};
use postern_app::{pasted, routes};
use postern_plan::catalog::Catalog;
use postern_plan::document::parse_pairs;
use postern_plan::preflight::with_permissions;
use postern_plan::request::{Request, expand_link};

use crate::apply::{Applying, Guarded, Purpose, Refusal};
use crate::error::{ErrorEntry, HttpError};
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
    let applicable = match door.applying {
        None => Applicable::Off,
        Some(_) => Applicable::Refused(Refused {
            message: "there is no request to apply here".to_owned(),
            fix: "answer the questions, and press “Have Postern apply it” on the review".to_owned(),
            notes: &[],
        }),
    };
    Html(document(&shell, pages::apply(&answers, &applicable)))
}

/// Looks at the account, or begins.
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
    FormText(text): FormText,
) -> Result<Response, HttpError> {
    let Asked { form, last } = asked(&catalog, &text)?;
    let purpose = match last("do").as_str() {
        "apply" => Some(Purpose::Apply),
        "try" => Some(Purpose::Rehearse),
        _ => None,
    };
    let fingerprint = last(FINGERPRINT);
    let request = Request::parse_query(&catalog, form.pairs());
    let (Some(applying), Ok(request)) = (&door.applying, request) else {
        let applicable = match door.applying {
            None => Applicable::Off,
            Some(_) => Applicable::Refused(Refused {
                message: "the request is not complete".to_owned(),
                fix: "go back and mend what the pages name".to_owned(),
                notes: &[],
            }),
        };
        return Ok(page(&catalog, &shell, form, &applicable));
    };
    let asked = purpose.map(|_| fingerprint.as_str());
    match applying.guard(&request, asked).await {
        Ok(guarded)
            if !guarded.is_nothing()
                && let Some(purpose) = purpose =>
        {
            match started(applying, &guarded, purpose).await? {
                Ok(answer) => Ok(answer),
                Err(busy) => {
                    let mut answer = page(&catalog, &shell, form, &Applicable::Refused(busy));
                    *answer.status_mut() = StatusCode::CONFLICT;
                    Ok(answer)
                }
            }
        }
        Ok(mut guarded) => {
            let tried = applying.dry_runs(&guarded.plan).await;
            let tried = tried.map_err(HttpError::internal)?;
            guarded.plan.preflight = with_permissions(&guarded.plan.preflight, &tried);
            Ok(page(&catalog, &shell, form, &ready(&guarded)))
        }
        Err(Refusal::Changed(plan)) => {
            let changed = Applicable::Ready(Ready {
                plan: &plan,
                caller: "this server",
                observed_at: "just now",
                changed: true,
            });
            let mut answer = page(&catalog, &shell, form, &changed);
            *answer.status_mut() = StatusCode::CONFLICT;
            Ok(answer)
        }
        Err(refusal) => {
            let refused = Applicable::Refused(refused(&refusal));
            Ok(page(&catalog, &shell, form, &refused))
        }
    }
}

/// What a form sent: the answers, and what stood beside them.
pub(super) struct Asked<L: Fn(&str) -> String> {
    /// The answers
    pub(super) form: Form,
    /// The last value of a field, empty where there is none
    pub(super) last: L,
}

/// Takes a form apart.
pub(super) fn asked(
    catalog: &Catalog,
    text: &str,
) -> Result<Asked<impl Fn(&str) -> String + use<>>, HttpError> {
    let pairs = expand_link(parse_pairs(text)).map_err(|error| {
        let help = "Open the page again and use its link as it is.";
        HttpError::Invalid(vec![ErrorEntry::whole(
            "damaged-link",
            error.to_string(),
            help,
        )])
    })?;
    let beside = [FINGERPRINT, CONFIRM, "do"];
    let (beside, answers): (Vec<_>, Vec<_>) = pairs
        .into_iter()
        .partition(|(name, _)| beside.contains(&name.as_str()));
    Ok(Asked {
        form: pasted::open(catalog, Form::new(answers)).form,
        last: move |wanted: &str| {
            let found = beside.iter().rfind(|(name, _)| name == wanted);
            found.map_or_else(String::new, |(_, value)| value.clone())
        },
    })
}

/// Begins a run and leads to its page; refused where another works on the VPC.
pub(super) async fn started(
    applying: &Applying,
    guarded: &Guarded,
    purpose: Purpose,
) -> Result<Result<Response, Refused<'static>>, HttpError> {
    match applying.begin(guarded, purpose).await {
        Ok(id) => {
            let location =
                HeaderValue::try_from(routes::run(id.as_str())).map_err(HttpError::internal)?;
            let answer = (StatusCode::SEE_OTHER, [(header::LOCATION, location)]);
            Ok(Ok(answer.into_response()))
        }
        Err(crate::apply::ApplyError::Lock(held)) => Ok(Err(Refused {
            message: held.to_string(),
            fix: "the list of runs says which; come back when it stands".to_owned(),
            notes: &[],
        })),
        Err(error) => Err(HttpError::internal(error)),
    }
}

fn ready(guarded: &Guarded) -> Applicable<'_> {
    Applicable::Ready(Ready {
        plan: &guarded.plan,
        caller: &guarded.caller.arn,
        observed_at: guarded.inventory.observed_at.as_deref().unwrap_or("now"),
        changed: false,
    })
}

/// Why nothing can begin, for a page.
pub(super) fn refused(refusal: &Refusal) -> Refused<'_> {
    let (fix, notes) = match refusal {
        Refusal::Unreachable { trouble, .. } => (trouble.cause.fix(), &[][..]),
        Refusal::OtherAccount { .. } => (
            "start Postern with credentials of that account, or name a role for it in its configuration",
            &[][..],
        ),
        Refusal::Unread(_) => ("use credentials that may read it", &[][..]),
        Refusal::Changed(_) => ("look at the plan again", &[][..]),
        Refusal::Blocked(notes) => ("do what the notes say, and come back", notes.as_slice()),
    };
    Refused {
        message: refusal.to_string(),
        fix: fix.to_owned(),
        notes,
    }
}

fn page(catalog: &Catalog, shell: &Shell, form: Form, applicable: &Applicable<'_>) -> Response {
    let status = match applicable {
        Applicable::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Applicable::Off | Applicable::Ready(_) => StatusCode::OK,
    };
    let answers = Answers::new(catalog, form, None);
    let page = pages::apply(&answers, applicable);
    (status, Html(document(shell, page))).into_response()
}
