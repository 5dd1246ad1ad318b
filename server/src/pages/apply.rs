//! The Apply page: looks at the account, and begins a run of the plan that was looked at.
//!
//! Must begin nothing but the plan whose fingerprint the page showed. Comes by POST alone, so that
//! no link makes this server call AWS.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use postern_app::answers::Answers;
use postern_app::document::{Shell, document};
use postern_app::form::{Form, sentence};
use postern_app::pages::{
    self, Applicable, CONFIRM, Carries, FINGERPRINT, Leave, Ready, Refused, SAID, Said, Tries,
};
use postern_app::person::Role;
use postern_app::{pasted, routes};
use postern_plan::catalog::Catalog;
use postern_plan::document::parse_pairs;
use postern_plan::guardrails::Guardrails;
use postern_plan::preflight::with_permissions;
use postern_plan::request::{Request, expand_link};

use super::live;
use super::proposals::leads_to;
use crate::apply::{Applying, Guarded, Purpose, Refusal};
use crate::approvals::Required;
use crate::endpoints::Session;
use crate::error::{ErrorEntry, HttpError};
use crate::extract::FormText;
use crate::proposals::too_long;
use crate::runs::{NotBegun, begun};
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
    State(guardrails): State<Arc<Guardrails>>,
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
    visitor: Visitor,
    FormText(text): FormText,
) -> Result<Response, HttpError> {
    let Asked { form, last } = asked(&catalog, &text)?;
    let pressed = match last("do").as_str() {
        "apply" => Pressed::Begin(Purpose::Apply),
        "try" => Pressed::Begin(Purpose::Rehearse),
        "submit" => Pressed::Submit,
        _ => Pressed::Look,
    };
    let fingerprint = last(FINGERPRINT);
    let said = said(&last(SAID));
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
    visitor.must(pressed.takes(), request.account.as_str())?;
    let (account, region) = (request.account.as_str(), request.region.as_str());
    live::looked(&door.record, &visitor, account, region).await?;
    let asked = (pressed != Pressed::Look).then_some(fingerprint.as_str());
    let leave = leave(applying, &visitor, account);
    let session = pressed.session(visitor.who().as_deref());
    match applying.guard(&guardrails, &request, session, asked).await {
        Ok(guarded)
            if !guarded.is_nothing() && pressed != Pressed::Look && said.wrong.is_none() =>
        {
            let came = match pressed {
                Pressed::Begin(purpose) => started(applying, &guarded, purpose, &visitor).await?,
                Pressed::Submit | Pressed::Look => {
                    submitted(applying, &guarded, Purpose::Apply, &visitor, &said.text).await?
                }
            };
            match came {
                Ok(answer) => Ok(answer),
                Err(refused) => {
                    let mut answer = page(&catalog, &shell, form, &Applicable::Refused(refused));
                    *answer.status_mut() = StatusCode::CONFLICT;
                    Ok(answer)
                }
            }
        }
        Ok(mut guarded) => {
            let tried = applying.dry_runs(&guarded.plan).await;
            let tried = tried.map_err(HttpError::internal)?;
            guarded.plan.preflight = with_permissions(&guarded.plan.preflight, &tried);
            let ready = Applicable::Ready(Ready {
                plan: &guarded.plan,
                caller: &guarded.caller.arn,
                observed_at: guarded.inventory.observed_at.as_deref().unwrap_or("now"),
                changed: false,
                leave,
                said: &said,
            });
            Ok(page(&catalog, &shell, form, &ready))
        }
        Err(Refusal::Changed(plan)) => {
            let changed = Applicable::Ready(Ready {
                plan: &plan,
                caller: "this server",
                observed_at: "just now",
                changed: true,
                leave,
                said: &said,
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

/// Which button was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pressed {
    /// To look at the account.
    Look,
    /// To begin a run.
    Begin(Purpose),
    /// To submit it for others to approve.
    Submit,
}

impl Pressed {
    /// The role that it takes.
    fn takes(self) -> Role {
        match self {
            Self::Look | Self::Submit => Role::Author,
            Self::Begin(_) => Role::Applier,
        }
    }

    /// What the account is opened for.
    fn session(self, who: Option<&str>) -> Session {
        match self {
            Self::Look | Self::Submit => Session::looking(who),
            Self::Begin(_) => Session::carrying(who),
        }
    }
}

/// What whoever asks may have done in an account.
pub(super) fn leave(applying: &Applying, visitor: &Visitor, account: &str) -> Leave {
    if visitor.speaker().is_none() {
        return Leave::ALL;
    }
    let terms = applying.terms(account);
    let applies = visitor.may_in(Role::Applier, account);
    Leave {
        carries: if applies && terms.required == Required::No {
            Carries::NowOrOnceApproved
        } else {
            Carries::OnceApproved(terms.terms.needed.get())
        },
        tries: if applies { Tries::Yes } else { Tries::No },
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
    let beside = [FINGERPRINT, CONFIRM, SAID, "do"];
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
    visitor: &Visitor,
) -> Result<Result<Response, Refused<'static>>, HttpError> {
    match begun(applying, guarded, purpose, visitor).await? {
        Ok(id) => leads_to(&routes::run(id.as_str())).map(Ok),
        Err(not) => Ok(Err(unbegun(not))),
    }
}

/// What was typed of what a plan is for.
pub(super) fn said(typed: &str) -> Said {
    let text = typed.replace("\r\n", "\n");
    let wrong = too_long(&text).map(|(message, help)| sentence("", None, &message, help));
    Said { text, wrong }
}

/// Submits what was looked at and leads to its page; refused where nobody can be told from anybody.
pub(super) async fn submitted(
    applying: &Applying,
    guarded: &Guarded,
    purpose: Purpose,
    visitor: &Visitor,
    said: &str,
) -> Result<Result<Response, Refused<'static>>, HttpError> {
    match crate::proposals::submitted(applying, guarded, purpose, visitor, said).await? {
        Ok(id) => leads_to(&routes::proposal(id.as_str())).map(Ok),
        Err(not) => Ok(Err(unbegun(not))),
    }
}

fn unbegun(not: NotBegun) -> Refused<'static> {
    Refused {
        message: not.message,
        fix: not.fix.to_owned(),
        notes: &[],
    }
}

/// Why nothing can begin, for a page.
pub(crate) fn refused(refusal: &Refusal) -> Refused<'_> {
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
