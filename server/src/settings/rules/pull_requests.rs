//! What must hold of the repository of pull requests.
//!
//! Must not repeat any part of a secret.

use super::super::wrong::Wrong;
use super::super::{Purpose, Settings};
use crate::pull_requests::Provider;

/// Everything that is wrong; `about` makes it of a key, a message and what to do
pub(super) fn wrong(
    settings: &Settings,
    purpose: Purpose,
    about: impl Fn(&str, String, &str) -> Wrong,
) -> Vec<Wrong> {
    let Some(section) = &settings.pull_requests else {
        return Vec::new();
    };
    let mut all = Vec::new();
    if section.provider == Provider::GitHub && !section.repository.is_pair() {
        all.push(about(
            "pull_requests.repository",
            format!(
                "pull_requests.repository cannot be `{}`: a repository of GitHub is an owner and a name",
                section.repository
            ),
            "write it as in repository = \"example/network\"",
        ));
    }
    // What a header may hold and a token does.
    if !section.token.reveal().bytes().all(|b| b.is_ascii_graphic()) {
        all.push(about(
            "pull_requests.token",
            "pull_requests.token cannot be used: it holds something that no token holds".to_owned(),
            "set it to the token alone, without blanks and more lines",
        ));
    }
    let guarded = settings.server.listen.ip().is_loopback() || settings.signs_in();
    if purpose == Purpose::Serving && !guarded {
        all.push(about(
            "pull_requests",
            format!(
                "cannot open pull requests on `{}`: other machines reach it, and nobody has to sign in",
                settings.server.listen
            ),
            "listen on 127.0.0.1, take the section out, or have people sign in",
        ));
    }
    all
}
