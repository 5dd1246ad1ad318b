//! The zones of a template: private hosted zones, their VPCs and alias records.
//!
//! Must take an endpoint's name from the stack, never from a parameter.

use super::tree::{Node, line, map};
use super::{dns_part, reference, tag_list};
use crate::artifact::shared_stack::{StackRecord, StackZone};

/// A zone and its records.
pub(super) fn resources(zone: &StackZone<'_>) -> Vec<(String, Node)> {
    let records = zone.records.iter().map(|r| (r.id.clone(), record(zone, r)));
    std::iter::once((zone.id.clone(), hosted_zone(zone)))
        .chain(records)
        .collect()
}

/// The zone's id, which other accounts are told.
pub(super) fn output(zone: &StackZone<'_>) -> (String, Node) {
    let said = format!("The zone {}", zone.zone.name);
    (
        format!("{}Id", zone.id),
        super::output(&said, reference(&zone.id)),
    )
}

fn hosted_zone(zone: &StackZone<'_>) -> Node {
    let vpc = |parameter: &String| {
        line([
            ("VPCId", reference(parameter)),
            ("VPCRegion", reference("AWS::Region")),
        ])
    };
    let properties = map([
        ("Name", zone.zone.name.as_str().into()),
        (
            "HostedZoneConfig",
            line([("Comment", zone.comment.as_str().into())]),
        ),
        ("VPCs", zone.vpcs.iter().map(vpc).collect()),
        ("HostedZoneTags", tag_list(&zone.zone.tags)),
    ]);
    map([
        ("Type", "AWS::Route53::HostedZone".into()),
        (
            "DependsOn",
            zone.after.iter().map(|id| id.as_str().into()).collect(),
        ),
        ("Properties", properties),
    ])
}

fn record(zone: &StackZone<'_>, record: &StackRecord<'_>) -> Node {
    let properties = map([
        ("HostedZoneId", reference(&zone.id)),
        ("Name", record.name.into()),
        ("Type", record.kind.as_str().into()),
        (
            "AliasTarget",
            map([
                ("DNSName", dns_part(&record.endpoint, 1)),
                ("HostedZoneId", dns_part(&record.endpoint, 0)),
            ]),
        ),
    ]);
    map([
        ("Type", "AWS::Route53::RecordSet".into()),
        ("Properties", properties),
    ])
}
