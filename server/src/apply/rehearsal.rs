//! A run of dry runs alone, and what it says of the permissions that a plan needs.
//!
//! Must be journalled like any run: what answers may not be EC2, and may make something.

use postern_plan::catalog::Catalog;
use postern_plan::deletion::deletion;
use postern_plan::preflight::{DryRun, DryRunAnswer};
use postern_plan::run::{Cause, PlannedStep, Run, RunId, State, Step, Task, deletion_steps, steps};

use super::Guarded;

/// What a run is to do
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To carry the plan out
    Apply,
    /// To try every call that can be tried, and make nothing
    Rehearse,
    /// To delete what earlier plans of the request made
    Delete,
}

impl Purpose {
    /// The word for it
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Apply => "apply",
            Self::Rehearse => "rehearse",
            Self::Delete => "delete",
        }
    }

    /// The steps that serve it
    pub(super) fn steps(
        self,
        catalog: &Catalog,
        guarded: &Guarded,
        run: &RunId,
    ) -> Vec<PlannedStep> {
        let (plan, inventory) = (&guarded.plan, &guarded.inventory);
        let mut all = match self {
            Self::Apply | Self::Rehearse => steps(plan, inventory, run.as_str()),
            Self::Delete => deletion_steps(&deletion(catalog, &plan.request, inventory)),
        };
        if self == Self::Rehearse {
            all.retain(|step| matches!(step.task, Task::Rehearse { .. }));
        }
        all
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
