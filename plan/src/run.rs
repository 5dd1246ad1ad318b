//! A run: a plan being carried out, as a pure state machine over what was journalled.
//!
//! [`Run::next`] says what to do and [`Run::observe`] takes what happened. Must not call, wait or
//! read a clock, and must never have a call sent whose outcome it could not find out again.

mod call;
mod cause;
mod deleting;
mod event;
mod expectation;
mod id;
mod machine;
mod settled;
mod steps;
mod undo;

use serde::{Deserialize, Serialize};

pub use call::{Alteration, Call, ReadyCall, Ref};
pub use cause::Cause;
pub use deleting::deletion_steps;
pub use event::{Answer, Event, Finding, Sight, Trouble};
pub use expectation::Expectation;
pub use id::RunId;
pub use machine::{Action, Misplaced, Mode, Standing};
pub use steps::{RUN_TAG, steps};

/// A run: its steps and how far each has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The steps, those that undo after those that do.
    pub steps: Vec<Step>,
    /// Where it is going.
    pub course: Course,
    /// How often a step is tried before the run is parked.
    pub limits: Limits,
    /// A step was tried as often as the limits allow, or a wait was too long.
    parked: bool,
}

/// Where a run is going.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// Towards the plan.
    Onwards,
    /// To a halt: what is not known is found out, and nothing more is begun.
    Halting,
    /// Back to what was there before.
    Back,
}

/// How often a step is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Calls of one step that were not now or of unknown outcome.
    pub attempts: u32,
    /// Look-ups of one step that could not be made.
    pub lookups: u32,
    /// Looks that must see nothing of a call before a run that goes back believes that nothing came
    /// of it: EC2 shows what is new only after a while.
    pub looks_for_nothing: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            attempts: 8,
            lookups: 8,
            looks_for_nothing: 3,
        }
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it is called, as in `create data`.
    pub name: String,
    /// What is done.
    pub task: Task,
    /// How far it has come.
    pub state: State,
    /// It undoes what another did.
    pub part: StepPart,
    /// How often its call was begun since somebody last asked to go on.
    pub attempts: u32,
    /// How often it was looked up in vain since then.
    pub lookups: u32,
    /// AWS's ids of its requests, the oldest first.
    pub request_ids: Vec<String>,
    /// The last thing that went wrong with it.
    pub trouble: Option<Trouble>,
    /// A call of it may have been done although nothing of it was seen: how often it was looked for.
    doubt: Option<u32>,
}

/// Which half of the run a step belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepPart {
    /// It carries the plan out.
    Apply,
    /// It undoes what the step at this place did.
    Undo(usize),
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub enum Task {
    /// A dry run of a call, before anything is made.
    Rehearse {
        /// The call.
        call: Call,
        /// What takes it back, should what answers not be EC2 and do it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        undo: Option<Box<Call>>,
    },
    /// A call.
    Change {
        /// The call.
        call: Call,
        /// What takes it back, where it alters something that was there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        undo: Option<Box<Undo>>,
    },
    /// A wait for an endpoint.
    Await {
        /// The endpoint.
        endpoint: Ref,
        /// What is waited for.
        until: Until,
    },
    /// A look at what is there now, against what should be.
    Compare {
        /// What should be.
        expectations: Vec<Expectation>,
    },
}

/// How an alteration is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Undo {
    /// The endpoint as the run left it: only then is it touched.
    pub left: Expectation,
    /// The call.
    pub call: Call,
}

/// What an endpoint is waited to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Until {
    /// There, and answering.
    Available,
    /// Not there.
    Gone,
}

/// How far a step has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It was not done.
    Waiting,
    /// Its call was begun, and nothing is known of an answer.
    Begun,
    /// Its call may have been done.
    Unclear,
    /// It was done; the id of what it made, where it made something.
    Done(Option<String>),
    /// It was refused, or is not as it should be.
    Failed,
}

/// A step as a new run is given it, and as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct PlannedStep {
    /// What it is called.
    pub name: String,
    /// What is done.
    #[serde(flatten)]
    pub task: Task,
}

impl Run {
    /// A run that has not begun.
    pub fn new(steps: Vec<PlannedStep>, limits: Limits) -> Self {
        let steps = steps
            .into_iter()
            .map(|s| Step::new(s.name, s.task, StepPart::Apply))
            .collect();
        Self {
            steps,
            course: Course::Onwards,
            limits,
            parked: false,
        }
    }

    /// A run as its journal tells it.
    pub fn replay<'e>(
        steps: Vec<PlannedStep>,
        limits: Limits,
        events: impl IntoIterator<Item = &'e Event>,
    ) -> Result<Self, Misplaced> {
        let mut run = Self::new(steps, limits);
        for event in events {
            run.observe(event)?;
        }
        Ok(run)
    }

    /// The id behind a name, where it is known.
    pub fn id(&self, name: &Ref) -> Option<String> {
        match name {
            Ref::Id(id) => Some(id.clone()),
            Ref::Step(index) => match &self.steps.get(*index)?.state {
                State::Done(id) => id.clone(),
                _ => None,
            },
        }
    }

    /// It deletes what was there, so there is nothing to roll back.
    pub fn deletes(&self) -> bool {
        let deletes = |s: &Step| {
            s.part == StepPart::Apply
                && s.mode() == Mode::Real
                && matches!(
                    s.call(),
                    Some(Call::DeleteEndpoint { .. } | Call::DeleteGroup { .. })
                )
        };
        self.steps.iter().any(deletes)
    }

    /// Something that it did can be rolled back.
    pub fn is_undoable(&self) -> bool {
        let mut steps = self.steps.iter().enumerate();
        self.course != Course::Back && steps.any(|(at, step)| undo::is_undoable(at, step))
    }

    /// Whatever the run made and did not take back, by step.
    pub fn made(&self) -> impl Iterator<Item = (usize, &str)> {
        let undone = |index: usize| {
            self.steps.iter().any(|s| {
                s.part == StepPart::Undo(index)
                    && matches!(s.task, Task::Change { .. })
                    && matches!(s.state, State::Done(_))
            })
        };
        self.steps
            .iter()
            .enumerate()
            .filter_map(move |(index, s)| match (&s.state, s.part) {
                (State::Done(Some(id)), StepPart::Apply) if !undone(index) => {
                    Some((index, id.as_str()))
                }
                _ => None,
            })
    }
}

impl Step {
    fn new(name: String, task: Task, part: StepPart) -> Self {
        Self {
            name,
            task,
            state: State::Waiting,
            part,
            attempts: 0,
            lookups: 0,
            request_ids: Vec::new(),
            trouble: None,
            doubt: None,
        }
    }

    /// Its call, where it has one.
    pub fn call(&self) -> Option<&Call> {
        match &self.task {
            Task::Rehearse { call, .. } | Task::Change { call, .. } => Some(call),
            Task::Await { .. } | Task::Compare { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests;
