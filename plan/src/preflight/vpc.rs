//! The VPC: whose it is, its DNS attributes, its resolvers, and how many endpoints it may have.
//!
//! Must not judge what stands in it.

use super::look::{Found, Look, keys, some};
use super::row::{Question, Row};
use crate::inventory::{Inventory, Part};
use crate::plan::{Plan, PlannedEndpoint};

/// The inventory is of the request's account and Region.
pub(super) fn mismatch(plan: &Plan, inventory: Option<&Inventory>) -> Row {
    let request = &plan.request;
    let question = Question::new(
        "inventory-mismatch",
        "inventory",
        "account and Region of the inventory",
    );
    let Some(inventory) = inventory else {
        return question
            .not_checked("no inventory: nothing of the account was read")
            .with_fix("plan with an inventory of the account");
    };
    if let Some(other) = another(plan, inventory) {
        let fix = format!(
            "read it with credentials of account {}, in {}",
            request.account, request.region
        );
        return question.blocked(format!("the inventory is of {other}"), fix);
    }
    match (&inventory.account, &inventory.region) {
        (Some(account), Some(region)) => {
            question.pass(format!("it is of account {account}, {region}"))
        }
        _ => question
            .not_checked("the inventory does not say of which account and Region it is")
            .with_fix("compare with the account"),
    }
}

/// `account 444455556666 and not 111122223333`, where that is so.
pub(super) fn another(plan: &Plan, inventory: &Inventory) -> Option<String> {
    let request = &plan.request;
    let other = |what: &str, seen: &Option<String>, wanted: &str| {
        let seen = seen.as_deref().filter(|s| *s != wanted)?;
        Some(format!("{what} {seen} and not {wanted}"))
    };
    let wrong: Vec<String> = [
        other("account", &inventory.account, request.account.as_str()),
        other("Region", &inventory.region, request.region.as_str()),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!wrong.is_empty()).then(|| some(wrong))
}

pub(super) fn rows(look: &Look<'_>) -> Vec<Row> {
    vec![
        there(look),
        owner(look),
        attributes(look),
        dhcp(look),
        quota(look),
    ]
}

fn there(look: &Look<'_>) -> Row {
    let id = look.vpc_id();
    let question = Question::new(
        "not-in-inventory",
        "placement.vpc",
        "whether the VPC is there",
    );
    let command = look.aws(["ec2", "describe-vpcs", "--vpc-ids", id]);
    match look.vpc() {
        Found::There(vpc) => question.pass(match &vpc.name {
            Some(name) => format!("{id}, called {name}, is there"),
            None => format!("{id} is there"),
        }),
        Found::Gone => question
            .blocked(
                format!("the account has no VPC {id} in this Region"),
                "correct the id",
            )
            .with_command(command),
        Found::Unread => {
            let others = look.inventory.is_some_and(|i| {
                !i.vpcs.is_empty() && i.vpc.is_none() && i.gap(Part::Vpcs).is_none()
            });
            if others {
                question.warning(
                    format!("the inventory has VPCs and nothing called {id}"),
                    "compare with the account: the id may be mistyped, deleted, or invisible to whoever read the inventory",
                )
            } else {
                look.not_checked(question, Part::Vpcs)
            }
            .with_command(command)
        }
    }
}

fn owner(look: &Look<'_>) -> Row {
    let account = &look.plan.request.account;
    let question = Question::new(
        "vpc-owner",
        "placement.vpc",
        "the account that owns the VPC",
    );
    match look.vpc().there().and_then(|v| v.owner.as_deref()) {
        Some(owner) if owner == account.as_str() => {
            question.pass(format!("it belongs to account {account}"))
        }
        Some(owner) => question.blocked(
            format!("it belongs to account {owner}, which shares it, and only the owner of its subnets can put endpoints into them"),
            format!("make the plan for account {owner} and run it there, or ask for it"),
        ),
        None => look.not_checked(question, Part::Vpcs),
    }
}

fn attributes(look: &Look<'_>) -> Row {
    let id = look.vpc_id();
    let question = Question::new(
        "vpc-dns-attrs",
        "placement.vpc",
        "enableDnsSupport and enableDnsHostnames",
    );
    // A zone that is made in place of private DNS is answered under the same attributes.
    let (by, on) = match private(look) {
        none if none.is_empty() => ("the zone", zoned(look)),
        on => ("private DNS", on),
    };
    if on.is_empty() {
        return question.pass("private DNS is off for every endpoint, which needs neither");
    }
    let vpc = look.vpc().there();
    let all = [
        (
            "enableDnsSupport",
            "--enable-dns-support",
            vpc.and_then(|v| v.dns_support),
        ),
        (
            "enableDnsHostnames",
            "--enable-dns-hostnames",
            vpc.and_then(|v| v.dns_hostnames),
        ),
    ];
    let off: Vec<_> = all
        .iter()
        .filter(|(_, _, value)| *value == Some(false))
        .collect();
    if !off.is_empty() {
        let commands: Vec<String> = off
            .iter()
            .filter_map(|(_, flag, _)| {
                look.aws(["ec2", "modify-vpc-attribute", "--vpc-id", id, flag])
            })
            .collect();
        return question
            .blocked(
                format!(
                    "{} of {id} is off, and {by} of {} needs both attributes",
                    some(off.iter().map(|(name, _, _)| *name)),
                    keys(on)
                ),
                format!("run {}", commands.join("; ")),
            )
            .with_command(Some(commands.join(" && ")));
    }
    if all.iter().all(|(_, _, value)| *value == Some(true)) {
        return question.pass("both are on");
    }
    look.not_checked(question, Part::DnsAttributes)
}

/// The endpoints with private DNS.
pub(super) fn private<'a>(look: &Look<'a>) -> Vec<&'a PlannedEndpoint> {
    let all = look.plan.endpoints.iter();
    all.filter(|e| look.private_dns(e)).collect()
}

/// The endpoints whose usual names a zone has that the plan makes.
fn zoned<'a>(look: &Look<'a>) -> Vec<&'a PlannedEndpoint> {
    let all = look.plan.endpoints.iter();
    all.filter(|e| look.plan.resolves(e)).collect()
}

fn dhcp(look: &Look<'_>) -> Row {
    let question = Question::new(
        "dhcp-resolver",
        "placement.vpc",
        "name servers of the DHCP options",
    );
    if private(look).is_empty() && zoned(look).is_empty() {
        return question
            .pass("private DNS is off for every endpoint, so no private name is needed");
    }
    let Some(id) = look.vpc().there().map(|v| v.dhcp_options.as_deref()) else {
        return look.not_checked(question, Part::Vpcs);
    };
    let options = look
        .inventory
        .and_then(|i| i.dhcp_options.iter().find(|o| Some(o.id.as_str()) == id));
    let Some(options) = options else {
        return look.not_checked(question, Part::DhcpOptions);
    };
    let servers = &options.name_servers;
    if servers
        .iter()
        .any(|s| s.eq_ignore_ascii_case("AmazonProvidedDNS"))
    {
        return question.pass(format!("{} give AmazonProvidedDNS", options.id));
    }
    let given = if servers.is_empty() {
        "no name server".to_owned()
    } else {
        some(servers.clone())
    };
    question.warning(
        format!("{} give {given} and not AmazonProvidedDNS, and the private names are known to Amazon's resolver alone", options.id),
        "let those servers forward the private names to Amazon's resolver of this VPC, or use AmazonProvidedDNS",
    )
}

fn quota(look: &Look<'_>) -> Row {
    let vpc = look.vpc_id();
    let question = Question::new(
        "endpoint-quota",
        "placement.vpc",
        "the quota of endpoints in a VPC (L-29B6F2EB)",
    );
    let new: Vec<&PlannedEndpoint> = look.made().collect();
    if new.is_empty() {
        return question.pass("nothing is made");
    }
    let command = look.aws([
        "service-quotas",
        "get-service-quota",
        "--service-code",
        "vpc",
        "--quota-code",
        "L-29B6F2EB",
    ]);
    let seen = look.inventory.map_or(0, |i| {
        i.endpoints
            .iter()
            .filter(|e| e.vpc == vpc && e.is_alive())
            .count()
    });
    let fix = "ask for a higher quota (L-29B6F2EB), or remove endpoints that are not used";
    let there = format!(
        "{vpc} has {seen} endpoints, and {} would come on top of",
        keys(new.iter().copied())
    );
    let all = seen + new.len();
    let quota = look.inventory.and_then(|i| i.endpoint_quota);
    let default = look.catalog.quotas.endpoints_per_vpc;
    let within = |most: u32| u64::try_from(all).is_ok_and(|all| all <= u64::from(most));
    match quota {
        Some(most) if !within(most) => {
            question.blocked(format!("{there} a quota of {most}"), fix)
        }
        None if !within(default) => {
            question.warning(format!("{there} a default quota of {default}"), fix)
        }
        _ if !look.knows(Part::Endpoints) => look.not_checked(question, Part::Endpoints),
        Some(most) => question.pass(format!(
            "{seen} are there and {} are made, of {most}; Gateway Load Balancer endpoints count too and were not looked at",
            new.len()
        )),
        None => {
            let why = look.unread(Part::Quota);
            let row = look.not_checked(question, Part::Quota);
            Row {
                evidence: format!(
                    "{why}; {seen} endpoints that are there and {} that are made are within the default of {default}",
                    new.len()
                ),
                ..row
            }
        }
    }
    .with_command(command)
}
