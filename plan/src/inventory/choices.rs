//! What there is to choose from: subnets in zones that take an endpoint, groups that admit a port.
//!
//! Must not choose what EC2 would refuse, and must not call anything offered that is not known to be.

use std::collections::BTreeMap;

use super::{Inventory, Rule, SecurityGroup, Subnet};

impl Inventory {
    /// Those of these services that are known not to be offered in the subnet's zone.
    pub fn not_offered<'s>(&self, subnet: &Subnet, services: &[&'s str]) -> Vec<&'s str> {
        let Some(zone) = subnet.zone_id.as_deref() else {
            return Vec::new();
        };
        let lacks = |name: &str| {
            let zones = self.service(name).map(|s| s.zone_ids.as_slice());
            zones.is_some_and(|zones| !zones.is_empty() && !zones.iter().any(|z| z == zone))
        };
        services.iter().copied().filter(|s| lacks(s)).collect()
    }

    /// The subnet belongs to another account, where only that account makes endpoints.
    pub fn is_shared(&self, subnet: &Subnet) -> bool {
        let pair = subnet.owner.as_ref().zip(self.account.as_ref());
        pair.is_some_and(|(owner, account)| owner != account)
    }

    /// For each zone of the VPC that every one of these services is offered in, the subnet of this
    /// account with the most free addresses.
    pub fn one_for_each_zone(&self, vpc: &str, services: &[&str]) -> Vec<&Subnet> {
        let mut chosen: BTreeMap<&str, &Subnet> = BTreeMap::new();
        let fits = |s: &&Subnet| {
            s.vpc == vpc
                && s.free_addresses != Some(0)
                && !self.is_shared(s)
                && self.not_offered(s, services).is_empty()
        };
        for subnet in self.subnets.iter().filter(fits) {
            let Some(zone) = subnet.zone_id.as_deref().or(subnet.zone.as_deref()) else {
                continue;
            };
            let better = |other: &&Subnet| other.free_addresses >= subnet.free_addresses;
            if !chosen.get(zone).is_some_and(better) {
                chosen.insert(zone, subnet);
            }
        }
        chosen.into_values().collect()
    }
}

impl SecurityGroup {
    /// Whom it lets in to a TCP port: ranges, groups and prefix lists, each once.
    pub fn admits(&self, port: i32) -> Vec<&str> {
        let mut sources: Vec<&str> = Vec::new();
        for rule in self.inbound.iter().filter(|r| r.is_for_tcp(port)) {
            let all = rule
                .cidrs
                .iter()
                .chain(&rule.groups)
                .chain(&rule.prefix_lists);
            for source in all {
                if !sources.contains(&source.as_str()) {
                    sources.push(source);
                }
            }
        }
        sources
    }
}

impl Rule {
    /// It is about this TCP port, perhaps among others.
    fn is_for_tcp(&self, port: i32) -> bool {
        let protocol = self.protocol.to_lowercase();
        match protocol.as_str() {
            "-1" | "all" => true,
            "tcp" | "6" => {
                self.from_port.is_none_or(|from| from <= port)
                    && self.to_port.is_none_or(|to| port <= to)
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::ServiceDetail;

    fn subnet(id: &str, zone: &str, free: u32) -> Subnet {
        Subnet {
            id: id.to_owned(),
            vpc: "vpc-1".to_owned(),
            zone_id: Some(zone.to_owned()),
            owner: Some("1".to_owned()),
            free_addresses: Some(free),
            ..Subnet::default()
        }
    }

    #[test]
    fn one_subnet_for_each_zone_that_takes_all_services() {
        let service = |name: &str, zones: &[&str]| ServiceDetail {
            service_name: name.to_owned(),
            zone_ids: zones.iter().map(|z| (*z).to_owned()).collect(),
            ..ServiceDetail::default()
        };
        let shared = Subnet {
            owner: Some("2".to_owned()),
            ..subnet("shared", "az4", 9)
        };
        let away = Subnet {
            vpc: "vpc-2".to_owned(),
            ..subnet("away", "az4", 9)
        };
        let inventory = Inventory {
            account: Some("1".to_owned()),
            subnets: vec![
                subnet("a1", "az1", 5),
                subnet("a2", "az1", 50),
                subnet("b", "az2", 5),
                subnet("full", "az3", 0),
                shared,
                away,
            ],
            services: vec![
                service("data", &["az1", "az2"]),
                service("gateway", &["az1"]),
                service("odd", &[]),
            ],
            ..Inventory::default()
        };
        let chosen = |services: &[&str]| -> Vec<&str> {
            let chosen = inventory.one_for_each_zone("vpc-1", services);
            chosen.into_iter().map(|s| s.id.as_str()).collect()
        };
        assert_eq!(chosen(&[]), ["a2", "b"]);
        assert_eq!(chosen(&["data", "odd", "unknown"]), ["a2", "b"]);
        assert_eq!(chosen(&["data", "gateway"]), ["a2"]);
        assert_eq!(
            inventory.not_offered(&inventory.subnets[2], &["data", "gateway"]),
            ["gateway"]
        );
    }

    #[test]
    fn a_group_admits_whom_its_rules_for_the_port_name() {
        let rule = |protocol: &str, ports: Option<(i32, i32)>, cidr: &str| Rule {
            protocol: protocol.to_owned(),
            from_port: ports.map(|p| p.0),
            to_port: ports.map(|p| p.1),
            cidrs: vec![cidr.to_owned()],
            ..Rule::default()
        };
        let group = SecurityGroup {
            inbound: vec![
                rule("tcp", Some((443, 443)), "a"),
                rule("tcp", Some((0, 65535)), "b"),
                rule("-1", None, "c"),
                rule("udp", Some((443, 443)), "d"),
                rule("tcp", Some((80, 442)), "e"),
                rule("6", Some((443, 444)), "a"),
            ],
            ..SecurityGroup::default()
        };
        assert_eq!(group.admits(443), ["a", "b", "c"]);
        assert_eq!(group.admits(80), ["b", "c", "e"]);
    }
}
