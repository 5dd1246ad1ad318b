//! What is in the demo account, and how what is under way comes to its end.
//!
//! Must not depend on time or chance: an endpoint goes on when it is looked at.

use std::collections::BTreeMap;

use postern_plan::inventory::{Inventory, InventoryError};
use postern_plan::run::{RUN_TAG, ReadyCall};

/// The account as it is checked in
const FIRST: &str = include_str!("../../../data/demo.json");

/// Looks at an endpoint until it has come to its end
const LOOKS: u32 = 2;

/// The account
#[derive(Clone, Debug)]
pub(super) struct World {
    /// What is there
    pub(super) there: Inventory,
    /// What a client token was used for and what that made
    pub(super) tokens: BTreeMap<String, (ReadyCall, String)>,
    /// Looks that an endpoint still needs, by endpoint
    looks: BTreeMap<String, u32>,
    made: u64,
}

impl World {
    pub(super) fn first() -> Result<Self, InventoryError> {
        Ok(Self {
            there: Inventory::parse(FIRST)?,
            tokens: BTreeMap::new(),
            looks: BTreeMap::new(),
            made: 0,
        })
    }

    /// The next id
    pub(super) fn new_id(&mut self, prefix: &str) -> String {
        self.made += 1;
        format!("{prefix}-0de31{:012x}", self.made)
    }

    /// The run that made a group
    pub(super) fn run_of_group(&self, id: &str) -> Option<&String> {
        self.there.security_group(id)?.tags.get(RUN_TAG)
    }

    /// An endpoint is under way from now on
    pub(super) fn begin(&mut self, id: &str) {
        self.looks.insert(id.to_owned(), LOOKS);
    }

    /// Brings an endpoint that is under way one step on
    pub(super) fn look_at(&mut self, id: &str) {
        let Some(left) = self.looks.get_mut(id) else {
            return;
        };
        if *left > 1 {
            *left -= 1;
            return;
        }
        self.looks.remove(id);
        let endpoints = &mut self.there.endpoints;
        if let Some(endpoint) = endpoints.iter_mut().find(|e| e.id == id)
            && endpoint.state == "pending"
        {
            "available".clone_into(&mut endpoint.state);
        }
        endpoints.retain(|e| e.id != id || e.state != "deleting");
    }

    /// Brings everything that is under way one step on
    pub(super) fn look_at_all(&mut self) {
        let ids: Vec<String> = self.looks.keys().cloned().collect();
        for id in ids {
            self.look_at(&id);
        }
    }

    /// All of it, or what is in one VPC
    pub(super) fn seen(&self, vpc: Option<&str>, now: String) -> Inventory {
        let mut seen = self.there.clone();
        seen.observed_at = Some(now);
        seen.endpoints.sort_by(|a, b| a.id.cmp(&b.id));
        seen.security_groups.sort_by(|a, b| a.id.cmp(&b.id));
        if let Some(only) = vpc {
            seen.vpc = Some(only.to_owned());
            seen.vpcs.retain(|v| v.id == only);
            seen.subnets.retain(|s| s.vpc == only);
            seen.security_groups.retain(|g| g.vpc == only);
            seen.network_acls.retain(|a| a.vpc == only);
            seen.endpoints.retain(|e| e.vpc == only);
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use postern_plan::inventory::Part;

    use super::*;

    #[test]
    fn the_account_holds_every_trap() {
        let there = World::first().unwrap().there;
        assert!(Part::ALL.iter().all(|part| there.read.contains(part)));
        let zones = |suffix: &str| {
            let name = format!("com.amazonaws.us-east-1.{suffix}");
            there.service(&name).unwrap().zone_ids.clone()
        };
        assert!(zones("bedrock-agentcore").len() > zones("bedrock-agentcore.gateway").len());
        assert!(there.vpcs.iter().any(|v| v.dns_hostnames == Some(false)));
        assert!(there.endpoints.iter().any(|e| e.private_dns));
        assert!(there.subnets.iter().any(|s| s.owner != there.account));
        assert!(there.subnets.iter().any(|s| s.free_addresses == Some(0)));
        assert!(
            there
                .dhcp_options
                .iter()
                .any(|o| !o.name_servers.contains(&"AmazonProvidedDNS".to_owned()))
        );
        let silent = |port| move |r: &postern_plan::inventory::Rule| r.from_port != Some(port);
        assert!(
            there
                .security_groups
                .iter()
                .any(|g| !g.inbound.is_empty() && g.inbound.iter().all(silent(443)))
        );
    }
}
