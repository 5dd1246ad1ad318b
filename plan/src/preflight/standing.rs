//! Endpoints that are there: those to change, and those of the same service.
//!
//! Must not conclude from what an inventory lacks that it is not there, but for an id that the
//! request names.

use super::look::{Look, some};
use super::row::{Question, Row};
use crate::inventory::{Endpoint, Part};
use crate::plan::{Change, PlannedEndpoint};
use crate::planner::endpoints::{REQUEST_TAG, rivals};
use crate::request::EndpointKey;

pub(super) fn rows(look: &Look<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for endpoint in &look.plan.endpoints {
        rows.push(exists(look, endpoint));
        rows.push(same_name(look, endpoint));
        if let Change::Modify(m) = &endpoint.change {
            rows.extend(changed(look, endpoint, m.id.as_str()));
        }
    }
    rows
}

fn exists(look: &Look<'_>, endpoint: &PlannedEndpoint) -> Row {
    let (vpc, service) = (look.vpc_id(), &endpoint.service_name);
    let question = Question::new(
        "endpoint-exists",
        endpoint.key.as_str(),
        format!("endpoints of {service} in {vpc}"),
    );
    match &endpoint.change {
        Change::Create => {}
        Change::Modify(m) => {
            return question.pass(format!("{} is changed, and none is made", m.id));
        }
        Change::Leave { id } => {
            return question.pass(format!("{id} stands as planned, and none is made"));
        }
    }
    let there: Vec<&Endpoint> = look
        .inventory
        .map(|i| rivals(i, &look.plan.request, endpoint).collect())
        .unwrap_or_default();
    let Some(first) = there.first() else {
        if look.knows(Part::Endpoints) {
            return question.pass("there is none");
        }
        let filter = format!("Name=vpc-id,Values={vpc}");
        return look
            .not_checked(question, Part::Endpoints)
            .with_command(look.aws(["ec2", "describe-vpc-endpoints", "--filters", &filter]));
    };
    let name = look.plan.request.name.as_str();
    let ours = |e: &&Endpoint| e.tags.get(REQUEST_TAG).map(String::as_str) == Some(name);
    let whose = if there.iter().any(ours) {
        "made for this request and different from the plan"
    } else {
        "not made for this request"
    };
    let ids = some(there.iter().map(|e| e.id.as_str()));
    let what = format!("{ids} of {service} is in {vpc} already, {whose}");
    let fix = match endpoint.key {
        EndpointKey::Workload(key) => {
            format!("leave {key} out of [workload] endpoints where that one serves the agents")
        }
        key => format!(
            "write existing = \"{}\" under [endpoints.{key}]: it is then changed, and the grants are added to its policy; or use it as it is, where its policy lets the calls through",
            first.id
        ),
    };
    let command = look.aws([
        "ec2",
        "describe-vpc-endpoints",
        "--vpc-endpoint-ids",
        &first.id,
    ]);
    if endpoint.private_dns && there.iter().any(|e| e.private_dns) {
        question.blocked(
            format!("{what}; both would have private DNS, which EC2 refuses as a conflicting DNS domain"),
            fix,
        )
    } else {
        question.warning(
            format!("{what}; a second one is possible since private DNS is off on one of the two, and costs as much again"),
            fix,
        )
    }
    .with_command(command)
}

/// Other endpoints that own one of the private names.
fn same_name(look: &Look<'_>, endpoint: &PlannedEndpoint) -> Row {
    let (vpc, names) = (look.vpc_id(), &endpoint.private_dns_names);
    let question = Question::new(
        "private-dns-conflict",
        endpoint.key.as_str(),
        format!(
            "endpoints of other services that answer for {}",
            some(names.clone())
        ),
    );
    if !endpoint.turns_private_dns_on() {
        return question.pass("private DNS is not turned on");
    }
    let itself = match &endpoint.change {
        Change::Modify(m) => Some(m.id.as_str()),
        Change::Create | Change::Leave { .. } => None,
    };
    let Some(inventory) = look.inventory else {
        return look.not_checked(question, Part::Endpoints);
    };
    let owns = |e: &&Endpoint| {
        if e.service_name == endpoint.service_name {
            // One that is made beside it has a row of its own.
            return itself.is_some_and(|id| id != e.id);
        }
        let service = inventory.service(&e.service_name);
        let offered = service.map_or(&[][..], |s| s.private_dns_names.as_slice());
        offered
            .iter()
            .chain(&e.dns_names)
            .any(|name| names.contains(name))
    };
    let owner = inventory
        .endpoints
        .iter()
        .filter(|e| e.vpc == vpc && e.is_alive() && e.private_dns)
        .find(owns);
    match owner {
        Some(owner) => question
            .blocked(
                format!("{} of {} answers for the same name, which EC2 refuses as a conflicting DNS domain", owner.id, owner.service_name),
                format!("turn private DNS off under {}, or on {}", Look::table(endpoint), owner.id),
            )
            .with_command(look.aws(["ec2", "describe-vpc-endpoints", "--vpc-endpoint-ids", &owner.id])),
        None if look.knows(Part::Endpoints) => question.pass("there is none"),
        None => look.not_checked(question, Part::Endpoints),
    }
}

/// The endpoint that is to be changed.
fn changed(look: &Look<'_>, endpoint: &PlannedEndpoint, id: &str) -> Vec<Row> {
    let key = endpoint.key.as_str();
    let found = Question::new("existing-not-found", key, format!("whether {id} is there"));
    let vpc = Question::new("existing-wrong-vpc", key, format!("the VPC of {id}"));
    let service = Question::new(
        "existing-wrong-service",
        key,
        format!("the service of {id}"),
    );
    let Some(there) = look.inventory.and_then(|i| i.endpoint(id)) else {
        let read = look
            .inventory
            .is_some_and(|i| i.gap(Part::Endpoints).is_none());
        let found = if read {
            found.blocked(
                format!("{id} is not in the inventory"),
                "correct the id, or leave existing out to have an endpoint made",
            )
        } else {
            look.not_checked(found, Part::Endpoints)
        };
        return vec![
            found.with_command(look.aws([
                "ec2",
                "describe-vpc-endpoints",
                "--vpc-endpoint-ids",
                id,
            ])),
            look.not_checked(vpc, Part::Endpoints),
            look.not_checked(service, Part::Endpoints),
        ];
    };
    let found = if there.is_alive() {
        found.pass(format!("it is {}", there.state))
    } else {
        found.blocked(
            format!("{id} is {}", there.state),
            "correct the id, or leave existing out to have an endpoint made",
        )
    };
    let wanted = look.vpc_id();
    let vpc = if there.vpc == wanted {
        vpc.pass(format!("it is in {wanted}"))
    } else {
        vpc.blocked(
            format!("{id} is in {}, the request is for {wanted}", there.vpc),
            "correct the id, or the request's VPC",
        )
    };
    let service = if there.service_name == endpoint.service_name {
        service.pass(format!("it is of {}", there.service_name))
    } else {
        service.blocked(
            format!(
                "{id} is of {}, not of {}",
                there.service_name, endpoint.service_name
            ),
            "correct the id",
        )
    };
    vec![found, vpc, service]
}
