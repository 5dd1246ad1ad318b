//! Callers outside the VPC, whom private DNS does not reach.
//!
//! Must speak of callers that somebody named; that a way leads out is only evidence.

use super::look::{Look, some};
use super::ports::{list_ranges, unread_list, vpc_ranges};
use super::ranges::Ranges;
use super::row::{Question, Row};
use super::vpc::private;
use crate::inventory::{Link, LinkKind, Part};
use crate::request::AllowFrom;

/// Where a source of `allow_from` is.
enum Place {
    Inside,
    /// Outside, this part of it.
    Outside(String),
    Unknown(String),
}

pub(super) fn rows(look: &Look<'_>) -> Vec<Row> {
    let question = Question::new(
        "callers-outside",
        "placement.private_dns",
        "callers outside the VPC, through peerings, transit gateways and VPN",
    );
    if private(look).is_empty() {
        return vec![
            question.pass("private DNS is off for every endpoint, so nobody relies on it"),
        ];
    }
    vec![judged(look, question)]
}

fn judged(look: &Look<'_>, question: Question) -> Row {
    let vpc = look.vpc_id();
    let named = &look.plan.request.placement.allow_from;
    let mut outside = Vec::new();
    let mut unknown = None;
    for from in named {
        match place(look, from) {
            Place::Inside => {}
            Place::Outside(part) => outside.push(part),
            Place::Unknown(why) => unknown = Some(why),
        }
    }
    let ways = ways(look);
    let fix = "give those callers a resolver that asks this VPC, for example through a Route 53 inbound endpoint, or the endpoints' own names; nothing to do if none of them calls AgentCore";
    if !outside.is_empty() {
        let by = match &ways {
            Ways::Some(ways) => format!("{ways} of {vpc} may lead there"),
            Ways::None => "no way that leads there was found".to_owned(),
            Ways::Unread(_) => "the ways that lead there were not read".to_owned(),
        };
        return question.warning(
            format!(
                "{} is not within {vpc}, and private DNS answers in {vpc} alone; {by}",
                some(outside)
            ),
            fix,
        );
    }
    if let Some(why) = unknown {
        return question.not_checked(why).with_fix(fix);
    }
    match ways {
        _ if !named.is_empty() => question.pass(format!("all that allow_from names is within {vpc}")),
        Ways::Some(ways) => question.warning(
            format!("{ways} of {vpc} may bring callers from elsewhere, and private DNS answers in {vpc} alone"),
            fix,
        ),
        Ways::None => question.pass(format!("no peering, transit gateway or VPN leads to {vpc}")),
        Ways::Unread(part) => look.not_checked(question, part),
    }
}

enum Ways {
    Some(String),
    None,
    Unread(Part),
}

/// The links of the VPC.
fn ways(look: &Look<'_>) -> Ways {
    let vpc = look.vpc_id();
    let links = look.inventory.map_or(&[][..], |i| i.links.as_slice());
    let named: Vec<String> = links.iter().filter(|l| l.vpc == vpc).map(way).collect();
    if !named.is_empty() {
        return Ways::Some(some(named));
    }
    [Part::Peerings, Part::TransitGateways, Part::VpnGateways]
        .into_iter()
        .find(|part| !look.knows(*part))
        .map_or(Ways::None, Ways::Unread)
}

fn way(link: &Link) -> String {
    let kind = match link.kind {
        LinkKind::Peering => "the peering",
        LinkKind::TransitGateway => "the transit gateway attachment",
        LinkKind::VpnGateway => "the VPN gateway",
    };
    format!("{kind} {}", link.id)
}

fn place(look: &Look<'_>, from: &AllowFrom) -> Place {
    let vpc = look.vpc_id();
    let ranges = match from {
        AllowFrom::Group(id) => {
            return match look.group(id.as_str()).there() {
                Some(group) if group.vpc == vpc => Place::Inside,
                Some(group) => Place::Outside(format!("{id} of {}", group.vpc)),
                None => Place::Unknown(look.unread(Part::SecurityGroups)),
            };
        }
        AllowFrom::PrefixList(id) => list_ranges(look, id.as_str()),
        AllowFrom::Ipv4(cidr) | AllowFrom::Ipv6(cidr) => Ranges::read([cidr.as_str()]),
    };
    let Some(ranges) = ranges else {
        return Place::Unknown(unread_list(look, from.as_str()));
    };
    let Some(own) = vpc_ranges(look, vpc) else {
        return Place::Unknown(look.unread(Part::Vpcs));
    };
    let out = ranges.without(&own);
    if out.is_empty() {
        Place::Inside
    } else if out == ranges {
        Place::Outside(from.to_string())
    } else {
        Place::Outside(format!("{out} of {from}"))
    }
}
