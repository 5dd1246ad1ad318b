//! The way back: what a run made is deleted, what it altered is given back, and nothing else.
//!
//! Must not touch what somebody else changed since, and must not plan while an outcome is not known.

use super::{Call, Course, Ref, Run, State, Step, StepPart, Task, Until};

impl Run {
    pub(super) fn turn_back(&mut self) {
        self.course = Course::Back;
    }

    /// Once every outcome is known: the steps back, the last first.
    pub(super) fn plan_the_way_back(&mut self) {
        let settled = !self.steps.iter().any(|s| self.is_unsettled(s));
        let planned = self
            .steps
            .iter()
            .any(|s| matches!(s.part, StepPart::Undo(_)));
        if self.course != Course::Back || !settled || planned {
            return;
        }
        let mut back: Vec<Step> = self
            .steps
            .iter()
            .enumerate()
            .rev()
            .flat_map(|(index, step)| back(index, step))
            .collect();
        // What somebody changed since stands in nobody else's way; a group goes when nothing uses it.
        back.sort_by_key(rank);
        self.steps.extend(back);
    }
}

/// A step that was done has a way back.
pub(super) fn is_undoable(index: usize, step: &Step) -> bool {
    step.part == StepPart::Apply && !back(index, step).is_empty()
}

fn rank(step: &Step) -> u8 {
    match &step.task {
        Task::Change {
            call: Call::DeleteGroup { .. },
            ..
        } => 2,
        Task::Change {
            call:
                Call::ModifyEndpoint { .. } | Call::TagEndpoint { .. } | Call::UntagEndpoint { .. },
            ..
        }
        | Task::Compare { .. } => 1,
        Task::Change { .. } | Task::Rehearse { .. } | Task::Await { .. } => 0,
    }
}

fn back(index: usize, step: &Step) -> Vec<Step> {
    let named = |verb: &str| {
        let what = step
            .name
            .split_once(' ')
            .map_or(step.name.as_str(), |(_, w)| w);
        format!("{verb} {what}")
    };
    let undoing = |name: String, task: Task| Step::new(name, task, StepPart::Undo(index));
    let change = |call: Call| Task::Change { call, undo: None };
    let made = match &step.state {
        State::Done(made) => made,
        _ => &None,
    };
    let (call, undo) = match &step.task {
        Task::Change { call, undo } if step.is_done() => (call, undo),
        Task::Rehearse { call, undo } if step.was_no_rehearsal() => {
            if let Some(undo) = undo {
                return vec![undoing(named("restore"), change((**undo).clone()))];
            }
            (call, &None)
        }
        _ => return Vec::new(),
    };
    match (call, made) {
        (Call::CreateEndpoint { .. }, Some(id)) => vec![
            undoing(
                named("delete"),
                change(Call::DeleteEndpoint {
                    endpoint: Ref::Id(id.clone()),
                }),
            ),
            undoing(
                named("await-end-of"),
                Task::Await {
                    endpoint: Ref::Id(id.clone()),
                    until: Until::Gone,
                },
            ),
        ],
        (Call::CreateGroup { .. }, Some(id)) => vec![undoing(
            named("delete"),
            change(Call::DeleteGroup {
                group: Ref::Id(id.clone()),
            }),
        )],
        // A group that the run made goes whole.
        (Call::AdmitToGroup { group, sources }, _) if matches!(group, Ref::Id(_)) => {
            vec![undoing(
                named("revoke-from"),
                change(Call::RevokeFromGroup {
                    group: group.clone(),
                    sources: sources.clone(),
                }),
            )]
        }
        (Call::ModifyEndpoint { .. } | Call::TagEndpoint { .. }, _) => undo
            .iter()
            .flat_map(|undo| {
                vec![
                    undoing(
                        named("look-at"),
                        Task::Compare {
                            expectations: vec![undo.left.clone()],
                        },
                    ),
                    undoing(named("restore"), change(undo.call.clone())),
                ]
            })
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::{
        Action, Alteration, Answer, Cause, Event, Limits, Mode, PlannedStep, Trouble,
    };

    #[test]
    fn a_dry_run_that_alters_something_is_taken_back_and_ends_the_run() {
        let modify = |policy: &str| Call::ModifyEndpoint {
            endpoint: "vpce-1".to_owned(),
            alteration: Alteration {
                policy: Some(policy.to_owned()),
                ..Alteration::default()
            },
        };
        let steps = vec![PlannedStep {
            name: "try data".to_owned(),
            task: Task::Rehearse {
                call: modify("new"),
                undo: Some(Box::new(modify("old"))),
            },
        }];
        let mut run = Run::new(steps, Limits::default());
        run.observe(&Event::Begun { step: 0 }).unwrap();
        run.observe(&Event::Answered {
            step: 0,
            answer: Answer::Refused(Trouble {
                cause: Cause::NotEc2,
                code: None,
                message: String::new(),
            }),
            request_id: None,
        })
        .unwrap();
        match run.next() {
            Action::Call {
                step: 1,
                call,
                mode,
                ..
            } => {
                assert_eq!(mode, Mode::Real);
                assert_eq!(
                    call.naming(|id: &String| Some(Ref::Id(id.clone()))),
                    Some(modify("old"))
                );
            }
            other => panic!("{other:?}"),
        }
    }
}
