//! Why no pull request came of it, in plain words.
//!
//! Must hold nothing of a token: of an answer that refuses one nothing is kept at all.

use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

use super::Provider;
use crate::settings::secret::Secret;

/// The most characters that are shown of what a provider says
const LONGEST: usize = 300;

/// Why no pull request came of it
#[derive(Debug, Error)]
pub enum Trouble {
    /// The call could not be made, or its answer broke off
    #[error("{0} was not reached")]
    Unreached(Provider, #[source] reqwest::Error),
    /// No answer came in time
    #[error("{0} did not answer in time")]
    Late(Provider),
    /// The token is none, or not any more
    #[error("{0} does not take the token")]
    Token(Provider),
    /// The token may not do this
    #[error("{0} does not let the token do this")]
    Forbidden(Provider),
    /// More was asked than is let
    #[error("{0} has been asked too often in the name of this token")]
    Limited(Provider),
    /// It is not there, or the token may not see it
    #[error("{0} has no {1}, or the token may not see it")]
    Missing(Provider, String),
    /// It answered with another address
    #[error("{0} answered with another address, which is not followed")]
    Redirected(Provider),
    /// It said no for a reason of its own
    #[error("{provider} said no ({status}){text}")]
    Refused {
        /// Who
        provider: Provider,
        /// The status
        status: u16,
        /// What it said, in backticks after a colon; empty where it said nothing that is shown
        text: String,
    },
    /// It is broken
    #[error("{0} has a fault of its own ({1})")]
    Broken(Provider, u16),
    /// It said something else than it should
    #[error("{0} gave an answer that cannot be read")]
    Unreadable(Provider),
}

impl Trouble {
    /// For programs
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreached(..) => "provider-unreached",
            Self::Late(_) => "provider-late",
            Self::Token(_) => "provider-token",
            Self::Forbidden(_) => "provider-forbidden",
            Self::Limited(_) => "provider-limited",
            Self::Missing(..) => "provider-missing",
            Self::Redirected(_) => "provider-redirected",
            Self::Refused { .. } => "provider-refused",
            Self::Broken(..) => "provider-broken",
            Self::Unreadable(_) => "provider-unreadable",
        }
    }

    /// What to do
    pub fn help(&self) -> &'static str {
        match self {
            Self::Unreached(..) => {
                "see that pull_requests.api_url is right and can be reached from here, and ask again"
            }
            Self::Late(_) => "ask again: what was made already is found, and nothing is made twice",
            Self::Token(_) => {
                "give pull_requests.token a token that is good; the one that is set has ended, was revoked, or is of another server"
            }
            Self::Forbidden(_) => {
                "let the token read and write contents and pull requests of the repository; docs/GITOPS.md says how"
            }
            Self::Limited(_) => "wait a few minutes and ask again",
            Self::Missing(..) => {
                "see that pull_requests.repository and pull_requests.base are right, and that the token may see them"
            }
            Self::Redirected(_) => {
                "set pull_requests.api_url and pull_requests.repository to where they are now"
            }
            Self::Refused { .. } => "do what it says, and ask again",
            Self::Broken(..) => "ask again in a few minutes",
            Self::Unreadable(_) => {
                "see that pull_requests.api_url is the address of the API, as docs/CONFIGURATION.md has it"
            }
        }
    }
}

/// What providers say beside a status
#[derive(Deserialize)]
struct Said {
    message: Option<Value>,
    error: Option<Value>,
    errors: Option<Vec<Value>>,
}

/// What a provider says, to stand behind a status: one line in backticks, and nothing where the
/// token is in it
pub(super) fn said(body: &[u8], token: &Secret) -> String {
    let Ok(said) = serde_json::from_slice::<Said>(body) else {
        return String::new();
    };
    let mut words = Vec::new();
    for value in [said.message, said.error].into_iter().flatten() {
        texts(&value, &mut words);
    }
    for value in said.errors.iter().flatten() {
        texts(value.get("message").unwrap_or(value), &mut words);
    }
    let text = words.join("; ");
    if text.contains(token.reveal()) {
        return String::new();
    }
    let line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| *c != '`')
        .collect();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown: String = line.chars().take(LONGEST).collect();
    if shown.len() < line.len() {
        shown.push('…');
    }
    if shown.is_empty() {
        shown
    } else {
        format!(": `{shown}`")
    }
}

/// Every text in a value
fn texts(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(all) => {
            for one in all {
                texts(one, into);
            }
        }
        Value::Object(all) => {
            for one in all.values() {
                texts(one, into);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_provider_says_is_one_short_line_without_the_token() {
        let token = Secret::new("glpat-secret");
        let said = |body: &str| said(body.as_bytes(), &token);
        assert_eq!(
            said(
                r#"{"message":"Validation Failed","errors":[{"message":"No commits\n between `a`"},"x"]}"#
            ),
            ": `Validation Failed; No commits between a; x`"
        );
        assert_eq!(said(r#"{"message":{"base":["a","b"]}}"#), ": `a; b`");
        assert_eq!(said(r#"{"message":"bad glpat-secret"}"#), "");
        assert_eq!(said("<html>glpat-secret"), "");
        assert_eq!(said(r#"{"message":"\u001b[31m"}"#), ": `[31m`");
        let long = format!(r#"{{"message":"{}"}}"#, "ä".repeat(999));
        assert_eq!(said(&long).chars().count(), LONGEST + 5);
    }
}
