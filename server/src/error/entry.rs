//! One thing that is wrong, said so that it can be mended. Pages and the API say the same words.

use serde::Serialize;

use super::HttpError;
use crate::middleware::BODY_LIMIT;

/// One thing that is wrong
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorEntry {
    /// Where in the request, as in `grants[1].callers[0]`; empty when it is the request as a whole
    pub path: String,
    /// What is wrong, for programs: words joined by hyphens, never renamed
    pub code: String,
    /// What is wrong, for people: lower case, no final period
    pub message: String,
    /// What to do next
    pub help: String,
}

impl ErrorEntry {
    /// Something that is wrong with the request as a whole
    pub fn whole(code: &str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            path: String::new(),
            code: code.to_owned(),
            message: message.into(),
            help: help.into(),
        }
    }
}

pub(super) fn entries(error: &HttpError) -> Vec<ErrorEntry> {
    let one = match error {
        HttpError::Malformed(entries) | HttpError::Invalid(entries) => return entries.clone(),
        HttpError::Internal(_) | HttpError::Panicked => return Vec::new(),
        HttpError::CrossSite => ErrorEntry::whole(
            "cross-site",
            "this was not sent by a page of this server",
            "Open the page on this server and send it from there. Browsers only say where a form \
             comes from over https or on localhost: use one of these.",
        ),
        HttpError::NotFound => ErrorEntry::whole(
            "not-found",
            "there is nothing at this address",
            "Check the address, or start again from the first page.",
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
        HttpError::TooLarge => ErrorEntry::whole(
            "too-large",
            format!("the body is larger than {} KiB", BODY_LIMIT / 1024),
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
