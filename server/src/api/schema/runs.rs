//! Runs, what is asked of them, and what begins one.

use postern_app::runs::{RunLine, RunStory};
use postern_plan::run::{Call, State, Step, StepPart, Trouble};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::request::RequestDocument;

/// What begins a run, or shows what it would do
#[derive(ToSchema)]
pub struct ApplyBody {
    /// The request
    pub request: RequestDocument,
    /// The fingerprint of the plan that was looked at: with it the run begins, without it the plan is
    /// shown
    pub fingerprint: Option<String>,
    /// What the run is to do; `apply` unless told
    pub purpose: Option<PurposeWord>,
}

/// What a run is to do
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PurposeWord {
    /// To carry the plan out
    Apply,
    /// To try every call as a dry run, and make nothing
    Rehearse,
}

/// What deletes what a request made, or shows what would go
#[derive(ToSchema)]
pub struct DeleteBody {
    /// The request, as it was
    pub request: RequestDocument,
    /// The fingerprint of the deletion that was looked at: with it the run begins, without it the
    /// deletion is shown
    pub fingerprint: Option<String>,
    /// The name in the request once more, where a fingerprint is said
    pub confirm: Option<String>,
}

/// What would be deleted
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"endpoints": [], "groups": [], "kept": [], "nothing": true,
    "fingerprint": "sha256:0123456789abcdef"}))]
pub struct DeletionDocument {
    /// The endpoints
    pub endpoints: Vec<DeletedEndpointDocument>,
    /// The groups that nothing else uses
    pub groups: Vec<DeletedGroupDocument>,
    /// What stays, and why
    pub kept: Vec<String>,
    /// Whether there is nothing to delete
    pub nothing: bool,
    /// What to send to have just this deleted
    pub fingerprint: String,
}

/// An endpoint that would be deleted
#[derive(Debug, Serialize, ToSchema)]
pub struct DeletedEndpointDocument {
    /// Which of AgentCore's endpoints it is
    pub key: String,
    /// Its id
    pub id: String,
    /// What becomes of those who call
    pub effect: String,
}

/// A group that would be deleted
#[derive(Debug, Serialize, ToSchema)]
pub struct DeletedGroupDocument {
    /// Its id
    pub id: String,
    /// Its name
    pub name: String,
}

/// What is asked of a run
#[derive(serde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ask": "rollback"}))]
pub struct AskBody {
    /// `cancel` stops before the next call, `resume` goes on, `rollback` undoes what the run made
    #[schema(value_type = AskWord)]
    pub ask: String,
}

/// What can be asked of a run
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum AskWord {
    /// To stop before the next call
    Cancel,
    /// To go on
    Resume,
    /// To undo what it made
    Rollback,
}

/// Runs, the newest first
#[derive(Debug, Serialize, ToSchema)]
pub struct RunsDocument {
    /// The runs
    pub runs: Vec<RunSummary>,
    /// What to say as `before` to read on; null where these are all
    pub before: Option<String>,
}

/// What is known of any run
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "run-01ARZ3NDEKTSV4RRFFQ69G5FAV", "standing": "done",
    "name": "agents-prod", "account": "111122223333", "region": "us-east-1",
    "vpc": "vpc-0a1b2c3d4e5f60718", "who": "ada (Ada) by token deploy",
    "begun_at": "2026-11-24T01:00:00Z", "changed_at": "2026-11-24T01:02:00Z"}))]
pub struct RunSummary {
    /// Its id
    pub id: String,
    /// How it stands: `going`, `done`, `failed`, `parked`, `cancelled`, `rolled-back` or
    /// `rollback-failed`
    pub standing: String,
    /// The name in its request
    pub name: String,
    /// Its account
    pub account: String,
    /// Its Region
    pub region: String,
    /// Its VPC
    pub vpc: String,
    /// Who began it
    pub who: String,
    /// When, RFC 3339
    pub begun_at: String,
    /// When something last happened, RFC 3339
    pub changed_at: String,
}

/// One run with its steps and all that happened
#[derive(Debug, Serialize, ToSchema)]
pub struct RunDocument {
    /// What is known of any run
    #[serde(flatten)]
    pub summary: RunSummary,
    /// Its steps in order; null where another version of Postern wrote them
    pub steps: Option<Vec<RunStepDocument>>,
    /// What happened, the oldest first
    pub events: Vec<EventDocument>,
}

/// One step
#[derive(Debug, Serialize, ToSchema)]
pub struct RunStepDocument {
    /// What it is called
    pub name: String,
    /// The API's name of its call, where it is one
    pub action: Option<&'static str>,
    /// How far it has come: `waiting`, `begun`, `unclear`, `done` or `failed`
    pub state: &'static str,
    /// The id of what it made, where it made something
    pub made: Option<String>,
    /// The step that it undoes, from 0, where it undoes one
    pub undoes: Option<usize>,
    /// AWS's ids of its requests, the oldest first
    pub request_ids: Vec<String>,
    /// The last thing that went wrong with it
    pub trouble: Option<TroubleDocument>,
}

/// What went wrong
#[derive(Debug, Serialize, ToSchema)]
pub struct TroubleDocument {
    /// AWS's code, where there was one
    pub code: Option<String>,
    /// What AWS said
    pub message: String,
    /// What it means
    pub meaning: &'static str,
    /// What to do
    pub fix: &'static str,
}

/// Something that happened
#[derive(Debug, Serialize, ToSchema)]
pub struct EventDocument {
    /// When, RFC 3339
    pub at: String,
    /// What kind of event it is
    pub kind: &'static str,
    /// The step, from 0, where it is about one
    pub step: Option<usize>,
    /// The event as it was journalled
    #[schema(value_type = Object)]
    pub event: Value,
}

impl From<RunLine> for RunSummary {
    fn from(line: RunLine) -> Self {
        Self {
            id: line.id,
            standing: line.standing,
            name: line.name,
            account: line.account,
            region: line.region,
            vpc: line.vpc,
            who: line.who,
            begun_at: line.begun_at,
            changed_at: line.changed_at,
        }
    }
}

impl RunDocument {
    /// The same as a program reads it
    pub fn of(story: RunStory) -> Result<Self, serde_json::Error> {
        let events: Result<_, _> = story
            .events
            .iter()
            .map(|(at, event)| {
                Ok(EventDocument {
                    at: at.clone(),
                    kind: event.kind(),
                    step: event.step(),
                    event: in_object(serde_json::to_value(event)?),
                })
            })
            .collect();
        Ok(Self {
            summary: story.line.into(),
            steps: story.run.map(|run| run.steps.iter().map(step).collect()),
            events: events?,
        })
    }
}

/// An event without fields is journalled as a word
fn in_object(value: Value) -> Value {
    match value {
        Value::String(word) => json!({ word: {} }),
        other => other,
    }
}

fn step(step: &Step) -> RunStepDocument {
    let (state, made) = match &step.state {
        State::Waiting => ("waiting", None),
        State::Begun => ("begun", None),
        State::Unclear => ("unclear", None),
        State::Done(made) => ("done", made.clone()),
        State::Failed => ("failed", None),
    };
    RunStepDocument {
        name: step.name.clone(),
        action: step.call().map(Call::action),
        state,
        made,
        undoes: match step.part {
            StepPart::Apply => None,
            StepPart::Undo(step) => Some(step),
        },
        request_ids: step.request_ids.clone(),
        trouble: step.trouble.as_ref().map(trouble),
    }
}

fn trouble(trouble: &Trouble) -> TroubleDocument {
    TroubleDocument {
        code: trouble.code.clone(),
        message: trouble.message.clone(),
        meaning: trouble.cause.meaning(),
        fix: trouble.cause.fix(),
    }
}
