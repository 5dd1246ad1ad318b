//! A model of EC2: what is alive, and what a call does to it.

use std::collections::BTreeMap;

use crate::run::{Answer, Call, Cause, Finding, Mode, ReadyCall, Trouble};

/// What is there.
#[derive(Clone, Default)]
pub(super) struct World {
    things: Vec<Thing>,
    /// Rules, by group.
    rules: BTreeMap<String, Vec<String>>,
    dry_runs_make: bool,
    /// Look-ups that still do not see what was made last.
    blind: u32,
    blindness: u32,
}

#[derive(Clone)]
struct Thing {
    id: String,
    /// The name of a group, the token of an endpoint.
    key: String,
    alive: bool,
}

pub(super) fn trouble(cause: Cause) -> Trouble {
    Trouble {
        cause,
        code: None,
        message: "as the test wants it".to_owned(),
    }
}

impl World {
    /// One whose first look after a call sees nothing of it.
    pub(super) fn slow_to_tell() -> Self {
        Self {
            blindness: 1,
            ..Self::default()
        }
    }

    /// One that is not EC2.
    pub(super) fn making_in_dry_runs() -> Self {
        Self {
            dry_runs_make: true,
            ..Self::default()
        }
    }

    pub(super) fn alive(&self) -> Vec<&str> {
        let alive = self.things.iter().filter(|t| t.alive);
        alive.map(|t| t.id.as_str()).collect()
    }

    /// One group with its rule, and each endpoint once.
    pub(super) fn is_whole(&self) -> bool {
        let mut keys: Vec<&str> = self
            .things
            .iter()
            .filter(|t| t.alive)
            .map(|t| t.key.as_str())
            .collect();
        keys.sort_unstable();
        keys == ["g", "run-1-control", "run-1-data", "run-1-gateway"]
            && self.rules.values().all(|r| r.len() == 1)
            && self.rules.len() == 1
    }

    fn find(&self, key: &str) -> Option<&Thing> {
        self.things.iter().find(|t| t.alive && t.key == key)
    }

    fn make(&mut self, key: &str) -> Answer {
        let id = format!("id-{}", self.things.len());
        self.things.push(Thing {
            id: id.clone(),
            key: key.to_owned(),
            alive: true,
        });
        self.blind = self.blindness;
        Answer::Done(Some(id))
    }

    fn remove(&mut self, id: &str) -> Answer {
        for thing in self.things.iter_mut().filter(|t| t.id == id) {
            thing.alive = false;
        }
        self.rules.remove(id);
        Answer::Done(None)
    }

    pub(super) fn send(&mut self, call: &ReadyCall, mode: Mode) -> Answer {
        if mode == Mode::Rehearsal && !self.dry_runs_make {
            return Answer::WouldBeDone;
        }
        match call {
            Call::CreateGroup { name, .. } => match self.find(name) {
                Some(_) => Answer::Refused(trouble(Cause::Duplicate)),
                None => self.make(name),
            },
            Call::CreateEndpoint { token, .. } => match self.find(token) {
                Some(there) => Answer::Done(Some(there.id.clone())),
                None => self.make(token),
            },
            Call::AdmitToGroup { group, sources } => {
                let rules = self.rules.entry(group.clone()).or_default();
                if rules.is_empty() {
                    rules.clone_from(sources);
                    Answer::Done(None)
                } else {
                    Answer::Refused(trouble(Cause::Duplicate))
                }
            }
            Call::RevokeFromGroup { group, .. } => {
                self.rules.remove(group);
                Answer::Done(None)
            }
            Call::DeleteEndpoint { endpoint } => self.remove(endpoint),
            Call::DeleteGroup { group } => self.remove(group),
            Call::ModifyEndpoint { .. } | Call::TagEndpoint { .. } | Call::UntagEndpoint { .. } => {
                Answer::Done(None)
            }
        }
    }

    pub(super) fn look_up(&mut self, call: &ReadyCall, _: Mode) -> Finding {
        if self.blind > 0 {
            self.blind -= 1;
            return Finding::NotDone;
        }
        let found = |thing: Option<&Thing>| {
            thing.map_or(Finding::NotDone, |t| Finding::Done(Some(t.id.clone())))
        };
        match call {
            Call::CreateGroup { name, .. } => found(self.find(name)),
            Call::CreateEndpoint { token, .. } => found(self.find(token)),
            Call::AdmitToGroup { group, .. } => known(self.rules.contains_key(group)),
            Call::RevokeFromGroup { group, .. } => known(!self.rules.contains_key(group)),
            Call::DeleteEndpoint { endpoint: id } | Call::DeleteGroup { group: id } => {
                known(!self.things.iter().any(|t| t.alive && t.id == *id))
            }
            Call::ModifyEndpoint { .. } | Call::TagEndpoint { .. } | Call::UntagEndpoint { .. } => {
                Finding::Done(None)
            }
        }
    }
}

fn known(done: bool) -> Finding {
    if done {
        Finding::Done(None)
    } else {
        Finding::NotDone
    }
}
