//! One request for many accounts: two documents, and what becomes of each target.
//!
//! Must show every target whatever became of the others, and must let nothing begin that this page
//! did not show.

use leptos::prelude::*;
use postern_plan::catalog::Severity;
use postern_plan::plan::Plan;

use super::leave::Leave;
use super::run::links;
use crate::components::button::{Button, Emphasis};
use crate::components::error_summary::{ErrorSummary, Problem};
use crate::components::question::Question;
use crate::components::table::{Column, Table};
use crate::components::tag::{Tag, Tone};
use crate::components::text_area::TextArea;
use crate::document::{Page, PageState};
use crate::form::sentence;
use crate::href::Href;
use crate::routes;
use crate::targets::{Came, Looks, REQUEST, SEEN, TARGETS, TargetLine, TargetsPage};
use crate::wording;

/// The page.
pub fn targets(shown: &TargetsPage) -> Page {
    let wrong = (!shown.wrong.is_empty()).then(|| {
        let problem = |wrong: &crate::targets::WrongText| Problem {
            text: wrong.sentence.clone(),
            href: Some(Href::fragment(wrong.field)),
        };
        let problems = shown.wrong.iter().map(problem).collect();
        view! { <ErrorSummary problems /> }
    });
    let state = if shown.wrong.is_empty() {
        PageState::Clear
    } else {
        PageState::Refused
    };
    let body = view! {
        <div class="stack stack--loose">
            {wrong}
            <h1>"Many accounts"</h1>
            <p class="lead">
                "One request, made in each of several accounts, Regions or VPCs. Each is planned, judged and carried out by itself; one that fails stops no other."
            </p>
            {results(&shown.lines)}
            {form(shown)}
        </div>
    };
    Page {
        title: "Many accounts".to_owned(),
        state,
        links: links(),
        body: body.into_any(),
    }
}

fn form(shown: &TargetsPage) -> AnyView {
    let question = |name: &'static str, label: &'static str, hint: &'static str| {
        let first = shown.wrong.iter().find(|wrong| wrong.field == name);
        let wrong = first.map(|wrong| wrong.sentence.clone());
        Question::new(name, label).hint(hint).error(wrong)
    };
    let request = question(
        REQUEST,
        "The request",
        "A request file, TOML or JSON. Its account, Region, placement and endpoints are not used; {account} and {region} in it are those of each target.",
    );
    let targets = question(
        TARGETS,
        "The targets",
        "TOML with [[targets]] before each, or JSON: a name, the account, the Region and the placement, and the endpoints where they differ.",
    );
    let seen: Vec<_> = shown
        .lines
        .iter()
        .filter_map(|line| Some(format!("{}={}", line.name, line.came.fingerprint()?)))
        .collect();
    let act = act(shown, seen.len());
    let seen: Vec<_> = seen
        .into_iter()
        .map(|value| view! { <input type="hidden" name=SEEN value=value /> })
        .collect();
    let (typed, listed) = (shown.request.clone(), shown.targets.clone());
    view! {
        <form class="stack stack--loose" method="post" action=routes::TARGETS.href()>
            {act}
            {seen}
            <TextArea question=request value=typed rows=14 />
            <TextArea question=targets value=listed rows=14 />
            <div class="row">
                <Button label="Plan each target" emphasis=if shown.lines.is_empty() { Emphasis::Primary } else { Emphasis::Secondary } name="do" value="plan" />
            </div>
            {take(shown)}
        </form>
    }
    .into_any()
}

/// What can be asked of the targets as they are shown.
fn act(shown: &TargetsPage, ready: usize) -> Option<AnyView> {
    let Looks::May(leave) = shown.looks else {
        return None;
    };
    if shown.lines.is_empty() || !shown.wrong.is_empty() {
        return None;
    }
    let looked = !shown
        .lines
        .iter()
        .all(|line| matches!(line.came, Came::Planned(_)));
    let label = if looked {
        "Read the accounts again"
    } else {
        "Look at each account"
    };
    let emphasis = if looked {
        Emphasis::Secondary
    } else {
        Emphasis::Primary
    };
    let begin = (ready > 0).then(|| begin(leave, ready));
    let all = shown.lines.len();
    let counted = looked.then(|| {
        view! { <p>{format!("In {ready} of {all} targets something is to be done, and nothing stands in the way.")}</p> }
    });
    Some(
        view! {
            <div class="stack">
                {counted}
                <div class="row">
                    {begin}
                    <Button label=label emphasis=emphasis name="do" value="look" />
                </div>
            </div>
        }
        .into_any(),
    )
}

fn begin(leave: Leave, ready: usize) -> AnyView {
    let label = match ready {
        1 => "Apply it there".to_owned(),
        ready => format!("Apply it in these {ready}"),
    };
    view! {
        {leave.buttons(label, "apply")}
        {leave.hint()}
    }
    .into_any()
}

/// The files of all targets.
fn take(shown: &TargetsPage) -> Option<AnyView> {
    if shown.lines.is_empty() || !shown.wrong.is_empty() {
        return None;
    }
    Some(
        view! {
            <section class="section">
                <h2>"Take it away"</h2>
                <p>"A ZIP with a folder for each target. CloudFormation comes with deploy.sh, which makes a stack in each of them."</p>
                <div class="row">
                    <Button label="CloudFormation (ZIP)" name="as" value="cloudformation" />
                    <Button label="Terraform (ZIP)" name="as" value="terraform" />
                    <Button label="Everything (ZIP)" name="as" value="all" />
                </div>
            </section>
        }
        .into_any(),
    )
}

fn results(lines: &[TargetLine]) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let columns = ["Target", "Where", "What became of it", "Notes", "A month"];
    let columns = columns.into_iter().map(Column::words).collect();
    let rows = lines.iter().map(row).collect();
    let watch = watch(lines);
    Some(
        view! {
            <Table caption="The targets" columns rows />
            {watch}
        }
        .into_any(),
    )
}

/// The way to all runs that began, on one page.
fn watch(lines: &[TargetLine]) -> Option<AnyView> {
    let ids: Vec<String> = lines
        .iter()
        .filter_map(|line| match &line.came {
            Came::Begun(id) => Some(format!("run={id}")),
            _ => None,
        })
        .collect();
    if ids.is_empty() {
        return None;
    }
    let href = routes::RUNS.link().with_query(&ids.join("&"));
    Some(view! { <p><a href=href.to_string()>"Show these runs as they are now"</a></p> }.into_any())
}

fn row(line: &TargetLine) -> Vec<AnyView> {
    let name = match &line.query {
        Some(query) => {
            let href = routes::REVIEW.link().with_query(query);
            view! { <a href=href.to_string()>{line.name.clone()}</a> }.into_any()
        }
        None => line.name.clone().into_any(),
    };
    let place = format!("{} in {} of {}", line.vpc, line.region, line.account);
    let plan = line.came.plan();
    let cost = plan.map(|plan| match &plan.cost.monthly_usd {
        Some(usd) => format!("${usd}"),
        None => "not known".to_owned(),
    });
    vec![
        name,
        place.into_any(),
        came(&line.came),
        plan.map(notes).into_any(),
        cost.into_any(),
    ]
}

fn came(came: &Came) -> AnyView {
    let (word, tone) = match came {
        Came::Planned(plan) | Came::Changed(plan) if plan.is_blocked() => ("blocked", Tone::Bad),
        Came::Planned(_) => ("planned", Tone::Plain),
        Came::Looked(_) => ("ready", Tone::Good),
        Came::Nothing(_) => ("nothing to do", Tone::Good),
        Came::Changed(_) => ("changed", Tone::Caution),
        Came::Begun(_) => ("begun", Tone::Good),
        Came::Submitted(_) => ("submitted", Tone::Good),
        Came::Refused { .. } => ("refused", Tone::Bad),
    };
    let words = match came {
        Came::Planned(plan) | Came::Looked(plan) => done(plan),
        Came::Nothing(_) => view! { <p>"Everything stands as planned."</p> }.into_any(),
        Came::Changed(plan) => view! {
            <p>"The account has changed since you looked. Nothing began; this would be done now:"</p>
            {done(plan)}
        }
        .into_any(),
        Came::Begun(id) => {
            view! { <p><a href=routes::run(id)>{id.clone()}</a></p> }.into_any()
        }
        Came::Submitted(id) => {
            view! { <p><a href=routes::proposal(id)>{id.clone()}</a></p> }.into_any()
        }
        Came::Refused {
            message,
            fix,
            notes,
            ..
        } => {
            let notes = notes.iter().map(|note| {
                view! { <li>{sentence(&note.code, None, &note.detail, &note.fix)}</li> }
            });
            let notes: Vec<_> = notes.collect();
            let notes = (!notes.is_empty()).then(|| view! { <ul>{notes}</ul> });
            view! {
                <p>{sentence("", None, message, fix)}</p>
                {notes}
            }
            .into_any()
        }
    };
    view! {
        <Tag text=word tone=tone />
        {words}
    }
    .into_any()
}

/// What is done about each endpoint.
fn done(plan: &Plan) -> AnyView {
    let endpoints: Vec<_> = plan
        .endpoints
        .iter()
        .map(|e| view! { <li>{format!("{}: {}", e.title, wording::change(&e.change))}</li> })
        .collect();
    view! { <ul>{endpoints}</ul> }.into_any()
}

fn notes(plan: &Plan) -> AnyView {
    let of = |severity| {
        let notes = plan.notes.iter().filter(|note| note.severity == severity);
        let mut codes: Vec<&str> = notes.map(|note| note.code.as_str()).collect();
        codes.dedup();
        codes
    };
    let items = [(Severity::Blocked, "blocks"), (Severity::Warning, "warns")];
    let items: Vec<_> = items
        .into_iter()
        .flat_map(|(severity, word)| of(severity).into_iter().map(move |code| (word, code)))
        .map(|(word, code)| {
            view! { <li><code>{code.to_owned()}</code>{format!(" {word}")}</li> }
        })
        .collect();
    if items.is_empty() {
        return "none".into_any();
    }
    view! { <ul>{items}</ul> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::tests::{HOSTILE, assert_same_structure};
    use crate::document::fragment;
    use crate::pages::{Carries, Tries};
    use crate::targets::WrongText;

    fn shown(word: &str) -> String {
        let say = |text: &str| format!("{text}{word}");
        let line = |came| TargetLine {
            name: say("prod"),
            account: say("111122223333"),
            region: say("us-east-1"),
            vpc: say("vpc-1"),
            query: None,
            came,
        };
        let page = TargetsPage {
            request: say("version = 1"),
            targets: say("[[targets]]"),
            wrong: vec![WrongText {
                field: TARGETS,
                sentence: say("Wrong"),
            }],
            lines: vec![
                line(Came::Begun(say("run-1"))),
                line(Came::Submitted(say("proposal-1"))),
                line(Came::Refused {
                    code: say("busy"),
                    message: say("another run works there"),
                    fix: say("come back"),
                    notes: Vec::new(),
                }),
            ],
            looks: Looks::May(Leave {
                carries: Carries::NowOrOnceApproved,
                tries: Tries::No,
            }),
        };
        fragment(targets(&page).body)
    }

    #[test]
    fn hostile_words_change_no_structure() {
        for word in HOSTILE {
            assert_same_structure(&shown(""), &shown(word), word);
        }
    }
}
