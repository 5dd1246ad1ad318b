//! The labels of what is counted: what one number is told apart from another by.
//!
//! Must have few values each: every combination is a series that a server keeps.

use prometheus_client::encoding::EncodeLabelSet;

/// The methods that have a number of their own; all others share one
const METHODS: [&str; 4] = ["GET", "HEAD", "POST", "OPTIONS"];

/// This program
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Build {
    /// Of the program
    pub(super) version: &'static str,
    /// The date of the catalogue
    pub(super) catalog: String,
}

/// A line of the table of routes
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Route {
    /// The method, or `other`
    pub(super) method: &'static str,
    /// The path with its parameters in braces, or `none`
    pub(super) route: String,
}

/// How a route was answered
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Answered {
    /// The route
    #[prometheus(flatten)]
    pub(super) route: Route,
    /// The status code
    pub(super) status: u16,
}

/// An operation of AWS
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Operation {
    /// As AWS names it, such as `EC2`
    pub(super) service: String,
    /// As AWS names it, such as `DescribeVpcs`
    pub(super) operation: String,
}

/// How AWS answered
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Called {
    /// The operation
    #[prometheus(flatten)]
    pub(super) operation: Operation,
    /// The status code, or `none`
    pub(super) status: String,
}

/// What the record says
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Acted {
    /// The act, as the record has it
    pub(super) act: String,
    /// How a run stands after it; empty of other acts
    pub(super) standing: String,
}

/// How runs stand
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Standings {
    /// As the record has it
    pub(super) standing: String,
}

/// The method as a label
pub(super) fn method(method: &str) -> &'static str {
    let known = METHODS.into_iter().find(|known| *known == method);
    known.unwrap_or("other")
}
