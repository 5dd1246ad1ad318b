//! One thing that is wrong, said so that it can be mended. Pages and the API say the same words.

use std::time::Duration;

use postern_plan::request::RequestError;
use serde::Serialize;
use utoipa::ToSchema;

use super::HttpError;
use crate::sign_in::Trouble;
use crate::visitor::MayNot;

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
        HttpError::Malformed(entries)
        | HttpError::Invalid(entries)
        | HttpError::Conflict(entries) => return entries.clone(),
        HttpError::Full(entry) => entry.clone(),
        HttpError::BadToken => ErrorEntry::whole(
            "invalid-token",
            "the token beside this request is not good here, or not any more",
            "Send one that has neither ended nor been revoked, as in `Authorization: Bearer postern_…`; \
             the page /tokens makes them, and docs/API.md says what others are believed.",
        ),
        HttpError::Internal(_) | HttpError::Panicked => return Vec::new(),
        HttpError::DamagedLink { why } => ErrorEntry::whole(
            "damaged-link",
            why.clone(),
            "Part of it may be missing: copy it whole from where it was shared. A link that a later \
             version of Postern made may not be read by this one; its request file tells more.",
        ),
        HttpError::SignedOut(_) => ErrorEntry::whole(
            "signed-out",
            "this server answers people who are signed in, and nobody is in this browser",
            "Sign in, and ask again.",
        ),
        HttpError::MayNot(refused) => may_not(refused),
        HttpError::TokenMayNot { who } => ErrorEntry::whole(
            "token-may-not",
            format!("this is a person's word, and `{who}` is a token"),
            "Sign in and say it on the page, or send an access token of the identity provider.",
        ),
        HttpError::NotSignedIn(trouble) => not_signed_in(trouble),
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
            "the request or its answer was not complete in time",
            "Send it again; if something was to be carried out, look under Runs first.",
        ),
        HttpError::TooLarge { limit } => ErrorEntry::whole(
            "too-large",
            format!("this is larger than {} KiB", limit / 1024),
            "Send less at once, or use the `postern` command, which reads files.",
        ),
        HttpError::Limited { wait } => ErrorEntry::whole(
            "asked-too-often",
            "more came from you, or from a program in your name, than this server takes of one person",
            format!(
                "Wait {} s and send it again; a program that asks often should wait as `Retry-After` says.",
                seconds(*wait)
            ),
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
            "Use a name that it answers to: on its own machine localhost, elsewhere what `--allow-host` or \
             `server.public_url` names.",
        ),
    };
    vec![one]
}

/// Whole seconds, no less than it takes
pub(super) fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

fn may_not(refused: &MayNot) -> ErrorEntry {
    let MayNot {
        needed,
        account,
        who,
        contact,
    } = refused;
    let place = match account {
        Some(account) if !account.is_empty() => format!(" in account {account}"),
        _ => String::new(),
    };
    let whom = contact.as_deref().unwrap_or("whoever runs this server");
    ErrorEntry::whole(
        "may-not",
        format!("this takes the role {needed}{place}, which `{who}` does not have"),
        format!("Ask {whom} for it, or ask somebody who has it."),
    )
}

fn not_signed_in(trouble: &Trouble) -> ErrorEntry {
    let (message, help) = match trouble {
        Trouble::Refused(words) => (
            format!("the identity provider said no: `{words}`"),
            "Sign in once more; if it says so again, ask whoever runs the identity provider.",
        ),
        Trouble::NotBegun => (
            "this sign-in was not begun in this browser, or more than ten minutes ago".to_owned(),
            "Sign in once more, and let this browser keep the cookies of this site.",
        ),
        Trouble::Unbelievable(_) => (
            "what says who you are is not believed".to_owned(),
            "Sign in once more. If it happens again, whoever runs this server finds the reason in \
             its log.",
        ),
        Trouble::Unanswered(_) => (
            "the identity provider does not answer as it should".to_owned(),
            "Try again in a minute. If it happens again, whoever runs this server finds the reason \
             in its log.",
        ),
        Trouble::Crowded(_) => (
            "more people begin to sign in than this server takes at once".to_owned(),
            "Try again in a minute.",
        ),
        Trouble::Fault(_) => (
            "this server could not look up who is signed in".to_owned(),
            "Try again in a minute.",
        ),
    };
    ErrorEntry::whole("not-signed-in", message, help)
}
