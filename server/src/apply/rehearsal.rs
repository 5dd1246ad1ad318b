//! A run of dry runs alone, and what it says of the permissions that a plan needs.
//!
//! Must be journalled like any run: what answers may not be EC2, and may make something.

use postern_plan::preflight::{DryRun, DryRunAnswer};
use postern_plan::run::{Cause, PlannedStep, Run, State, Step, Task};

/// What a run is to do
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To carry the plan out
    Apply,
    /// To try every call that can be tried, and make nothing
    Rehearse,
}

impl Purpose {
    /// The steps of a plan that serve it
    pub(super) fn of(self, steps: Vec<PlannedStep>) -> Vec<PlannedStep> {
        let serves = |step: &PlannedStep| match self {
            Self::Apply => true,
            Self::Rehearse => matches!(step.task, Task::Rehearse { .. }),
        };
        steps.into_iter().filter(serves).collect()
    }
}

/// What the dry runs of a run answered
pub fn dry_runs(run: &Run) -> Vec<DryRun> {
    let mut all: Vec<DryRun> = run.steps.iter().filter_map(dry_run).collect();
    // The rules of a group that is not made yet cannot be tried.
    let makes_group = all.iter().any(|d| d.action == "ec2:CreateSecurityGroup");
    if makes_group {
        all.push(DryRun {
            action: "ec2:AuthorizeSecurityGroupIngress".to_owned(),
            subject: "security_group".to_owned(),
            answer: DryRunAnswer::NotPossible(
                "the group whose rules would be tried is not there yet".to_owned(),
            ),
        });
    }
    all
}

fn dry_run(step: &Step) -> Option<DryRun> {
    let Task::Rehearse { call, .. } = &step.task else {
        return None;
    };
    let said = || {
        step.trouble
            .as_ref()
            .map(|t| t.message.clone())
            .unwrap_or_default()
    };
    let denied = step
        .trouble
        .as_ref()
        .is_some_and(|t| t.cause == Cause::Denied);
    let answer = match &step.state {
        State::Done(None) => DryRunAnswer::Allowed,
        State::Failed if denied => DryRunAnswer::Denied(said()),
        State::Failed | State::Done(Some(_)) => DryRunAnswer::Failed(said()),
        State::Waiting | State::Begun | State::Unclear => return None,
    };
    let subject = match step.name.split_once(' ').map(|(_, object)| object) {
        Some("group") | None => "security_group",
        Some(key) => key,
    };
    Some(DryRun {
        action: format!("ec2:{}", call.action()),
        subject: subject.to_owned(),
        answer,
    })
}
