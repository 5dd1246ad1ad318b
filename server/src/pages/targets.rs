//! The page of one request for many accounts: planned, looked at, carried out, taken away.
//!
//! Must begin nothing but the plans whose fingerprints the page showed. Accounts are looked at by
//! POST alone, so that no link makes this server call AWS.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use postern_app::document::document;
use postern_app::form::sentence;
use postern_app::pages::{self, Carries, Leave, Tries};
use postern_app::person::Role;
use postern_app::targets::{
    Came, Looks, REQUEST, SEEN, TARGETS, TargetLine, TargetsPage, WrongText,
};
use postern_plan::catalog::Catalog;
use postern_plan::document::{MAX_BYTES, parse_pairs};
use postern_plan::request::{Request, RequestError, expand_link};
use postern_plan::targets::{LISTED, Targeted, targeted};

use super::apply::leave;
use crate::attachment::{format, of_targets};
use crate::blocking::elsewhere;
use crate::bounds::Bounds;
use crate::error::HttpError;
use crate::extract::{FormText, QueryText};
use crate::state::Door;
use crate::targets::{Seen, Wish, each, line, planned, plans};
use crate::themed::Themed;

/// The page with nothing asked yet: the answers of the address, where it holds a request.
pub async fn get(
    State(catalog): State<Arc<Catalog>>,
    Themed(shell): Themed,
    QueryText(query): QueryText,
) -> Html<String> {
    let pairs = expand_link(parse_pairs(&query)).unwrap_or_default();
    Html(document(
        &shell,
        pages::targets(&begun_with(&catalog, &pairs)),
    ))
}

/// What is asked of the targets.
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
    bounds: Bounds,
    FormText(text): FormText,
) -> Result<Response, HttpError> {
    let pairs = parse_pairs(&text);
    let last = |wanted: &str| {
        let found = pairs.iter().rfind(|(name, _)| name == wanted);
        found.map_or_else(String::new, |(_, value)| value.replace("\r\n", "\n"))
    };
    if !pairs.iter().any(|(name, _)| name == TARGETS) {
        // The answers of the wizard, too long for an address.
        let pairs = expand_link(pairs).unwrap_or_default();
        let page = pages::targets(&begun_with(&catalog, &pairs));
        return Ok(Html(document(&shell, page)).into_response());
    }
    let mut page = TargetsPage {
        request: last(REQUEST),
        targets: last(TARGETS),
        wrong: Vec::new(),
        lines: Vec::new(),
        looks: Looks::Never,
    };
    let read = read(&catalog, &page.request, &page.targets);
    let targets = match read {
        Ok(targets) => targets,
        Err(wrong) => {
            page.wrong = wrong;
            let page = Html(document(&shell, pages::targets(&page)));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let named: Vec<&str> = values(&pairs, "as").collect();
    if !named.is_empty() {
        let format = format(named)?;
        return elsewhere(move || {
            of_targets(&plans(&bounds.guardrails, &catalog, targets), format)
        })
        .await;
    }
    page.looks = looks(&door, &bounds, &targets);
    let wish = match last("do").as_str() {
        "look" => Some(Wish::Look),
        "apply" => Some(Wish::Begin),
        "submit" => Some(Wish::Submit),
        _ => None,
    };
    let came = match wish {
        Some(wish) => {
            let seen: Vec<Seen> = values(&pairs, SEEN).filter_map(seen).collect();
            each(&door, &bounds, &targets, wish, &seen).await?
        }
        None => {
            let (catalog, targets) = (Arc::clone(&catalog), targets.clone());
            let guardrails = Arc::clone(&bounds.guardrails);
            elsewhere(move || Ok(planned(&guardrails, &catalog, &targets))).await?
        }
    };
    page.lines = targets.iter().zip(came).map(line).collect();
    let refused = |line: &TargetLine| matches!(line.came, Came::Refused { .. } | Came::Changed(_));
    let status = match wish {
        // Whoever asked for all of them must not take some for all.
        Some(Wish::Begin | Wish::Submit) if page.lines.iter().any(refused) => StatusCode::CONFLICT,
        _ => StatusCode::OK,
    };
    let page = Html(document(&shell, pages::targets(&page)));
    Ok((status, page).into_response())
}

fn begun_with(catalog: &Catalog, pairs: &[(String, String)]) -> TargetsPage {
    let request = Request::parse_query(catalog, pairs).ok();
    let (request, targets) = request.map(|request| request.parted()).unwrap_or_default();
    TargetsPage {
        request,
        targets,
        wrong: Vec::new(),
        lines: Vec::new(),
        looks: Looks::Never,
    }
}

fn values<'p>(pairs: &'p [(String, String)], wanted: &'p str) -> impl Iterator<Item = &'p str> {
    let these = pairs.iter().filter(move |(name, _)| name == wanted);
    these.map(|(_, value)| value.as_str())
}

fn seen(value: &str) -> Option<Seen> {
    let (name, fingerprint) = value.split_once('=')?;
    Some((name.to_owned(), fingerprint.to_owned()))
}

fn read(catalog: &Catalog, request: &str, targets: &str) -> Result<Vec<Targeted>, Vec<WrongText>> {
    let long = [(REQUEST, request), (TARGETS, targets)].into_iter();
    let long = long.filter(|(_, text)| text.len() > MAX_BYTES);
    let long: Vec<WrongText> = long
        .map(|(field, _)| WrongText {
            field,
            sentence: format!("This is longer than the {MAX_BYTES} bytes that are read here."),
        })
        .collect();
    if !long.is_empty() {
        return Err(long);
    }
    let targets = targeted(catalog, request, targets);
    targets.map_err(|errors| errors.iter().map(wrong).collect())
}

fn wrong(error: &RequestError) -> WrongText {
    let of_targets = error.path.starts_with(LISTED);
    WrongText {
        field: if of_targets { TARGETS } else { REQUEST },
        sentence: sentence(
            &error.path,
            error.text.as_deref(),
            &error.message,
            &error.help,
        ),
    }
}

/// What whoever asks may have done, taken over all targets: what one account refuses is said there.
fn looks(door: &Door, bounds: &Bounds, targets: &[Targeted]) -> Looks {
    let Some(applying) = &door.applying else {
        return Looks::Never;
    };
    let accounts = targets.iter().map(|target| target.request.account.as_str());
    let accounts = accounts.filter(|account| bounds.visitor.may_in(Role::Author, account));
    let leaves = accounts.map(|account| leave(applying, &bounds.visitor, account));
    leaves
        .reduce(|one, other| Leave {
            carries: both(one.carries, other.carries),
            tries: Tries::No,
        })
        .map_or(Looks::Never, Looks::May)
}

fn both(one: Carries, other: Carries) -> Carries {
    match (one, other) {
        (Carries::Now, Carries::Now) => Carries::Now,
        (Carries::OnceApproved(one), Carries::OnceApproved(other)) => {
            Carries::OnceApproved(one.max(other))
        }
        _ => Carries::NowOrOnceApproved,
    }
}
