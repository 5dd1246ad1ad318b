//! Every path that the server answers, as a constant that the router and the links share.
//!
//! A path is written once, here. No handler and no page may spell one out. This module knows
//! nothing of axum.

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

    /// The link to this path
    pub const fn href(self) -> &'static str {
        self.0
    }
}

impl PathPattern {
    /// A path with parameters, as `{name}` for one segment and `{*name}` for the rest
    pub const fn new(pattern: &'static str) -> Self {
        Self(pattern)
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

/// Light or dark, chosen for this browser
pub const APPEARANCE: FixedPath = FixedPath::new("/appearance");

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
    format!("/runs/{id}")
}

/// The link to a run as it goes
pub fn run_events(id: &str) -> String {
    format!("/runs/{id}/events")
}

/// What the answers make so far, as a part of a page
pub const PREVIEW: FixedPath = FixedPath::new("/preview");

/// Liveness, for whatever restarts the process
pub const HEALTHZ: FixedPath = FixedPath::new("/healthz");

/// A style sheet, script or image of one build
pub const ASSET: PathPattern = PathPattern::new("/assets/{build}/{*file}");

/// The link to `file` as it is in `build`
pub fn asset(build: &str, file: &str) -> String {
    format!("/assets/{build}/{file}")
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
    fn the_asset_link_has_the_shape_of_its_pattern() {
        let filled = ASSET
            .pattern()
            .replace("{build}", "b1")
            .replace("{*file}", "js/main.js");
        assert_eq!(asset("b1", "js/main.js"), filled);
    }
}
