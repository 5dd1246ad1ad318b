//! Notes on guardrails: each answer of the request that breaks a rule, at its field.
//!
//! Must ask the rules about every answer that a plan rests on; what they say is theirs.

use super::{Seen, at};
use crate::catalog::Severity;
use crate::guardrails::{Answer, Certainty, Rule};
use crate::id::SubnetId;
use crate::plan::{Note, PlannedEndpoint, Reached};
use crate::planner::reach::GrantReach;
use crate::request::{Access, Auth, EndpointOverride, PolicyMode};

/// What is broken.
const BROKEN: &str = "guardrail";

/// What cannot be told yet.
const UNKNOWN: &str = "guardrail-unknown";

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    if seen.guardrails.is_empty() {
        return Vec::new();
    }
    let asked = asked(seen);
    let mut notes: Vec<Note> = Vec::new();
    for rule in seen.guardrails.rules() {
        for (subject, answer) in &asked {
            let note = judged(seen, rule, subject, answer);
            // What all endpoints share is one answer, however many there are.
            notes.extend(note.filter(|note| !notes.contains(note)));
        }
    }
    notes
}

fn judged(seen: &Seen<'_>, rule: &Rule, subject: &str, answer: &Answer<'_>) -> Option<Note> {
    let stop = rule.stop(answer)?;
    Some(match stop.certainty {
        Certainty::Broken => seen.note(BROKEN, subject, stop.detail, stop.fix),
        Certainty::Unknown => {
            // Without an inventory nothing about the account is blocked; whoever carries a plan out
            // has one, and what is not known there stays so.
            let severity = match seen.inventory {
                None => Severity::Warning,
                Some(_) => Severity::Blocked,
            };
            Seen::note_as(severity, UNKNOWN, subject, stop.detail, stop.fix)
        }
    })
}

/// Every answer that a rule may be about, with its field.
fn asked<'a>(seen: &Seen<'a>) -> Vec<(String, Answer<'a>)> {
    let request = seen.request;
    let vpc = request.placement.vpc.as_str();
    let there = seen.inventory.and_then(|i| i.vpc(vpc));
    let mut asked = vec![
        ("name".to_owned(), Answer::Name(request.name.as_str())),
        (
            "account".to_owned(),
            Answer::Account(request.account.as_str()),
        ),
        ("region".to_owned(), Answer::Region(request.region.as_str())),
        (
            "placement.vpc".to_owned(),
            Answer::Vpc {
                id: vpc,
                tags: there.and_then(|v| v.tags.as_ref()),
            },
        ),
        ("tags".to_owned(), Answer::Tags(&request.tags)),
        (
            "cost".to_owned(),
            Answer::MonthlyUsd(match &seen.plan.workload {
                Some(workload) => workload.together_usd.as_deref(),
                None => seen.plan.cost.monthly_usd.as_deref(),
            }),
        ),
    ];
    asked.extend(subnets(seen, "placement", &request.placement.subnets));
    for (key, own) in &request.endpoints {
        let own = own.subnets.iter().flatten();
        asked.extend(subnets(seen, &format!("endpoints.{key}"), own));
    }
    for endpoint in &seen.plan.endpoints {
        asked.extend(of_endpoint(seen, endpoint));
    }
    asked.extend(of_workload(seen));
    for reach in seen.reaches {
        asked.extend(of_grant(reach));
    }
    asked
}

fn subnets<'a>(
    seen: &Seen<'a>,
    table: &str,
    ids: impl IntoIterator<Item = &'a SubnetId>,
) -> Vec<(String, Answer<'a>)> {
    let inventory = seen.inventory;
    let answer = |(index, id): (usize, &'a SubnetId)| {
        let there = inventory.and_then(|i| i.subnet(id.as_str()));
        let tags = there.and_then(|s| s.tags.as_ref());
        (
            format!("{table}.subnets[{index}]"),
            Answer::Subnet {
                id: id.as_str(),
                tags,
            },
        )
    };
    ids.into_iter().enumerate().map(answer).collect()
}

fn of_endpoint<'a>(seen: &Seen<'a>, endpoint: &'a PlannedEndpoint) -> Vec<(String, Answer<'a>)> {
    let key = endpoint.key;
    let own = seen.request.endpoints.get(&key);
    let field = |name: &str, is_own: fn(&EndpointOverride) -> bool| {
        if own.is_some_and(is_own) {
            format!("endpoints.{key}.{name}")
        } else {
            format!("placement.{name}")
        }
    };
    let mut asked = vec![
        (
            field("private_dns", |own| {
                own.private_dns.is_some() || own.existing.is_some()
            }),
            Answer::PrivateDns(seen.private_dns(endpoint)),
        ),
        (
            field("subnets", |own| own.subnets.is_some()),
            Answer::Zones(endpoint.subnets.len()),
        ),
    ];
    let needing = endpoint.grants.iter();
    asked.extend(needing.map(|index| (format!("grants[{index}].primitive"), Answer::Service(key))));
    if seen.mode(key) == PolicyMode::FullAccess {
        let subject = match own.and_then(|own| own.policy) {
            Some(_) => format!("endpoints.{key}.policy"),
            None => "policy".to_owned(),
        };
        asked.push((subject, Answer::FullAccess));
    }
    asked
}

/// What agents need beside AgentCore. Its endpoints of interfaces have AWS's default policy by
/// design, so only the choice for S3 is an answer.
fn of_workload<'a>(seen: &Seen<'a>) -> Vec<(String, Answer<'a>)> {
    let (Some(own), Some(workload)) = (&seen.request.workload, &seen.plan.workload) else {
        return Vec::new();
    };
    let mut asked = subnets(seen, "workload", &own.subnets);
    for endpoint in &workload.plan.endpoints {
        if endpoint.reached == Reached::Interfaces {
            let zones = Answer::Zones(endpoint.subnets.len());
            asked.push(("workload.subnets".to_owned(), zones));
            let private_dns = Answer::PrivateDns(endpoint.private_dns);
            asked.push(("workload.endpoints".to_owned(), private_dns));
        } else if own.policy == PolicyMode::FullAccess {
            asked.push(("workload.policy".to_owned(), Answer::FullAccess));
        }
    }
    asked
}

fn of_grant<'a>(reach: &GrantReach<'a>) -> Vec<(String, Answer<'a>)> {
    let (grant, subject) = (reach.grant, at(reach));
    let access = match grant.access {
        Access::Preset(_) => "access",
        Access::Actions => "actions",
    };
    let mut asked = vec![
        (
            format!("{subject}.primitive"),
            Answer::Primitive(&grant.primitive),
        ),
        (
            format!("{subject}.{access}"),
            Answer::Actions {
                primitive: reach.primitive,
                plane: grant.plane,
                actions: &grant.actions,
            },
        ),
        (
            format!("{subject}.conditions"),
            Answer::Conditions {
                auth: grant.auth,
                callers: &grant.callers,
                conditions: &grant.conditions,
            },
        ),
    ];
    if grant.auth == Auth::Sigv4 {
        let callers = grant.callers.iter().enumerate();
        asked.extend(callers.map(|(index, caller)| {
            (
                format!("{subject}.callers[{index}]"),
                Answer::Caller(caller),
            )
        }));
    }
    asked
}
