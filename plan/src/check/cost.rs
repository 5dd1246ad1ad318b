//! Notes on how sure the cost is.
//!
//! Must not compute it: `cost.rs` above does.

use super::Seen;
use crate::cost::Basis;
use crate::plan::Note;

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let region = &seen.request.region;
    let look = format!("see the AWS PrivateLink prices of {region}");
    match seen.plan.cost.basis {
        Basis::Region => Vec::new(),
        Basis::OtherRegion => {
            let detail = format!(
                "the rate of {region} is not known here; the estimate uses {}",
                seen.plan.cost.source
            );
            vec![seen.note("cost-other-region", "cost", detail, look)]
        }
        Basis::Unknown => {
            let detail = format!("no rate is known for the partition of {region}");
            vec![seen.note("cost-unknown", "cost", detail, look)]
        }
    }
}
