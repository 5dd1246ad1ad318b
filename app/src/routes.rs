//! Every path that the server answers, as a constant that the router and the links share.
//!
//! A path is written once, here. No handler and no page may spell one out. This module knows
//! nothing of axum. A path is what the router compares; a link has before it what the front of this
//! server has before all of its paths.

use std::sync::OnceLock;

use crate::href::Href;

/// A path with nothing to fill in: it is its own link
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedPath(&'static str);

/// A path with `{parameters}`: a link needs a function that fills them in
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathPattern(&'static str);

/// What the router accepts as a path
pub trait RoutePath: Copy {
    /// The path as the router reads it, with `{name}` for one segment and `{*name}` for the rest
    fn pattern(self) -> &'static str;
}

impl FixedPath {
    /// A path without parameters
    pub const fn new(path: &'static str) -> Self {
        Self(path)
    }

    /// The path, as it is compared
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// The link to this path, as it is written
    pub fn href(self) -> String {
        below(self.0)
    }

    /// The link to this path
    pub fn link(self) -> Href {
        Href::below(self.0)
    }
}

impl PathPattern {
    /// A path with parameters, as `{name}` for one segment and `{*name}` for the rest
    pub const fn new(pattern: &'static str) -> Self {
        Self(pattern)
    }

    /// The path with `value` in the place of its one parameter
    pub fn with(self, value: &str) -> String {
        let (before, rest) = self.0.split_once('{').unwrap_or((self.0, ""));
        let after = rest.split_once('}').map_or("", |(_, after)| after);
        format!("{before}{value}{after}")
    }

    /// The link to it
    fn href(self, value: &str) -> String {
        below(&self.with(value))
    }
}

impl RoutePath for FixedPath {
    fn pattern(self) -> &'static str {
        self.0
    }
}

impl RoutePath for PathPattern {
    fn pattern(self) -> &'static str {
        self.0
    }
}

/// What stands before every path in a link: nothing, or as in `/tools/postern`
static BASE: OnceLock<String> = OnceLock::new();

/// From now on links have this before their paths. Said once, before the first page; whether it was
pub fn live_below(base: &str) -> bool {
    let base = base.trim_end_matches('/').to_owned();
    BASE.set(base).is_ok()
}

/// What stands before every path in a link
pub fn base() -> &'static str {
    BASE.get().map_or("", String::as_str)
}

/// The link to a path of this server
pub fn below(path: &str) -> String {
    format!("{}{path}", base())
}

/// Where a person starts: the first step, what is used
pub const HOME: FixedPath = FixedPath::new("/");

/// The second step: who calls, and how
pub const WHO: FixedPath = FixedPath::new("/who");

/// The third step: where the endpoints go
pub const WHERE: FixedPath = FixedPath::new("/where");

/// The fourth step: what is worth knowing before anything is made
pub const CHECK: FixedPath = FixedPath::new("/check");

/// The last step: look at it all and take it away
pub const REVIEW: FixedPath = FixedPath::new("/review");

/// All questions on one page, for people who come often
pub const EVERYTHING: FixedPath = FixedPath::new("/everything");

/// A policy that exists: what is wrong with it, and whom it lets through
pub const AUDIT: FixedPath = FixedPath::new("/audit");

/// Carrying a plan out: what would be done in the account, and the button that does it
pub const APPLY: FixedPath = FixedPath::new("/apply");

/// Deleting what earlier plans of a request made
pub const DELETE: FixedPath = FixedPath::new("/delete");

/// One request for many accounts
pub const TARGETS: FixedPath = FixedPath::new("/targets");

/// The list of the pages that explain
pub const EXPLAIN: FixedPath = FixedPath::new("/explain");

/// A page that explains
pub const EXPLAINED: PathPattern = PathPattern::new("/explain/{page}");

/// The link to a page that explains
pub fn explain(word: &str) -> String {
    EXPLAINED.href(word)
}

/// Light or dark, chosen for this browser
pub const APPEARANCE: FixedPath = FixedPath::new("/appearance");

/// Where somebody begins to sign in
pub const SIGN_IN: FixedPath = FixedPath::new("/sign-in");

/// The parameter of [`SIGN_IN`] that says where somebody wants to go
pub const NEXT: &str = "next";

/// Where the identity provider sends people back to
pub const SIGN_IN_DONE: FixedPath = FixedPath::new("/sign-in/done");

/// Signing out, and having signed out
pub const SIGN_OUT: FixedPath = FixedPath::new("/sign-out");

/// Who is signed in, and what they may do
pub const YOU: FixedPath = FixedPath::new("/you");

/// Tokens with which programs ask in somebody's name
pub const TOKENS: FixedPath = FixedPath::new("/tokens");

/// Who asked for what, and what became of it
pub const RECORD: FixedPath = FixedPath::new("/record");

/// The same to take away, as CSV
pub const RECORD_CSV: FixedPath = FixedPath::new("/record.csv");

/// The same to take away, as lines of JSON
pub const RECORD_JSON: FixedPath = FixedPath::new("/record.json");

/// The rules that say what may be asked for
pub const GUARDRAILS: FixedPath = FixedPath::new("/guardrails");

/// Every component, in builds for development
pub const STYLEGUIDE: FixedPath = FixedPath::new("/styleguide");

/// What was carried out
pub const RUNS: FixedPath = FixedPath::new("/runs");

/// One run
pub const RUN: PathPattern = PathPattern::new("/runs/{run}");

/// One run as it goes: the part of its page that changes, whenever it does
pub const RUN_EVENTS: PathPattern = PathPattern::new("/runs/{run}/events");

/// The link to a run
pub fn run(id: &str) -> String {
    RUN.href(id)
}

/// The link to a run as it goes
pub fn run_events(id: &str) -> String {
    RUN_EVENTS.href(id)
}

/// What was submitted for others to approve
pub const PROPOSALS: FixedPath = FixedPath::new("/proposals");

/// One proposal
pub const PROPOSAL: PathPattern = PathPattern::new("/proposals/{proposal}");

/// The link to a proposal
pub fn proposal(id: &str) -> String {
    PROPOSAL.href(id)
}

/// The files of a plan as a branch and a pull request
pub const PULL_REQUEST: FixedPath = FixedPath::new("/pull-request");

/// What the answers make so far, as a part of a page
pub const PREVIEW: FixedPath = FixedPath::new("/preview");

/// Liveness, for whatever restarts the process
pub const HEALTHZ: FixedPath = FixedPath::new("/healthz");

/// Readiness, for whatever sends requests here or elsewhere
pub const READYZ: FixedPath = FixedPath::new("/readyz");

/// What was counted and measured, for whatever watches the process
pub const METRICS: FixedPath = FixedPath::new("/metrics");

/// A style sheet, script or image of one build
pub const ASSET: PathPattern = PathPattern::new("/assets/{build}/{*file}");

/// The link to `file` as it is in `build`
pub fn asset(build: &str, file: &str) -> String {
    below(&format!("/assets/{build}/{file}"))
}

/// A request as JSON into its plan
pub const API_PLAN: FixedPath = FixedPath::new("/api/v1/plan");

/// A request as JSON into one artifact, or several as a ZIP
pub const API_RENDER: FixedPath = FixedPath::new("/api/v1/render");

/// Calls and policies as JSON lines into decisions
pub const API_EVALUATE: FixedPath = FixedPath::new("/api/v1/evaluate");

/// An endpoint policy into what is wrong with it
pub const API_LINT: FixedPath = FixedPath::new("/api/v1/lint");

/// What AWS offers, as far as Postern knows
pub const API_CATALOG: FixedPath = FixedPath::new("/api/v1/catalog");

/// A request as JSON, looked at and carried out
pub const API_APPLY: FixedPath = FixedPath::new("/api/v1/apply");

/// What a request made, looked at and deleted
pub const API_DELETE: FixedPath = FixedPath::new("/api/v1/delete");

/// One request for many accounts, planned for each
pub const API_TARGETS: FixedPath = FixedPath::new("/api/v1/targets");

/// One request for many accounts, looked at and carried out in each
pub const API_TARGETS_APPLY: FixedPath = FixedPath::new("/api/v1/targets/apply");

/// The artifacts of one request for many accounts
pub const API_TARGETS_RENDER: FixedPath = FixedPath::new("/api/v1/targets/render");

/// What is in an account
pub const API_INVENTORY: FixedPath = FixedPath::new("/api/v1/inventory");

/// The runs, the newest first
pub const API_RUNS: FixedPath = FixedPath::new("/api/v1/runs");

/// One run, and what is asked of it
pub const API_RUN: PathPattern = PathPattern::new("/api/v1/runs/{run}");

/// The link to a run for programs
pub fn api_run(id: &str) -> String {
    API_RUN.href(id)
}

/// What was submitted, and what is submitted now
pub const API_PROPOSALS: FixedPath = FixedPath::new("/api/v1/proposals");

/// One proposal, and what is decided of it
pub const API_PROPOSAL: PathPattern = PathPattern::new("/api/v1/proposals/{proposal}");

/// The link to a proposal for programs
pub fn api_proposal(id: &str) -> String {
    API_PROPOSAL.href(id)
}

/// The files of a plan as a branch and a pull request
pub const API_PULL_REQUESTS: FixedPath = FixedPath::new("/api/v1/pull-requests");

/// The record, the newest entries first
pub const API_RECORD: FixedPath = FixedPath::new("/api/v1/record");

/// The rules that say what may be asked for
pub const API_GUARDRAILS: FixedPath = FixedPath::new("/api/v1/guardrails");

/// Who asks, and what they may do
pub const API_ME: FixedPath = FixedPath::new("/api/v1/me");

/// The description of the JSON API, for programs
pub const OPENAPI: FixedPath = FixedPath::new("/openapi.json");

/// An artifact of the request in the query, for links on pages
pub const DOWNLOAD: FixedPath = FixedPath::new("/download");

/// What every path of the JSON API begins with
pub const API_PREFIX: &str = "/api/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_has_its_parameter_filled_in() {
        assert_eq!(run_events("run-1"), "/runs/run-1/events");
        assert_eq!(proposal("proposal-1"), "/proposals/proposal-1");
        assert_eq!(HOME.href(), "/");
        assert_eq!(HOME.link(), Href::fixed("/"));
    }

    #[test]
    fn the_asset_link_has_the_shape_of_its_pattern() {
        let filled = ASSET
            .pattern()
            .replace("{build}", "b1")
            .replace("{*file}", "js/main.js");
        assert_eq!(asset("b1", "js/main.js"), filled);
    }
}
