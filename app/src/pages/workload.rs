//! What agents in VPC mode need beside AgentCore: the questions on the Where step, and the checklist
//! on the Check step.
//!
//! Must say of each service what breaks without it, and must tick none for anybody.

use leptos::prelude::*;
use postern_plan::catalog::ServiceFacts;
use postern_plan::plan::Plan;
use postern_plan::request::PolicyMode;
use postern_plan::workload::{AgentSubnet, ServiceLine, Standing, Workload};

use super::report::Part;
use crate::answers::Answers;
use crate::components::choices::{Choice, Choices, HowMany};
use crate::components::disclosure::{Disclosure, Opened};
use crate::components::question::Question;
use crate::components::table::{Column, Table};
use crate::components::tag::{Tag, Tone};
use crate::components::text_area::TextArea;
use crate::help;
use crate::routes;
use crate::wording;

/// Where it stands in the request.
const ENDPOINTS: &str = "workload.endpoints";

/// Lists that go with the services: field, label, hint.
const LISTS: [(&str, &str, &str); 6] = [
    (
        "workload.route_tables",
        "Route tables",
        "For S3: on each line the route table of a subnet that agents are in, `rtb-…`.",
    ),
    (
        "workload.buckets",
        "Buckets of your own",
        "For S3: on each line the name of a bucket that is used from those subnets.",
    ),
    (
        "workload.agent_subnets",
        "Subnets of the agents",
        "To have their zones judged: on each line a subnet that agents are placed in.",
    ),
    (
        "workload.allow_from",
        "Admit TCP 443 to these from",
        "The agents' own groups or ranges. As for AgentCore's endpoints where this and the next are empty.",
    ),
    (
        "workload.security_groups",
        "Existing security groups for these",
        "On each line the id of a group that admits the agents already.",
    ),
    (
        "workload.subnets",
        "Subnets for these",
        "One for each zone. As for AgentCore's endpoints where this is empty.",
    ),
];

/// The questions, closed unless something was answered.
pub(super) fn questions(answers: &Answers<'_>) -> AnyView {
    let form = &answers.form;
    let question = Question::new(ENDPOINTS, "What the agents call")
        .optional()
        .explained(help::of(ENDPOINTS))
        .error(form.error(ENDPOINTS));
    let services = answers.catalog.workload.services.iter();
    let choices = services.map(choice).collect();
    let chosen = form.values(ENDPOINTS).map(str::to_owned).collect();
    let lists: Vec<_> = LISTS
        .into_iter()
        .map(|list| self::list(answers, list))
        .collect();
    let name = "workload.policy";
    let policy = Question::new(name, "What the way to S3 lets through")
        .explained(help::of(name))
        .error(form.error(name));
    let everything = Choice::new(PolicyMode::FullAccess.as_str(), "Everything")
        .hint("Otherwise what agents need, and the buckets above.");
    let said = form.values(name);
    let said = said.filter(|mode| *mode != PolicyMode::Restricted.as_str());
    let mode = said.map(str::to_owned).collect();
    let mut fields = form.pairs().iter();
    let asked = fields.any(|(name, value)| name.starts_with("workload.") && !value.is_empty());
    let opened = if asked { Opened::Yes } else { Opened::No };
    view! {
        <Disclosure id="workload" summary="What agents in VPC mode also need (optional)" opened=opened>
            <p>
                "An agent in a VPC without internet loads its image, writes its logs and calls models through endpoints too. They are a plan of their own, with files of their own: others in the VPC use them as well."
            </p>
            <Choices question how_many=HowMany::Any choices chosen />
            {lists}
            <Choices question=policy how_many=HowMany::Any choices=vec![everything] chosen=mode />
        </Disclosure>
    }
    .into_any()
}

fn choice(facts: &ServiceFacts) -> Choice {
    let hint = format!("For {}. Without it {}.", facts.need.words(), facts.without);
    Choice::new(facts.key.as_str(), &facts.title).hint(hint)
}

fn list(
    answers: &Answers<'_>,
    (name, label, hint): (&'static str, &'static str, &'static str),
) -> AnyView {
    let question = Question::new(name, label)
        .hint(hint)
        .optional()
        .error(answers.form.error(name));
    let typed: Vec<&str> = answers.form.values(name).collect();
    view! { <TextArea question value=typed.join("\n") rows=2 /> }.into_any()
}

/// The checklist; none where the request does not ask for it.
pub(super) fn part(plan: &Plan) -> Option<Part> {
    let workload = plan.workload.as_deref()?;
    let columns = [
        "Service",
        "Here",
        "Who needs it",
        "What breaks without it",
        "A month",
    ];
    let columns = columns.into_iter().map(Column::words).collect();
    let rows = workload.services.iter().map(row).collect();
    let month = workload.plan.cost.monthly_usd.as_deref();
    let month = match (month, workload.together_usd.as_deref()) {
        (Some(month), Some(together)) => {
            format!("about ${month} a month, ${together} with the endpoints of AgentCore")
        }
        _ => "a price that is not known here".to_owned(),
    };
    let view = view! {
        <p>
            "A plan of its own, "
            <code>{workload.plan.request.name.to_string()}</code>
            ", for "
            {month}
            ", which the files under workload/ of the bundle make. Postern itself applies and deletes only the endpoints of AgentCore. "
            <a href=routes::explain("agents") target="_blank" rel="noopener">"Read more"</a>
        </p>
        <Table caption="What agents in VPC mode need" columns rows />
        {zones(workload)}
        <p class="hint">{format!("From facts of {}; each line has its source in workload/README.md.", workload.facts_date)}</p>
    };
    Some(Part::new("workload", "What agents also need", view))
}

fn row(line: &ServiceLine) -> Vec<AnyView> {
    let (word, tone, more) = match &line.standing {
        Standing::Made => ("made", Tone::Good, String::new()),
        Standing::Reused(id) => ("there already", Tone::Good, id.clone()),
        Standing::NotAsked => ("not asked for", Tone::Plain, String::new()),
    };
    vec![
        view! {
            {line.title.clone()}
            " "
            <code>{line.service.as_str()}</code>
        }
        .into_any(),
        view! {
            <Tag text=word tone=tone />
            " "
            {more}
        }
        .into_any(),
        line.need.into_any(),
        line.without.clone().into_any(),
        match line.monthly_usd.as_deref() {
            Some("0.00") => "nothing".into_any(),
            usd => wording::dollars(usd).into_any(),
        },
    ]
}

fn zones(workload: &Workload) -> AnyView {
    let known = if workload.runtime_zones.is_empty() {
        "Which zones of this Region take agents in VPC mode is not known here.".to_owned()
    } else {
        format!(
            "Agents in VPC mode are placed in {} alone: other zones than those of the endpoints.",
            workload.runtime_zones.join(", ")
        )
    };
    let subnets: Vec<_> = workload
        .agent_subnets
        .iter()
        .map(|subnet| view! { <li>{subnet.id.to_string()} ": " {judged(subnet)}</li> })
        .collect();
    let subnets = (!subnets.is_empty()).then(|| view! { <ul>{subnets}</ul> });
    view! {
        <p>{known}</p>
        {subnets}
    }
    .into_any()
}

fn judged(subnet: &AgentSubnet) -> String {
    match (&subnet.zone_id, subnet.taken) {
        (Some(zone), Some(true)) => format!("{zone}, which takes agents"),
        (Some(zone), Some(false)) => format!("{zone}, which takes no agent"),
        (Some(zone), None) => format!("{zone}, of which it is not known"),
        (None, _) => "its zone is not known".to_owned(),
    }
}
