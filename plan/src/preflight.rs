//! What creation would meet in the account: one table of rows, before anything is made.
//!
//! Must block only what AWS refuses and warn where another path may exist; must never let what was
//! not read look like what is as it should be.

mod acl;
mod command;
mod dns;
mod egress;
mod groups;
mod ingress;
mod look;
mod network_acls;
mod others;
mod outside;
mod permissions;
mod ports;
mod ranges;
mod row;
mod services;
mod standing;
mod subnets;
mod tags;
#[cfg(test)]
mod tests;
mod vpc;

pub use permissions::{DryRun, DryRunAnswer, permissions, with_permissions};
pub use row::{Row, Tally, Verdict};

use crate::catalog::Catalog;
use crate::inventory::Inventory;
use crate::plan::Plan;
use look::Look;

/// Every row of a plan, in the order of the subjects. Rows are never left out for lack of an
/// inventory: what was not read is [`Verdict::NotChecked`], with the reason.
pub fn preflight(catalog: &Catalog, inventory: Option<&Inventory>, plan: &Plan) -> Vec<Row> {
    let look = Look::new(catalog, inventory, plan);
    let mut rows = vec![vpc::mismatch(plan, inventory)];
    for subject in [
        vpc::rows,
        subnets::rows,
        services::rows,
        standing::rows,
        dns::rows,
        groups::rows,
        ingress::rows,
        egress::rows,
        network_acls::rows,
        outside::rows,
        others::rows,
        tags::rows,
        permissions::rows,
    ] {
        rows.extend(subject(&look));
    }
    rows
}
