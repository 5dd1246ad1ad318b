//! A plan as something to save: one artifact with its media type and name, several as a ZIP.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use postern_plan::artifact::{self, Artifact, Format};
use postern_plan::id::Name;
use postern_plan::plan::Plan;
use postern_plan::targets::deploy_script;

use crate::archive;
use crate::error::{ErrorEntry, HttpError};

/// The parameter that names a format
const AS: &str = "as";

/// `format` of `plan`. A plan that a note blocks is given out as well: its files say so, and its
/// scripts but for `teardown.sh` refuse to run
pub(crate) fn attachment(plan: &Plan, format: Format) -> Result<Response, HttpError> {
    let files = artifact::render(plan, format).map_err(HttpError::internal)?;
    if let ([only], false) = (&files[..], format == Format::All) {
        let text = only.text.clone().into_bytes();
        return Ok(saved(only.media_type, only.file_name(), text));
    }
    let bytes = archive::zip(&files).map_err(HttpError::internal)?;
    let name = match format {
        Format::All => format!("{}.zip", plan.request.name),
        format => format!("{}-{format}.zip", plan.request.name),
    };
    Ok(saved(archive::MEDIA_TYPE, &name, bytes))
}

/// `format` of the plan of each target, in a folder of its name, with `deploy.sh` beside them where
/// it is CloudFormation
pub(crate) fn of_targets(plans: &[(Name, Plan)], format: Format) -> Result<Response, HttpError> {
    let mut files: Vec<Artifact> = Vec::new();
    for (name, plan) in plans {
        let rendered = artifact::render(plan, format).map_err(HttpError::internal)?;
        files.extend(rendered.into_iter().map(|file| Artifact {
            path: format!("{name}/{}", file.path),
            ..file
        }));
    }
    files.extend(deploy_script(plans, format));
    let bytes = archive::zip(&files).map_err(HttpError::internal)?;
    let name = format!("targets-{format}.zip");
    Ok(saved(archive::MEDIA_TYPE, &name, bytes))
}

/// The one file of the bundle at `path`
pub(crate) fn file(plan: &Plan, path: &str) -> Result<Response, HttpError> {
    let files = artifact::render(plan, Format::All).map_err(HttpError::internal)?;
    let file = files
        .into_iter()
        .find(|f| f.path == path)
        .ok_or(HttpError::NotFound)?;
    Ok(saved(
        file.media_type,
        file.file_name(),
        file.text.clone().into_bytes(),
    ))
}

/// The one format that the values of `as` name
pub(crate) fn format<'a>(values: impl IntoIterator<Item = &'a str>) -> Result<Format, HttpError> {
    let mut values = values.into_iter();
    let words: Vec<&str> = Format::ALL.iter().map(|format| format.as_str()).collect();
    let known = format!("it can be one of: {}", words.join(", "));
    let (code, message, text) = match (values.next(), values.next()) {
        (Some(word), None) => match word.parse() {
            Ok(format) => return Ok(format),
            Err(_) => (
                "unknown-word",
                "not a format that is known here",
                Some(word),
            ),
        },
        (None, _) => ("missing", "this is required", None),
        (Some(_), Some(second)) => ("duplicate-key", "this was given twice", Some(second)),
    };
    Err(HttpError::Invalid(vec![ErrorEntry {
        path: AS.to_owned(),
        code: code.to_owned(),
        message: message.to_owned(),
        help: known,
        text: text.map(str::to_owned),
    }]))
}

/// The values of `as` among the fields of a query, and the other fields
pub(crate) fn split(pairs: Vec<(String, String)>) -> (Vec<String>, Vec<(String, String)>) {
    let (named, rest): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(key, _)| key == AS);
    (named.into_iter().map(|(_, value)| value).collect(), rest)
}

/// The names of artifacts and requests hold letters, digits, dots, hyphens and underscores alone;
/// anything else would have to be quoted here
fn saved(media_type: &str, name: &str, bytes: Vec<u8>) -> Response {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let name: String = name.chars().filter(|c| plain(*c)).collect();
    let charset = if media_type.starts_with("text/") {
        "; charset=utf-8"
    } else {
        ""
    };
    let headers = [
        (header::CONTENT_TYPE, format!("{media_type}{charset}")),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    (headers, bytes).into_response()
}
