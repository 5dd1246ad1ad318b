//! The zones of a stack, which CloudFormation and CDK share: their logical ids, VPCs and records.
//!
//! Must hold zones of the stack's own endpoints alone, and VPCs of its own account: CloudFormation
//! associates no others.

use super::remark::line;
use super::stack::{Kind, Parameter, StackEndpoint};
use crate::plan::{Change, Plan};
use crate::shared_dns::{RecordType, SharedZone};

/// One zone of a stack.
pub(super) struct StackZone<'p> {
    /// Its logical id.
    pub(super) id: String,
    /// What it is.
    pub(super) zone: &'p SharedZone,
    /// What it is said to be for.
    pub(super) comment: String,
    /// The parameters that hold its VPCs.
    pub(super) vpcs: Vec<String>,
    /// The logical ids of what must be there first, in their order.
    pub(super) after: Vec<String>,
    /// Its records.
    pub(super) records: Vec<StackRecord<'p>>,
}

/// One record of a zone.
pub(super) struct StackRecord<'p> {
    /// Its logical id.
    pub(super) id: String,
    /// Its name.
    pub(super) name: &'p str,
    /// Its type.
    pub(super) kind: RecordType,
    /// The logical id of the endpoint that it leads to.
    pub(super) endpoint: String,
}

/// The zones of the endpoints that a stack makes, and the parameters for their VPCs.
pub(super) fn zones<'p>(
    plan: &'p Plan,
    endpoints: &[StackEndpoint<'p>],
) -> (Vec<StackZone<'p>>, Vec<Parameter>) {
    let Some(shared) = &plan.shared_dns else {
        return (Vec::new(), Vec::new());
    };
    let mut zones: Vec<StackZone<'p>> = Vec::new();
    for zone in &shared.zones {
        let Some(endpoint) = endpoints.iter().find(|e| e.planned.key == zone.endpoint) else {
            continue;
        };
        let stem = format!("{}Zone", endpoint.id);
        let count = zones
            .iter()
            .filter(|z| z.zone.endpoint == zone.endpoint)
            .count();
        let id = numbered(&stem, count);
        let below = shared.below(zone).map(|below| below.name.as_str());
        let below: Vec<&str> = below.collect();
        let mut after: Vec<String> = zones
            .iter()
            .filter(|z| below.contains(&z.zone.name.as_str()))
            .flat_map(|z| z.records.iter().map(|r| r.id.clone()))
            .collect();
        after.push(endpoint.id.clone());
        after.sort();
        zones.push(StackZone {
            records: records(&id, zone, &endpoint.id),
            id,
            zone,
            comment: format!("AgentCore endpoints of {}", plan.request.name),
            vpcs: std::iter::once("VpcId".to_owned())
                .chain((1..=shared.vpcs.len()).map(|i| format!("SharedVpcId{i}")))
                .collect(),
            after,
        });
    }
    let parameters = shared.vpcs.iter().enumerate().map(|(i, vpc)| Parameter {
        id: format!("SharedVpcId{}", i + 1),
        kind: Kind::Vpc,
        default: vpc.to_string(),
        description: "Another VPC that has the names".to_owned(),
    });
    let parameters = if zones.is_empty() {
        Vec::new()
    } else {
        parameters.collect()
    };
    (zones, parameters)
}

fn records<'p>(id: &str, zone: &'p SharedZone, endpoint: &str) -> Vec<StackRecord<'p>> {
    let each = |(i, name): (usize, &'p String)| {
        zone.types.iter().map(move |kind| StackRecord {
            id: numbered(&format!("{id}{}", word(*kind)), i),
            name,
            kind: *kind,
            endpoint: endpoint.to_owned(),
        })
    };
    zone.records.iter().enumerate().flat_map(each).collect()
}

fn word(kind: RecordType) -> &'static str {
    match kind {
        RecordType::A => "A",
        RecordType::Aaaa => "Aaaa",
    }
}

/// The stem, with a number from the second on.
fn numbered(stem: &str, index: usize) -> String {
    if index == 0 {
        stem.to_owned()
    } else {
        format!("{stem}{}", index + 1)
    }
}

/// What a template of a plan leaves out of its zones, a line each.
pub(super) fn left_out(plan: &Plan) -> Vec<String> {
    let Some(shared) = &plan.shared_dns else {
        return Vec::new();
    };
    let standing = plan.endpoints.iter().filter(|e| e.change != Change::Create);
    let zones: Vec<&str> = standing
        .flat_map(|e| shared.of(e.key))
        .map(|zone| zone.name.as_str())
        .collect();
    let accounts: Vec<String> = shared.others.keys().map(ToString::to_string).collect();
    let mut lines = Vec::new();
    if !zones.is_empty() {
        lines.push(line(&format!(
            "left out: the zone {}, whose endpoint is there already; share-dns/zones.sh makes it",
            zones.join(", ")
        )));
    }
    if !accounts.is_empty() {
        lines.push(line(&format!(
            "left out: VPCs of account {}, which share-dns/zones.sh authorises and whose scripts associate them",
            accounts.join(", ")
        )));
    }
    lines
}
