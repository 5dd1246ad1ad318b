//! What a run does next, and what becomes of it by what happens.
//!
//! Must not begin a call while the outcome of an earlier one is not known.

use super::settled::Spent;
use super::{Course, Event, ReadyCall, Run, State, Step, StepPart};
use super::{Expectation, Ref, Task, Until};

/// What is to be done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Journal [`Event::Begun`], then send the call.
    Call {
        /// The step.
        step: usize,
        /// What is sent.
        call: ReadyCall,
        /// Whether anything may come of it.
        mode: Mode,
        /// How often it was begun before: how long to wait first.
        attempt: u32,
    },
    /// Find out whether the call was done.
    LookUp {
        /// The step.
        step: usize,
        /// What was sent.
        call: ReadyCall,
        /// Whether anything should have come of it.
        mode: Mode,
        /// How often it was looked up in vain: how long to wait first.
        attempt: u32,
    },
    /// Look at an endpoint until it is as it is waited for.
    Watch {
        /// The step.
        step: usize,
        /// The endpoint.
        endpoint: String,
        /// What is waited for.
        until: Until,
    },
    /// Compare what is there with what should be.
    Compare {
        /// The step.
        step: usize,
        /// What should be, with every id filled in.
        expectations: Vec<Expectation>,
    },
    /// Nothing: the run stands.
    Stop(Standing),
}

/// Whether a call is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A dry run: nothing is to come of it.
    Rehearsal,
    /// It is to be done.
    Real,
}

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There is something to do.
    Going,
    /// Everything is as planned.
    Done,
    /// A step was refused.
    Failed,
    /// A step was tried as often as was set; what may have been done is looked up when it goes on.
    Parked,
    /// Somebody stopped it.
    Cancelled,
    /// What it made is gone again.
    RolledBack,
    /// A step back was refused.
    RollbackFailed,
}

impl Standing {
    /// The word in the journal, the API and the commands.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Going => "going",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Parked => "parked",
            Self::Cancelled => "cancelled",
            Self::RolledBack => "rolled-back",
            Self::RollbackFailed => "rollback-failed",
        }
    }

    /// Nothing can be asked of it any more.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::RolledBack)
    }
}

/// An event that cannot happen to a run as it stands: the journal is not one of this run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{event}` cannot happen to step {step} of this run as it stands")]
pub struct Misplaced {
    /// The event's name.
    pub event: &'static str,
    /// The step, from 0.
    pub step: usize,
}

impl Run {
    /// What is to be done next.
    pub fn next(&self) -> Action {
        let standing = self.standing();
        if standing != Standing::Going {
            return Action::Stop(standing);
        }
        let Some((index, step)) = self.current() else {
            return Action::Stop(standing);
        };
        self.action(index, step)
            // A name that no earlier step made: the steps were not made by `steps`.
            .unwrap_or(Action::Stop(Standing::Failed))
    }

    /// How the run stands.
    pub fn standing(&self) -> Standing {
        if self.parked {
            return Standing::Parked;
        }
        match (self.current(), self.course) {
            (Some((_, step)), course) if step.state == State::Failed => match course {
                Course::Back => Standing::RollbackFailed,
                Course::Onwards | Course::Halting => Standing::Failed,
            },
            (Some((_, step)), Course::Halting) if !step.is_open() => Standing::Cancelled,
            (Some(_), _) => Standing::Going,
            (None, Course::Back) => Standing::RolledBack,
            (None, Course::Onwards | Course::Halting) => Standing::Done,
        }
    }

    /// The step that the run is at.
    pub fn current(&self) -> Option<(usize, &Step)> {
        let mut steps = self.steps.iter().enumerate();
        match self.course {
            Course::Onwards | Course::Halting => steps.find(|(_, s)| !s.is_done()),
            // What may have been made is found out first, then taken back.
            Course::Back => steps.find(|(_, s)| match s.part {
                StepPart::Apply => self.is_unsettled(s),
                StepPart::Undo(_) => !s.is_done(),
            }),
        }
    }

    /// What became of a step is not known well enough to go back.
    pub(super) fn is_unsettled(&self, step: &Step) -> bool {
        let doubtful = step
            .doubt
            .is_some_and(|n| n < self.limits.looks_for_nothing);
        step.is_open() || doubtful && self.course == Course::Back
    }

    fn action(&self, index: usize, step: &Step) -> Option<Action> {
        let id = |name: &Ref| self.id(name);
        Some(match &step.task {
            Task::Rehearse { call, .. } | Task::Change { call, .. } => {
                let call = call.naming(id)?;
                let mode = step.mode();
                if step.part == StepPart::Apply && self.is_unsettled(step) || step.is_open() {
                    Action::LookUp {
                        step: index,
                        call,
                        mode,
                        attempt: step.lookups.max(step.doubt.unwrap_or(0)),
                    }
                } else {
                    Action::Call {
                        step: index,
                        call,
                        mode,
                        attempt: step.attempts,
                    }
                }
            }
            Task::Await { endpoint, until } => Action::Watch {
                step: index,
                endpoint: id(endpoint)?,
                until: *until,
            },
            Task::Compare { expectations } => Action::Compare {
                step: index,
                expectations: expectations
                    .iter()
                    .map(|e| e.naming(id))
                    .collect::<Option<_>>()?,
            },
        })
    }

    /// Takes what happened.
    pub fn observe(&mut self, event: &Event) -> Result<(), Misplaced> {
        match event {
            Event::RollbackAsked if self.deletes() => self.halt(),
            Event::CancelAsked => self.halt(),
            Event::ResumeAsked => self.go_on(),
            Event::RollbackAsked => {
                self.go_on();
                self.turn_back();
            }
            Event::Begun { step } => {
                let step = self.at(*step, "begun", |s| {
                    s.call().is_some() && s.state == State::Waiting
                })?;
                step.state = State::Begun;
                step.attempts += 1;
            }
            Event::Answered {
                step,
                answer,
                request_id,
            } => {
                let index = *step;
                let limit = self.limits.attempts;
                let step = self.at(index, "answered", |s| s.state == State::Begun)?;
                step.request_ids.extend(request_id.clone());
                let spent = step.answered(answer, limit);
                self.after_answer(index, spent);
            }
            Event::LookedUp { step, finding } => {
                let index = *step;
                let limits = self.limits;
                let back = self.course == Course::Back;
                let step = self.at(index, "looked_up", |s| {
                    s.is_open() || back && s.doubt.is_some()
                })?;
                let spent = step.looked_up(finding, limits);
                self.after_answer(index, spent);
            }
            Event::Watched { step, sight } => {
                let limit = self.limits.lookups;
                let step = self.at(*step, "watched", |s| {
                    matches!(s.task, Task::Await { .. }) && s.state == State::Waiting
                })?;
                let spent = step.watched(sight, limit);
                self.park(spent);
            }
            Event::Compared {
                step, differences, ..
            } => {
                let step = self.at(*step, "compared", |s| {
                    matches!(s.task, Task::Compare { .. }) && s.state == State::Waiting
                })?;
                step.compared(differences);
            }
        }
        self.plan_the_way_back();
        Ok(())
    }

    fn at(
        &mut self,
        index: usize,
        event: &'static str,
        fits: impl Fn(&Step) -> bool,
    ) -> Result<&mut Step, Misplaced> {
        let misplaced = Misplaced { event, step: index };
        let current = self.current().is_some_and(|(at, _)| at == index);
        match self.steps.get_mut(index) {
            Some(step) if current && fits(step) => Ok(step),
            _ => Err(misplaced),
        }
    }

    /// A dry run that was done is taken back at once.
    fn after_answer(&mut self, index: usize, spent: Spent) {
        self.park(spent);
        if self.steps.get(index).is_some_and(Step::was_no_rehearsal) {
            self.turn_back();
        }
    }

    fn halt(&mut self) {
        if self.course == Course::Onwards && self.standing() == Standing::Going {
            self.course = Course::Halting;
        }
    }

    fn park(&mut self, spent: Spent) {
        self.parked |= spent == Spent::All;
    }

    fn go_on(&mut self) {
        self.parked = false;
        if self.course == Course::Halting {
            self.course = Course::Onwards;
        }
        let back = self.course == Course::Back;
        for step in &mut self.steps {
            let here = back == matches!(step.part, StepPart::Undo(_));
            if here && step.state == State::Failed {
                step.state = State::Waiting;
            }
            step.attempts = 0;
            step.lookups = 0;
        }
    }
}
