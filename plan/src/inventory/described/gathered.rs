//! What the outputs of a text say together, while they are read one by one.
//!
//! Must keep the last of two that have one id, and must know which parts were seen whole.

use std::collections::{BTreeMap, BTreeSet};

use super::words::Command;
use super::{Fault, MOST_FAULTS, Reading};
use crate::inventory::{
    DhcpOptions, Endpoint, Gap, Inventory, Link, NetworkAcl, Part, SecurityGroup, ServiceDetail,
    Subnet, Vpc,
};

/// The DNS attributes of a VPC, as far as they were printed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Dns {
    pub(super) support: Option<bool>,
    pub(super) hostnames: Option<bool>,
}

/// A prefix list, as far as it was printed.
#[derive(Debug, Clone, Default)]
pub(super) struct List {
    pub(super) name: String,
    pub(super) cidrs: Option<Vec<String>>,
}

/// A service, with its zones by name where their ids were not printed.
#[derive(Debug, Clone)]
pub(super) struct Service {
    pub(super) detail: ServiceDetail,
    pub(super) zone_names: Vec<String>,
}

/// Everything that was read so far.
#[derive(Debug)]
pub(super) struct Gathered<'t> {
    text: &'t str,
    faults: Vec<Fault>,
    pub(super) seen: BTreeMap<Part, usize>,
    whole: BTreeSet<Part>,
    cut: BTreeSet<Part>,
    gaps: BTreeMap<Part, String>,
    /// The VPCs that commands asked about.
    pub(super) scopes: BTreeSet<String>,
    regions: BTreeMap<String, usize>,
    pub(super) header: Header,
    pub(super) account: Option<String>,
    pub(super) caller: Option<String>,
    pub(super) vpcs: BTreeMap<String, Vpc>,
    pub(super) dns: BTreeMap<String, Dns>,
    pub(super) subnets: BTreeMap<String, Subnet>,
    pub(super) groups: BTreeMap<String, SecurityGroup>,
    pub(super) lists: BTreeMap<String, List>,
    pub(super) acls: BTreeMap<String, NetworkAcl>,
    pub(super) dhcp: BTreeMap<String, DhcpOptions>,
    pub(super) links: BTreeMap<(String, String), Link>,
    pub(super) endpoints: BTreeMap<String, Endpoint>,
    pub(super) services: BTreeMap<String, Service>,
    pub(super) quota: Option<u32>,
}

/// What our own script and our own documents say of the whole.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub(super) region: Option<String>,
    pub(super) vpc: Option<String>,
    pub(super) observed_at: Option<String>,
}

impl<'t> Gathered<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            faults: Vec::new(),
            seen: BTreeMap::new(),
            whole: BTreeSet::new(),
            cut: BTreeSet::new(),
            gaps: BTreeMap::new(),
            scopes: BTreeSet::new(),
            regions: BTreeMap::new(),
            header: Header::default(),
            account: None,
            caller: None,
            vpcs: BTreeMap::new(),
            dns: BTreeMap::new(),
            subnets: BTreeMap::new(),
            groups: BTreeMap::new(),
            lists: BTreeMap::new(),
            acls: BTreeMap::new(),
            dhcp: BTreeMap::new(),
            links: BTreeMap::new(),
            endpoints: BTreeMap::new(),
            services: BTreeMap::new(),
            quota: None,
        }
    }

    /// Something at the beginning of `at`, which is a part of the text, could not be read.
    pub(super) fn fault(&mut self, at: &str, what: String) {
        if self.faults.len() < MOST_FAULTS {
            let offset = at.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
            let before = self.text.get(..offset).unwrap_or_default();
            let line = before.rsplit('\n').next().unwrap_or_default();
            self.faults.push(Fault {
                line: before.matches('\n').count() + 1,
                column: line.chars().count() + 1,
                what,
            });
        }
    }

    /// Something is wrong with the text as a whole.
    pub(super) fn fault_in_all(&mut self, what: String) {
        self.fault(self.text, what);
    }

    /// So many things of a part were printed.
    pub(super) fn saw(&mut self, part: Part, count: usize) {
        *self.seen.entry(part).or_default() += count;
    }

    /// A part was printed as the command asked for it.
    pub(super) fn printed(&mut self, part: Part, command: &Command) {
        if command.narrowed {
            self.cut.insert(part);
        } else {
            self.whole.insert(part);
            self.scopes.extend(command.vpc.clone());
        }
    }

    /// A part was not printed to its end.
    pub(super) fn cut(&mut self, part: Part) {
        self.cut.insert(part);
    }

    /// A part was refused.
    pub(super) fn gap(&mut self, part: Part, reason: String) {
        self.gaps.entry(part).or_insert(reason);
    }

    /// Something names its Region.
    pub(super) fn region(&mut self, region: &str) {
        if let Some(count) = self.regions.get_mut(region) {
            *count += 1;
        } else {
            self.regions.insert(region.to_owned(), 1);
        }
    }

    /// An inventory document is in the text.
    pub(super) fn merge(&mut self, other: Inventory) {
        let counts = [
            (Part::Caller, usize::from(other.account.is_some())),
            (Part::Vpcs, other.vpcs.len()),
            (Part::Subnets, other.subnets.len()),
            (Part::SecurityGroups, other.security_groups.len()),
            (Part::PrefixLists, other.prefix_lists.len()),
            (Part::NetworkAcls, other.network_acls.len()),
            (Part::DhcpOptions, other.dhcp_options.len()),
            (Part::Endpoints, other.endpoints.len()),
            (Part::Services, other.services.len()),
            (Part::Quota, usize::from(other.endpoint_quota.is_some())),
        ];
        for (part, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
            self.saw(part, count);
        }
        for part in other.read {
            self.seen.entry(part).or_default();
            self.whole.insert(part);
        }
        for gap in other.gaps {
            self.gap(gap.part, gap.reason);
        }
        self.header.region = other.region.or_else(|| self.header.region.take());
        self.header.vpc = other.vpc.or_else(|| self.header.vpc.take());
        self.header.observed_at = other.observed_at.or_else(|| self.header.observed_at.take());
        self.account = other.account.or_else(|| self.account.take());
        self.caller = other.caller.or_else(|| self.caller.take());
        self.quota = other.endpoint_quota.or(self.quota);
        self.vpcs
            .extend(other.vpcs.into_iter().map(|v| (v.id.clone(), v)));
        self.subnets
            .extend(other.subnets.into_iter().map(|s| (s.id.clone(), s)));
        self.groups
            .extend(other.security_groups.into_iter().map(|g| (g.id.clone(), g)));
        self.acls
            .extend(other.network_acls.into_iter().map(|a| (a.id.clone(), a)));
        self.dhcp
            .extend(other.dhcp_options.into_iter().map(|d| (d.id.clone(), d)));
        self.endpoints
            .extend(other.endpoints.into_iter().map(|e| (e.id.clone(), e)));
        for link in other.links {
            self.links.insert((link.id.clone(), link.vpc.clone()), link);
        }
        for list in other.prefix_lists {
            let (name, cidrs) = (list.name, list.cidrs);
            self.lists.insert(list.id, List { name, cidrs });
        }
        for detail in other.services {
            let zone_names = Vec::new();
            self.services
                .insert(detail.service_name.clone(), Service { detail, zone_names });
        }
    }

    /// Everything together.
    pub(super) fn finish(mut self) -> Reading {
        self.attributes();
        let region = self.region_of_all();
        let vpc = self.scope();
        let lists_known = self.lists.values().all(|l| l.cidrs.is_some());
        if !lists_known {
            self.cut(Part::PrefixLists);
        }
        let zones: BTreeMap<&str, &str> = self
            .subnets
            .values()
            .filter_map(|s| Some((s.zone.as_deref()?, s.zone_id.as_deref()?)))
            .collect();
        let services = self.services.values().map(|s| s.resolved(&zones)).collect();
        let read: BTreeSet<Part> = self
            .whole
            .iter()
            .filter(|p| !self.cut.contains(p) && !self.gaps.contains_key(p))
            .copied()
            .collect();
        let gaps = self.gaps.into_iter();
        let lists = self.lists.into_iter();
        let inventory = Inventory {
            version: 1,
            observed_at: self.header.observed_at,
            region,
            account: self.account,
            caller: self.caller,
            vpc,
            read,
            gaps: gaps.map(|(part, reason)| Gap { part, reason }).collect(),
            vpcs: self.vpcs.into_values().collect(),
            subnets: self.subnets.into_values().collect(),
            security_groups: self.groups.into_values().collect(),
            prefix_lists: lists
                .map(|(id, list)| crate::inventory::PrefixList {
                    id,
                    name: list.name,
                    cidrs: list.cidrs,
                })
                .collect(),
            network_acls: self.acls.into_values().collect(),
            dhcp_options: self.dhcp.into_values().collect(),
            links: self.links.into_values().collect(),
            endpoints: self.endpoints.into_values().collect(),
            services,
            endpoint_quota: self.quota,
        };
        Reading {
            inventory,
            faults: self.faults,
            seen: self.seen,
        }
    }

    /// Puts the DNS attributes to their VPCs; they are read when every VPC has both.
    fn attributes(&mut self) {
        for (id, dns) in std::mem::take(&mut self.dns) {
            let vpc = self.vpcs.entry(id.clone()).or_insert_with(|| Vpc {
                id,
                ..Vpc::default()
            });
            vpc.dns_support = dns.support.or(vpc.dns_support);
            vpc.dns_hostnames = dns.hostnames.or(vpc.dns_hostnames);
        }
        let known = |vpc: &Vpc| vpc.dns_support.is_some() && vpc.dns_hostnames.is_some();
        if self.whole.contains(&Part::Vpcs) && self.vpcs.values().all(known) {
            self.whole.insert(Part::DnsAttributes);
        } else {
            self.cut.insert(Part::DnsAttributes);
        }
    }

    /// The Region that the header or most of the outputs name.
    fn region_of_all(&mut self) -> Option<String> {
        let told = self.header.region.clone();
        let most = self.regions.iter().max_by_key(|(_, count)| **count);
        let region = told.or_else(|| most.map(|(region, _)| region.clone()))?;
        let others: Vec<&str> = self.regions.keys().map(String::as_str).collect();
        if let Some(other) = others.into_iter().find(|r| *r != region) {
            let what =
                format!("outputs of {region} and of {other} are mixed: paste those of one Region");
            self.fault_in_all(what);
        }
        Some(region)
    }

    /// The one VPC that was looked at. Where all that was printed is about one VPC, nobody can tell
    /// whether there are others.
    fn scope(&mut self) -> Option<String> {
        if let Some(vpc) = &self.header.vpc {
            return Some(vpc.clone());
        }
        if self.scopes.len() > 1 {
            self.cut.extend(Part::ALL.iter().copied());
            return None;
        }
        if let Some(vpc) = self.scopes.pop_first() {
            return Some(vpc);
        }
        let places = self.subnets.values().map(|s| &s.vpc);
        let places = places.chain(self.groups.values().map(|g| &g.vpc));
        let places = places.chain(self.endpoints.values().map(|e| &e.vpc));
        let mut seen: BTreeSet<&String> = places.chain(self.vpcs.keys()).collect();
        let only = seen.pop_first()?;
        seen.is_empty().then(|| only.clone())
    }
}
