//! What the rules of groups let through on TCP 443.
//!
//! Must say apart what was not read: a rule that is not known admits nobody here, and refuses nobody.

use std::collections::BTreeSet;

use super::look::Look;
use super::ranges::Ranges;
use crate::inventory::{Part, PrefixList, Rule, SecurityGroup};
use crate::request::{AllowFrom, IpAddressType};

/// The port of the endpoints.
const HTTPS: i32 = 443;

/// Everything that some groups' rules let through, in one direction.
#[derive(Debug, Default)]
pub(super) struct Through<'a> {
    pub(super) ranges: Ranges,
    pub(super) groups: BTreeSet<&'a str>,
    pub(super) lists: BTreeSet<&'a str>,
    /// Why something is not known: a group, or the ranges of a list.
    pub(super) unread: Option<String>,
}

impl<'a> Through<'a> {
    /// Nothing is let through, as far as it was read.
    pub(super) fn is_empty(&self) -> bool {
        self.ranges.is_empty() && self.groups.is_empty() && self.lists.is_empty()
    }

    /// Adds the rules that are for TCP 443.
    pub(super) fn add(&mut self, look: &Look<'a>, rules: &'a [Rule], kind: IpAddressType) {
        for rule in rules.iter().filter(|r| is_for_https(r)) {
            let own = Ranges::readable(rule.cidrs.iter().map(String::as_str));
            self.ranges = self.ranges.union(&own.of_type(kind));
            self.groups.extend(rule.groups.iter().map(String::as_str));
            for id in &rule.prefix_lists {
                self.lists.insert(id);
                match list_ranges(look, id) {
                    Some(ranges) => self.ranges = self.ranges.union(&ranges.of_type(kind)),
                    None => self.unread = Some(unread_list(look, id)),
                }
            }
        }
    }

    /// Adds the rules that the plan gives a group which stands.
    fn planned(&mut self, look: &Look<'a>, ids: &[&str], kind: IpAddressType) {
        let standing = look.plan.standing_group.as_ref();
        let given = standing.filter(|g| ids.contains(&g.id.as_str()));
        for source in given.into_iter().flat_map(|g| &g.admit) {
            match source {
                AllowFrom::Ipv4(_) | AllowFrom::Ipv6(_) => {
                    let own = Ranges::readable([source.as_str()]);
                    self.ranges = self.ranges.union(&own.of_type(kind));
                }
                AllowFrom::Group(id) => {
                    self.groups.insert(id.as_str());
                }
                AllowFrom::PrefixList(id) => {
                    self.lists.insert(id.as_str());
                    match list_ranges(look, id.as_str()) {
                        Some(ranges) => self.ranges = self.ranges.union(&ranges.of_type(kind)),
                        None => self.unread = Some(unread_list(look, id.as_str())),
                    }
                }
            }
        }
    }

    /// The same for the inbound rules of groups that a request names.
    pub(super) fn inbound(look: &Look<'a>, ids: &[&str], kind: IpAddressType) -> Self {
        let mut all = Self::default();
        for id in ids {
            match look.group(id).there() {
                Some(group) => all.add(look, &group.inbound, kind),
                None if look.knows(Part::SecurityGroups) => {}
                None => all.unread = Some(look.unread(Part::SecurityGroups)),
            }
        }
        all.planned(look, ids, kind);
        all
    }
}

/// The rule is for TCP 443.
fn is_for_https(rule: &Rule) -> bool {
    covers(&rule.protocol, rule.from_port, rule.to_port, HTTPS)
}

/// A rule or an entry is for a port of TCP. None stands for all ports.
pub(super) fn covers(protocol: &str, from: Option<i32>, to: Option<i32>, port: i32) -> bool {
    match protocol.to_ascii_lowercase().as_str() {
        "-1" | "all" => true,
        "6" | "tcp" => from.is_none_or(|from| from <= port) && to.is_none_or(|to| port <= to),
        _ => false,
    }
}

/// The ranges of a prefix list, where they were read.
pub(super) fn list_ranges(look: &Look<'_>, id: &str) -> Option<Ranges> {
    let list: &PrefixList = look.inventory?.prefix_lists.iter().find(|l| l.id == id)?;
    Ranges::read(list.cidrs.as_ref()?.iter().map(String::as_str))
}

/// Why the ranges of a prefix list are not known.
pub(super) fn unread_list(look: &Look<'_>, id: &str) -> String {
    let why = look.unread(Part::PrefixLists);
    match look.inventory {
        Some(_) => format!("the ranges of {id} were not read: {why}"),
        None => why,
    }
}

/// The ranges of a VPC, where they were read.
pub(super) fn vpc_ranges(look: &Look<'_>, id: &str) -> Option<Ranges> {
    let vpc = look.inventory?.vpc(id).filter(|v| !v.cidrs.is_empty())?;
    Ranges::read(vpc.cidrs.iter().map(String::as_str))
}

/// The addresses that members of a group can have.
pub(super) fn member_ranges(look: &Look<'_>, group: Option<&SecurityGroup>) -> Option<Ranges> {
    vpc_ranges(look, group?.vpc.as_str())
}

/// The ranges of a subnet, where they were read.
pub(super) fn subnet_ranges(look: &Look<'_>, id: &str) -> Option<Ranges> {
    let subnet = look.subnet(id).there().filter(|s| !s.cidrs.is_empty())?;
    Ranges::read(subnet.cidrs.iter().map(String::as_str))
}
