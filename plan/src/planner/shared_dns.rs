//! Which zones give the endpoints' names to which VPCs.
//!
//! Must make one zone for each name and none above it: a zone hides every name below it that it
//! does not hold.

use std::collections::BTreeMap;

use crate::id::{AccountId, VpcId};
use crate::plan::PlannedEndpoint;
use crate::request::Request;
use crate::shared_dns::{RecordType, SharedDns, SharedZone};

/// The zones of the endpoints; none where the request shares no names.
pub(super) fn shared_dns(request: &Request, endpoints: &[PlannedEndpoint]) -> Option<SharedDns> {
    let with = &request.placement.share_dns_with;
    if with.is_empty() {
        return None;
    }
    let mut vpcs: Vec<VpcId> = Vec::new();
    let mut others: BTreeMap<AccountId, Vec<VpcId>> = BTreeMap::new();
    for entry in with {
        match entry.other_than(&request.account) {
            None => vpcs.push(entry.vpc.clone()),
            Some(account) => others
                .entry(account.clone())
                .or_default()
                .push(entry.vpc.clone()),
        }
    }
    let mut zones: Vec<SharedZone> = Vec::new();
    for endpoint in endpoints {
        for name in &endpoint.private_dns_names {
            put(&mut zones, endpoint, name);
        }
    }
    // What is below a zone comes before it: until then the zone above would hide it.
    zones.sort_by_key(|zone| std::cmp::Reverse(zone.name.split('.').count()));
    Some(SharedDns {
        zones,
        vpcs,
        others,
    })
}

/// A wildcard stands in the zone of what follows it.
fn put(zones: &mut Vec<SharedZone>, endpoint: &PlannedEndpoint, name: &str) {
    let apex = name.strip_prefix("*.").unwrap_or(name);
    match zones.iter_mut().find(|zone| zone.name == apex) {
        Some(zone) => zone.records.push(name.to_owned()),
        None => zones.push(SharedZone {
            name: apex.to_owned(),
            endpoint: endpoint.key,
            records: vec![name.to_owned()],
            types: RecordType::of(endpoint.ip_address_type),
            tags: endpoint.tags.clone(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::plan::Plan;
    use crate::request::{EndpointKey, Request};

    fn plan(share: &str) -> Plan {
        let catalog = Catalog::load().unwrap();
        let text = format!(
            "version = 1\nname = \"hub\"\nregion = \"us-east-1\"\naccount = \"111122223333\"\n[placement]\nvpc = \"vpc-aaaaaaaa\"\n\
             subnets = [\"subnet-11111111\"]\nallow_from = [\"10.0.0.0/8\"]\nprivate_dns = false\n{share}\n\
             [[grants]]\nprimitive = \"memory\"\nauth = \"sigv4\"\ncallers = [\"111122223333\"]\nresources = [\"*\"]\naccess = \"use\"\n\
             [[grants]]\nprimitive = \"gateway\"\nauth = \"oauth\"\nresources = [\"*\"]\naccess = \"invoke\"\n"
        );
        crate::plan(&catalog, None, &Request::parse(&catalog, &text).unwrap())
    }

    #[test]
    fn a_zone_comes_after_what_it_would_hide() {
        let plan = plan("share_dns_with = [\"vpc-bbbbbbbb\"]");
        let shared = plan.shared_dns.as_ref().unwrap();
        let names: Vec<&str> = shared.zones.iter().map(|z| z.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "gateway.bedrock-agentcore.us-east-1.amazonaws.com",
                "bedrock-agentcore.us-east-1.amazonaws.com"
            ]
        );
        assert_eq!(
            shared.zones[0].records,
            ["*.gateway.bedrock-agentcore.us-east-1.amazonaws.com"]
        );
        assert_eq!(shared.zones[1].endpoint, EndpointKey::Data);
        assert_eq!(shared.below(&shared.zones[1]).count(), 1);
        assert_eq!(shared.zones[0].tags.get("postern:plan"), Some(&plan.id));
        assert!(plan.endpoints.iter().all(|e| plan.resolves(e)));
    }

    #[test]
    fn vpcs_of_the_own_account_are_no_others_and_the_id_covers_them() {
        let one =
            plan("share_dns_with = [\"111122223333/vpc-bbbbbbbb\", \"444455556666/vpc-cccccccc\"]");
        let shared = one.shared_dns.as_ref().unwrap();
        assert_eq!((shared.vpcs.len(), shared.others.len()), (1, 1));
        assert_eq!(shared.spokes(), 2);
        let none = plan("");
        assert_eq!(none.shared_dns, None);
        assert_ne!(one.id, none.id);
    }
}
