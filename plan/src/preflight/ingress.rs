//! TCP 443 from the callers that `allow_from` names, through the groups on the endpoints.
//!
//! Must judge the groups of an endpoint together: what one does not admit, another may.

use super::look::{Look, keys, some};
use super::ports::{Through, list_ranges, member_ranges};
use super::ranges::Ranges;
use super::row::{Question, Row};
use crate::plan::{GroupRef, PlannedEndpoint};
use crate::request::{AllowFrom, IpAddressType};

/// Endpoints whose interfaces have the same groups and address type.
struct Alike<'a> {
    groups: &'a [GroupRef],
    kind: IpAddressType,
    endpoints: Vec<&'a PlannedEndpoint>,
}

pub(super) fn rows(look: &Look<'_>) -> Vec<Row> {
    let mut alike: Vec<Alike<'_>> = Vec::new();
    for endpoint in &look.plan.endpoints {
        let (groups, kind) = (&endpoint.security_groups, endpoint.ip_address_type);
        match alike
            .iter_mut()
            .find(|a| a.groups == groups && a.kind == kind)
        {
            Some(alike) => alike.endpoints.push(endpoint),
            None => alike.push(Alike {
                groups,
                kind,
                endpoints: vec![endpoint],
            }),
        }
    }
    alike.iter().flat_map(|alike| judged(look, alike)).collect()
}

/// A source can talk to addresses of a type.
fn fits(from: &AllowFrom, kind: IpAddressType) -> bool {
    match from {
        AllowFrom::Ipv4(_) => kind != IpAddressType::Ipv6,
        AllowFrom::Ipv6(_) => kind != IpAddressType::Ipv4,
        AllowFrom::Group(_) | AllowFrom::PrefixList(_) => true,
    }
}

fn judged(look: &Look<'_>, alike: &Alike<'_>) -> Vec<Row> {
    let named = &look.plan.request.placement.allow_from;
    let fit: Vec<&AllowFrom> = named.iter().filter(|from| fits(from, alike.kind)).collect();
    let through = |groups: &str| {
        format!(
            "TCP 443 through {groups} to {}",
            keys(alike.endpoints.iter().copied())
        )
    };
    if alike.groups.contains(&GroupRef::New) && !fit.is_empty() {
        let question = Question::new("sg-443", "placement.allow_from", through("the new group"));
        let sources = some(fit.iter().map(|f| f.as_str()));
        return vec![question.pass(format!("its rules admit {sources}"))];
    }
    if alike.groups == [GroupRef::New] {
        let question = Question::new("sg-443", "placement.allow_from", through("the new group"));
        return vec![question.warning(
            format!(
                "allow_from holds no source of the address type of {}, so no client gets in on TCP 443",
                keys(alike.endpoints.iter().copied())
            ),
            "add the clients' ranges of that address type, or a group",
        )];
    }
    let ids: Vec<&str> = alike
        .groups
        .iter()
        .filter(|g| **g != GroupRef::New)
        .map(GroupRef::as_str)
        .collect();
    let admitted = Through::inbound(look, &ids, alike.kind);
    let list = some(ids.iter().copied());
    let command = look.aws(
        ["ec2", "describe-security-groups", "--group-ids"]
            .into_iter()
            .chain(ids.iter().copied()),
    );
    let rows: Vec<Row> = if fit.is_empty() {
        let question = Question::new("sg-443", list.as_str(), through(&list));
        vec![anybody(question, &admitted, &list)]
    } else {
        fit.into_iter()
            .map(|from| {
                let question = Question::new("sg-443", from.as_str(), through(&list));
                source(look, question, &admitted, from, alike.kind)
            })
            .collect()
    };
    rows.into_iter()
        .map(|row| row.with_command(command.clone()))
        .collect()
}

/// Nobody says who calls: whether anybody is admitted.
fn anybody(question: Question, admitted: &Through<'_>, list: &str) -> Row {
    if !admitted.is_empty() {
        let mut who: Vec<String> = Vec::new();
        if !admitted.ranges.is_empty() {
            who.push(admitted.ranges.to_string());
        }
        who.extend(
            admitted
                .groups
                .iter()
                .chain(&admitted.lists)
                .map(|id| (*id).to_owned()),
        );
        return question.pass(format!("they admit {}", some(who)));
    }
    match &admitted.unread {
        Some(why) => question.not_checked(why.clone()).with_fix(LOOK),
        None => question.warning(
            format!("no rule of {list} admits TCP 443 from anywhere, so calls time out"),
            "admit TCP 443 from the clients, or use allow_from to have a group made",
        ),
    }
}

const LOOK: &str = "see that the groups admit TCP 443 from the clients";

fn source(
    look: &Look<'_>,
    question: Question,
    admitted: &Through<'_>,
    from: &AllowFrom,
    kind: IpAddressType,
) -> Row {
    let (by_name, ranges) = match from {
        AllowFrom::Ipv4(cidr) | AllowFrom::Ipv6(cidr) => (false, Ranges::read([cidr.as_str()])),
        AllowFrom::Group(id) => (
            admitted.groups.contains(id.as_str()),
            member_ranges(look, look.group(id.as_str()).there()),
        ),
        AllowFrom::PrefixList(id) => (
            admitted.lists.contains(id.as_str()),
            list_ranges(look, id.as_str()),
        ),
    };
    if by_name {
        return question.pass(format!("a rule names {from}"));
    }
    let fix = format!("admit TCP 443 from {from} in one of the groups");
    let also = if admitted.groups.is_empty() {
        String::new()
    } else {
        format!(
            "; members of {} are admitted wherever they are",
            some(admitted.groups.iter().copied())
        )
    };
    let Some(wanted) = ranges.map(|r| r.of_type(kind)).filter(|r| !r.is_empty()) else {
        return match &admitted.unread {
            Some(why) => question.not_checked(why.clone()).with_fix(LOOK),
            None if admitted.is_empty() => {
                question.warning(format!("no rule admits TCP 443 from {from}"), fix)
            }
            None => question
                .not_checked(format!(
                    "the addresses behind {from} were not read, and no rule names it"
                ))
                .with_fix(LOOK),
        };
    };
    let shut = wanted.without(&admitted.ranges);
    if shut.is_empty() {
        let there = match from {
            AllowFrom::Group(_) => ", and its members are there",
            _ => "",
        };
        return question.pass(format!("all of {wanted} is admitted{there}"));
    }
    if let Some(why) = &admitted.unread {
        return question.not_checked(why.clone()).with_fix(LOOK);
    }
    if shut == wanted {
        return question.warning(format!("no rule admits TCP 443 from {from}{also}"), fix);
    }
    let part = match from {
        AllowFrom::Group(_) => format!("{shut}, where members of {from} may be,"),
        _ => format!("{shut} of {from}"),
    };
    question.warning(format!("{part} is not admitted on TCP 443{also}"), fix)
}
