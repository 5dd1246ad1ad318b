//! Who ran the commands, and how many endpoints a VPC may have.
//!
//! Must not take another quota for ours.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::gathered::Gathered;
use crate::inventory::Part;

/// The quota of interface endpoints in a VPC.
pub(in crate::inventory) const QUOTA: &str = "L-29B6F2EB";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Quota {
    quota_code: String,
    value: f64,
}

/// `aws sts get-caller-identity`
pub(super) fn caller(gathered: &mut Gathered<'_>, account: &str, arn: Option<String>) -> Part {
    if let Some(other) = gathered.account.replace(account.to_owned())
        && other != account
    {
        let what =
            format!("outputs of accounts {other} and {account} are mixed: paste those of one");
        gathered.fault_in_all(what);
    }
    gathered.caller = arn;
    gathered.saw(Part::Caller, 1);
    Part::Caller
}

/// `aws service-quotas get-service-quota`
pub(super) fn quota(gathered: &mut Gathered<'_>, raw: &RawValue) -> Option<Part> {
    let quota: Quota = serde_json::from_str(raw.get()).ok()?;
    if quota.quota_code != QUOTA {
        return None;
    }
    gathered.quota = whole_number(quota.value);
    gathered.saw(Part::Quota, 1);
    Some(Part::Quota)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked before"
)]
fn whole_number(value: f64) -> Option<u32> {
    (value >= 0.0 && value <= f64::from(u32::MAX) && value.fract() == 0.0).then_some(value as u32)
}
