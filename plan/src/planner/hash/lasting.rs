//! What of an inventory goes into the fingerprint, in an order that does not depend on who read it.
//!
//! Must leave out what no plan reads, and what changes while nothing does: names, free addresses, how
//! many other endpoints there are, and what an endpoint gets by itself.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::inventory::{
    DhcpOptions, Endpoint, Inventory, Link, NetworkAcl, PrefixList, Rule, SecurityGroup,
    ServiceDetail, Subnet, Vpc,
};
use crate::plan::{GroupRef, PlannedEndpoint};
use crate::request::{AllowFrom, Request};

/// What decides whether calls arrive.
#[derive(Serialize)]
pub(super) struct Network {
    groups: Vec<SecurityGroup>,
    lists: Vec<PrefixList>,
    acls: Vec<NetworkAcl>,
    dhcp: Vec<DhcpOptions>,
    links: Vec<Link>,
}

pub(super) fn vpc(vpc: &Vpc) -> Vpc {
    Vpc {
        name: None,
        cidrs: sorted(&vpc.cidrs),
        tags: None,
        ..vpc.clone()
    }
}

pub(super) fn subnet(subnet: &Subnet) -> Subnet {
    Subnet {
        name: None,
        cidrs: sorted(&subnet.cidrs),
        free_addresses: None,
        tags: None,
        ..subnet.clone()
    }
}

pub(super) fn endpoint(endpoint: &Endpoint) -> Endpoint {
    Endpoint {
        dns_names: Vec::new(),
        interfaces: Vec::new(),
        ..endpoint.clone()
    }
}

/// What a plan takes from a service; of the rest it makes notes.
pub(super) fn service(service: &ServiceDetail) -> ServiceDetail {
    ServiceDetail {
        acceptance_required: None,
        types: Vec::new(),
        ..service.clone()
    }
}

/// The groups of the request and the lists that they and it name, the ACLs of the subnets, and what
/// the VPC has of its own.
pub(super) fn network(
    inventory: &Inventory,
    request: &Request,
    endpoints: &[PlannedEndpoint],
) -> Network {
    let listed = endpoints
        .iter()
        .flat_map(|e| &e.security_groups)
        .map(GroupRef::as_str);
    let sources: BTreeSet<&str> = request
        .placement
        .allow_from
        .iter()
        .map(AllowFrom::as_str)
        .collect();
    let named: BTreeSet<&str> = listed.chain(sources.iter().copied()).collect();
    let groups: Vec<SecurityGroup> = by_id(
        inventory
            .security_groups
            .iter()
            .filter(|g| named.contains(g.id.as_str()))
            .map(group),
        |g| &g.id,
    );
    let lists: BTreeSet<&str> = groups
        .iter()
        .flat_map(|g| g.inbound.iter().chain(&g.outbound))
        .flat_map(|r| r.prefix_lists.iter().map(String::as_str))
        .chain(sources)
        .collect();
    let guards = |acl: &&NetworkAcl| {
        let subnets = endpoints.iter().flat_map(|e| &e.subnets);
        subnets
            .into_iter()
            .any(|s| acl.subnets.iter().any(|guarded| guarded == s.as_str()))
    };
    let vpc = request.placement.vpc.as_str();
    let dhcp = inventory.vpc(vpc).and_then(|v| v.dhcp_options.as_deref());
    Network {
        lists: by_id(
            inventory
                .prefix_lists
                .iter()
                .filter(|l| lists.contains(l.id.as_str()))
                .map(list),
            |l| &l.id,
        ),
        acls: by_id(inventory.network_acls.iter().filter(guards).map(acl), |a| {
            &a.id
        }),
        dhcp: by_id(
            inventory
                .dhcp_options
                .iter()
                .filter(|o| Some(o.id.as_str()) == dhcp)
                .cloned(),
            |o| &o.id,
        ),
        links: by_id(
            inventory.links.iter().filter(|l| l.vpc == vpc).cloned(),
            |l| &l.id,
        ),
        groups,
    }
}

fn group(group: &SecurityGroup) -> SecurityGroup {
    SecurityGroup {
        name: String::new(),
        tags: std::collections::BTreeMap::new(),
        inbound: rules(&group.inbound),
        outbound: rules(&group.outbound),
        ..group.clone()
    }
}

fn rules(all: &[Rule]) -> Vec<Rule> {
    let mut all: Vec<Rule> = all
        .iter()
        .map(|rule| Rule {
            cidrs: sorted(&rule.cidrs),
            groups: sorted(&rule.groups),
            prefix_lists: sorted(&rule.prefix_lists),
            ..rule.clone()
        })
        .collect();
    let key = |r: &Rule| {
        (
            r.protocol.clone(),
            r.from_port,
            r.to_port,
            r.cidrs.clone(),
            r.groups.clone(),
            r.prefix_lists.clone(),
        )
    };
    all.sort_by_cached_key(key);
    all
}

fn list(list: &PrefixList) -> PrefixList {
    PrefixList {
        name: String::new(),
        cidrs: list.cidrs.as_deref().map(sorted),
        ..list.clone()
    }
}

/// Which other subnets an ACL guards is nobody's concern here.
fn acl(acl: &NetworkAcl) -> NetworkAcl {
    let mut entries = acl.entries.clone();
    entries.sort_by_key(|e| (e.direction, e.number));
    NetworkAcl {
        subnets: Vec::new(),
        entries,
        ..acl.clone()
    }
}

fn sorted(texts: &[String]) -> Vec<String> {
    let mut all = texts.to_vec();
    all.sort_unstable();
    all
}

fn by_id<T>(all: impl Iterator<Item = T>, id: impl Fn(&T) -> &String) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort_by(|a, b| id(a).cmp(id(b)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    const REQUEST: &str = include_str!("../../../tests/golden/preflight-clean.toml");
    const ACCOUNT: &str = include_str!("../../../tests/golden/preflight-clean.inventory.json");

    fn fingerprint(change: impl Fn(&mut Inventory)) -> String {
        let catalog = Catalog::load().unwrap();
        let request = Request::parse(&catalog, REQUEST).unwrap();
        let mut inventory = Inventory::parse(ACCOUNT).unwrap();
        change(&mut inventory);
        let plan = crate::plan(&catalog, Some(&inventory), &request);
        plan.fingerprint.unwrap()
    }

    #[test]
    fn order_and_what_changes_by_itself_make_no_difference() {
        let seen = fingerprint(|_| {});
        let changes: &[fn(&mut Inventory)] = &[
            |i| i.observed_at = None,
            |i| i.security_groups.reverse(),
            |i| i.network_acls[0].entries.reverse(),
            |i| {
                i.subnets
                    .iter_mut()
                    .for_each(|s| s.free_addresses = Some(7));
            },
            |i| i.vpcs[0].name = None,
            |i| i.security_groups[0].name = "renamed".to_owned(),
            |i| i.endpoints.clear(),
            |i| {
                i.network_acls[0]
                    .subnets
                    .push("subnet-00000000000000a0f".to_owned());
            },
        ];
        for (at, change) in changes.iter().enumerate() {
            assert_eq!(fingerprint(change), seen, "change {at}");
        }
    }

    #[test]
    fn what_decides_whether_calls_arrive_makes_one() {
        let seen = fingerprint(|_| {});
        let changes: &[fn(&mut Inventory)] = &[
            |i| i.security_groups[0].inbound.clear(),
            |i| i.security_groups[1].outbound.clear(),
            |i| i.prefix_lists[0].cidrs = None,
            |i| i.network_acls[0].entries.truncate(1),
            |i| i.dhcp_options[0].name_servers.clear(),
            |i| i.vpcs[0].cidrs.clear(),
        ];
        for (at, change) in changes.iter().enumerate() {
            assert_ne!(fingerprint(change), seen, "change {at}");
        }
    }
}
