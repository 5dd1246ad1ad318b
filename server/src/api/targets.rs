//! `POST /api/v1/targets`, `POST /api/v1/targets/apply` and `POST /api/v1/targets/render`

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use postern_app::targets::Came;
use postern_plan::catalog::Catalog;
use postern_plan::document::{MAX_BYTES, parse_pairs};
use postern_plan::guardrails::Guardrails;
use postern_plan::targets::{LISTED, Targeted, targeted};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::ordered::{json, read};
use super::refusals::{BodyRefusals, Refusals};
use super::schema::targets::{TargetsApplyBody, TargetsBody, TargetsDocument};
use super::schema::words::{FormatWord, ZipBytes};
use crate::attachment::{format, of_targets, split};
use crate::blocking::elsewhere;
use crate::bounds::Bounds;
use crate::error::{ErrorEntry, HttpError};
use crate::extract::{JsonText, QueryText};
use crate::routes::{API_TARGETS, API_TARGETS_APPLY, API_TARGETS_RENDER};
use crate::state::Door;
use crate::targets::{Seen, Wish, each, entry, line, planned, plans};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    request: Box<RawValue>,
    targets: Box<RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApplyBody {
    request: Box<RawValue>,
    targets: Box<RawValue>,
    #[serde(default)]
    seen: Option<BTreeMap<String, String>>,
    purpose: Option<PurposeSaid>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum PurposeSaid {
    Apply,
    Submit,
}

/// Plan one request for many accounts
///
/// Each target makes a request of its own, planned and judged by itself. Makes nothing, and asks AWS
/// nothing.
#[utoipa::path(
    post,
    path = API_TARGETS.as_str(),
    operation_id = "planTargets",
    tag = "targets",
    request_body = TargetsBody,
    responses(
        (status = 200, description = "The plan of each target", body = TargetsDocument),
        BodyRefusals,
        Refusals,
    ),
)]
pub async fn plan(
    State(catalog): State<Arc<Catalog>>,
    State(guardrails): State<Arc<Guardrails>>,
    JsonText(text): JsonText,
) -> Result<Response, HttpError> {
    elsewhere(move || {
        let targets = body(&catalog, &text)?;
        let came = planned(&guardrails, &catalog, &targets);
        answer(&targets, came)
    })
    .await
}

/// Render the artifacts of one request for many accounts
///
/// A ZIP with a folder for each target. CloudFormation comes with `deploy.sh`, which makes a stack in
/// each of them.
#[utoipa::path(
    post,
    path = API_TARGETS_RENDER.as_str(),
    operation_id = "renderTargets",
    tag = "targets",
    params(("as" = FormatWord, Query, description = "What to make of each plan")),
    request_body = TargetsBody,
    responses(
        (status = 200, description = "The artifacts", body = ZipBytes, content_type = "application/zip"),
        BodyRefusals,
        Refusals,
    ),
)]
pub async fn render(
    State(catalog): State<Arc<Catalog>>,
    State(guardrails): State<Arc<Guardrails>>,
    QueryText(query): QueryText,
    JsonText(text): JsonText,
) -> Result<Response, HttpError> {
    let (named, _) = split(parse_pairs(&query));
    let format = format(named.iter().map(String::as_str))?;
    elsewhere(move || {
        let targets = body(&catalog, &text)?;
        of_targets(&plans(&guardrails, &catalog, targets), format)
    })
    .await
}

/// Look at many accounts, or carry one request out in them
///
/// Reads the account of each target and plans. A target whose fingerprint is in `seen` begins, if
/// its account is still as it was; every other is looked at. One that is refused stops no other: the
/// answer says of each what became of it. To begin takes the role applier in its account.
#[utoipa::path(
    post,
    path = API_TARGETS_APPLY.as_str(),
    operation_id = "applyTargets",
    tag = "targets",
    params(("Idempotency-Key" = Option<String>, Header, description = "A key of your own: what was done under it is answered again for a day, and not done again", pattern = "^[!-~]{1,255}$")),
    request_body = TargetsApplyBody,
    responses(
        (status = 200, description = "What became of each target", body = TargetsDocument),
        BodyRefusals,
        Refusals,
    ),
)]
pub async fn apply(
    State(catalog): State<Arc<Catalog>>,
    State(door): State<Arc<Door>>,
    bounds: Bounds,
    JsonText(text): JsonText,
) -> Result<Response, HttpError> {
    let body: ApplyBody = read(&text)?;
    let targets = listed(&catalog, &body.request, &body.targets)?;
    let seen: Vec<Seen> = body.seen.unwrap_or_default().into_iter().collect();
    let stranger = |(name, _): &&Seen| !targets.iter().any(|t| t.name.as_str() == name);
    if let Some((name, _)) = seen.iter().find(stranger) {
        let help = "Name a target as `targets` does.";
        let whole = ErrorEntry::whole("unknown-target", "no target has this name", help);
        return Err(HttpError::Invalid(vec![ErrorEntry {
            path: format!("seen.{name}"),
            ..whole
        }]));
    }
    let wish = match body.purpose {
        Some(PurposeSaid::Submit) => Wish::Submit,
        Some(PurposeSaid::Apply) | None => Wish::Begin,
    };
    let came = each(&door, &bounds, &targets, wish, &seen).await?;
    answer(&targets, came)
}

fn body(catalog: &Catalog, text: &str) -> Result<Vec<Targeted>, HttpError> {
    let body: Body = read(text)?;
    listed(catalog, &body.request, &body.targets)
}

fn listed(
    catalog: &Catalog,
    request: &RawValue,
    targets: &RawValue,
) -> Result<Vec<Targeted>, HttpError> {
    let (request, targets) = (request.get(), targets.get());
    if request.len() > MAX_BYTES || targets.len() > MAX_BYTES {
        return Err(HttpError::TooLarge { limit: MAX_BYTES });
    }
    let targets = format!("{{\"{LISTED}\":{targets}}}");
    targeted(catalog, request, &targets)
        .map_err(|errors| HttpError::Invalid(errors.into_iter().map(entry).collect()))
}

fn answer(targets: &[Targeted], came: Vec<Came>) -> Result<Response, HttpError> {
    let lines = targets.iter().zip(came).map(line).collect();
    json(&TargetsDocument::of(lines)?)
}
