//! What one hub costs beside a set of endpoints in every VPC, and what endpoints that are there save.
//!
//! Must not count the way between the VPCs: it hangs on what is there already and on the traffic.

use serde::Serialize;

use super::{cents, rate, usd};
use crate::catalog::Catalog;
use crate::id::Region;
use crate::plan::{Change, PlannedEndpoint};
use crate::shared_dns::SharedDns;

/// One hub beside a set of endpoints in each VPC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HubCost {
    /// How many VPCs have the names, the endpoints' own among them.
    pub vpcs: usize,
    /// How many hosted zones there are.
    pub hosted_zones: usize,
    /// The hosted zones a month in US dollars with two decimals.
    pub hosted_zones_monthly_usd: String,
    /// The endpoints and the hosted zones a month, likewise; none when unknown.
    pub monthly_usd: Option<String>,
    /// A set of the endpoints in each of the VPCs a month, likewise; none when unknown.
    pub each_monthly_usd: Option<String>,
    /// What is paid already, of endpoints that are there and are used; none where none is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reused_monthly_usd: Option<String>,
    /// The same as a Route 53 Profile in place of associations, a month.
    pub profile_monthly_usd: String,
    /// What is counted and what is not, in words.
    pub formula: String,
    /// Where the price of zones is from and when it was read.
    pub source: String,
}

/// The cost of a hub; none where no names are shared.
pub(crate) fn hub(
    catalog: &Catalog,
    region: &Region,
    endpoints: &[PlannedEndpoint],
    shared: Option<&SharedDns>,
) -> Option<HubCost> {
    let shared = shared?;
    let (price, _) = rate(catalog, region);
    let vpcs = shared.spokes() + 1;
    let one: usize = endpoints.iter().map(|e| e.subnets.len()).sum();
    let there: usize = endpoints.iter().map(standing).sum();
    let names = zones(catalog, shared.zones.len());
    let month = |count| price.and_then(|price| cents(price, count));
    let hub = month(one).map(|cents| usd(cents + names));
    let formula = format!(
        "{one} endpoint-zones and {} hosted zones once, against {one} endpoint-zones in each of {vpcs} VPCs; \
         peering or Transit Gateway, data between zones and VPCs, and DNS queries are not counted",
        shared.zones.len()
    );
    Some(HubCost {
        vpcs,
        hosted_zones: shared.zones.len(),
        hosted_zones_monthly_usd: usd(names),
        monthly_usd: hub,
        each_monthly_usd: month(one * vpcs).map(usd),
        reused_monthly_usd: month(there).filter(|_| there > 0).map(usd),
        profile_monthly_usd: usd(profile(catalog, vpcs)),
        formula,
        source: format!("{}, {}", catalog.zone_price.source, catalog.zone_price.date),
    })
}

/// The endpoint-zones that are there already and stay.
fn standing(endpoint: &PlannedEndpoint) -> usize {
    match &endpoint.change {
        Change::Create => 0,
        Change::Leave { .. } => endpoint.subnets.len(),
        Change::Modify(m) => endpoint.subnets.len().saturating_sub(m.add_subnets.len()),
    }
}

/// Hosted zones for a month, in cents: the first of an account, as if it had no others.
fn zones(catalog: &Catalog, count: usize) -> u64 {
    let price = &catalog.zone_price;
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    let first = count.min(price.first_zones);
    (first * price.first_zone_month_micro_usd
        + (count - first) * price.further_zone_month_micro_usd)
        / 10_000
}

/// A Profile with so many VPCs for a month, in cents.
fn profile(catalog: &Catalog, vpcs: usize) -> u64 {
    let price = &catalog.zone_price;
    let more = u64::try_from(vpcs)
        .unwrap_or(u64::MAX)
        .saturating_sub(price.profile_vpcs);
    let hours = catalog.prices.first().map_or(730, |p| p.hours_per_month);
    (price.profile_hour_micro_usd + more * price.further_vpc_hour_micro_usd) * hours / 10_000
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::request::Request;

    fn priced(region: &str, with: usize) -> super::HubCost {
        let catalog = Catalog::load().unwrap();
        let vpcs: Vec<String> = (1..=with).map(|i| format!("\"vpc-{i:08}\"")).collect();
        let partition = if region.starts_with("us-gov") {
            "aws-us-gov"
        } else {
            "aws"
        };
        let text = format!(
            "version = 1\nname = \"hub\"\nregion = \"{region}\"\naccount = \"111122223333\"\n[placement]\nvpc = \"vpc-aaaaaaaa\"\n\
             subnets = [\"subnet-11111111\", \"subnet-22222222\", \"subnet-33333333\"]\nallow_from = [\"10.0.0.0/8\"]\n\
             private_dns = false\nshare_dns_with = [{}]\n\
             [[grants]]\nprimitive = \"memory\"\nauth = \"sigv4\"\ncallers = [\"arn:{partition}:iam::111122223333:role/app\"]\nresources = [\"*\"]\naccess = \"use\"\n\
             [[grants]]\nprimitive = \"gateway\"\nauth = \"oauth\"\nresources = [\"*\"]\naccess = \"invoke\"\n",
            vpcs.join(", ")
        );
        let request = Request::parse(&catalog, &text).unwrap();
        crate::plan(&catalog, None, &request).cost.hub.unwrap()
    }

    #[test]
    fn one_hub_is_held_against_a_set_in_each_vpc() {
        let cost = priced("us-east-1", 9);
        // Two endpoints in three zones are 43.80; two zones are 1.00.
        assert_eq!(cost.hosted_zones_monthly_usd, "1.00");
        assert_eq!(cost.monthly_usd.as_deref(), Some("44.80"));
        assert_eq!(cost.each_monthly_usd.as_deref(), Some("438.00"));
        assert_eq!(cost.reused_monthly_usd, None);
        assert_eq!(cost.profile_monthly_usd, "547.50");
        assert!(cost.formula.contains("Transit Gateway"), "{}", cost.formula);
    }

    #[test]
    fn an_unknown_rate_gives_no_sum() {
        let cost = priced("us-gov-west-1", 1);
        assert_eq!((cost.monthly_usd, cost.each_monthly_usd), (None, None));
    }
}
