//! What names for other VPCs cost: hosted zones, or a Route 53 Profile.
//!
//! Must not hold what queries cost: that hangs on how many there are.

use serde::Deserialize;

/// Route 53's prices, the same in every Region.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZonePrice {
    /// How many hosted zones of an account cost more than those after them.
    pub first_zones: u64,
    /// One of these for a month, in millionths of a dollar.
    pub first_zone_month_micro_usd: u64,
    /// One more for a month, likewise.
    pub further_zone_month_micro_usd: u64,
    /// How many VPCs the price of an account's Profiles covers.
    pub profile_vpcs: u64,
    /// Profiles of an account for an hour, likewise.
    pub profile_hour_micro_usd: u64,
    /// One more VPC for an hour, likewise.
    pub further_vpc_hour_micro_usd: u64,
    /// Where the prices are from.
    pub source: String,
    /// When they were read.
    pub date: String,
}
