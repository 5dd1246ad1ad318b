//! `POST /api/v1/evaluate`

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use postern_plan::catalog::Catalog;
use postern_plan::evaluate::{Answered, Lines};

use super::refusals::Refusals;
use super::schema::evaluate::{AnswerLine, CallLine};
use crate::blocking::elsewhere;
use crate::error::{HttpError, Problem};
use crate::extract::LinesText;
use crate::routes::API_EVALUATE;

/// JSON lines, by the media type that most tools know
const MEDIA_TYPE: &str = "application/x-ndjson";

/// Say whether calls pass an endpoint policy
///
/// One call a line, each with its policy; one answer a line, in the same order. A line that cannot
/// be read is answered with `{id, error}` in its place. What a call does not say is absent; what it
/// lists under `unknown` is not known, and an answer that hangs on it is `unknown`.
#[utoipa::path(
    post,
    path = API_EVALUATE.as_str(),
    operation_id = "evaluate",
    tag = "policy",
    request_body(content = CallLine, content_type = "application/x-ndjson"),
    responses(
        (status = 200, description = "The answers, one a line", body = AnswerLine, content_type = "application/x-ndjson"),
        (status = 400, description = "The body is not UTF-8 text", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not declared as JSON lines", body = Problem, content_type = "application/problem+json"),
        Refusals,
    ),
)]
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    LinesText(text): LinesText,
) -> Result<impl IntoResponse, HttpError> {
    let answers = elsewhere(move || {
        let mut lines = Lines::new(&catalog, None);
        let mut answers = String::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (Answered::Decided(answer) | Answered::Refused(answer)) = lines.answer(line);
            answers.push_str(&answer);
            answers.push('\n');
        }
        Ok(answers)
    })
    .await?;
    Ok(([(header::CONTENT_TYPE, MEDIA_TYPE)], answers))
}
