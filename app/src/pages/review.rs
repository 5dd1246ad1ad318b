//! The last step: the answers once more, and everything to take away.
//!
//! Must show the bytes that are downloaded, no others.

use leptos::prelude::*;
use postern_plan::artifact::{Artifact, Format, render};
use postern_plan::plan::{GroupRef, Plan};
use postern_plan::request::{AllowFrom, Link};

use super::check::incomplete;
use super::frame::hidden;
use super::given::given;
use super::preview::{figures, statements};
use super::report::{Part, report};
use super::travel;
use crate::answers::Answers;
use crate::components::button::{Button, Emphasis};
use crate::components::code_block::CodeBlock;
use crate::components::link_button::{LinkButton, Opens};
use crate::components::picture::Picture;
use crate::components::recent::RecentMark;
use crate::components::table::{Column, Table};
use crate::components::tabs::{Tab, Tabs};
use crate::drawing::Drawing;
use crate::href::Href;
use crate::pull_requests::PullRequesting;
use crate::routes;
use crate::step::Step;
use crate::wording;

/// The most characters that a request's name has.
const NAME_LENGTH: usize = 40;

/// The page's content.
pub(super) fn view(answers: &Answers<'_>) -> AnyView {
    let Some(plan) = answers.plan() else {
        return incomplete(answers);
    };
    let blocked = plan.is_blocked().then(|| {
        let check = answers.href(Step::Check.path()).map(|href| {
            view! { <a href=href.to_string()>"See what"</a> }
        });
        view! { <p class="verdict">"Something stands in the way; all scripts but teardown.sh stop until it is mended. "{check}</p> }
    });
    let first = view! {
        {blocked}
        <p class="figures">{figures(plan)}</p>
        {take(answers)}
    };
    let files = view! { <Tabs label="Formats" tabs=tabs(answers, plan) /> };
    let mut parts: Vec<Part> = drawn(plan).into_iter().collect();
    parts.extend([
        endpoints(plan),
        Part::new("files", "The files", files),
        Part::new("your-answers", "Your answers", given(answers, plan)),
    ]);
    report(first, parts)
}

/// The picture.
fn drawn(plan: &Plan) -> Option<Part> {
    let drawing = Drawing::of(plan)?;
    Some(Part::new(
        "picture",
        "The picture",
        view! { <Picture drawing /> },
    ))
}

/// The download of everything, and the link to this page.
fn take(answers: &Answers<'_>) -> AnyView {
    let Some(page) = answers.href(routes::DOWNLOAD) else {
        let fields = hidden(answers, |_| true);
        return view! {
            <form class="row" method="post" action=routes::DOWNLOAD.href()>
                {fields}
                <Button label="Download everything (ZIP)" emphasis=Emphasis::Primary name="as" value="all" />
                <Button label="Download the request file" name="file" value="request.toml" />
                {unshared(answers)}
            </form>
            {apply(answers)}
            {pull_request(answers)}
            {travel::by_post(answers, "Make it in many accounts", routes::TARGETS, Emphasis::Secondary)}
        }
        .into_any();
    };
    let recent = answers.href(Step::Review.path()).map(|href| {
        let name = answers.form.value("name");
        view! { <RecentMark name href /> }
    });
    view! {
        <div class="row">
            <LinkButton
                label="Download everything (ZIP)"
                href=download(&page, "as=all")
                emphasis=Emphasis::Primary
                opens=Opens::Download("postern.zip".to_owned())
            />
            <LinkButton label="Download the request file" href=download(&page, "file=request.toml") opens=Opens::Download("request.toml".to_owned()) />
            {apply(answers)}
            {pull_request(answers)}
        </div>
        <p>
            "This page’s address holds all answers: keep it, or send it. Opening it changes nothing. "
            {duplicate(answers)}
            " · "
            {elsewhere(answers)}
        </p>
        {recent}
    }
    .into_any()
}

/// The way to a request of another name with the same answers.
fn duplicate(answers: &Answers<'_>) -> Option<AnyView> {
    let name = another(&answers.form.value("name"));
    let form = answers.form.clone().with("name", &name);
    let Link::Query(query) = form.link() else {
        return None;
    };
    let href = routes::HOME.link().with_query(&query);
    Some(view! { <a href=href.to_string()>{format!("Duplicate it as {name}")}</a> }.into_any())
}

/// The way to the same request in other accounts too.
fn elsewhere(answers: &Answers<'_>) -> Option<AnyView> {
    let href = answers.href_of_answers(routes::TARGETS)?;
    Some(view! { <a href=href.to_string()>"Make it in many accounts"</a> }.into_any())
}

/// `agents` and then `agents-2`, `agents-3`, within the length that a name may have.
fn another(name: &str) -> String {
    let (stem, number) = match name.rsplit_once('-') {
        Some((stem, digits)) => match digits.parse::<u32>() {
            Ok(number) => (stem, number.saturating_add(1)),
            Err(_) => (name, 2),
        },
        None => (name, 2),
    };
    let end = format!("-{number}");
    let room = NAME_LENGTH.saturating_sub(end.len());
    let stem: String = stem.chars().take(room).collect();
    format!("{}{end}", stem.trim_end_matches('-'))
}

/// The way to have it done. Looking at the account is asked for by POST: no link makes this server
/// call AWS.
fn apply(answers: &Answers<'_>) -> AnyView {
    view! {
        <form class="row" method="post" action=routes::APPLY.href()>
            {hidden(answers, |_| true)}
            <Button label="Have Postern apply it…" name="do" value="look" />
        </form>
    }
    .into_any()
}

/// The way to have it reviewed in a repository.
fn pull_request(answers: &Answers<'_>) -> Option<AnyView> {
    (answers.opens == PullRequesting::On).then(|| {
        view! {
            <form class="row" method="post" action=routes::PULL_REQUEST.href()>
                {hidden(answers, |_| true)}
                <Button label="Open a pull request" />
            </form>
        }
        .into_any()
    })
}

/// Why this page has no address, and what to share instead.
fn unshared(answers: &Answers<'_>) -> AnyView {
    match answers.href_of_answers(Step::Review.path()) {
        Some(href) => view! {
            <p>
                "What was read of the account stays out of addresses. "
                <a href=href.to_string()>"This page without it"</a>
                " holds all answers in its address: keep it, or send it."
            </p>
        }
        .into_any(),
        None => view! {
            <p>"These answers are too long for a link, so this page cannot be shared as one. Share the request file instead."</p>
        }
        .into_any(),
    }
}

/// `page` is the download of the answers, `what` is `as=FORMAT` or `file=PATH`.
fn download(page: &Href, what: &str) -> Href {
    let query = page
        .as_str()
        .split_once('?')
        .map_or("", |(_, query)| query)
        .to_owned();
    page.with_query(&format!("{what}&{query}"))
}

fn endpoints(plan: &Plan) -> Part {
    let columns = [
        "Endpoint",
        "Service",
        "Private DNS",
        "Subnets",
        "Groups",
        "Change",
    ]
    .into_iter()
    .map(Column::words)
    .collect();
    let rows = plan
        .endpoints
        .iter()
        .map(|e| {
            let names = if e.private_dns {
                e.private_dns_names.join(", ")
            } else if plan.resolves(e) {
                format!("off; by zones: {}", e.private_dns_names.join(", "))
            } else {
                "off".to_owned()
            };
            let subnets = e
                .subnets
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", ");
            let groups = e
                .security_groups
                .iter()
                .map(|g| match g {
                    GroupRef::New => "the new group".to_owned(),
                    GroupRef::Id(id) => id.to_string(),
                })
                .collect::<Vec<_>>()
                .join(", ");
            vec![
                e.title.clone().into_any(),
                view! { <code>{e.service_name.clone()}</code> }.into_any(),
                names.into_any(),
                subnets.into_any(),
                groups.into_any(),
                wording::change(&e.change).into_any(),
            ]
        })
        .collect();
    let more = plan.standing_group.as_ref().filter(|g| !g.admit.is_empty());
    let more = more.map(|g| {
        let from: Vec<&str> = g.admit.iter().map(AllowFrom::as_str).collect();
        view! { <p>{format!("The group {}, which stands, admits TCP 443 from {} too.", g.id, from.join(", "))}</p> }
    });
    let group = plan.security_group.as_ref().map(|g| {
        let from = g
            .allow_from
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", ");
        view! { <p>{format!("The new group {} admits TCP 443 from {from}.", g.name)}</p> }
    });
    let view = view! {
        <Table caption="Endpoints" columns rows />
        {group}
        {more}
    };
    Part::new("made", "What is made", view)
}

fn tabs(answers: &Answers<'_>, plan: &Plan) -> Vec<Tab> {
    Format::ALL
        .iter()
        .filter(|f| **f != Format::All)
        .filter_map(|format| {
            let files = render(plan, *format).ok()?;
            let blocks: Vec<_> = files
                .into_iter()
                .map(|file| {
                    let meaning = meaning(answers, plan, &file);
                    view! {
                        {meaning}
                        {block(answers, file)}
                    }
                })
                .collect();
            (!blocks.is_empty()).then(|| Tab {
                id: format.to_string(),
                label: wording::format(*format).to_owned(),
                content: blocks.into_any(),
            })
        })
        .collect()
}

/// What the statements of a policy mean, above it.
fn meaning(answers: &Answers<'_>, plan: &Plan, file: &Artifact) -> Option<AnyView> {
    let is_it = |key| file.path == format!("policy-{key}.json");
    let endpoint = plan.endpoints.iter().find(|e| is_it(e.key))?;
    Some(statements(answers, endpoint))
}

fn block(answers: &Answers<'_>, file: Artifact) -> AnyView {
    let text = answers.painted(&file.path, &file.text);
    match answers.href(routes::DOWNLOAD) {
        Some(page) => {
            let href = download(&page, &format!("file={}", file.path));
            view! { <CodeBlock file=file.path text=text download=href /> }.into_any()
        }
        None => view! { <CodeBlock file=file.path text=text /> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use postern_plan::id::Name;

    use super::*;

    #[test]
    fn a_duplicate_has_another_name_that_is_one() {
        let long = format!("{}-9", "a".repeat(NAME_LENGTH - 2));
        for (name, next) in [
            ("agents", "agents-2".to_owned()),
            ("agents-2", "agents-3".to_owned()),
            ("agents-prod", "agents-prod-2".to_owned()),
            (&long, format!("{}-10", "a".repeat(NAME_LENGTH - 3))),
        ] {
            assert_eq!(another(name), next);
            assert!(next.parse::<Name>().is_ok(), "{next}");
        }
    }
}
