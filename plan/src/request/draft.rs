//! A request in the making: as much as could be read, and what is wrong or missing.
//!
//! Must not pass for a request: previews use its sketch, everything else its end.

use std::collections::BTreeMap;

use super::{
    AllowFrom, EndpointKey, EndpointOverride, Grant, Guards, IpAddressType, Placement, PolicyMode,
    Request, RequestError, ShareWith, WorkloadRequest,
};
use crate::id::{AccountId, Name, Region, SecurityGroupId, SubnetId, VpcId, placeholder};

/// As much of a request as could be read, and what is wrong or missing.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Everything wrong or missing, in the document's order.
    pub errors: Vec<RequestError>,
    /// The name, once right.
    pub name: Option<Name>,
    /// The Region, once right.
    pub region: Option<Region>,
    /// The account, once right.
    pub account: Option<AccountId>,
    /// The policy mode.
    pub policy: PolicyMode,
    /// The VPC, once right.
    pub vpc: Option<VpcId>,
    /// The placement without its VPC, as far as it is right.
    pub(super) placement: PlacementDraft,
    /// The grants; `None` where one is not right yet.
    pub grants: Vec<Option<Grant>>,
    pub(super) guards: Guards,
    pub(super) endpoints: BTreeMap<EndpointKey, EndpointOverride>,
    pub(super) workload: Option<WorkloadRequest>,
    pub(super) tags: BTreeMap<String, String>,
}

#[derive(Debug, Clone)]
pub(super) struct PlacementDraft {
    pub(super) subnets: Vec<SubnetId>,
    pub(super) security_groups: Vec<SecurityGroupId>,
    pub(super) allow_from: Vec<AllowFrom>,
    pub(super) private_dns: bool,
    pub(super) share_dns_with: Vec<ShareWith>,
    pub(super) ip_address_type: IpAddressType,
}

impl Draft {
    /// The request, when nothing is wrong.
    pub fn finish(self) -> Result<Request, Vec<RequestError>> {
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        let nothing = || {
            vec![RequestError::new(
                "",
                "missing",
                "the request is not complete".to_owned(),
                "fill in what is required".to_owned(),
            )]
        };
        let (Some(name), Some(region), Some(account), Some(vpc)) =
            (self.name, self.region, self.account, self.vpc)
        else {
            return Err(nothing());
        };
        let grants: Option<Vec<Grant>> = self.grants.into_iter().collect();
        Ok(Request {
            name,
            region,
            account,
            policy: self.policy,
            placement: self.placement.at(vpc),
            grants: grants.ok_or_else(nothing)?,
            guards: self.guards,
            endpoints: self.endpoints,
            workload: self.workload,
            tags: self.tags,
        })
    }

    /// A request of what is right so far, and which words stand in for an answer. For previews
    /// only: it is never applied or downloaded. `None` while no grant is right.
    pub fn sketch(&self) -> Option<(Request, Vec<&'static str>)> {
        let grants: Vec<Grant> = self.grants.iter().flatten().cloned().collect();
        if grants.is_empty() {
            return None;
        }
        let mut stand_ins = Vec::new();
        let mut placement = self.placement.clone();
        if placement.subnets.is_empty() {
            stand_ins.push("subnets");
            placement.subnets.push(placeholder::subnet());
        }
        let mut or = |what: &'static str, absent: bool| {
            if absent {
                stand_ins.push(what);
            }
        };
        or("name", self.name.is_none());
        or("region", self.region.is_none());
        or("account", self.account.is_none());
        or("vpc", self.vpc.is_none());
        let request = Request {
            name: self.name.clone().unwrap_or_else(placeholder::name),
            region: self.region.clone().unwrap_or_else(placeholder::region),
            account: self.account.clone().unwrap_or_else(placeholder::account),
            policy: self.policy,
            placement: placement.at(self.vpc.clone().unwrap_or_else(placeholder::vpc)),
            grants,
            guards: self.guards,
            endpoints: BTreeMap::new(),
            workload: self.workload.clone(),
            tags: self.tags.clone(),
        };
        Some((request, stand_ins))
    }
}

impl PlacementDraft {
    fn at(self, vpc: VpcId) -> Placement {
        let Self {
            subnets,
            security_groups,
            allow_from,
            private_dns,
            share_dns_with,
            ip_address_type,
        } = self;
        Placement {
            vpc,
            subnets,
            security_groups,
            allow_from,
            private_dns,
            share_dns_with,
            ip_address_type,
        }
    }
}
