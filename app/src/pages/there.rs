//! The choices among what is in the account: VPC, subnets by zone, groups, endpoints.
//!
//! Must leave room to type what is not listed, and must say why something cannot be chosen.

use leptos::prelude::*;
use postern_plan::guardrails::Answer;
use postern_plan::inventory::{Endpoint, Inventory, SecurityGroup, Subnet, Vpc};
use postern_plan::plan::PlannedEndpoint;

use crate::answers::Answers;
use crate::components::button::Button;
use crate::components::choices::{Choice, Choices, HowMany};
use crate::components::field::{Field, Length, Typed};
use crate::components::question::Question;
use crate::help;
use crate::stops;

const VPC: &str = "placement.vpc";
const SUBNETS: &str = "placement.subnets";
const GROUPS: &str = "placement.security_groups";

/// The VPCs; none where none is known.
pub(super) fn vpcs(answers: &Answers<'_>) -> Option<AnyView> {
    let inventory = answers.inventory.filter(|i| !i.vpcs.is_empty())?;
    let typed = answers.form.value(VPC);
    let known = inventory.vpc(&typed).is_some();
    let another = Question::new(VPC, "Its id").id("placement.vpc-typed");
    let value = if known { String::new() } else { typed.clone() };
    let another =
        view! { <Field question=another value=value typed=Typed::Exact length=Length::Medium /> };
    let choices = inventory
        .vpcs
        .iter()
        .map(|one| vpc(answers, one))
        .chain([Choice::new("", "Another VPC").follow_up(another)])
        .collect();
    let chosen = if known { typed } else { String::new() };
    let rules = stops::rules_on(answers.guardrails, VPC);
    let question = Question::new(VPC, "VPC");
    let question = if rules.is_empty() {
        question
    } else {
        question.hint(rules)
    }
    .explained(help::of(VPC))
    .error(answers.form.error(VPC));
    Some(
        view! {
            <Choices question how_many=HowMany::One choices chosen=vec![chosen] />
            <div class="row">
                <Button label="Show what is in this VPC" name="do" value="choose" />
            </div>
        }
        .into_any(),
    )
}

fn vpc(answers: &Answers<'_>, vpc: &Vpc) -> Choice {
    let off = |attribute: Option<bool>, name: &str| {
        (attribute == Some(false)).then(|| format!("`{name}` is off, which private DNS needs on."))
    };
    let remarks = [
        off(vpc.dns_support, "enableDnsSupport"),
        off(vpc.dns_hostnames, "enableDnsHostnames"),
    ];
    let answer = Answer::Vpc {
        id: &vpc.id,
        tags: vpc.tags.as_ref(),
    };
    let refused = answers.guardrails.against(&answer);
    let remarks = remarks.into_iter().flatten();
    let remarks = remarks.chain(refused.map(stops::why)).collect();
    let choice = named(&vpc.id, vpc.name.as_deref(), vpc.cidrs.clone(), remarks);
    if refused.is_some() {
        choice.closed()
    } else {
        choice
    }
}

/// The subnets of the chosen VPC, zone by zone; nothing where none is known.
pub(super) fn subnets(answers: &Answers<'_>) -> Vec<AnyView> {
    let Some(inventory) = answers.inventory else {
        return Vec::new();
    };
    let chosen: Vec<String> = answers.form.values(SUBNETS).map(str::to_owned).collect();
    let mut zones: Vec<(String, Vec<&Subnet>)> = Vec::new();
    for subnet in listed(answers, inventory) {
        let zone = zone(subnet);
        match zones.iter_mut().find(|(name, _)| *name == zone) {
            Some((_, subnets)) => subnets.push(subnet),
            None => zones.push((zone, vec![subnet])),
        }
    }
    zones.sort_by(|a, b| a.0.cmp(&b.0));
    zones
        .into_iter()
        .enumerate()
        .map(|(at, (zone, subnets))| {
            let question =
                Question::new(SUBNETS, format!("Subnets in {zone}")).id(format!("zone-{}", at + 1));
            let here = |id: &String| subnets.iter().any(|s| s.id == *id);
            let chosen = chosen.iter().filter(|id| here(id)).cloned().collect();
            let choices = subnets
                .iter()
                .map(|s| subnet(answers, inventory, s))
                .collect();
            view! { <Choices question how_many=HowMany::Any choices chosen /> }.into_any()
        })
        .collect()
}

fn subnet(answers: &Answers<'_>, inventory: &Inventory, subnet: &Subnet) -> Choice {
    let (mut about, mut remarks) = (subnet.cidrs.clone(), Vec::new());
    about.extend(subnet.free_addresses.map(|n| format!("{n} addresses free")));
    let shared = inventory.is_shared(subnet);
    if let Some(owner) = subnet.owner.as_deref().filter(|_| shared) {
        remarks.push(format!(
            "Shared by account {owner}, which alone can put endpoints into it."
        ));
    }
    let services = answers.services();
    let lacking = inventory.not_offered(subnet, &services);
    let planned = answers.sketch.iter().flat_map(|s| &s.plan.endpoints);
    let lacking: Vec<&str> = planned
        .filter(|e| lacking.contains(&e.service_name.as_str()))
        .map(|e| e.key.as_str())
        .collect();
    if !lacking.is_empty() {
        let verb = if lacking.len() == 1 {
            "endpoint is"
        } else {
            "endpoints are"
        };
        let zone = subnet.zone_id.as_deref().unwrap_or_default();
        remarks.push(format!(
            "The {} {verb} not offered in {zone}.",
            lacking.join(" and ")
        ));
    }
    let answer = Answer::Subnet {
        id: &subnet.id,
        tags: subnet.tags.as_ref(),
    };
    let refused = answers.guardrails.against(&answer);
    remarks.extend(refused.map(stops::why));
    let choice = named(&subnet.id, subnet.name.as_deref(), about, remarks);
    if refused.is_some() || shared || !lacking.is_empty() || subnet.free_addresses == Some(0) {
        choice.closed()
    } else {
        choice
    }
}

/// The ids of a list that no choice stands for.
pub(super) fn typed_alone(answers: &Answers<'_>, name: &str) -> String {
    let Some(inventory) = answers.inventory else {
        return answers.form.value(name);
    };
    let offered: Vec<&str> = match name {
        SUBNETS => listed(answers, inventory).map(|s| s.id.as_str()).collect(),
        GROUPS => groups_of(answers, inventory)
            .map(|g| g.id.as_str())
            .collect(),
        _ => Vec::new(),
    };
    let typed = answers.form.values(name).filter(|v| !offered.contains(v));
    typed.collect::<Vec<_>>().join("\n")
}

fn listed<'i>(answers: &Answers<'_>, inventory: &'i Inventory) -> impl Iterator<Item = &'i Subnet> {
    let vpc = answers.form.value(VPC);
    inventory.subnets.iter().filter(move |s| s.vpc == vpc)
}

fn groups_of<'i>(
    answers: &Answers<'_>,
    inventory: &'i Inventory,
) -> impl Iterator<Item = &'i SecurityGroup> {
    let vpc = answers.form.value(VPC);
    inventory
        .security_groups
        .iter()
        .filter(move |g| g.vpc == vpc)
}

/// The groups of the chosen VPC, each with whom it admits; nothing where none is known.
pub(super) fn groups(answers: &Answers<'_>) -> Option<AnyView> {
    let inventory = answers.inventory?;
    let choices: Vec<Choice> = groups_of(answers, inventory).map(group).collect();
    if choices.is_empty() {
        return None;
    }
    let offered = |id: &String| choices.iter().any(|c| c.value == *id);
    let all = answers.form.values(GROUPS).map(str::to_owned);
    let chosen = all.filter(offered).collect();
    let question = Question::new(GROUPS, "Existing security groups").id("groups-there");
    Some(view! { <Choices question how_many=HowMany::Any choices chosen /> }.into_any())
}

fn group(group: &SecurityGroup) -> Choice {
    const SHOWN: usize = 5;
    let admitted = group.admits(443);
    let verdict = match admitted.len() {
        0 => "Does not admit TCP 443 from anywhere.".to_owned(),
        1..=SHOWN => format!("Admits TCP 443 from {}.", admitted.join(", ")),
        count => {
            let first: Vec<&str> = admitted.into_iter().take(SHOWN).collect();
            format!(
                "Admits TCP 443 from {} and {} more.",
                first.join(", "),
                count - SHOWN
            )
        }
    };
    named(&group.id, Some(&group.name), Vec::new(), vec![verdict])
}

/// For each planned endpoint, those of its service that stand in the chosen VPC already.
pub(super) fn endpoints(answers: &Answers<'_>) -> Vec<AnyView> {
    let (Some(inventory), Some(sketch)) = (answers.inventory, answers.sketch.as_ref()) else {
        return Vec::new();
    };
    let planned = sketch.plan.endpoints.iter();
    planned
        .filter_map(|e| standing(answers, inventory, e))
        .collect()
}

fn standing(
    answers: &Answers<'_>,
    inventory: &Inventory,
    planned: &PlannedEndpoint,
) -> Option<AnyView> {
    let there: Vec<&Endpoint> = candidates(answers, inventory, &planned.service_name).collect();
    if there.is_empty() {
        return None;
    }
    let name = format!("endpoints.{}.existing", planned.key);
    let value = answers.form.value(&name);
    let chosen = if there.iter().any(|e| e.id == value) {
        value
    } else {
        String::new()
    };
    let choices = there
        .into_iter()
        .map(endpoint)
        .chain([Choice::new("", "None of these")
            .hint("Where one stands that the plan would make just so, it is left as it is.")])
        .collect();
    let question = Question::new(name, format!("{} endpoint that is there", planned.title))
        .id(format!("there-{}", planned.key));
    Some(
        view! { <Choices question how_many=HowMany::One choices chosen=vec![chosen] /> }.into_any(),
    )
}

/// The living endpoints of a service in the chosen VPC.
pub(super) fn candidates<'i>(
    answers: &Answers<'_>,
    inventory: &'i Inventory,
    service: &str,
) -> impl Iterator<Item = &'i Endpoint> + use<'i> {
    let vpc = answers.form.value(VPC);
    let service = service.to_owned();
    let all = inventory.endpoints.iter();
    all.filter(move |e| e.vpc == vpc && e.service_name == service && e.is_alive())
}

fn endpoint(endpoint: &Endpoint) -> Choice {
    let dns = if endpoint.private_dns { "on" } else { "off" };
    let zones = endpoint.subnets.len();
    let subnets = if zones == 1 { "subnet" } else { "subnets" };
    Choice::new(&endpoint.id, format!("Change {}", endpoint.id)).hint(format!(
        "{}, private DNS {dns}, {zones} {subnets}.",
        endpoint.state.to_lowercase()
    ))
}

/// `use1-az1 (us-east-1a)`.
fn zone(subnet: &Subnet) -> String {
    match (&subnet.zone_id, &subnet.zone) {
        (Some(id), Some(name)) => format!("{id} ({name})"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => "a zone that is not said".to_owned(),
    }
}

/// A choice by its name where it has one, with its id and what else is known, then sentences.
fn named(id: &str, name: Option<&str>, about: Vec<String>, remarks: Vec<String>) -> Choice {
    let name = name.filter(|n| !n.trim().is_empty());
    let id_beside = name.map(|_| id.to_owned());
    let facts: Vec<String> = id_beside.into_iter().chain(about).collect();
    let facts = (!facts.is_empty()).then(|| format!("{}.", facts.join(", ")));
    let hint: Vec<String> = facts.into_iter().chain(remarks).collect();
    let choice = Choice::new(id, name.unwrap_or(id));
    if hint.is_empty() {
        choice
    } else {
        choice.hint(hint.join(" "))
    }
}
