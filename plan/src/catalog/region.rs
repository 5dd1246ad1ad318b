//! Regions and rates.
//!
//! Must not refuse a Region: an unknown one is a note.

use serde::Deserialize;

/// What is known of one Region.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionFacts {
    /// Its code.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Its partition.
    pub partition: String,
    /// Features that the Region table does not list for it.
    pub lacks: Vec<String>,
    /// Zones that take a runtime's own interfaces; not the zones of an endpoint.
    pub runtime_zone_ids: Vec<String>,
}

/// What PrivateLink costs in one Region.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// The Region.
    pub region: String,
    /// One endpoint in one zone for one hour, in millionths of a dollar.
    pub zone_hour_micro_usd: u64,
    /// Data processed, by volume.
    pub gb_tiers: Vec<Tier>,
    /// The hours a month is counted as.
    pub hours_per_month: u64,
    /// Where the rate is from.
    pub source: String,
    /// When it was read.
    pub date: String,
}

/// A step of the data price.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// Up to this many petabytes a month; none on the last step.
    #[serde(default)]
    pub up_to_pb: Option<u64>,
    /// A gigabyte in millionths of a dollar.
    pub micro_usd: u64,
}
