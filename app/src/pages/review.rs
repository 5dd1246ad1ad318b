//! The last step: the answers once more, and everything to take away.
//!
//! Must show the bytes that are downloaded, no others.

use leptos::prelude::*;
use postern_plan::artifact::{Artifact, Format, render};
use postern_plan::plan::{GroupRef, Plan};
use postern_plan::request::{Access, Grant, Resource};

use super::check::incomplete;
use super::frame::hidden;
use super::preview::figures;
use super::travel::back;
use crate::answers::Answers;
use crate::components::button::{Button, Emphasis};
use crate::components::code_block::CodeBlock;
use crate::components::link_button::{LinkButton, Opens};
use crate::components::summary_list::{Answer, SummaryList};
use crate::components::table::{Column, Table};
use crate::components::tabs::{Tab, Tabs};
use crate::href::Href;
use crate::routes;
use crate::step::Step;
use crate::wording;

/// The page's content.
pub(super) fn view(answers: &Answers<'_>) -> AnyView {
    let Some(plan) = answers.plan() else {
        return incomplete(answers);
    };
    let blocked = plan.is_blocked().then(|| {
        let check = answers.href(Step::Check.path()).map(|href| {
            view! { <a href=href.to_string()>"See what"</a> }
        });
        view! { <p class="verdict">"Something stands in the way; the scripts stop until it is mended. "{check}</p> }
    });
    view! {
        {blocked}
        <p class="figures">{figures(plan)}</p>
        {take(answers)}
        {back(answers)}
        {endpoints(plan)}
        {given(answers, plan)}
        <section class="section">
            <h2>"The files"</h2>
            <Tabs label="Formats" tabs=tabs(answers, plan) />
        </section>
    }
    .into_any()
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
                <p>"These answers are too long for a link, so this page cannot be shared as one. Share the request file instead."</p>
            </form>
        }
        .into_any();
    };
    view! {
        <div class="row">
            <LinkButton
                label="Download everything (ZIP)"
                href=download(&page, "as=all")
                emphasis=Emphasis::Primary
                opens=Opens::Download("postern.zip".to_owned())
            />
            <LinkButton label="Download the request file" href=download(&page, "file=request.toml") opens=Opens::Download("request.toml".to_owned()) />
        </div>
        <p>"This page's address holds all answers: keep it, or send it. Opening it changes nothing."</p>
    }
    .into_any()
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

fn endpoints(plan: &Plan) -> AnyView {
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
    let group = plan.security_group.as_ref().map(|g| {
        let from = g
            .allow_from
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", ");
        view! { <p>{format!("The new group {} admits TCP 443 from {from}.", g.name)}</p> }
    });
    view! {
        <section class="section">
            <h2>"What is made"</h2>
            <Table caption="Endpoints" columns rows />
            {group}
        </section>
    }
    .into_any()
}

/// The answers, each with the way to change it.
fn given(answers: &Answers<'_>, plan: &Plan) -> AnyView {
    let request = &plan.request;
    let rows = answers.form.rows("grants");
    let grants: Vec<_> = request
        .grants
        .iter()
        .zip(rows)
        .enumerate()
        .map(|(at, (grant, row))| {
            let to = |step: Step, id: &str| {
                let href = answers.href(step.path())?;
                Some(href.with_fragment(&format!("{id}{row}")))
            };
            let (what, who) = (to(Step::What, "grants."), to(Step::Who, "grant-"));
            view! {
                <h3>{format!("Grant {}", at + 1)}</h3>
                <SummaryList answers=grant_answers(answers, grant, what.as_ref(), who.as_ref()) />
            }
        })
        .collect();
    let place = |field: &str| {
        let href = answers.href(Step::Where.path())?;
        Some(href.with_fragment(field))
    };
    let said = |label: &str, value: String, field: &str| Answer {
        label: label.to_owned(),
        value: (!value.is_empty()).then(|| value.into_any()),
        change: place(field),
    };
    let p = &request.placement;
    let list = |items: Vec<String>| items.join(", ");
    let placement = vec![
        said("Name", request.name.to_string(), "name"),
        said("Region", request.region.to_string(), "region"),
        said("Account", request.account.to_string(), "account"),
        said("VPC", p.vpc.to_string(), "placement.vpc"),
        said(
            "Subnets",
            list(p.subnets.iter().map(ToString::to_string).collect()),
            "placement.subnets",
        ),
        said(
            "Admit TCP 443 from",
            list(p.allow_from.iter().map(ToString::to_string).collect()),
            "placement.allow_from",
        ),
        said(
            "Existing groups",
            list(p.security_groups.iter().map(ToString::to_string).collect()),
            "placement.security_groups",
        ),
        said(
            "Private DNS",
            if p.private_dns { "on" } else { "off" }.to_owned(),
            "placement.private_dns",
        ),
        said(
            "Address type",
            wording::ip_address_type(p.ip_address_type).to_owned(),
            "placement.ip_address_type",
        ),
        said(
            "Policy",
            wording::policy_mode(request.policy).to_owned(),
            "policy",
        ),
        said(
            "Look-ups of other accounts' runtimes",
            if request.guards.deny_foreign_discovery {
                "denied"
            } else {
                ""
            }
            .to_owned(),
            "guards.deny_foreign_discovery",
        ),
        said(
            "Tags",
            list(
                request
                    .tags
                    .iter()
                    .map(|(k, v)| format!("{k} = {v}"))
                    .collect(),
            ),
            "tags",
        ),
    ];
    view! {
        <section class="section">
            <h2>"Your answers"</h2>
            {grants}
            <h3>"Where"</h3>
            <SummaryList answers=placement />
        </section>
    }
    .into_any()
}

/// `what` and `who` are where this grant can be changed.
fn grant_answers(
    answers: &Answers<'_>,
    grant: &Grant,
    what: Option<&Href>,
    who: Option<&Href>,
) -> Vec<Answer> {
    let name = answers
        .catalog
        .primitive(&grant.primitive)
        .map_or(grant.primitive.as_str(), |p| p.name.as_str());
    let resources = grant
        .resources
        .iter()
        .map(|r| match r {
            Resource::All => "all of this account".to_owned(),
            Resource::One(target) => target.typed.clone(),
        })
        .collect::<Vec<_>>()
        .join(", ");
    let callers = grant
        .callers
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    let may = match grant.access {
        Access::Preset(preset) => {
            format!("{} ({})", wording::preset(preset), grant.actions.join(", "))
        }
        Access::Actions => grant.actions.join(", "),
    };
    let conditions = grant
        .conditions
        .iter()
        .map(|c| format!("{} {} {}", c.key, c.operator, c.values.join(", ")))
        .collect::<Vec<_>>()
        .join("; ");
    let said = |label: &str, value: String, change: Option<&Href>| Answer {
        label: label.to_owned(),
        value: (!value.is_empty()).then(|| value.into_any()),
        change: change.cloned(),
    };
    let use_of = format!("{name}: {}", wording::plane(grant.plane));
    vec![
        said("What", use_of, what),
        said("Resources", resources, what),
        said(
            "The caller holds",
            wording::auth(grant.auth).to_owned(),
            who,
        ),
        said("Callers", callers, who),
        said("May", may, who),
        said("Conditions", conditions, who),
    ]
}

fn tabs(answers: &Answers<'_>, plan: &Plan) -> Vec<Tab> {
    Format::ALL
        .iter()
        .filter(|f| **f != Format::All)
        .filter_map(|format| {
            let files = render(plan, *format).ok()?;
            let blocks: Vec<_> = files.into_iter().map(|file| block(answers, file)).collect();
            (!blocks.is_empty()).then(|| Tab {
                id: format.to_string(),
                label: wording::format(*format).to_owned(),
                content: blocks.into_any(),
            })
        })
        .collect()
}

fn block(answers: &Answers<'_>, file: Artifact) -> AnyView {
    match answers.href(routes::DOWNLOAD) {
        Some(page) => {
            let href = download(&page, &format!("file={}", file.path));
            view! { <CodeBlock file=file.path text=file.text download=href /> }.into_any()
        }
        None => view! { <CodeBlock file=file.path text=file.text /> }.into_any(),
    }
}
