//! The zones of a stack as TypeScript.
//!
//! Must write the resources of `cloudformation/shared.rs`.

use askama::filters::Safe;

use super::{Output, variable};
use crate::artifact::shared_stack::{StackRecord, StackZone};
use crate::artifact::stack::tags;

/// A zone.
pub(super) struct Zone<'p> {
    pub(super) variable: Safe<String>,
    pub(super) id: &'p str,
    pub(super) name: &'p str,
    pub(super) comment: &'p str,
    pub(super) vpcs: Vec<Safe<String>>,
    pub(super) tags: Vec<(&'p str, &'p str)>,
    pub(super) records: Vec<Record<'p>>,
    pub(super) after: Vec<Safe<String>>,
    pub(super) output: Output,
}

/// A record.
pub(super) struct Record<'p> {
    pub(super) variable: Safe<String>,
    pub(super) id: &'p str,
    pub(super) name: &'p str,
    pub(super) kind: &'static str,
    pub(super) endpoint: Safe<String>,
}

/// A zone of a stack.
pub(super) fn zone<'p>(zone: &'p StackZone<'p>) -> Zone<'p> {
    let named = variable(&zone.id);
    Zone {
        id: &zone.id,
        name: &zone.zone.name,
        comment: &zone.comment,
        vpcs: zone.vpcs.iter().map(|v| variable(v)).collect(),
        tags: tags(&zone.zone.tags),
        records: zone.records.iter().map(record).collect(),
        after: zone.after.iter().map(|id| variable(id)).collect(),
        output: Output {
            id: format!("{}Id", zone.id),
            description: format!("The zone {}", zone.zone.name),
            value: Safe(format!("{}.ref", named.0)),
        },
        variable: named,
    }
}

fn record<'p>(record: &'p StackRecord<'p>) -> Record<'p> {
    Record {
        variable: variable(&record.id),
        id: &record.id,
        name: record.name,
        kind: record.kind.as_str(),
        endpoint: variable(&record.endpoint),
    }
}
