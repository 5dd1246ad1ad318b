//! What a plan costs a month, with the formula.
//!
//! Must not guess: a Region whose rate is not known says so.

mod hub;

use serde::Serialize;

use crate::catalog::{Catalog, Price};
use crate::id::Region;
use crate::request::EndpointKey;

pub use hub::HubCost;
pub(crate) use hub::hub;

/// The monthly cost of a plan's endpoints, before data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// How sure the figures are.
    pub basis: Basis,
    /// Each endpoint.
    pub endpoints: Vec<EndpointCost>,
    /// One endpoint in one zone a month, likewise; none when unknown.
    pub zone_monthly_usd: Option<String>,
    /// All endpoints together in US dollars with two decimals; none when unknown.
    pub monthly_usd: Option<String>,
    /// How the figure comes about, in words.
    pub formula: String,
    /// What a gigabyte costs on top, in words.
    pub data: String,
    /// Where the rate is from and when it was read.
    pub source: String,
    /// One hub beside a set of endpoints in each VPC, where names are shared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hub: Option<HubCost>,
}

/// How sure a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The Region's own rate.
    Region,
    /// Another Region's rate, since this one's is not known here.
    OtherRegion,
    /// No rate is known for this partition.
    Unknown,
}

/// One endpoint's share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EndpointCost {
    /// Which endpoint.
    pub key: EndpointKey,
    /// In how many zones it has an interface.
    pub zones: usize,
    /// US dollars a month with two decimals; none when unknown.
    pub monthly_usd: Option<String>,
}

/// The cost of endpoints with their numbers of zones.
pub fn cost(catalog: &Catalog, region: &Region, zones: &[(EndpointKey, usize)]) -> Cost {
    let (price, basis) = rate(catalog, region);
    let month = |count: usize| Some(usd(cents(price?, count)?));
    let total: usize = zones.iter().map(|(_, count)| count).sum();
    let Some(rate) = price else {
        return Cost {
            basis,
            endpoints: zones
                .iter()
                .map(|(key, zones)| EndpointCost {
                    key: *key,
                    zones: *zones,
                    monthly_usd: None,
                })
                .collect(),
            zone_monthly_usd: None,
            monthly_usd: None,
            formula: format!(
                "no estimate: {total} endpoint-zones × hours × the Region's rate, which is not known here"
            ),
            data: "the price of data is not known here".to_owned(),
            source: "see the AWS PrivateLink price list of the Region".to_owned(),
            hub: None,
        };
    };
    let whose = match basis {
        Basis::Region => String::new(),
        _ => format!(", the rate of {}: this Region's may differ", rate.region),
    };
    Cost {
        basis,
        endpoints: zones
            .iter()
            .map(|(key, zones)| EndpointCost {
                key: *key,
                zones: *zones,
                monthly_usd: month(*zones),
            })
            .collect(),
        zone_monthly_usd: month(1),
        monthly_usd: month(total),
        formula: format!(
            "an estimate: {total} endpoint-zones × {} h × {} an hour{whose}",
            rate.hours_per_month,
            dollars(rate.zone_hour_micro_usd)
        ),
        data: format!("data processed comes on top, {}{whose}", tiers(rate)),
        source: format!("{}, {}", rate.source, rate.date),
        hub: None,
    }
}

/// The rate of a Region, or the one that stands in for it.
fn rate<'c>(catalog: &'c Catalog, region: &Region) -> (Option<&'c Price>, Basis) {
    let own = catalog.prices.iter().find(|p| p.region == region.as_str());
    let commercial = !region.as_str().starts_with("us-gov-");
    match own {
        Some(price) => (Some(price), Basis::Region),
        None if commercial => (catalog.prices.first(), Basis::OtherRegion),
        None => (None, Basis::Unknown),
    }
}

/// So many endpoint-zones for a month.
fn cents(price: &Price, count: usize) -> Option<u64> {
    Some(u64::try_from(count).ok()? * price.zone_hour_micro_usd * price.hours_per_month / 10_000)
}

/// Cents as dollars with two decimals.
fn usd(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn dollars(micro: u64) -> String {
    format!("${}.{:03}", micro / 1_000_000, micro % 1_000_000 / 1_000)
}

/// `$0.010 a gigabyte up to 1 PB a month, $0.006 up to 5 PB, $0.004 above`.
fn tiers(price: &Price) -> String {
    let steps: Vec<String> = price
        .gb_tiers
        .iter()
        .enumerate()
        .map(|(i, tier)| {
            let unit = if i == 0 { " a gigabyte" } else { "" };
            let month = if i == 0 { " a month" } else { "" };
            let reach = tier.up_to_pb.map_or_else(
                || " above".to_owned(),
                |petabytes| format!(" up to {petabytes} PB{month}"),
            );
            format!("{}{unit}{reach}", dollars(tier.micro_usd))
        })
        .collect();
    steps.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_endpoints_in_three_zones_cost_what_aws_says() {
        let catalog = Catalog::load().unwrap();
        let zones = [
            (EndpointKey::Data, 3),
            (EndpointKey::Control, 3),
            (EndpointKey::Gateway, 3),
        ];
        let known = cost(&catalog, &"us-east-1".parse().unwrap(), &zones);
        assert_eq!(known.monthly_usd.as_deref(), Some("65.70"));
        assert_eq!(known.basis, Basis::Region);
        assert_eq!(known.zone_monthly_usd.as_deref(), Some("7.30"));
        assert_eq!(
            known.formula,
            "an estimate: 9 endpoint-zones × 730 h × $0.010 an hour"
        );
        assert_eq!(
            known.data,
            "data processed comes on top, $0.010 a gigabyte up to 1 PB a month, $0.006 up to 5 PB, $0.004 above"
        );
        assert_eq!(
            known.source,
            "AWS PrivateLink pricing, us-east-1, 2026-11-22"
        );
        let other = cost(&catalog, &"eu-west-1".parse().unwrap(), &zones);
        assert_eq!(other.basis, Basis::OtherRegion);
        assert!(other.formula.contains("this Region's may differ"));
        let gov = cost(&catalog, &"us-gov-west-1".parse().unwrap(), &zones);
        assert_eq!(
            (gov.monthly_usd, gov.zone_monthly_usd, gov.basis),
            (None, None, Basis::Unknown)
        );
    }
}
