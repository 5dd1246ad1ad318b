//! One thing that is wrong, said so that it can be mended. Pages and the API say the same words.

use postern_plan::request::RequestError;
use serde::Serialize;
use utoipa::ToSchema;

use super::HttpError;

/// One thing that is wrong
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ErrorEntry {
    /// Where in the request, as in `grants[1].callers[0]`; empty when it is the request as a whole
    pub path: String,
    /// What is wrong, for programs: words joined by hyphens, never renamed
    pub code: String,
    /// What is wrong, for people: lower case, no final period
    pub message: String,
    /// What to do next
    pub help: String,
    /// What was sent there, where there is something to show
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl ErrorEntry {
    /// Something that is wrong with the request as a whole
    pub fn whole(code: &str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            path: String::new(),
            code: code.to_owned(),
            message: message.into(),
            help: help.into(),
            text: None,
        }
    }
}

impl From<RequestError> for ErrorEntry {
    fn from(error: RequestError) -> Self {
        Self {
            path: error.path,
            code: error.code.to_owned(),
            message: error.message,
            help: error.help,
            text: error.text,
        }
    }
}

pub(super) fn entries(error: &HttpError) -> Vec<ErrorEntry> {
    let one = match error {
        HttpError::Malformed(entries) | HttpError::Invalid(entries) => return entries.clone(),
        HttpError::Internal(_) | HttpError::Panicked => return Vec::new(),
        HttpError::DamagedLink { why } => ErrorEntry::whole(
            "damaged-link",
            why.clone(),
            "Part of it may be missing: copy it whole from where it was shared. A link that a later \
             version of Postern made may not be read by this one; its request file tells more.",
        ),
        HttpError::CrossSite => ErrorEntry::whole(
            "cross-site",
            "this was not sent by a page of this server",
            "Open the page on this server and send it from there. Browsers only say where a form \
             comes from over https or on localhost: use one of these.",
        ),
        HttpError::NotFound => ErrorEntry::whole(
            "not-found",
            "there is nothing at this address",
            "Check the address: a letter may be missing at its end.",
        ),
        HttpError::MethodNotAllowed { allow } => ErrorEntry::whole(
            "method-not-allowed",
            "this address does not answer that method",
            format!("Use one of these methods: {allow}."),
        ),
        HttpError::TimedOut => ErrorEntry::whole(
            "timed-out",
            "the request was not complete in time",
            "Try again.",
        ),
        HttpError::TooLarge { limit } => ErrorEntry::whole(
            "too-large",
            format!("this is larger than {} KiB", limit / 1024),
            "Send less at once, or use the `postern` command, which reads files.",
        ),
        HttpError::UnsupportedMediaType { expected } => ErrorEntry::whole(
            "unsupported-media-type",
            "this address does not read that kind of content",
            format!("Send `Content-Type: {expected}`."),
        ),
        HttpError::Misdirected { host } => ErrorEntry::whole(
            "unknown-host",
            if host.is_empty() {
                "the request names no host".to_owned()
            } else {
                format!("this server does not answer to `{host}`")
            },
            "Use localhost, or start Postern with `--allow-host` and the name you use.",
        ),
    };
    vec![one]
}
