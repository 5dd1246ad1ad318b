//! What endpoint services offer.
//!
//! Must not take a name alone for an offer in no zone.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::answer::items;
use super::endpoints::region_of_service;
use super::gathered::{Gathered, Service};
use crate::inventory::{Part, ServiceDetail};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DetailItem {
    service_name: String,
    #[serde(default)]
    service_type: Vec<Kind>,
    #[serde(default)]
    availability_zone_ids: Vec<String>,
    #[serde(default)]
    availability_zones: Vec<String>,
    #[serde(default)]
    supported_ip_address_types: Vec<String>,
    private_dns_name: Option<String>,
    #[serde(default)]
    private_dns_names: Vec<PrivateName>,
    vpc_endpoint_policy_supported: Option<bool>,
    acceptance_required: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Kind {
    service_type: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PrivateName {
    private_dns_name: String,
}

/// `describe-vpc-endpoint-services`
pub(super) fn details(gathered: &mut Gathered<'_>, raw: &RawValue) -> Part {
    for item in items::<DetailItem>(gathered, Part::Services, raw) {
        if let Some(region) = region_of_service(&item.service_name) {
            gathered.region(region);
        }
        let listed = item
            .private_dns_names
            .into_iter()
            .map(|n| n.private_dns_name);
        let mut names: Vec<String> = listed.collect();
        if names.is_empty() {
            names.extend(item.private_dns_name);
        }
        let detail = ServiceDetail {
            service_name: item.service_name,
            zone_ids: item.availability_zone_ids,
            ip_address_types: item.supported_ip_address_types,
            private_dns_names: names,
            policy_supported: item.vpc_endpoint_policy_supported,
            acceptance_required: item.acceptance_required,
            types: item
                .service_type
                .into_iter()
                .map(|k| k.service_type)
                .collect(),
        };
        let service = Service {
            detail,
            zone_names: item.availability_zones,
        };
        gathered
            .services
            .insert(service.detail.service_name.clone(), service);
    }
    Part::Services
}

/// The names alone, where a query left the rest out.
pub(super) fn names(gathered: &mut Gathered<'_>, raw: &RawValue) -> Part {
    for name in items::<String>(gathered, Part::Services, raw) {
        if let Some(region) = region_of_service(&name) {
            gathered.region(region);
        }
    }
    gathered.cut(Part::Services);
    let what = "names of services alone do not tell their zones: paste the whole output";
    gathered.fault(raw.get(), what.to_owned());
    Part::Services
}

impl Service {
    /// The service with the ids of its zones; those that no subnet tells are left out, since they
    /// hold no subnet either.
    pub(super) fn resolved(&self, zones: &BTreeMap<&str, &str>) -> ServiceDetail {
        let mut detail = self.detail.clone();
        if detail.zone_ids.is_empty() {
            let known = self.zone_names.iter().filter_map(|z| zones.get(z.as_str()));
            detail.zone_ids = known.map(|id| (*id).to_owned()).collect();
        }
        detail
    }
}
