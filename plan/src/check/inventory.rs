//! Notes on the inventory itself: whether there is one, and whether it fits the request.
//!
//! Must not judge endpoints or subnets: `existing.rs` and `placement.rs` do.

use super::{Seen, some};
use crate::inventory::Inventory;
use crate::plan::Note;

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let Some(inventory) = seen.inventory else {
        let detail = "zones, DNS attributes, owners of the subnets and endpoints that exist already are as the request says, unchecked".to_owned();
        let fix = "compare with the account, or plan again with an inventory document".to_owned();
        return vec![seen.note("not-checked", "inventory", detail, fix)];
    };
    let mut notes: Vec<Note> = mismatch(seen, inventory).into_iter().collect();
    notes.extend(absent(seen, inventory));
    notes
}

fn mismatch(seen: &Seen<'_>, inventory: &Inventory) -> Option<Note> {
    let (account, region) = (seen.request.account.as_str(), seen.request.region.as_str());
    let other = |seen: &Option<String>, wanted: &str| {
        seen.as_deref().filter(|s| *s != wanted).map(str::to_owned)
    };
    let mut wrong = Vec::new();
    if let Some(theirs) = other(&inventory.account, account) {
        wrong.push(format!("account {theirs} and not {account}"));
    }
    if let Some(theirs) = other(&inventory.region, region) {
        wrong.push(format!("Region {theirs} and not {region}"));
    }
    (!wrong.is_empty()).then(|| {
        let detail = format!("the inventory is of {}", some(wrong));
        let fix = format!("read it with credentials of account {account}, in {region}");
        seen.note("inventory-mismatch", "inventory", detail, fix)
    })
}

/// Ids that should stand in the inventory if it looked where the request points.
fn absent(seen: &Seen<'_>, inventory: &Inventory) -> Option<Note> {
    let vpc = seen.request.placement.vpc.as_str();
    let mut absent: Vec<&str> = Vec::new();
    if !inventory.vpcs.is_empty() && !inventory.vpcs.iter().any(|v| v.id == vpc) {
        absent.push(vpc);
    }
    if inventory.subnets.iter().any(|s| s.vpc == vpc) {
        let named = seen
            .plan
            .endpoints
            .iter()
            .flat_map(|e| &e.subnets)
            .map(crate::id::SubnetId::as_str);
        absent.extend(named.filter(|s| inventory.subnet(s).is_none()));
        absent.sort_unstable();
        absent.dedup();
    }
    (!absent.is_empty()).then(|| {
        let detail = format!("the inventory has nothing called {}", some(absent));
        let fix = "compare with the account: the id may be mistyped, deleted, or invisible to whoever read the inventory".to_owned();
        seen.note("not-in-inventory", "placement", detail, fix)
    })
}
