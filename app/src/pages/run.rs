//! The page of a run: how it stands, its steps, what can be asked of it; and the list of runs.
//!
//! Must say what is known and what is not, and must show what AWS said as it came.

use leptos::prelude::*;
use postern_plan::run::{Mode, Run, Standing, State, Step, StepPart};

use crate::components::button::{Button, Emphasis};
use crate::components::empty_state::EmptyState;
use crate::components::site_header::NavLink;
use crate::components::summary_list::{Answer, SummaryList};
use crate::components::table::{Column, Table};
use crate::components::tag::{Tag, Tone};
use crate::document::{Page, PageState};
use crate::form::sentence;
use crate::routes::{self, FixedPath};
use crate::runs::{RunLine, RunStory};

/// The list of runs.
pub fn runs(lines: &[RunLine]) -> Page {
    let columns = ["Run", "Standing", "Request", "Where", "Begun"]
        .into_iter()
        .map(Column::words)
        .collect();
    let rows: Vec<_> = lines
        .iter()
        .map(|line| {
            let href = routes::run(&line.id);
            vec![
                view! { <a href=href>{line.id.clone()}</a> }.into_any(),
                view! { <Tag text=line.standing.clone() tone=tone(&line.standing) /> }.into_any(),
                line.name.clone().into_any(),
                format!("{} in {} of {}", line.vpc, line.region, line.account).into_any(),
                line.begun_at.clone().into_any(),
            ]
        })
        .collect();
    let list = if rows.is_empty() {
        view! { <EmptyState title="Nothing was carried out yet" detail="A run begins on the Apply page of a request." /> }
            .into_any()
    } else {
        view! { <Table caption="Runs, the newest first" columns rows /> }.into_any()
    };
    let body = view! {
        <div class="stack stack--loose">
            <h1>"Runs"</h1>
            {list}
        </div>
    };
    page("Runs", body.into_any())
}

/// One run.
pub fn run(story: &RunStory) -> Page {
    let id = story.line.id.clone();
    let body = view! {
        <div class="stack stack--loose">
            <h1>"Run "<code>{id.clone()}</code></h1>
            <p class="run__lost" role="status" data-lost="The connection to Postern is lost, and is tried again. The run does not need this page."></p>
            <div class="stack stack--loose" data-module="run" data-events=routes::run_events(&id)>
                {state(story)}
            </div>
        </div>
    };
    let state = match story.standing() {
        Some(Standing::Done | Standing::RolledBack) => PageState::Good,
        Some(Standing::Failed | Standing::RollbackFailed) => PageState::Bad,
        Some(Standing::Going) => PageState::Going,
        Some(Standing::Parked | Standing::Cancelled) | None => PageState::Clear,
    };
    Page {
        state,
        ..page(&id, body.into_any())
    }
}

/// The part of the page that changes while the run goes.
pub fn state(story: &RunStory) -> AnyView {
    let Some(run) = &story.run else {
        return view! { <p class="verdict">"Another version of Postern wrote this run, so it is only listed here."</p> }
            .into_any();
    };
    let standing = run.standing();
    view! {
        <p class="verdict" role="status">
            <Tag text=standing.as_str() tone=tone(standing.as_str()) />
            " "
            {said(run, standing)}
        </p>
        {trouble(run)}
        {asks(story, standing)}
        {steps(story, run)}
        {names(story)}
        {about(&story.line)}
    }
    .into_any()
}

fn said(run: &Run, standing: Standing) -> &'static str {
    let tried_only = run.steps.iter().all(|s| s.mode() == Mode::Rehearsal);
    match standing {
        Standing::Done if tried_only => {
            "EC2 would take every call that was tried. Nothing was made: look at the plan again to apply it."
        }
        Standing::Going => "It is under way. It goes on when this page is closed.",
        Standing::Done if run.deletes() => "Everything that was to be deleted is gone.",
        Standing::Failed if run.deletes() => {
            "A step was refused. What was deleted before it is gone."
        }
        Standing::Cancelled if run.deletes() => {
            "Somebody stopped it. What was deleted before is gone."
        }
        Standing::Done => "Everything is there as planned, and was read back.",
        Standing::Failed => "A step was refused. What was made before it stands.",
        Standing::Parked => {
            "It waits for somebody: what may have been done is looked up when it goes on."
        }
        Standing::Cancelled => "Somebody stopped it. What was made before stands.",
        Standing::RolledBack => "What it made is gone again.",
        Standing::RollbackFailed => "It could not take everything back.",
    }
}

fn tone(standing: &str) -> Tone {
    match standing {
        "done" | "rolled-back" => Tone::Good,
        "failed" | "rollback-failed" => Tone::Bad,
        "parked" | "cancelled" => Tone::Caution,
        _ => Tone::Plain,
    }
}

/// What went wrong at the step where the run is, and whatever undid a run by itself.
fn trouble(run: &Run) -> Option<AnyView> {
    let here = run.current().map(|(_, step)| step);
    let step = here.filter(|s| s.trouble.is_some()).or_else(|| {
        run.steps
            .iter()
            .find(|s| s.is_done() && s.trouble.is_some())
    })?;
    let trouble = step
        .trouble
        .as_ref()
        .filter(|_| run.standing() != Standing::Done)?;
    let code = trouble
        .code
        .as_deref()
        .map(|c| format!("{c}: "))
        .unwrap_or_default();
    Some(
        view! {
            <section class="section">
                <h2>{format!("At “{}”", words(&step.name))}</h2>
                <p>{sentence("", None, trouble.cause.meaning(), "")}</p>
                <p>{sentence("", None, trouble.cause.fix(), "")}</p>
                <details>
                    <summary>"What AWS said"</summary>
                    <pre class="difference">{format!("{code}{}", trouble.message)}</pre>
                </details>
            </section>
        }
        .into_any(),
    )
}

/// What can be asked of a run as it stands.
fn asks(story: &RunStory, standing: Standing) -> AnyView {
    let action = routes::run(&story.line.id);
    let go_on =
        || view! { <Button label="Go on" emphasis=Emphasis::Primary name="ask" value="resume" /> };
    let undo =
        || view! { <Button label="Roll back what this run did" name="ask" value="rollback" /> };
    let undoable = story.run.as_ref().is_some_and(Run::is_undoable);
    let buttons = match standing {
        Standing::Going => {
            view! { <Button label="Stop before the next call" name="ask" value="cancel" /> }.into_any()
        }
        Standing::Failed | Standing::Parked | Standing::Cancelled => {
            let undo = undoable.then(undo);
            view! { {go_on()} {undo} }.into_any()
        }
        Standing::Done if !undoable => return ().into_any(),
        Standing::Done => undo().into_any(),
        Standing::RollbackFailed => {
            view! { <Button label="Try to roll back again" emphasis=Emphasis::Primary name="ask" value="rollback" /> }
                .into_any()
        }
        Standing::RolledBack => return ().into_any(),
    };
    let refresh = (standing == Standing::Going).then(|| {
        view! { <a href=action.clone()>"Show it as it is now"</a> }
    });
    view! {
        <form class="row" method="post" action=action.clone()>
            {buttons}
            {refresh}
        </form>
    }
    .into_any()
}

fn steps(story: &RunStory, run: &Run) -> AnyView {
    let columns = ["Step", "State", "Made", "Last", "Requests"]
        .into_iter()
        .map(Column::words)
        .collect();
    let rows = run
        .steps
        .iter()
        .enumerate()
        .map(|(index, step)| {
            let (word, tone) = progress(step);
            let made = match &step.state {
                State::Done(Some(id)) => view! { <code>{id.clone()}</code> }.into_any(),
                _ => ().into_any(),
            };
            let requests = step.request_ids.join(" ");
            let requests = (!requests.is_empty()).then(|| view! { <code>{requests}</code> });
            let name = match step.part {
                StepPart::Apply => words(&step.name),
                StepPart::Undo(_) => format!("Back: {}", words(&step.name)),
            };
            vec![
                name.into_any(),
                view! { <Tag text=word tone=tone /> }.into_any(),
                made,
                story.time(index).unwrap_or_default().to_owned().into_any(),
                requests.into_any(),
            ]
        })
        .collect();
    view! { <Table caption="Steps" columns rows /> }.into_any()
}

/// A step's name in words. A name is a verb and what it is done to.
fn words(name: &str) -> String {
    let (verb, object) = name.split_once(' ').unwrap_or((name, ""));
    let what = match object {
        "group" => "the security group".to_owned(),
        key => format!("the {key} endpoint"),
    };
    match verb {
        "try" => format!("Dry run for {what}"),
        "try-admit" => format!("Dry run for the rules of {what}"),
        "revoke-from" => format!("Take the new rules of {what} back"),
        "try-tag" | "try-retag" => format!("Dry run for the tags of {what}"),
        "create" => format!("Create {what}"),
        "admit-to" => format!("Admit TCP 443 to {what}"),
        "modify" => format!("Change {what}"),
        "tag" => format!("Add tags to {what}"),
        "retag" => format!("Change tags of {what}"),
        "await" => format!("Wait for {what}"),
        "compare" => "Read everything back and compare".to_owned(),
        "delete" => format!("Delete {what}"),
        "await-end-of" => format!("Wait until {what} is gone"),
        "recheck" => "See that everything is as it was shown".to_owned(),
        "look-at" => format!("See that {what} is as it was left"),
        "restore" => format!("Give back what {what} had"),
        _ => name.to_owned(),
    }
}

fn progress(step: &Step) -> (&'static str, Tone) {
    match &step.state {
        State::Waiting if step.attempts > 0 => ("to be tried again", Tone::Caution),
        State::Waiting => ("waiting", Tone::Plain),
        State::Begun => ("begun", Tone::Plain),
        State::Unclear => ("not known", Tone::Caution),
        State::Done(_) => ("done", Tone::Good),
        State::Failed => ("failed", Tone::Bad),
    }
}

/// The names that were read back.
fn names(story: &RunStory) -> Option<AnyView> {
    let names = story.names();
    let rows: Vec<_> = names
        .into_iter()
        .map(|(key, names)| {
            let names: Vec<_> = names
                .into_iter()
                .map(|name| view! { <li><code>{name}</code></li> })
                .collect();
            vec![key.into_any(), view! { <ul>{names}</ul> }.into_any()]
        })
        .collect();
    let columns = vec![Column::words("Endpoint"), Column::words("Answers as")];
    (!rows.is_empty()).then(|| {
        view! { <Table caption="Names, as they were read back" columns rows /> }.into_any()
    })
}

fn about(line: &RunLine) -> AnyView {
    let row = |label: &str, value: &str| Answer {
        label: label.to_owned(),
        value: Some(value.to_owned().into_any()),
        change: None,
    };
    let answers = vec![
        row("Request", &line.name),
        row("Account", &line.account),
        row("Region", &line.region),
        row("VPC", &line.vpc),
        row("Begun by", &line.who),
        row("Begun", &line.begun_at),
        row("Last change", &line.changed_at),
    ];
    view! {
        <section class="section">
            <h2>"About this run"</h2>
            <SummaryList answers />
        </section>
    }
    .into_any()
}

fn page(title: &str, body: AnyView) -> Page {
    Page {
        title: title.to_owned(),
        state: PageState::Clear,
        links: links(),
        body,
    }
}

/// The header's links, as on every page that is no step.
pub(super) fn links() -> Vec<NavLink> {
    let link = |label: &str, to: FixedPath| NavLink::elsewhere(label, to.link());
    vec![
        link("Step by step", routes::HOME),
        link("All on one page", routes::EVERYTHING),
        link("Audit a policy", routes::AUDIT),
        link("Runs", routes::RUNS),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_said_in_words() {
        for (name, said) in [
            ("try data", "Dry run for the data endpoint"),
            ("admit-to group", "Admit TCP 443 to the security group"),
            ("compare", "Read everything back and compare"),
            (
                "await-end-of gateway",
                "Wait until the gateway endpoint is gone",
            ),
            ("something new", "something new"),
        ] {
            assert_eq!(words(name), said);
        }
    }
}
