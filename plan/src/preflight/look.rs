//! What a subject may look at, and why something was not seen.
//!
//! Must tell "not there" from "not read".

use super::row::{Question, Row};
use super::{command, vpc};
use crate::catalog::Catalog;
use crate::id::SubnetId;
use crate::inventory::{Inventory, Part, SecurityGroup, Subnet, Vpc};
use crate::plan::{Change, GroupRef, Plan, PlannedEndpoint};
use crate::planner::endpoints::private_dns_after;
use crate::planner::explain::series;
use crate::request::EndpointKey;

/// What the rows are made from.
pub(super) struct Look<'a> {
    pub(super) catalog: &'a Catalog,
    /// None also where there is one that is of another account or Region.
    pub(super) inventory: Option<&'a Inventory>,
    pub(super) plan: &'a Plan,
    /// Why there is no inventory.
    none: String,
}

/// Something that an id names.
pub(super) enum Found<'a, T> {
    There(&'a T),
    /// Its part was read to the end, and does not hold it.
    Gone,
    /// Not read.
    Unread,
}

impl<'a, T> Found<'a, T> {
    pub(super) fn there(self) -> Option<&'a T> {
        match self {
            Self::There(it) => Some(it),
            Self::Gone | Self::Unread => None,
        }
    }
}

impl<'a> Look<'a> {
    pub(super) fn new(
        catalog: &'a Catalog,
        inventory: Option<&'a Inventory>,
        plan: &'a Plan,
    ) -> Self {
        let other = inventory.and_then(|i| vpc::another(plan, i));
        Self {
            catalog,
            inventory: inventory.filter(|_| other.is_none()),
            plan,
            none: other.map_or_else(
                || "no inventory: nothing of the account was read".to_owned(),
                |other| format!("the inventory is of {other}"),
            ),
        }
    }

    /// The VPC's id.
    pub(super) fn vpc_id(&self) -> &'a str {
        self.plan.request.placement.vpc.as_str()
    }

    /// The table of the request that says where an endpoint goes.
    pub(super) fn table(endpoint: &PlannedEndpoint) -> String {
        match endpoint.key {
            EndpointKey::Workload(_) => "[workload]".to_owned(),
            key => format!("[endpoints.{key}]"),
        }
    }

    /// A part was read to the end for the plan's VPC.
    pub(super) fn knows(&self, part: Part) -> bool {
        self.inventory.is_some_and(|i| i.knows(part, self.vpc_id()))
    }

    /// Why a part, or something of it, was not seen.
    pub(super) fn unread(&self, part: Part) -> String {
        let Some(inventory) = self.inventory else {
            return self.none.clone();
        };
        if let Some(gap) = inventory.gap(part) {
            return gap.reason.clone();
        }
        match &inventory.vpc {
            Some(only) if only != self.vpc_id() => format!("the inventory is of {only} alone"),
            _ => format!("the inventory does not hold what {} answers", part.action()),
        }
    }

    /// A row for what a part would have said.
    pub(super) fn not_checked(&self, question: Question, part: Part) -> Row {
        let row = question.not_checked(self.unread(part));
        let action = part.action();
        match self.inventory {
            None => row,
            Some(i) if i.gap(part).is_some() => row.with_fix(format!(
                "allow {action} to whoever reads the account, and read it again"
            )),
            Some(_) => row.with_fix(format!(
                "plan with an inventory that has what {action} answers"
            )),
        }
    }

    fn found<T>(&self, it: Option<&'a T>, part: Part) -> Found<'a, T> {
        match it {
            Some(it) => Found::There(it),
            None if self.knows(part) => Found::Gone,
            None => Found::Unread,
        }
    }

    pub(super) fn vpc(&self) -> Found<'a, Vpc> {
        let it = self.inventory.and_then(|i| i.vpc(self.vpc_id()));
        self.found(it, Part::Vpcs)
    }

    pub(super) fn subnet(&self, id: &str) -> Found<'a, Subnet> {
        let it = self.inventory.and_then(|i| i.subnet(id));
        self.found(it, Part::Subnets)
    }

    pub(super) fn group(&self, id: &str) -> Found<'a, SecurityGroup> {
        let it = self.inventory.and_then(|i| i.security_group(id));
        self.found(it, Part::SecurityGroups)
    }

    /// The subnets of the plan, each once, in order.
    pub(super) fn subnet_ids(&self) -> Vec<&'a str> {
        let all = self.plan.endpoints.iter().flat_map(|e| &e.subnets);
        sorted(all.map(SubnetId::as_str))
    }

    /// The groups of the plan that are there already, each once, in order.
    pub(super) fn group_ids(&self) -> Vec<&'a str> {
        let all = self.plan.endpoints.iter().flat_map(|e| &e.security_groups);
        sorted(all.filter(|g| **g != GroupRef::New).map(GroupRef::as_str))
    }

    /// Whether private DNS is on once the plan stands: a modify leaves it as it is.
    pub(super) fn private_dns(&self, endpoint: &PlannedEndpoint) -> bool {
        private_dns_after(self.inventory, endpoint)
    }

    /// The endpoints that are made.
    pub(super) fn made(&self) -> impl Iterator<Item = &'a PlannedEndpoint> {
        let made = |e: &&PlannedEndpoint| e.change == Change::Create;
        self.plan.endpoints.iter().filter(made)
    }

    /// A command of the AWS CLI in the plan's Region.
    pub(super) fn aws<'w>(&'w self, words: impl IntoIterator<Item = &'w str>) -> Option<String> {
        command::aws(self.plan, words)
    }
}

/// Each once, in order.
pub(super) fn sorted<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut all: Vec<&str> = texts.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// `a, b and 3 more`.
pub(super) fn some(items: impl IntoIterator<Item = impl Into<String>>) -> String {
    series(items.into_iter().map(Into::into).collect(), 6)
}

/// `data, control and gateway`.
pub(super) fn keys<'e>(endpoints: impl IntoIterator<Item = &'e PlannedEndpoint>) -> String {
    series(
        endpoints.into_iter().map(|e| e.key.to_string()).collect(),
        usize::MAX,
    )
}
