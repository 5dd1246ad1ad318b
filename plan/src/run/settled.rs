//! What becomes of one step by what was answered, found, seen or compared.
//!
//! Must not take a call for done or undone that may be either.

use super::{Answer, Cause, Finding, Limits, Mode, Sight, State, Step, Task, Trouble};

/// Whether the tries that a step is allowed are used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spent {
    /// It may be tried again.
    NotAll,
    /// It may not, until somebody asks.
    All,
}

impl Spent {
    pub(super) fn of(tries: u32, limit: u32) -> Self {
        if tries >= limit {
            Self::All
        } else {
            Self::NotAll
        }
    }
}

impl Step {
    /// It was done.
    pub fn is_done(&self) -> bool {
        matches!(self.state, State::Done(_))
    }

    /// Its call may have been done.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Begun | State::Unclear)
    }

    /// It was to be a dry run, and was done: what answers is not EC2.
    pub(super) fn was_no_rehearsal(&self) -> bool {
        let said = |t: &Trouble| t.cause == Cause::NotEc2;
        self.mode() == Mode::Rehearsal
            && match self.state {
                State::Done(Some(_)) => true,
                State::Failed => self.trouble.as_ref().is_some_and(said),
                _ => false,
            }
    }

    /// Whether its call is meant.
    pub fn mode(&self) -> Mode {
        match self.task {
            Task::Rehearse { .. } => Mode::Rehearsal,
            Task::Change { .. } | Task::Await { .. } | Task::Compare { .. } => Mode::Real,
        }
    }

    pub(super) fn answered(&mut self, answer: &Answer, limit: u32) -> Spent {
        match answer {
            Answer::Done(id) => self.done(id.clone()),
            Answer::WouldBeDone => self.done(None),
            Answer::Refused(trouble) => return self.refused(trouble, limit),
            Answer::NotNow(trouble) => {
                self.trouble = Some(trouble.clone());
                self.state = State::Waiting;
                return Spent::of(self.attempts, limit);
            }
            Answer::Unclear(trouble) => {
                self.trouble = Some(trouble.clone());
                self.state = State::Unclear;
                self.doubt = Some(0);
            }
        }
        Spent::NotAll
    }

    fn refused(&mut self, trouble: &Trouble, limit: u32) -> Spent {
        self.trouble = Some(trouble.clone());
        match trouble.cause {
            // What an earlier attempt made, of which nothing was to be seen yet.
            Cause::Duplicate if self.mode() == Mode::Real && self.attempts > 1 => {
                self.state = State::Unclear;
                Spent::of(self.attempts, limit)
            }
            // Interfaces of an endpoint outlive it for a while.
            Cause::InUse => {
                self.state = State::Waiting;
                Spent::of(self.attempts, limit)
            }
            _ => {
                self.state = State::Failed;
                Spent::NotAll
            }
        }
    }

    pub(super) fn looked_up(&mut self, finding: &Finding, limits: Limits) -> Spent {
        match finding {
            Finding::Done(id) => self.done(id.clone()),
            Finding::NotDone => {
                if self.is_open() {
                    self.state = State::Waiting;
                }
                self.doubt = Some(self.doubt.unwrap_or(0) + 1);
                return Spent::of(self.attempts, limits.attempts);
            }
            Finding::Unreadable(trouble) => {
                self.trouble = Some(trouble.clone());
                self.lookups += 1;
                return Spent::of(self.lookups, limits.lookups);
            }
        }
        Spent::NotAll
    }

    pub(super) fn watched(&mut self, sight: &Sight, limit: u32) -> Spent {
        let trouble = |cause, message: &String| Trouble {
            cause,
            code: None,
            message: message.clone(),
        };
        match sight {
            Sight::Pending(_) => self.lookups = 0,
            Sight::Reached => self.done(None),
            Sight::Lost(message) => {
                self.trouble = Some(trouble(Cause::Other, message));
                self.state = State::Failed;
            }
            Sight::TooLong(message) => {
                self.trouble = Some(trouble(Cause::TooLong, message));
                return Spent::All;
            }
            Sight::Unreadable(trouble) => {
                self.trouble = Some(trouble.clone());
                self.lookups += 1;
                return Spent::of(self.lookups, limit);
            }
        }
        Spent::NotAll
    }

    pub(super) fn compared(&mut self, differences: &[String]) {
        if differences.is_empty() {
            self.done(None);
            return;
        }
        self.trouble = Some(Trouble {
            cause: Cause::Differs,
            code: None,
            message: differences.join("; "),
        });
        self.state = State::Failed;
    }

    fn done(&mut self, id: Option<String>) {
        self.state = State::Done(id);
        self.doubt = None;
        if self.mode() == Mode::Rehearsal && matches!(self.state, State::Done(Some(_))) {
            self.trouble = Some(Trouble {
                cause: Cause::NotEc2,
                code: None,
                message: "the dry run made something instead of answering DryRunOperation"
                    .to_owned(),
            });
        }
    }
}
