//! The network ACLs of the endpoints' subnets, both ways.
//!
//! Must warn at most: EC2 makes the endpoint whatever an ACL says.

use super::acl::{allowed, allowed_on_all};
use super::look::{Look, some};
use super::ports::{list_ranges, member_ranges, subnet_ranges, vpc_ranges};
use super::ranges::Ranges;
use super::row::{Question, Row};
use crate::inventory::{Direction, NetworkAcl, Part};
use crate::request::{AllowFrom, IpAddressType};

/// The ports at which clients may wait for the answers.
const ANSWERS: std::ops::RangeInclusive<u16> = 1024..=65535;
/// More entries than any ACL has; such a document is not judged.
const MOST: usize = 400;

pub(super) fn rows(look: &Look<'_>) -> Vec<Row> {
    let callers = callers(look);
    look.subnet_ids()
        .into_iter()
        .map(|id| guarded(look, id, callers.as_ref()))
        .collect()
}

/// Where calls come from; none where it is not known.
fn callers(look: &Look<'_>) -> Option<Ranges> {
    let named = &look.plan.request.placement.allow_from;
    if named.is_empty() {
        return vpc_ranges(look, look.vpc_id());
    }
    let mut all = Ranges::default();
    for from in named {
        let ranges = match from {
            AllowFrom::Ipv4(cidr) | AllowFrom::Ipv6(cidr) => Ranges::read([cidr.as_str()]),
            AllowFrom::Group(id) => member_ranges(look, look.group(id.as_str()).there()),
            AllowFrom::PrefixList(id) => list_ranges(look, id.as_str()),
        };
        all = all.union(&ranges?);
    }
    Some(all)
}

fn guarded(look: &Look<'_>, id: &str, callers: Option<&Ranges>) -> Row {
    let question = Question::new(
        "network-acl",
        id,
        "the subnet's network ACL: TCP 443 in from the callers, ports 1024 to 65535 out to them",
    );
    let acl = look.inventory.and_then(|i| {
        i.network_acls
            .iter()
            .find(|a| a.subnets.iter().any(|s| s == id))
    });
    let Some(acl) = acl else {
        return look.not_checked(question, Part::NetworkAcls);
    };
    if acl.entries.len() > MOST {
        return question
            .not_checked(format!(
                "{} has {} entries, which is more than is judged",
                acl.id,
                acl.entries.len()
            ))
            .with_fix("look at them yourself: TCP 443 must be let in from the callers, and ports 1024 to 65535 out to them");
    }
    let Some(callers) = callers else {
        return question
            .not_checked("the addresses of the callers are not known")
            .with_fix("plan with an inventory that has the ranges of the VPC, the groups and the prefix lists");
    };
    let wanted = callers.of_type(kind(look, id));
    // Packets that stay in the subnet pass no ACL.
    let wanted = match subnet_ranges(look, id) {
        Some(own) => wanted.without(&own),
        None => wanted,
    };
    if wanted.is_empty() {
        return question.pass("no caller is outside the subnet");
    }
    judged(question, acl, &wanted).with_command(look.aws([
        "ec2",
        "describe-network-acls",
        "--network-acl-ids",
        &acl.id,
    ]))
}

/// The address types of the endpoints in a subnet, together.
fn kind(look: &Look<'_>, id: &str) -> IpAddressType {
    let mut kinds = look
        .plan
        .endpoints
        .iter()
        .filter(|e| e.subnets.iter().any(|s| s.as_str() == id))
        .map(|e| e.ip_address_type);
    let first = kinds.next().unwrap_or(IpAddressType::Ipv4);
    if kinds.all(|kind| kind == first) {
        first
    } else {
        IpAddressType::Dualstack
    }
}

fn judged(question: Question, acl: &NetworkAcl, wanted: &Ranges) -> Row {
    let entries = &acl.entries;
    let into = allowed(entries, Direction::Inbound, 443, wanted);
    let (out, any_out) = allowed_on_all(entries, Direction::Outbound, ANSWERS, wanted);
    let shut_in = wanted.without(&into);
    let shut_out = wanted.without(&out);
    if shut_in.is_empty() && shut_out.is_empty() {
        return question.pass(format!("{} lets {wanted} in and out", acl.id));
    }
    let mut wrong = Vec::new();
    if !shut_in.is_empty() {
        wrong.push(format!("drops TCP 443 in from {shut_in}"));
    }
    if !shut_out.is_empty() {
        let ports = if shut_out.within(&any_out).is_empty() {
            "the answers"
        } else {
            "answers on some of the ports"
        };
        wrong.push(format!("drops {ports} out to {shut_out}"));
    }
    let end = if &shut_in == wanted || wanted.within(&any_out).is_empty() {
        "no connection comes about"
    } else {
        "connections from there fail"
    };
    question.warning(
        format!("{} {}: {end}", acl.id, some(wrong)),
        format!(
            "let TCP 443 in and ports 1024 to 65535 out in {}, or use subnets with another ACL",
            acl.id
        ),
    )
}
