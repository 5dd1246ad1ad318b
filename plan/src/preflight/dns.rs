//! Names that would stop resolving, and zones of others for the private names.
//!
//! Must not know any name: they are the catalogue's.

use super::look::{Look, some};
use super::row::{Question, Row};
use super::vpc::private;
use crate::inventory::Part;
use crate::plan::Change;
use crate::request::EndpointKey;

pub(super) fn rows(look: &Look<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for above in EndpointKey::ALL.iter().copied() {
        for below in EndpointKey::ALL.iter().copied() {
            let planned = |key| look.plan.endpoint(key).is_some();
            if (planned(above) || planned(below)) && hidden_by(look, above, below) {
                rows.extend(shadow(look, above, below));
            }
        }
    }
    rows.push(zones(look));
    rows
}

/// The names of `below` end in a private name of `above`, whose hidden zone swallows them.
fn hidden_by(look: &Look<'_>, above: EndpointKey, below: EndpointKey) -> bool {
    let names = |key| {
        look.catalog
            .private_dns_names(key, &look.plan.request.region)
    };
    let zones = names(above);
    above != below
        && names(below)
            .iter()
            .any(|name| zones.iter().any(|zone| name.ends_with(&format!(".{zone}"))))
}

/// Private DNS of a service is on in this VPC, through the plan or through what is there.
fn is_on(look: &Look<'_>, key: EndpointKey) -> bool {
    let service = look.catalog.service_name(key, &look.plan.request.region);
    let goes_off = |id: &str| {
        look.plan.endpoints.iter().any(
            |e| matches!(&e.change, Change::Modify(m) if m.id.as_str() == id && m.private_dns == Some(false)),
        )
    };
    let there = look.inventory.is_some_and(|i| {
        i.endpoints.iter().any(|e| {
            e.vpc == look.vpc_id()
                && e.service_name == service
                && e.is_alive()
                && e.private_dns
                && !goes_off(&e.id)
        })
    });
    there || look.plan.endpoint(key).is_some_and(|e| look.private_dns(e))
}

fn shadow(look: &Look<'_>, above: EndpointKey, below: EndpointKey) -> Option<Row> {
    let zone = some(
        look.catalog
            .private_dns_names(above, &look.plan.request.region),
    );
    let names = some(
        look.catalog
            .private_dns_names(below, &look.plan.request.region),
    );
    let looked_at = format!("whether {names} still resolve beside {zone}");
    let open = |question: Question| {
        if look.knows(Part::Endpoints) {
            question.pass(format!(
                "private DNS of the {above} service is off in this VPC"
            ))
        } else {
            look.not_checked(question, Part::Endpoints)
        }
    };
    if look.plan.endpoint(below).is_some() {
        let question = Question::new("dns-shadow", below.as_str(), looked_at);
        if is_on(look, below) {
            return Some(
                question.pass(format!("private DNS of the {below} endpoint answers them")),
            );
        }
        if !is_on(look, above) {
            return Some(open(question));
        }
        return Some(question.blocked(
            format!("{names} end in {zone}, which private DNS of the {above} endpoint answers alone: they would not resolve in this VPC"),
            format!("turn private DNS on for the {below} endpoint, or off for the {above} endpoint"),
        ));
    }
    look.plan.endpoint(above)?;
    let question = Question::new("dns-shadow-possible", above.as_str(), looked_at);
    if is_on(look, below) {
        return Some(question.pass(format!("a {below} endpoint with private DNS is there")));
    }
    if !is_on(look, above) {
        return Some(open(question));
    }
    Some(question.warning(
        format!("no {below} endpoint is planned, and with private DNS of the {above} endpoint {names} no longer resolve in this VPC"),
        format!("add a grant for what the VPC calls there, or turn private DNS off for the {above} endpoint; nothing to do if it calls none"),
    ))
}

/// An inventory holds no private hosted zones.
fn zones(look: &Look<'_>) -> Row {
    let question = Question::new(
        "private-hosted-zones",
        "placement.private_dns",
        "private hosted zones of the VPC that own a private name",
    );
    if private(look).is_empty() {
        return question.pass("private DNS is off for every endpoint");
    }
    let (vpc, region) = (look.vpc_id(), look.plan.request.region.as_str());
    question
        .not_checked("private hosted zones are no part of an inventory")
        .with_fix("look through the VPC's zones for the private names: EC2 refuses a conflicting DNS domain")
        .with_command(look.aws([
            "route53",
            "list-hosted-zones-by-vpc",
            "--vpc-id",
            vpc,
            "--vpc-region",
            region,
        ]))
}
