//! `postern apply`, `resume` and `rollback`: carrying a plan out, on, and back.
//!
//! Must say what happens as it happens, and how to go on when it ends.

use std::sync::Arc;

use postern_plan::document::MAX_BYTES;
use postern_plan::guardrails::Guardrails;
use postern_plan::request::Request;
use postern_plan::run::{Event, Limits, Run, RunId, Standing, State};

use super::account::{self, Reach, block_on};
use super::{ApplyArgs, CliError, ResumeArgs, RollbackArgs, given, output, planned};
use crate::apply::{
    ApplyError, Asked, Journalled, Lock, Ordered, Purpose, ask, begin, drive, guard, open,
};
use crate::endpoints::{Endpoints, Errand};
use crate::guardrails;
use crate::store::{Ask, Store};

pub(super) fn apply(args: &ApplyArgs) -> Result<(), CliError> {
    consented(args.yes, "apply makes and changes endpoints")?;
    let reach = args.account.reach()?;
    let text = args.file.read(MAX_BYTES)?;
    let request =
        Request::parse(&reach.catalog, &text).map_err(|errors| planned::wrong(&errors))?;
    // Those of the settings hold whatever is named beside them.
    let guardrails = guardrails::load(&reach.settings, &reach.catalog).map_err(given::wrong)?;
    let guardrails = guardrails.and(args.guardrails.read(&reach.catalog)?);
    block_on(async {
        let store = args.state.open(&reach.settings).await?;
        one(&reach, &request, &guardrails, &store).await.map(drop)
    })
}

/// What came of a request
pub(super) enum Came {
    /// A run was carried out to its end
    Done,
    /// Everything stood as planned
    Nothing,
}

/// Carries the plan of one request out
pub(super) async fn one(
    reach: &Reach,
    request: &Request,
    guardrails: &Guardrails,
    store: &Store,
) -> Result<Came, CliError> {
    let place = reach.place(request, Errand::Carry);
    let asked = Asked {
        request,
        place: &place,
        guardrails,
    };
    let guarded = guard(&*reach.accounts, &reach.catalog, &asked, None).await;
    let guarded = guarded.map_err(|refusal| account::refusal(&refusal))?;
    if guarded.is_nothing() {
        output::print(b"nothing to do: everything stands as planned\n")?;
        return Ok(Came::Nothing);
    }
    let ordered = Ordered {
        purpose: Purpose::Apply,
        who: &guarded.caller.arn,
        proposal: None,
    };
    let (mut run, lock) = begin(store, &reach.catalog, &guarded, &ordered)
        .await
        .map_err(|error| account::apply(&error))?;
    output::print(format!("{}\n", run.id()).as_bytes())?;
    carry(reach, &mut run, &*guarded.endpoints, store, lock).await?;
    Ok(Came::Done)
}

pub(super) fn resume(args: &ResumeArgs) -> Result<(), CliError> {
    let reach = args.account.reach()?;
    block_on(async {
        let store = args.state.open(&reach.settings).await?;
        let mut run = opened(&store, &args.run).await?;
        if run.standing().is_final() {
            let line = format!("{} {}\n", run.id(), run.standing().as_str());
            return output::print(line.as_bytes());
        }
        let (endpoints, lock) = reached(&reach, &store, &mut run).await?;
        asked(&store, &run, Ask::Resume).await?;
        carry(&reach, &mut run, &*endpoints, &store, lock).await
    })
}

pub(super) fn rollback(args: &RollbackArgs) -> Result<(), CliError> {
    consented(args.yes, "rollback deletes what the run made")?;
    let reach = args.account.reach()?;
    block_on(async {
        let store = args.state.open(&reach.settings).await?;
        let mut run = opened(&store, &args.run).await?;
        if run.run().deletes() {
            return Err(CliError::refused(format!(
                "{} deletes, and what is deleted cannot be given back",
                run.id()
            ))
            .help("`postern apply` makes it anew, with new ids"));
        }
        if run.standing() == Standing::RolledBack {
            return output::print(b"nothing to do: what the run made is gone already\n");
        }
        let (endpoints, lock) = reached(&reach, &store, &mut run).await?;
        asked(&store, &run, Ask::Rollback).await?;
        match carry(&reach, &mut run, &*endpoints, &store, lock).await {
            // That everything is gone is what was asked for.
            Err(_) if run.standing() == Standing::RolledBack => Ok(()),
            other => other,
        }
    })
}

pub(super) fn consented(yes: bool, what: &str) -> Result<(), CliError> {
    if yes {
        return Ok(());
    }
    Err(CliError::usage(format!("{what}: say so with --yes"))
        .help("`postern plan` shows what would be done"))
}

async fn opened(store: &Store, id: &RunId) -> Result<Journalled, CliError> {
    Journalled::open(store, id, Limits::default())
        .await
        .map_err(|error| account::apply(&error))
}

/// The run's account, once it is certain that it is that one, and the VPC's lock. The run is read
/// again under the lock: until then somebody else may have carried it on
async fn reached(
    reach: &Reach,
    store: &Store,
    run: &mut Journalled,
) -> Result<(Arc<dyn Endpoints>, Lock), CliError> {
    let record = run.record();
    let lock = Lock::take(store, &record.place())
        .await
        .map_err(|error| account::apply(&ApplyError::Lock(error)))?;
    let place = reach.at(&record.account, &record.region, Errand::Carry);
    let (endpoints, _) = open(&*reach.accounts, &place)
        .await
        .map_err(|refusal| account::refusal(&refusal))?;
    *run = opened(store, &run.id().clone()).await?;
    Ok((endpoints, lock))
}

async fn asked(store: &Store, run: &Journalled, what: Ask) -> Result<(), CliError> {
    ask(store, run.record(), what, "command line")
        .await
        .map_err(|error| account::store(&error))
}

/// Carries the run on until it stands. Ctrl-C asks it to stop before the next call
pub(super) async fn carry(
    reach: &Reach,
    run: &mut Journalled,
    endpoints: &dyn Endpoints,
    store: &Store,
    lock: Lock,
) -> Result<(), CliError> {
    let pace = reach.settings.pace();
    let record = run.record().clone();
    let stopping = async {
        // Where signals cannot be heard, the run goes on to its end.
        if tokio::signal::ctrl_c().await.is_ok() {
            let _ = ask(store, &record, Ask::Cancel, "command line").await;
            output::complain("note", "stopping before the next call", None);
        }
        // Whoever presses it twice does not want to wait: the run can be gone on with.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let driven = drive(run, endpoints, &pace, |run, event| {
        if let Some(line) = line(run.run(), event) {
            // A reader that went away does not stop the run.
            let _ = output::print(line.as_bytes());
        }
    });
    let driven = tokio::select! {
        driven = driven => driven,
        () = lock.lost() => Err(ApplyError::Lost(record.id.clone())),
        () = stopping => {
            let message = format!("{} was left where it stood", run.id());
            return Err(CliError::parked(message).help("`postern resume` goes on"));
        }
    };
    driven.map_err(|error| account::apply(&error))?;
    told_end(run)
}

/// One line for one event
fn line(run: &Run, event: &Event) -> Option<String> {
    let index = event.step()?;
    let step = run.steps.get(index)?;
    let state = match (&step.state, event) {
        (State::Done(Some(id)), _) => format!("done {id}"),
        (State::Done(None), _) => "done".to_owned(),
        (_, Event::Begun { .. }) => "begun".to_owned(),
        (State::Unclear, _) => "unclear".to_owned(),
        (State::Failed, _) => "failed".to_owned(),
        (State::Begun | State::Waiting, _) => "not yet".to_owned(),
    };
    let trouble = step
        .trouble
        .as_ref()
        .filter(|_| !step.is_done() && state != "begun");
    let why = trouble.map(|t| {
        let code = t
            .code
            .as_deref()
            .map(|c| format!("{c}: "))
            .unwrap_or_default();
        format!(" ({code}{})", t.message)
    });
    Some(format!(
        "{}: {state}{}\n",
        step.name,
        why.unwrap_or_default()
    ))
}

/// How it ended, and what to do
fn told_end(run: &Journalled) -> Result<(), CliError> {
    let standing = run.standing();
    let id = run.id();
    let trouble = run.run().current().and_then(|(_, step)| {
        let trouble = step.trouble.as_ref()?;
        Some((step.name.clone(), trouble.clone()))
    });
    output::print(format!("{id} {}\n", standing.as_str()).as_bytes())?;
    let why = trouble
        .as_ref()
        .map(|(step, t)| format!(": {step}: {}", t.cause.meaning()))
        .unwrap_or_default();
    let on = format!("`postern resume {id}` goes on");
    let ways = if run.run().is_undoable() {
        format!("{on}, `postern rollback {id} --yes` undoes it")
    } else {
        on
    };
    let help = match trouble {
        Some((_, t)) => format!("{}; {ways}", t.cause.fix()),
        None => ways,
    };
    match standing {
        Standing::Done => Ok(()),
        Standing::RolledBack => Err(CliError::refused(format!(
            "{id} was rolled back: what it made is gone{}",
            undone_because(run.run())
        ))),
        Standing::Failed | Standing::Cancelled | Standing::RollbackFailed => {
            Err(CliError::refused(format!("{id} is {}{why}", standing.as_str())).help(help))
        }
        Standing::Parked | Standing::Going => {
            Err(CliError::parked(format!("{id} is {}{why}", standing.as_str())).help(help))
        }
    }
}

/// Why a run took itself back
fn undone_because(run: &Run) -> String {
    let not_ec2 = run.steps.iter().find_map(|s| {
        let trouble = s.trouble.as_ref()?;
        (trouble.cause == postern_plan::run::Cause::NotEc2).then(|| trouble.cause.meaning())
    });
    not_ec2.map(|why| format!(": {why}")).unwrap_or_default()
}
