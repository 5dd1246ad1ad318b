//! The subnets: whose they are, where, and whether there is room.
//!
//! Must not know a zone but from the inventory.

use std::collections::BTreeMap;

use super::look::{Found, Look, some};
use super::ranges::Ranges;
use super::row::{Question, Row};
use crate::inventory::{Part, Subnet};
use crate::plan::{Change, PlannedEndpoint};
use crate::request::IpAddressType;

pub(super) fn rows(look: &Look<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for id in look.subnet_ids() {
        let subnet = look.subnet(id).there();
        rows.push(there(look, id));
        rows.push(vpc(look, id, subnet));
        rows.push(owner(look, id, subnet));
        rows.push(addresses(look, id, subnet));
        rows.push(families(look, id, subnet));
    }
    rows.extend(look.plan.endpoints.iter().map(|e| zones(look, e)));
    rows
}

fn there(look: &Look<'_>, id: &str) -> Row {
    let vpc = look.vpc_id();
    let question = Question::new("not-in-inventory", id, "whether the subnet is there");
    let command = look.aws(["ec2", "describe-subnets", "--subnet-ids", id]);
    match look.subnet(id) {
        Found::There(subnet) => question.pass(match &subnet.name {
            Some(name) => format!("it is there, called {name}"),
            None => "it is there".to_owned(),
        }),
        Found::Gone => question
            .blocked(
                format!("{vpc} has no subnet {id}"),
                format!("use subnets of {vpc}"),
            )
            .with_command(command),
        Found::Unread => {
            let others = look.inventory.is_some_and(|i| {
                i.gap(Part::Subnets).is_none() && i.subnets.iter().any(|s| s.vpc == vpc)
            });
            if others {
                question.warning(
                    format!("the inventory has subnets of {vpc} and nothing called {id}"),
                    "compare with the account: the id may be mistyped, deleted, or invisible to whoever read the inventory",
                )
            } else {
                look.not_checked(question, Part::Subnets)
            }
            .with_command(command)
        }
    }
}

fn vpc(look: &Look<'_>, id: &str, subnet: Option<&Subnet>) -> Row {
    let vpc = look.vpc_id();
    let question = Question::new("subnet-vpc", id, "the subnet's VPC");
    match subnet {
        Some(subnet) if subnet.vpc == vpc => question.pass(format!("it is in {vpc}")),
        Some(subnet) => question.blocked(
            format!("{id} is in {}, the request is for {vpc}", subnet.vpc),
            format!("use subnets of {vpc}"),
        ),
        None => look.not_checked(question, Part::Subnets),
    }
}

fn owner(look: &Look<'_>, id: &str, subnet: Option<&Subnet>) -> Row {
    let account = &look.plan.request.account;
    let question = Question::new("subnet-owner", id, "the account that owns the subnet");
    match subnet.and_then(|s| s.owner.as_deref()) {
        Some(owner) if owner == account.as_str() => {
            question.pass(format!("it belongs to account {account}"))
        }
        Some(owner) => question.blocked(
            format!("{id} belongs to account {owner}, and only the owner of a shared subnet can put endpoints into it"),
            format!("make the plan for account {owner} and run it there, or ask for it"),
        ),
        None => look.not_checked(question, Part::Subnets),
    }
}

/// The endpoints that get an interface in a subnet.
fn coming<'a>(look: &Look<'a>, id: &str) -> Vec<&'a PlannedEndpoint> {
    let all = look.plan.endpoints.iter();
    all.filter(|e| {
        let adds: &[_] = match &e.change {
            Change::Create => &e.subnets,
            Change::Modify(m) => &m.add_subnets,
            Change::Leave { .. } => &[],
        };
        adds.iter().any(|s| s.as_str() == id)
    })
    .collect()
}

fn addresses(look: &Look<'_>, id: &str, subnet: Option<&Subnet>) -> Row {
    let question = Question::new("subnet-addresses", id, "free IPv4 addresses");
    let coming = coming(look, id);
    let needed = coming
        .iter()
        .filter(|e| e.ip_address_type != IpAddressType::Ipv6)
        .count();
    if needed == 0 {
        return question.pass("no interface with an IPv4 address is made in it");
    }
    let Some(free) = subnet.and_then(|s| s.free_addresses) else {
        return look.not_checked(question, Part::Subnets);
    };
    let need = if needed == 1 {
        "1 is needed".to_owned()
    } else {
        format!("{needed} are needed, one for each endpoint")
    };
    if u64::try_from(needed).is_ok_and(|needed| needed <= u64::from(free)) {
        question.pass(format!("{free} are free, {need}"))
    } else {
        question.blocked(
            format!("{id} has {free} free, and {need}"),
            "free addresses in it, or use another subnet of the zone",
        )
    }
}

/// The subnet has ranges of the families that the endpoints' addresses are from.
fn families(look: &Look<'_>, id: &str, subnet: Option<&Subnet>) -> Row {
    let question = Question::new(
        "subnet-address-type",
        id,
        "address ranges for the address type",
    );
    let kinds: Vec<IpAddressType> = coming(look, id).iter().map(|e| e.ip_address_type).collect();
    if kinds.is_empty() {
        return question.pass("no interface is made in it");
    }
    let ranges = subnet
        .filter(|s| !s.cidrs.is_empty())
        .and_then(|s| Ranges::read(s.cidrs.iter().map(String::as_str)));
    let Some(ranges) = ranges else {
        return look.not_checked(question, Part::Subnets);
    };
    for kind in &kinds {
        let wrong = match (kind, ranges.has_v4(), ranges.has_v6()) {
            (IpAddressType::Ipv4 | IpAddressType::Dualstack, false, _) => "no IPv4 range",
            (IpAddressType::Ipv6, true, _) => {
                "an IPv4 range, and ipv6 needs subnets with IPv6 ranges alone"
            }
            (IpAddressType::Ipv6 | IpAddressType::Dualstack, _, false) => "no IPv6 range",
            _ => continue,
        };
        return question.blocked(
            format!("{id} has {wrong}, and the address type is {kind}"),
            "use an address type that the subnets have, or other subnets",
        );
    }
    question.pass(format!("it has {ranges}"))
}

/// Two subnets of an endpoint in one zone.
fn zones(look: &Look<'_>, endpoint: &PlannedEndpoint) -> Row {
    let question = Question::new(
        "one-subnet-per-az",
        endpoint.key.as_str(),
        "one subnet in each zone",
    );
    if let [_] = endpoint.subnets.as_slice() {
        return question.pass("it has one subnet");
    }
    let mut zones: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut all_known = true;
    for id in &endpoint.subnets {
        let subnet = look.subnet(id.as_str()).there();
        match subnet.and_then(|s| s.zone_id.as_deref().or(s.zone.as_deref())) {
            Some(zone) => zones.entry(zone).or_default().push(id.as_str()),
            None => all_known = false,
        }
    }
    let shared: Vec<String> = zones
        .iter()
        .filter(|(_, subnets)| subnets.len() > 1)
        .map(|(zone, subnets)| format!("{} are all in {zone}", some(subnets.iter().copied())))
        .collect();
    if !shared.is_empty() {
        return question.blocked(
            format!(
                "{}: an endpoint can have one subnet there",
                shared.join("; ")
            ),
            "keep one of them",
        );
    }
    if all_known {
        return question.pass(format!(
            "{} subnets in {}",
            endpoint.subnets.len(),
            some(zones.into_keys())
        ));
    }
    look.not_checked(question, Part::Subnets)
}
