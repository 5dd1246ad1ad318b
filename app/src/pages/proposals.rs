//! The list of proposals: what waits for somebody, and what was decided.
//!
//! Must name for each what it waits for.

use leptos::prelude::*;
use postern_plan::proposal::Stage;

use super::run::links;
use crate::components::empty_state::EmptyState;
use crate::components::table::{Column, Table};
use crate::components::tag::{Tag, Tone};
use crate::document::{Page, PageState};
use crate::proposals::ProposalLine;
use crate::routes;

/// Whether plans can be submitted here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Submitting {
    /// They can.
    On,
    /// Nobody signs in, or no plan is carried out here.
    Off,
}

/// The page.
pub fn proposals(lines: &[ProposalLine], submitting: Submitting) -> Page {
    let of = |over: bool| {
        let some: Vec<_> = lines.iter().filter(|l| l.stage.is_over() == over).collect();
        some
    };
    let (waiting, over) = (of(false), of(true));
    let content = match submitting {
        Submitting::Off => view! {
            <EmptyState title="Nothing is submitted here" detail="Plans are submitted for approval where people sign in and plans are carried out." />
        }
        .into_any(),
        Submitting::On if lines.is_empty() => view! {
            <EmptyState title="Nothing was submitted yet" detail="On the Apply page of a request a plan is submitted for others to approve." />
        }
        .into_any(),
        Submitting::On => view! {
            {table("Waiting", &waiting)}
            {waiting.is_empty().then(|| view! { <p class="verdict">"Nothing waits for anybody."</p> })}
            {table("Decided", &over)}
        }
        .into_any(),
    };
    let body = view! {
        <div class="stack stack--loose">
            <h1>"Proposals"</h1>
            {content}
        </div>
    };
    Page {
        title: "Proposals".to_owned(),
        state: PageState::Clear,
        links: links(),
        body: body.into_any(),
    }
}

fn table(caption: &str, lines: &[&ProposalLine]) -> Option<AnyView> {
    let columns = ["Proposal", "Stands", "Where", "Submitted by", "Submitted"]
        .map(Column::words)
        .to_vec();
    let rows: Vec<_> = lines.iter().map(|line| row(line)).collect();
    (!rows.is_empty())
        .then(|| view! { <Table caption=caption.to_owned() columns rows /> }.into_any())
}

fn row(line: &ProposalLine) -> Vec<AnyView> {
    let href = routes::proposal(&line.id);
    let title = format!("{} {}", line.aim.title(), line.name);
    vec![
        view! { <a href=href>{title}</a> }.into_any(),
        view! {
            <Tag text=line.stage.as_str() tone=tone(line.stage) />
            {missing(line)}
        }
        .into_any(),
        format!("{} in {} of {}", line.vpc, line.region, line.account).into_any(),
        line.who.clone().into_any(),
        view! { <time datetime=line.submitted_at.clone()>{line.submitted_at.clone()}</time> }
            .into_any(),
    ]
}

fn missing(line: &ProposalLine) -> Option<String> {
    (line.stage == Stage::Open).then(|| format!(" {} more to approve", line.missing))
}

/// The colour that goes with a stage.
pub(super) fn tone(stage: Stage) -> Tone {
    match stage {
        Stage::Open => Tone::Plain,
        Stage::Approved | Stage::Begun => Tone::Good,
        Stage::Rejected => Tone::Bad,
        Stage::SentBack | Stage::Expired | Stage::Withdrawn => Tone::Caution,
    }
}
