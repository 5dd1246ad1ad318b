//! A proposal: what would be done, why it may be, what others said, and the buttons to decide.
//!
//! Must show what was submitted and nothing newer, and must say so where that cannot be shown.

use leptos::prelude::*;
use postern_plan::plan::Plan;
use postern_plan::proposal::{Event, Happened, Stage, Wish};

use super::delete::deleted;
use super::given::given;
use super::preview::figures;
use super::proposals::tone;
use super::report::{Part, report};
use super::run::links;
use super::{apply, check, preflight, proof};
use crate::answers::Answers;
use crate::components::button::{Button, Emphasis};
use crate::components::error_summary::{ErrorSummary, Problem};
use crate::components::history::{History, HistoryEntry};
use crate::components::question::Question;
use crate::components::summary_list::{Answer, SummaryList};
use crate::components::tag::Tag;
use crate::components::text_area::{Holds, TextArea};
use crate::document::{Page, PageState};
use crate::form::sentence;
use crate::href::Href;
use crate::proposals::{Aim, ProposalStory, Proposed};
use crate::routes;
use crate::step::Step;

/// The field in which something is said of a proposal.
pub const SAID: &str = "said";

/// The page.
pub fn proposal(story: &ProposalStory<'_>) -> Page {
    let title = format!("{} {}", story.line.aim.title(), story.line.name);
    let setback = story.setback.as_ref();
    let summary = setback.map(|setback| {
        let problems = vec![Problem {
            text: sentence("", None, &setback.message, &setback.help),
            href: (!story.wishes.is_empty()).then(|| Href::fragment(SAID)),
        }];
        view! { <ErrorSummary problems /> }
    });
    let first = view! {
        {standing(story)}
        {decide(story)}
    };
    let body = view! {
        <div class="stack stack--loose">
            {summary}
            <h1>{title.clone()}</h1>
            {report(first, parts(story))}
        </div>
    };
    let state = match story.line.stage {
        _ if setback.is_some() => PageState::Refused,
        Stage::Begun => PageState::Good,
        Stage::Rejected => PageState::Bad,
        _ => PageState::Clear,
    };
    Page {
        title,
        state,
        links: links(),
        body: body.into_any(),
    }
}

/// How it stands, in words, and where it would be done.
fn standing(story: &ProposalStory<'_>) -> AnyView {
    let line = &story.line;
    let run = story.run.clone().map(|id| {
        let href = routes::run(&id);
        view! { " "<a href=href>"See its run"</a> }
    });
    let again = matches!(
        line.stage,
        Stage::SentBack | Stage::Expired | Stage::Rejected | Stage::Withdrawn
    );
    let again = again.then(|| again_from(story)).flatten();
    let what = match line.aim {
        Aim::Apply => "Endpoints would be made or changed",
        Aim::Delete => "Endpoints would be deleted",
    };
    view! {
        <p class="verdict">
            <Tag text=line.stage.as_str() tone=tone(line.stage) />
            " "
            {said(story)}
            {run}
        </p>
        <p>{format!("{what} in {} of account {} in {}. Submitted by {}.", line.vpc, line.account, line.region, line.who)}</p>
        {again}
    }
    .into_any()
}

fn said(story: &ProposalStory<'_>) -> String {
    let line = &story.line;
    let why = || {
        let mut back = story.happened.iter().rev();
        let sent = back.find(|one| matches!(one.event, Event::SentBack { .. }));
        sent.map_or_else(String::new, |one| one.event.text().to_owned())
    };
    match line.stage {
        Stage::Open => {
            let one = line.missing == 1;
            let approvals = if one { "approval" } else { "approvals" };
            format!(
                "It waits for {} more {approvals}, and expires at {}.",
                line.missing, line.valid_until
            )
        }
        Stage::Approved => format!(
            "It may be carried out. If nobody does, it expires at {}.",
            line.valid_until
        ),
        Stage::Rejected => "It was rejected. Why stands below.".to_owned(),
        Stage::Withdrawn => "Its author took it back.".to_owned(),
        Stage::SentBack => sentence(
            "",
            None,
            &format!("it went back to its author: {}", why()),
            "",
        ),
        Stage::Expired => "Its time was over before it was carried out.".to_owned(),
        Stage::Begun => "It was approved, and a run of it began.".to_owned(),
    }
}

/// The way to submit it again, as the account is now.
fn again_from(story: &ProposalStory<'_>) -> Option<AnyView> {
    let (Proposed::Plan(answers) | Proposed::Deletion(answers, _)) = story.proposed else {
        return None;
    };
    let href = answers.href_of_answers(Step::Review.path())?;
    Some(
        view! { <p><a href=href.to_string()>"Begin again with its answers"</a>", and submit what is planned then."</p> }
            .into_any(),
    )
}

/// What whoever looks may do.
fn decide(story: &ProposalStory<'_>) -> AnyView {
    let unable = story
        .unable
        .as_ref()
        .map(|why| view! { <p class="hint">{sentence("", None, why, "")}</p> });
    if story.wishes.is_empty() {
        return unable.into_any();
    }
    let typed = story.setback.as_ref().map(|s| s.typed.clone());
    let button = |wish: Wish| {
        let (label, word, emphasis) = match wish {
            Wish::Approve => ("Approve", "approve", Emphasis::Primary),
            Wish::Begin => ("Carry it out", "begin", Emphasis::Primary),
            Wish::Reject => ("Reject", "reject", Emphasis::Secondary),
            Wish::Withdraw => ("Take it back", "withdraw", Emphasis::Secondary),
            Wish::Comment => ("Comment", "comment", Emphasis::Secondary),
        };
        view! { <Button label=label emphasis=emphasis name="do" value=word /> }
    };
    let buttons: Vec<_> = story.wishes.iter().copied().map(button).collect();
    let speaks = story
        .wishes
        .iter()
        .any(|wish| matches!(wish, Wish::Comment | Wish::Reject | Wish::Approve));
    let question = Question::new(SAID, "What you have to say")
        .optional()
        .hint("Whoever rejects says why. Everybody who may look at this account can read it.");
    let area = speaks.then(|| {
        view! { <TextArea question=question value=typed.unwrap_or_default() rows=3 holds=Holds::Words /> }
    });
    let reads = story
        .wishes
        .iter()
        .any(|wish| matches!(wish, Wish::Approve | Wish::Begin));
    let reads = reads.then(|| {
        view! { <p class="hint">"The account is read again first. If it is not as it was, the proposal goes back to its author and nothing is done."</p> }
    });
    view! {
        <form class="stack" method="post" action=routes::proposal(&story.line.id)>
            {area}
            <div class="row">{buttons}</div>
            {reads}
        </form>
        {unable}
    }
    .into_any()
}

fn parts(story: &ProposalStory<'_>) -> Vec<Part> {
    let said = Part::new("said-of-it", "What was said", history(story.happened));
    let mut parts = Vec::new();
    match &story.proposed {
        Proposed::Otherwise => {
            let words = "This version of Postern, or its rules now, make something else of what was submitted, so that it cannot be shown. It cannot be carried out either.";
            let shown = view! { <p class="verdict">{words}</p> };
            parts.push(Part::new("done", "What would be done", shown));
            parts.push(said);
        }
        Proposed::Plan(answers) => {
            let Some(plan) = answers.plan() else {
                return vec![said, about(story)];
            };
            parts.push(Part::new("done", "What would be done", done(plan)));
            parts.push(said);
            parts.extend(check::notes_of(plan));
            parts.push(proof::part(plan));
            parts.push(check::policies(answers, plan));
            parts.push(check::cost(plan));
            parts.push(preflight::part(plan));
            parts.push(asked(answers, plan));
        }
        Proposed::Deletion(answers, deletion) => {
            parts.push(Part::new("done", "What would be done", deleted(deletion)));
            parts.push(said);
            parts.extend(answers.plan().map(|plan| asked(answers, plan)));
        }
    }
    parts.push(about(story));
    parts
}

fn done(plan: &Plan) -> AnyView {
    view! {
        <p class="figures">{figures(plan)}</p>
        {apply::changes(plan, "Endpoints and group")}
    }
    .into_any()
}

/// What was asked for. Its answers are changed in a request of its own.
fn asked(answers: &Answers<'_>, plan: &Plan) -> Part {
    let shown = view! {
        <p>"To change an answer begins a request of its own; this proposal stays as it is."</p>
        {given(answers, plan)}
    };
    Part::new("answers", "What was asked for", shown)
}

fn history(happened: &[Happened]) -> AnyView {
    let entries = happened.iter().map(entry).collect();
    view! { <History entries /> }.into_any()
}

fn entry(one: &Happened) -> HistoryEntry {
    let did = match &one.event {
        Event::Submitted { .. } => "submitted it",
        Event::Commented { .. } => "said",
        Event::Approved { .. } => "approved it",
        Event::Rejected { .. } => "rejected it",
        Event::Withdrawn => "took it back",
        Event::Replaced { .. } => "submitted another in its place",
        Event::SentBack { .. } => "met it changed, so that it went back",
        Event::Expired => "ended it, since its time was over",
        Event::Begun { .. } => "had it carried out",
    };
    let link = match &one.event {
        Event::Replaced { by } => Some((routes::proposal(by.as_str()), by.to_string())),
        Event::Begun { run } => Some((routes::run(run.as_str()), run.to_string())),
        _ => None,
    };
    HistoryEntry {
        who: one.by.shown.clone(),
        did: did.to_owned(),
        link,
        at: one.at.clone(),
        words: one.event.text().trim().to_owned(),
    }
}

fn about(story: &ProposalStory<'_>) -> Part {
    let line = &story.line;
    let row = |label: &str, value: String| Answer {
        label: label.to_owned(),
        value: (!value.is_empty()).then(|| value.into_any()),
        change: None,
    };
    let answers = vec![
        row("Proposal", line.id.clone()),
        row("Submitted by", line.who.clone()),
        row("Submitted", line.submitted_at.clone()),
        row("Expires", line.valid_until.clone()),
        row("Approved by", story.approvers.join(", ")),
        row("Account", line.account.clone()),
        row("Region", line.region.clone()),
        row("VPC", line.vpc.clone()),
    ];
    Part::new(
        "about",
        "About this proposal",
        view! { <SummaryList answers /> },
    )
}
