//! Names for other VPCs: private hosted zones that say in a hub's spokes where its endpoints are.
//!
//! Must hold no answer of AWS: which name and zone an endpoint has is looked up when zones are made.

use std::collections::BTreeMap;

use crate::id::{AccountId, VpcId};
use crate::request::{EndpointKey, IpAddressType};

/// The zones of a plan, and the VPCs that are given them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedDns {
    /// One zone for each private name; one below another comes before it.
    pub zones: Vec<SharedZone>,
    /// The other VPCs of the account; the endpoints' own has every zone as well.
    pub vpcs: Vec<VpcId>,
    /// VPCs of other accounts: each association is authorised here and made there.
    pub others: BTreeMap<AccountId, Vec<VpcId>>,
}

/// One private hosted zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedZone {
    /// Its name, without a dot at its end.
    pub name: String,
    /// The endpoint that its records lead to.
    pub endpoint: EndpointKey,
    /// The names in it, of which one may begin with a wildcard label.
    pub records: Vec<String>,
    /// The types that each of them has.
    pub types: Vec<RecordType>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

/// The type of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordType {
    /// An IPv4 address.
    A,
    /// An IPv6 address.
    Aaaa,
}

impl RecordType {
    /// DNS's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::Aaaa => "AAAA",
        }
    }

    /// The types of names of an endpoint with these addresses.
    pub(crate) fn of(addresses: IpAddressType) -> Vec<Self> {
        match addresses {
            IpAddressType::Ipv4 => vec![Self::A],
            IpAddressType::Ipv6 => vec![Self::Aaaa],
            IpAddressType::Dualstack => vec![Self::A, Self::Aaaa],
        }
    }
}

impl SharedDns {
    /// The zones that lead to an endpoint.
    pub fn of(&self, key: EndpointKey) -> impl Iterator<Item = &SharedZone> {
        self.zones.iter().filter(move |zone| zone.endpoint == key)
    }

    /// The zones below a zone, whose names it would hide alone.
    pub fn below<'z>(&'z self, zone: &'z SharedZone) -> impl Iterator<Item = &'z SharedZone> {
        let end = format!(".{}", zone.name);
        self.zones
            .iter()
            .filter(move |one| one.name.ends_with(&end))
    }

    /// How many VPCs beside the endpoints' own have the names.
    pub fn spokes(&self) -> usize {
        self.vpcs.len() + self.others.values().map(Vec::len).sum::<usize>()
    }
}
