//! One request for many accounts, and what became of each target.

use std::collections::BTreeMap;

use postern_app::targets::{Came, TargetLine};
use postern_plan::artifact::plan_json;
use postern_plan::plan::{Note, Plan};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::plan::PlanDocument;
use super::request::{GrantDocument, GuardsDocument, OverrideDocument, PlacementDocument};
use super::words::{EndpointKeyWord, PolicyModeWord};
use super::workload::WorkloadRequestDocument;
use crate::error::{ErrorEntry, HttpError};

/// One request for many accounts
#[derive(ToSchema)]
pub struct TargetsBody {
    /// What all targets share
    pub request: CommonDocument,
    /// Where it goes
    #[schema(min_items = 1, max_items = 100)]
    pub targets: Vec<TargetDocument>,
}

/// One request for many accounts, and what is to become of it
#[derive(ToSchema)]
pub struct TargetsApplyBody {
    /// What all targets share
    pub request: CommonDocument,
    /// Where it goes
    #[schema(min_items = 1, max_items = 40)]
    pub targets: Vec<TargetDocument>,
    /// The fingerprint of the plan that was looked at, by the name of its target: what is named
    /// begins, what is not is looked at
    pub seen: Option<BTreeMap<String, String>>,
    /// What becomes of those that were seen; `apply` unless told
    pub purpose: Option<TargetsPurposeWord>,
}

/// What becomes of the targets that were seen
#[derive(ToSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TargetsPurposeWord {
    /// A run begins in each
    Apply,
    /// Each is submitted for others to approve
    Submit,
}

/// What all targets share: a request, whose account, Region, placement and endpoints are not used.
/// `{account}` and `{region}` in its texts are those of each target
#[derive(ToSchema)]
pub struct CommonDocument {
    /// The document's version
    #[schema(minimum = 1, maximum = 1)]
    pub version: u32,
    /// Names the resources and stands in their `Name` tags
    #[schema(pattern = "^[a-z][a-z0-9-]{0,39}$", example = "agents-prod")]
    pub name: String,
    /// `restricted` unless said
    pub policy: Option<PolicyModeWord>,
    /// Who may do what, to which resources, signed how
    #[schema(min_items = 1)]
    pub grants: Vec<GrantDocument>,
    /// Extra denials
    pub guards: Option<GuardsDocument>,
    /// Tags on everything that is made
    pub tags: Option<BTreeMap<String, String>>,
}

/// One VPC that the request goes to
#[derive(ToSchema)]
pub struct TargetDocument {
    /// What the target is called
    #[schema(pattern = "^[a-z][a-z0-9-]{0,39}$", example = "prod-eu")]
    pub name: String,
    /// Its account
    #[schema(pattern = "^[0-9]{12}$", example = "444455556666")]
    pub account: String,
    /// Its Region
    #[schema(example = "eu-central-1")]
    pub region: String,
    /// Where the endpoints go
    pub placement: PlacementDocument,
    /// What differs for one endpoint, by its key
    pub endpoints: Option<BTreeMap<EndpointKeyWord, OverrideDocument>>,
    /// What its agents need beside AgentCore
    pub workload: Option<WorkloadRequestDocument>,
}

/// What became of each target, in their order
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetsDocument {
    /// The targets
    pub targets: Vec<TargetCameDocument>,
}

/// A target and what became of it
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetCameDocument {
    /// What it is called
    pub name: String,
    /// Its account
    pub account: String,
    /// Its Region
    pub region: String,
    /// Its VPC
    pub vpc: String,
    /// What became of it
    #[schema(value_type = CameWord)]
    pub outcome: &'static str,
    /// Its plan, where there is one to look at
    #[schema(value_type = Option<PlanDocument>, required)]
    pub plan: Option<Box<RawValue>>,
    /// The run that began
    #[schema(required)]
    pub run: Option<String>,
    /// The proposal that was made
    #[schema(required)]
    pub proposal: Option<String>,
    /// What stands in the way
    pub problems: Vec<ErrorEntry>,
}

/// What became of a target
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum CameWord {
    /// It was planned; nobody looked at the account
    Planned,
    /// Its account was read; send the plan's `fingerprint` to have it done
    Looked,
    /// Everything stands already
    Nothing,
    /// The account changed since it was looked at; nothing began
    Changed,
    /// A run began
    Begun,
    /// It was submitted for approval
    Submitted,
    /// Nothing can begin there
    Refused,
}

impl TargetsDocument {
    /// The same as a program reads it
    pub fn of(lines: Vec<TargetLine>) -> Result<Self, HttpError> {
        let targets: Result<_, _> = lines.into_iter().map(document).collect();
        Ok(Self { targets: targets? })
    }
}

fn document(line: TargetLine) -> Result<TargetCameDocument, HttpError> {
    let plan = line.came.plan().map(raw).transpose()?;
    let outcome = line.came.word();
    let (run, proposal, problems) = match line.came {
        Came::Begun(id) => (Some(id), None, Vec::new()),
        Came::Submitted(id) => (None, Some(id), Vec::new()),
        Came::Refused { notes, .. } if !notes.is_empty() => {
            (None, None, notes.iter().map(problem).collect())
        }
        Came::Refused {
            code, message, fix, ..
        } => (None, None, vec![ErrorEntry::whole(&code, message, fix)]),
        Came::Planned(_) | Came::Looked(_) | Came::Nothing(_) | Came::Changed(_) => {
            (None, None, Vec::new())
        }
    };
    Ok(TargetCameDocument {
        name: line.name,
        account: line.account,
        region: line.region,
        vpc: line.vpc,
        outcome,
        plan,
        run,
        proposal,
        problems,
    })
}

fn raw(plan: &Plan) -> Result<Box<RawValue>, HttpError> {
    let document = plan_json(plan).map_err(HttpError::internal)?;
    RawValue::from_string(document.text).map_err(HttpError::internal)
}

fn problem(note: &Note) -> ErrorEntry {
    ErrorEntry {
        path: note.subject.clone(),
        ..ErrorEntry::whole(&note.code, &note.detail, &note.fix)
    }
}
