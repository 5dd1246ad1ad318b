//! Policies and what is found in them, described for programs.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::words::{EndpointKeyWord, SeverityWord};

/// A policy and the endpoint that it is for
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LintBody {
    /// The policy, as an object or as its text
    #[schema(value_type = Value)]
    pub policy: Value,
    /// The endpoint
    #[schema(value_type = EndpointKeyWord)]
    pub endpoint: String,
}

/// What was found
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportDocument {
    /// The findings, the gravest first
    pub findings: Vec<FindingDocument>,
    /// The policy with its slips mended; null when nothing was mended
    #[schema(required)]
    pub corrected: Option<String>,
    /// What was mended
    pub changes: Vec<LintChangeDocument>,
}

/// One thing that is wrong or worth knowing
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingDocument {
    /// The code in the catalogue
    pub code: String,
    /// How much it weighs
    #[schema(value_type = SeverityWord)]
    pub severity: String,
    /// The statement: its Sid, else `#` and its place from 0; null for the document
    #[schema(required)]
    pub statement: Option<String>,
    /// Where
    pub path: String,
    /// The line, from 1
    pub line: u64,
    /// The column in characters, from 1
    pub column: u64,
    /// What was seen
    pub detail: String,
    /// What to do
    pub fix: String,
}

/// One thing that was mended
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LintChangeDocument {
    /// Where
    pub path: String,
    /// What stood there
    pub before: String,
    /// What stands there now
    pub after: String,
    /// The code of the finding that it mends
    pub code: String,
    /// Why: what is wrong with what stood there
    pub reason: String,
}
