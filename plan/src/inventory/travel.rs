//! An inventory that travels with a page: narrowed to what pages and plans use, and packed.
//!
//! Must say so when it leaves out a VPC, and must leave out nothing that a plan is judged by.

use super::Inventory;
use crate::catalog::Catalog;
use crate::packed::{PackedError, pack, unpack};

/// The most that a packed inventory may hold, in bytes of JSON.
pub const MOST_INFLATED: usize = 256 * 1024;

/// The inventory is too large to travel, even with one VPC alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too much for a page: more than {} KiB", MOST_INFLATED / 1024)]
pub struct TooLarge;

impl Inventory {
    /// The inventory as a short text. Where it is too large, what is in other VPCs than this one is
    /// left out, and the rest says that it is about this one alone.
    pub fn packed(&self, catalog: &Catalog, vpc: Option<&str>) -> Result<String, TooLarge> {
        let narrowed = self.narrowed(catalog);
        narrowed
            .packed_as_is()
            .or_else(|_| match vpc.filter(|id| self.vpc(id).is_some()) {
                Some(id) => narrowed.within(id).packed_as_is(),
                None => Err(TooLarge),
            })
    }

    /// Reads a packed inventory.
    pub fn unpacked(packed: &str) -> Result<Self, PackedError> {
        let text = unpack(packed, MOST_INFLATED)?;
        Self::parse(&text).map_err(|_| PackedError)
    }

    fn packed_as_is(&self) -> Result<String, TooLarge> {
        // Texts and numbers in memory always serialise.
        let text = serde_json::to_string(self).unwrap_or_default();
        if text.len() > MOST_INFLATED {
            return Err(TooLarge);
        }
        pack(&text).map_err(|_| TooLarge)
    }

    /// Without other services, and of their endpoints only that they are there.
    fn narrowed(&self, catalog: &Catalog) -> Self {
        let ours = |service: &str| {
            let suffix = service.strip_prefix("com.amazonaws.");
            let suffix = suffix.and_then(|rest| rest.split_once('.'));
            suffix.is_some_and(|(_, suffix)| {
                catalog.endpoints.iter().any(|e| e.service_suffix == suffix)
            })
        };
        let mut narrowed = self.clone();
        narrowed.services.retain(|s| ours(&s.service_name));
        for endpoint in &mut narrowed.endpoints {
            if !ours(&endpoint.service_name) {
                endpoint.policy = None;
                endpoint.tags.clear();
                endpoint.dns_names.clear();
                endpoint.interfaces.clear();
            }
        }
        narrowed
    }

    /// What is in one VPC.
    fn within(&self, vpc: &str) -> Self {
        let mut within = self.clone();
        within.vpc = Some(vpc.to_owned());
        within.vpcs.retain(|v| v.id == vpc);
        within.subnets.retain(|s| s.vpc == vpc);
        within.security_groups.retain(|g| g.vpc == vpc);
        within.network_acls.retain(|a| a.vpc == vpc);
        within.links.retain(|l| l.vpc == vpc);
        within.endpoints.retain(|e| e.vpc == vpc);
        within
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::inventory::{Endpoint, Part, SecurityGroup, ServiceDetail, Vpc};

    fn of_services(names: &[&str]) -> Inventory {
        Inventory {
            version: 1,
            read: [Part::Endpoints].into(),
            vpcs: vec![Vpc {
                id: "vpc-1".to_owned(),
                ..Vpc::default()
            }],
            endpoints: names
                .iter()
                .map(|name| Endpoint {
                    vpc: "vpc-1".to_owned(),
                    service_name: (*name).to_owned(),
                    policy: Some("{}".to_owned()),
                    ..Endpoint::default()
                })
                .collect(),
            services: names
                .iter()
                .map(|name| ServiceDetail {
                    service_name: (*name).to_owned(),
                    ..ServiceDetail::default()
                })
                .collect(),
            ..Inventory::default()
        }
    }

    #[test]
    fn it_comes_back_with_what_plans_use() {
        let catalog = Catalog::load().unwrap();
        let (ours, other) = (
            "com.amazonaws.us-east-1.bedrock-agentcore",
            "com.amazonaws.us-east-1.s3",
        );
        let alone = of_services(&[ours]);
        let packed = alone.packed(&catalog, None).unwrap();
        assert_eq!(Inventory::unpacked(&packed).unwrap(), alone);
        let packed = of_services(&[ours, other]).packed(&catalog, None).unwrap();
        let back = Inventory::unpacked(&packed).unwrap();
        assert_eq!(back.services, alone.services);
        assert_eq!(back.endpoints.len(), 2, "they count for the quota");
        assert_eq!(back.endpoints[1].policy, None);
    }

    #[test]
    fn what_is_too_large_is_about_one_vpc_and_says_so() {
        let catalog = Catalog::load().unwrap();
        let mut large = of_services(&[]);
        large.security_groups = (0..4_000)
            .map(|n| SecurityGroup {
                id: format!("sg-{n:017x}"),
                vpc: format!("vpc-{}", n % 2),
                name: "n".repeat(40),
                ..SecurityGroup::default()
            })
            .collect();
        assert_eq!(large.packed(&catalog, None), Err(TooLarge));
        assert_eq!(large.packed(&catalog, Some("vpc-9")), Err(TooLarge));
        large.security_groups.truncate(2_400);
        let back = Inventory::unpacked(&large.packed(&catalog, Some("vpc-1")).unwrap()).unwrap();
        assert_eq!(back.security_groups.len(), 1_200);
        assert!(back.knows(Part::Endpoints, "vpc-1") && !back.knows(Part::Endpoints, "vpc-0"));
    }

    #[test]
    fn a_bomb_is_refused() {
        let bomb = pack(&" ".repeat(MOST_INFLATED + 1)).unwrap();
        assert!(bomb.len() < 2_000);
        assert_eq!(Inventory::unpacked(&bomb), Err(PackedError));
    }

    proptest! {
        #[test]
        fn no_packed_text_panics(text in "[A-Za-z0-9_-]{0,100}") {
            let _ = Inventory::unpacked(&text);
        }
    }
}
