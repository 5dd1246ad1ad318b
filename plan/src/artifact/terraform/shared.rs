//! The zones of a configuration: `aws_route53_zone` with its records, and who is given it.
//!
//! Must associate VPCs of the account itself alone: another account's are authorised, and
//! associated there.

use std::collections::BTreeMap;

use askama::filters::Safe;

use super::label;
use crate::plan::{Change, Plan};
use crate::shared_dns::{SharedDns, SharedZone};

/// One zone.
pub(super) struct Zone<'p> {
    /// The name of its resource.
    pub(super) label: Safe<String>,
    pub(super) name: &'p str,
    pub(super) comment: String,
    pub(super) records: Vec<Record<'p>>,
    /// Where the endpoint's names are said.
    pub(super) entry: Safe<String>,
    pub(super) tags: &'p BTreeMap<String, String>,
    /// What must be there first.
    pub(super) after: Vec<Safe<String>>,
}

/// One record.
pub(super) struct Record<'p> {
    pub(super) label: Safe<String>,
    pub(super) name: &'p str,
    pub(super) kind: &'static str,
}

/// A VPC.
pub(super) struct Spoke<'p> {
    pub(super) label: Safe<String>,
    pub(super) vpc: &'p str,
    /// The account, where it is another.
    pub(super) account: Option<&'p str>,
}

/// The zones of a configuration and who is given them.
pub(super) struct Shared<'p> {
    pub(super) zones: Vec<Zone<'p>>,
    pub(super) spokes: Vec<Spoke<'p>>,
    pub(super) others: Vec<Spoke<'p>>,
    /// The endpoints that stand and are read: their label and id.
    pub(super) standing: Vec<(Safe<String>, &'p str)>,
}

/// The zones of a plan that shares names.
pub(super) fn shared(plan: &Plan) -> Option<Shared<'_>> {
    let shared = plan.shared_dns.as_ref()?;
    let spokes = shared.vpcs.iter().enumerate().map(|(i, vpc)| Spoke {
        label: Safe(format!("vpc_{}", i + 1)),
        vpc: vpc.as_str(),
        account: None,
    });
    let others = shared.others.iter().flat_map(|(account, vpcs)| {
        vpcs.iter().enumerate().map(move |(i, vpc)| Spoke {
            label: Safe(format!("vpc_{account}_{}", i + 1)),
            vpc: vpc.as_str(),
            account: Some(account.as_str()),
        })
    });
    let standing = plan.endpoints.iter().filter_map(|e| match &e.change {
        Change::Leave { id } if shared.of(e.key).next().is_some() => {
            Some((Safe(label(e.key)), id.as_str()))
        }
        Change::Create | Change::Modify(_) | Change::Leave { .. } => None,
    });
    Some(Shared {
        zones: shared.zones.iter().map(|z| zone(plan, shared, z)).collect(),
        spokes: spokes.collect(),
        others: others.collect(),
        standing: standing.collect(),
    })
}

/// The name of a zone's resource: its endpoint's, with a number from the second on.
fn zone_label(shared: &SharedDns, zone: &SharedZone) -> String {
    let place = shared.of(zone.endpoint).position(|one| one == zone);
    match place.unwrap_or_default() {
        0 => label(zone.endpoint),
        i => format!("{}_{}", label(zone.endpoint), i + 1),
    }
}

fn zone<'p>(plan: &'p Plan, shared: &'p SharedDns, zone: &'p SharedZone) -> Zone<'p> {
    let of = label(zone.endpoint);
    let own = zone_label(shared, zone);
    let stands = plan
        .endpoint(zone.endpoint)
        .is_some_and(|e| matches!(e.change, Change::Leave { .. }));
    let source = if stands { "data." } else { "" };
    let each = |(i, name): (usize, &'p String)| {
        let own = own.clone();
        zone.types.iter().map(move |kind| {
            let kind = kind.as_str();
            let number = if i == 0 {
                String::new()
            } else {
                format!("_{}", i + 1)
            };
            Record {
                label: Safe(format!("{own}_{}{number}", kind.to_ascii_lowercase())),
                name,
                kind,
            }
        })
    };
    let records: Vec<Record<'p>> = zone.records.iter().enumerate().flat_map(each).collect();
    let below = shared.below(zone).flat_map(|below| {
        let label = zone_label(shared, below);
        let spokes = (1..=shared.vpcs.len())
            .map(|i| Safe(format!("aws_route53_zone_association.{label}_vpc_{i}")))
            .collect::<Vec<_>>();
        let kind = below
            .types
            .first()
            .map_or("a", |t| t.as_str())
            .to_ascii_lowercase();
        std::iter::once(Safe(format!("aws_route53_record.{label}_{kind}"))).chain(spokes)
    });
    Zone {
        name: &zone.name,
        comment: format!("AgentCore endpoints of {}", plan.request.name),
        entry: Safe(format!("{source}aws_vpc_endpoint.{of}.dns_entry[0]")),
        tags: &zone.tags,
        after: std::iter::once(Safe(format!("{source}aws_vpc_endpoint.{of}")))
            .chain(below)
            .collect(),
        records,
        label: Safe(own),
    }
}
