//! The answers once more, each with the way to change it.
//!
//! Must leave out nothing that was answered.

use leptos::prelude::*;
use postern_plan::plan::Plan;
use postern_plan::request::{Access, EndpointKey, EndpointOverride, Grant, Resource};

use crate::answers::Answers;
use crate::components::summary_list::{Answer, SummaryList};
use crate::href::Href;
use crate::step::Step;
use crate::wording;

/// The answers, each with the way to change it.
pub(super) fn given(answers: &Answers<'_>, plan: &Plan) -> AnyView {
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
    let placement = vec![
        said("Name", request.name.to_string(), "name"),
        said("Region", request.region.to_string(), "region"),
        said("Account", request.account.to_string(), "account"),
        said("VPC", p.vpc.to_string(), "placement.vpc"),
        said("Subnets", listed(&p.subnets), "placement.subnets"),
        said(
            "Admit TCP 443 from",
            listed(&p.allow_from),
            "placement.allow_from",
        ),
        said(
            "Existing groups",
            listed(&p.security_groups),
            "placement.security_groups",
        ),
        said(
            "Private DNS",
            if p.private_dns { "on" } else { "off" }.to_owned(),
            "placement.private_dns",
        ),
        said(
            "Names for other VPCs",
            listed(&p.share_dns_with),
            "placement.share_dns_with",
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
            "Locks for the public door",
            if request.guards.lockdown {
                "written"
            } else {
                ""
            }
            .to_owned(),
            "guards.lockdown",
        ),
        said(
            "What agents also need",
            request
                .workload
                .as_ref()
                .map_or(String::new(), |w| listed(&w.services)),
            "workload.endpoints",
        ),
        said(
            "Tags",
            request
                .tags
                .iter()
                .map(|(k, v)| format!("{k} = {v}"))
                .collect::<Vec<_>>()
                .join(", "),
            "tags",
        ),
    ];
    let overrides: Vec<_> = request
        .endpoints
        .iter()
        .map(|(key, over)| {
            let title = answers
                .catalog
                .endpoint(*key)
                .map_or(key.as_str(), |e| e.title.as_str());
            view! {
                <h3>{format!("{title} endpoint")}</h3>
                <SummaryList answers=override_answers(answers, *key, over) />
            }
        })
        .collect();
    view! {
        {grants}
        <h3>"Where"</h3>
        <SummaryList answers=placement />
        {overrides}
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
    let callers = listed(&grant.callers);
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

/// What was said of one endpoint; what was not said is as for all.
fn override_answers(
    answers: &Answers<'_>,
    key: EndpointKey,
    over: &EndpointOverride,
) -> Vec<Answer> {
    let said = |field: &str, label: &str, value: Option<String>| {
        let change = answers.href(Step::Where.path());
        value.map(|value| Answer {
            label: label.to_owned(),
            value: Some(value.into_any()),
            change: change.map(|href| href.with_fragment(&format!("endpoints.{key}.{field}"))),
        })
    };
    let subnets = over.subnets.as_ref().map(|all| listed(all));
    let groups = over.security_groups.as_ref().map(|all| listed(all));
    [
        said("subnets", "Subnets", subnets),
        said(
            "security_groups",
            "Security groups, in place of all others",
            groups,
        ),
        said(
            "private_dns",
            "Private DNS",
            over.private_dns
                .map(|on| if on { "on" } else { "off" }.to_owned()),
        ),
        said(
            "ip_address_type",
            "Address type",
            over.ip_address_type
                .map(|kind| wording::ip_address_type(kind).to_owned()),
        ),
        said(
            "policy",
            "Policy",
            over.policy
                .map(|mode| wording::policy_mode(mode).to_owned()),
        ),
        said(
            "existing",
            "Existing endpoint",
            over.existing.as_ref().map(ToString::to_string),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn listed<T: ToString>(items: &[T]) -> String {
    items
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}
