//! Who else in the VPC is moved by private DNS, and meets the groups and the policies.
//!
//! Must say what is known of them, and that callers are not.

use super::look::{Look, keys, some};
use super::ports::{Through, subnet_ranges};
use super::ranges::Ranges;
use super::row::{Question, Row};
use crate::inventory::{Part, Subnet};
use crate::plan::{GroupRef, PlannedEndpoint};
use crate::planner::endpoints::rivals;
use crate::policy::Policy;
use crate::request::AllowFrom;

pub(super) fn rows(look: &Look<'_>) -> Vec<Row> {
    let vpc = look.vpc_id();
    let question = Question::new(
        "private-dns-whole-vpc",
        "placement.private_dns",
        format!("who else in {vpc} is moved to the endpoints"),
    );
    let moved_already = |e: &PlannedEndpoint| {
        look.inventory
            .is_some_and(|i| rivals(i, &look.plan.request, e).any(|r| r.private_dns))
    };
    let new: Vec<&PlannedEndpoint> = look
        .plan
        .endpoints
        .iter()
        .filter(|e| e.turns_private_dns_on() && !moved_already(e))
        .collect();
    if new.is_empty() {
        return vec![question.pass("no name changes its meaning for the VPC")];
    }
    vec![judged(look, question, &new)]
}

fn judged(look: &Look<'_>, question: Question, new: &[&PlannedEndpoint]) -> Row {
    let vpc = look.vpc_id();
    let Some(inventory) = look.inventory.filter(|_| look.knows(Part::Subnets)) else {
        return look.not_checked(question, Part::Subnets);
    };
    let subnets: Vec<&Subnet> = inventory.subnets.iter().filter(|s| s.vpc == vpc).collect();
    let mut shut: Vec<String> = Vec::new();
    for endpoint in new {
        let Some(admitted) = admitted(look, endpoint) else {
            return look.not_checked(question, Part::SecurityGroups);
        };
        for subnet in &subnets {
            let own = subnet_ranges(look, &subnet.id).map(|r| r.of_type(endpoint.ip_address_type));
            if own.is_some_and(|own| !own.without(&admitted).is_empty())
                && !shut.contains(&subnet.id)
            {
                shut.push(subnet.id.clone());
            }
        }
    }
    let endpoints = keys(new.iter().copied());
    if !shut.is_empty() {
        let number = shut.len();
        return question.warning(
            format!(
                "of {} subnets of {vpc}, the ranges of {number} are not admitted whole to {endpoints}: {}; clients there whom no group admits time out from then on",
                subnets.len(),
                some(shut)
            ),
            "find out who else in the VPC calls AgentCore and admit it, or turn private DNS off",
        );
    }
    if new.iter().all(|e| e.policy == Policy::full_access()) {
        return question.pass(format!(
            "all {} subnets of {vpc} are admitted, and the policies let everything through",
            subnets.len()
        ));
    }
    question
        .not_checked(format!(
            "all {} subnets of {vpc} are admitted; who calls AgentCore from there is no part of an inventory, and the policies refuse what they do not list",
            subnets.len()
        ))
        .with_fix("find out who else in the VPC calls AgentCore and grant it, or turn private DNS off")
}

/// The addresses that the groups of an endpoint admit; none where that is not known.
fn admitted(look: &Look<'_>, endpoint: &PlannedEndpoint) -> Option<Ranges> {
    let ids: Vec<&str> = endpoint
        .security_groups
        .iter()
        .filter(|g| **g != GroupRef::New)
        .map(GroupRef::as_str)
        .collect();
    let through = Through::inbound(look, &ids, endpoint.ip_address_type);
    let mut all = through.ranges;
    if endpoint.security_groups.contains(&GroupRef::New) {
        let named = &look.plan.request.placement.allow_from;
        let cidrs = named
            .iter()
            .filter(|f| matches!(f, AllowFrom::Ipv4(_) | AllowFrom::Ipv6(_)));
        all = all.union(&Ranges::readable(cidrs.map(AllowFrom::as_str)));
    }
    through.unread.is_none().then_some(all)
}
