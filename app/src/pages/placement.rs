//! The third step: where the endpoints go, and what they are called.
//!
//! Must say what each choice moves, since private DNS moves the whole VPC.

use leptos::prelude::*;
use postern_plan::guardrails::Answer;
use postern_plan::request::{IpAddressType, PolicyMode};

use super::{account, overrides, there, workload};
use crate::answers::Answers;
use crate::components::choices::{Arrangement, Choice, Choices, HowMany};
use crate::components::disclosure::{Disclosure, Opened};
use crate::components::field::{Field, Length, Typed};
use crate::components::prose::Prose;
use crate::components::question::Question;
use crate::components::text_area::TextArea;
use crate::help;
use crate::stops;
use crate::wording;

/// The questions.
pub(super) fn questions(answers: &Answers<'_>) -> AnyView {
    let vpc = there::vpcs(answers).unwrap_or_else(|| {
        text(
            answers,
            "placement.vpc",
            "VPC",
            "Its id, for example vpc-0a1b2c3d4e5f60718.",
            Length::Medium,
            Vec::new(),
        )
    });
    let subnets = there::subnets(answers);
    let (other_subnets, other_groups) = if answers.inventory.is_some() {
        ("Other subnets", "Other security groups")
    } else {
        ("Subnets", "Existing security groups")
    };
    view! {
        {account::section(answers)}
        <section class="section">
            <h2>"Account and VPC"</h2>
            {rules(answers)}
            <div class="abreast">
                {text(answers, "name", "Name", "Of a-z, 0-9 and -, for example agents-prod.", Length::Medium, Vec::new())}
                {text(answers, "region", "Region", "Where the VPC is, for example us-east-1.", Length::Medium, regions(answers))}
                {text(answers, "account", "Account", "Twelve digits: the owner of the VPC.", Length::Medium, Vec::new())}
            </div>
            {vpc}
            {subnets}
            {list(answers, "placement.subnets", other_subnets, "One subnet for each zone, one on each line.")}
            {there::endpoints(answers)}
        </section>
        <section class="section">
            <h2>"Who can reach the endpoints"</h2>
            <p>"Clients need TCP 443 to the endpoints. Make a group for that, use groups that are there, or both; five in all."</p>
            {list(answers, "placement.allow_from", "Admit TCP 443 from", "Makes a security group: an address range, `sg-…` or `pl-…` on each line.")}
            {there::groups(answers)}
            {list(answers, "placement.security_groups", other_groups, "On each line the id of a group that admits TCP 443 already.")}
        </section>
        <section class="section">
            <h2>"Names and addresses"</h2>
            {private_dns(answers)}
            {list(answers, "placement.share_dns_with", "Share the names with other VPCs", "For a hub, with private DNS off: on each line a VPC, with its account before it where another account owns it, for example 444455556666/vpc-0a1b2c3d4e5f60718.")}
            {address_type(answers)}
        </section>
        {workload::questions(answers)}
        {more(answers)}
    }
    .into_any()
}

fn regions(answers: &Answers<'_>) -> Vec<String> {
    let regions = answers.catalog.regions.iter().map(|r| r.id.clone());
    let allowed = |id: &String| answers.guardrails.against(&Answer::Region(id)).is_none();
    regions.filter(allowed).collect()
}

/// Fields that stand abreast: their hints have no room for rules.
const ABREAST: [&str; 3] = ["name", "region", "account"];

/// The rules on the fields that stand abreast.
fn rules(answers: &Answers<'_>) -> Option<AnyView> {
    let rules = ABREAST
        .into_iter()
        .map(|field| stops::rules_on(answers.guardrails, field));
    let rules = rules.filter(|text| !text.is_empty());
    let lines: Vec<_> = rules
        .map(|text| view! { <li><Prose text /></li> })
        .collect();
    (!lines.is_empty()).then(|| view! { <ul class="stack stack--tight">{lines}</ul> }.into_any())
}

fn text(
    answers: &Answers<'_>,
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    length: Length,
    suggestions: Vec<String>,
) -> AnyView {
    let rules = if ABREAST.contains(&name) {
        String::new()
    } else {
        stops::rules_on(answers.guardrails, name)
    };
    let question = Question::new(name, label)
        .hint(stops::hinted(hint, &rules))
        .explained(help::of(name))
        .error(answers.form.error(name));
    view! { <Field question value=answers.form.value(name) typed=Typed::Exact length=length suggestions /> }.into_any()
}

fn list(
    answers: &Answers<'_>,
    name: &'static str,
    label: &'static str,
    hint: &'static str,
) -> AnyView {
    let question = Question::new(name, label)
        .hint(stops::hinted(
            hint,
            &stops::rules_on(answers.guardrails, name),
        ))
        .explained(help::of(name))
        .error(answers.form.error(name));
    view! { <TextArea question value=there::typed_alone(answers, name) rows=3 /> }.into_any()
}

fn private_dns(answers: &Answers<'_>) -> AnyView {
    let name = "placement.private_dns";
    let question = Question::new(name, "Private DNS")
        .hint("On: every client in the VPC uses the endpoints under AWS's own names, at once. Off: clients are told the endpoint's address.")
        .explained(help::of(name))
        .error(answers.form.error(name));
    let refused = |on| answers.guardrails.against(&Answer::PrivateDns(on));
    let choice = |on, value, label| match refused(on) {
        None => Choice::new(value, label),
        Some(rule) => Choice::new(value, label).hint(stops::why(rule)).closed(),
    };
    let choices = vec![choice(true, "true", "On"), choice(false, "false", "Off")];
    let chosen = answers.form.value(name);
    let chosen = if chosen.is_empty() {
        "true".to_owned()
    } else {
        chosen
    };
    view! { <Choices question how_many=HowMany::One choices chosen=vec![chosen] arrangement=Arrangement::Row /> }.into_any()
}

fn address_type(answers: &Answers<'_>) -> AnyView {
    let name = "placement.ip_address_type";
    let question = Question::new(name, "Address type")
        .explained(help::of(name))
        .error(answers.form.error(name));
    let choices = IpAddressType::ALL
        .iter()
        .map(|t| Choice::new(t.as_str(), wording::ip_address_type(*t)))
        .collect();
    let chosen = answers.form.value(name);
    let chosen = if chosen.is_empty() {
        IpAddressType::Ipv4.to_string()
    } else {
        chosen
    };
    view! { <Choices question how_many=HowMany::One choices chosen=vec![chosen] arrangement=Arrangement::Row /> }.into_any()
}

/// What most people leave alone.
fn more(answers: &Answers<'_>) -> AnyView {
    let form = &answers.form;
    let policy = Question::new("policy", "Policy")
        .explained(help::of("policy"))
        .error(form.error("policy"));
    let modes = PolicyMode::ALL
        .iter()
        .map(|m| {
            let choice = Choice::new(m.as_str(), wording::policy_mode(*m));
            let refused = (*m == PolicyMode::FullAccess)
                .then(|| answers.guardrails.against(&Answer::FullAccess));
            match refused.flatten() {
                None => choice,
                Some(rule) => choice.hint(stops::why(rule)).closed(),
            }
        })
        .collect();
    let mode = form.value("policy");
    let mode = if mode.is_empty() {
        PolicyMode::Restricted.to_string()
    } else {
        mode
    };
    let guard_name = "guards.deny_foreign_discovery";
    let guard = Question::new(guard_name, "Discovery")
        .explained(help::of(guard_name))
        .error(form.error(guard_name));
    let guards = vec![
        Choice::new("true", "Deny look-ups of other accounts' runtimes").hint(
            "Adds AWS's Deny with NotResource, against any other statement that would allow them.",
        ),
    ];
    let guard_chosen: Vec<String> = form
        .values(guard_name)
        .filter(|v| *v != "false")
        .map(str::to_owned)
        .collect();
    let lock_name = "guards.lockdown";
    let lock = Question::new(lock_name, "The public door")
        .explained(help::of(lock_name))
        .error(form.error(lock_name));
    let locks = vec![
        Choice::new("true", "Write locks for the public door of what the grants name").hint(
            "Resource policies that refuse what does not come from this VPC, with scripts that put them there and take them off. Postern itself locks nothing.",
        ),
    ];
    let lock_chosen: Vec<String> = form
        .values(lock_name)
        .filter(|v| *v != "false")
        .map(str::to_owned)
        .collect();
    let anything = ["policy", guard_name, lock_name]
        .iter()
        .any(|n| !form.value(n).is_empty())
        || form
            .pairs()
            .iter()
            .any(|(n, _)| n.starts_with("tags.") || n.starts_with("endpoints."))
        || !stops::rules_on(answers.guardrails, "tags").is_empty();
    let opened = if anything { Opened::Yes } else { Opened::No };
    let (tags, overrides) = (tags(answers), overrides::questions(answers));
    view! {
        <Disclosure id="more" summary="Policy mode, tags, and what differs for one endpoint (optional)" opened=opened>
            <Choices question=policy how_many=HowMany::One choices=modes chosen=vec![mode] />
            <Choices question=guard how_many=HowMany::Any choices=guards chosen=guard_chosen />
            <Choices question=lock how_many=HowMany::Any choices=locks chosen=lock_chosen />
            {tags}
            {overrides}
        </Disclosure>
    }
    .into_any()
}

/// Rows of tags, always with an empty one to fill.
fn tags(answers: &Answers<'_>) -> AnyView {
    let form = &answers.form;
    let rows = form.rows("tags");
    let next = rows.last().map_or(0, |last| last + 1);
    let lines: Vec<_> = rows
        .into_iter()
        .chain([next])
        .map(|row| {
            let at = |field: &str| format!("tags.{row}.{field}");
            let ask = |field: &str, label: &str| {
                Question::new(at(field), label)
                    .optional()
                    .error(form.error(&at(field)))
            };
            let id = format!("tags.{row}");
            let error = form
                .error(&id)
                .map(|text| view! { <p class="question__error"><Prose text /></p> });
            let (key, value) = (ask("key", "Key"), ask("value", "Value"));
            view! {
                <fieldset class="entry" id=id tabindex="-1">
                    <legend class="entry__title">{format!("Tag {}", row + 1)}</legend>
                    {error}
                    <div class="abreast">
                        <Field question=key value=form.value(&at("key")) />
                        <Field question=value value=form.value(&at("value")) />
                    </div>
                </fieldset>
            }
        })
        .collect();
    let error = form
        .error("tags")
        .map(|text| view! { <p class="question__error"><Prose text /></p> });
    let rules = stops::rules_on(answers.guardrails, "tags");
    let rules = (!rules.is_empty()).then(|| view! { <p><Prose text=rules /></p> });
    view! {
        <div class="stack" id="tags" tabindex="-1">
            {rules}
            {error}
            {lines}
        </div>
    }
    .into_any()
}
