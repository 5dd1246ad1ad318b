//! The steps that carry a plan out.
//!
//! Must leave nothing to decide: every call is complete but for the ids that earlier steps make.

mod back;

use std::collections::BTreeMap;

use self::back::back;
use super::{Alteration, Call, Expectation, PlannedStep, Ref, Task, Undo, Until};
use crate::inventory::Inventory;
use crate::plan::{Change, GroupRef, Modification, Plan, PlannedEndpoint, TagChange};
use crate::planner::endpoints::private_dns_after;
use crate::request::AllowFrom;

/// The tag that says which run made something.
pub const RUN_TAG: &str = "postern:run";

/// The steps of a run with this id. The inventory is the one that the plan was made with: it says
/// what altered endpoints were before.
pub fn steps(plan: &Plan, inventory: &Inventory, run: &str) -> Vec<PlannedStep> {
    let mut making = Making {
        plan,
        inventory,
        run,
        group: None,
        steps: Vec::new(),
    };
    making.rehearsals();
    making.group();
    making.endpoints();
    making.steps
}

struct Making<'a> {
    plan: &'a Plan,
    inventory: &'a Inventory,
    run: &'a str,
    /// The step that makes the group.
    group: Option<usize>,
    steps: Vec<PlannedStep>,
}

impl Making<'_> {
    fn push(&mut self, name: String, task: Task) -> usize {
        self.steps.push(PlannedStep { name, task });
        self.steps.len() - 1
    }

    fn tags(&self, tags: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let mut tags = tags.clone();
        tags.insert(RUN_TAG.to_owned(), self.run.to_owned());
        tags
    }

    /// The new group is used by what is made or altered.
    fn needs_group(&self) -> bool {
        self.plan.endpoints.iter().any(|e| match &e.change {
            Change::Create => e.security_groups.contains(&GroupRef::New),
            Change::Modify(m) => m.add_groups.contains(&GroupRef::New),
            Change::Leave { .. } => false,
        })
    }

    fn create_group(&self) -> Option<Call> {
        let group = self.plan.security_group.as_ref()?;
        self.needs_group().then(|| Call::CreateGroup {
            name: group.name.clone(),
            description: group.description.clone(),
            vpc: self.plan.request.placement.vpc.to_string(),
            tags: self.tags(&group.tags),
        })
    }

    /// Everything that can be tried before anything is made. Without the group that is not there
    /// yet, the call names those that are, or EC2's default.
    fn rehearsals(&mut self) {
        let mut calls: Vec<(String, Call, Option<Call>)> = Vec::new();
        if let Some(call) = self.create_group() {
            calls.push(("try group".to_owned(), call, None));
        }
        if let Some(call) = self.admit_to_standing() {
            let back = back(self.inventory, &call);
            calls.push(("try-admit group".to_owned(), call, back));
        }
        for endpoint in &self.plan.endpoints {
            let key = endpoint.key;
            let call = match &endpoint.change {
                Change::Create => Some(self.create(endpoint)),
                Change::Modify(change) => self.modify(change),
                Change::Leave { .. } => None,
            };
            if let Some(call) = call.and_then(known_groups_only) {
                let back = back(self.inventory, &call);
                calls.push((format!("try {key}"), call, back));
            }
            if let Change::Modify(change) = &endpoint.change {
                for (verb, call) in tagging(change) {
                    let back = back(self.inventory, &call);
                    calls.push((format!("try-{verb} {key}"), call, back));
                }
            }
        }
        for (name, call, back) in calls {
            let undo = back.map(Box::new);
            self.push(name, Task::Rehearse { call, undo });
        }
    }

    /// What the group that stands is given; none where it lacks nothing.
    fn admit_to_standing(&self) -> Option<Call> {
        let standing = self.plan.standing_group.as_ref()?;
        (!standing.admit.is_empty()).then(|| Call::AdmitToGroup {
            group: Ref::Id(standing.id.to_string()),
            sources: sources(&standing.admit),
        })
    }

    fn group(&mut self) {
        if let Some(call) = self.admit_to_standing() {
            let task = Task::Change { call, undo: None };
            self.push("admit-to group".to_owned(), task);
        }
        let Some(call) = self.create_group() else {
            return;
        };
        let sources: Vec<String> = self
            .plan
            .security_group
            .iter()
            .flat_map(|g| sources(&g.allow_from))
            .collect();
        let group = self.push("create group".to_owned(), Task::Change { call, undo: None });
        self.group = Some(group);
        let call = Call::AdmitToGroup {
            group: Ref::Step(group),
            sources,
        };
        self.push(
            "admit-to group".to_owned(),
            Task::Change { call, undo: None },
        );
    }

    fn endpoints(&mut self) {
        let mut waits: Vec<(String, Ref)> = Vec::new();
        let mut expectations: Vec<Expectation> = Vec::new();
        for endpoint in &self.plan.endpoints {
            let key = endpoint.key;
            let at = match &endpoint.change {
                Change::Create => {
                    let call = self.create(endpoint);
                    let step =
                        self.push(format!("create {key}"), Task::Change { call, undo: None });
                    waits.push((format!("await {key}"), Ref::Step(step)));
                    Ref::Step(step)
                }
                Change::Modify(change) => {
                    let id = Ref::Id(change.id.to_string());
                    if self.alter(endpoint, change) {
                        waits.push((format!("await {key}"), id.clone()));
                    }
                    id
                }
                Change::Leave { id } => Ref::Id(id.to_string()),
            };
            expectations.push(self.expectation(endpoint, at));
        }
        for (name, endpoint) in waits {
            self.push(
                name,
                Task::Await {
                    endpoint,
                    until: Until::Available,
                },
            );
        }
        self.push("compare".to_owned(), Task::Compare { expectations });
    }

    fn create(&self, endpoint: &PlannedEndpoint) -> Call {
        Call::CreateEndpoint {
            token: format!("{}-{}", self.run, endpoint.key),
            vpc: self.plan.request.placement.vpc.to_string(),
            service_name: endpoint.service_name.clone(),
            subnets: endpoint.subnets.iter().map(ToString::to_string).collect(),
            groups: self.groups(&endpoint.security_groups),
            policy: endpoint.policy_text(),
            private_dns: endpoint.private_dns,
            ip_address_type: endpoint.ip_address_type.as_str().to_owned(),
            tags: self.tags(&endpoint.tags),
        }
    }

    fn groups(&self, groups: &[GroupRef]) -> Vec<Ref> {
        groups
            .iter()
            .map(|g| match g {
                GroupRef::Id(id) => Ref::Id(id.to_string()),
                GroupRef::New => Ref::Step(self.group.unwrap_or(usize::MAX)),
            })
            .collect()
    }

    /// What an endpoint that is there is given and loses; none where nothing is.
    fn modify(&self, change: &Modification) -> Option<Call> {
        let alteration = self.alteration(change);
        (!alteration.is_empty()).then(|| Call::ModifyEndpoint {
            endpoint: change.id.to_string(),
            alteration,
        })
    }

    fn alteration(&self, change: &Modification) -> Alteration {
        let policy = change.new_policy().map(str::to_owned);
        Alteration {
            add_subnets: change.add_subnets.iter().map(ToString::to_string).collect(),
            remove_subnets: change
                .remove_subnets
                .iter()
                .map(ToString::to_string)
                .collect(),
            add_groups: self.groups(&change.add_groups),
            remove_groups: change
                .remove_groups
                .iter()
                .map(|g| Ref::Id(g.to_string()))
                .collect(),
            policy,
            private_dns: change.private_dns,
            ip_address_type: change.ip_address_type.map(|t| t.as_str().to_owned()),
        }
    }

    /// Whether anything is altered that has to settle.
    fn alter(&mut self, endpoint: &PlannedEndpoint, change: &Modification) -> bool {
        let key = endpoint.key;
        let modify = self.modify(change);
        let settles = modify.is_some();
        let mut left = self.expectation(endpoint, Ref::Id(change.id.to_string()));
        let tags = std::mem::take(&mut left.tags);
        let mut calls: Vec<(String, Call)> = Vec::new();
        calls.extend(modify.map(|call| (format!("modify {key}"), call)));
        for (verb, call) in tagging(change) {
            calls.push((format!("{verb} {key}"), call));
        }
        for (name, call) in calls {
            // What came later is undone first, so each finds what those before it left.
            if let Call::TagEndpoint { tags: set, .. } = &call {
                left.tags.extend(
                    tags.iter()
                        .filter(|(k, _)| set.contains_key(*k))
                        .map(|(k, v)| (k.clone(), v.clone())),
                );
            }
            let undo = back(self.inventory, &call).map(|back| {
                Box::new(Undo {
                    left: left.clone(),
                    call: back,
                })
            });
            self.push(name, Task::Change { call, undo });
        }
        settles
    }

    /// What an endpoint should be once the plan stands.
    fn expectation(&self, endpoint: &PlannedEndpoint, at: Ref) -> Expectation {
        let there = match &at {
            Ref::Id(id) => self.inventory.endpoint(id),
            Ref::Step(_) => None,
        };
        let left = matches!(endpoint.change, Change::Leave { .. });
        let groups = match there.filter(|_| left) {
            // The group that an earlier plan made stands for the new one.
            Some(there) => there.security_groups.iter().cloned().map(Ref::Id).collect(),
            None => self.groups(&endpoint.security_groups),
        };
        Expectation {
            name: endpoint.key.to_string(),
            endpoint: at,
            service_name: endpoint.service_name.clone(),
            vpc: self.plan.request.placement.vpc.to_string(),
            subnets: endpoint.subnets.iter().map(ToString::to_string).collect(),
            groups,
            private_dns: private_dns_after(Some(self.inventory), endpoint),
            policy: endpoint.policy_text(),
            ip_address_type: match &endpoint.change {
                Change::Modify(change) => change.ip_address_type,
                Change::Create | Change::Leave { .. } => Some(endpoint.ip_address_type),
            }
            .map(|t| t.as_str().to_owned()),
            tags: match &endpoint.change {
                Change::Modify(change) => change
                    .tags
                    .iter()
                    .map(|t| (t.key.clone(), t.value.clone()))
                    .collect(),
                Change::Create => endpoint.tags.clone(),
                Change::Leave { .. } => BTreeMap::new(),
            },
        }
    }
}

/// The tags that an endpoint which is there is given: first those it lacks, then those whose
/// value changes, for they are taken back in different ways.
fn tagging(change: &Modification) -> Vec<(&'static str, Call)> {
    let (new, changed): (Vec<_>, Vec<_>) = change.tags.iter().partition(|t| t.former.is_none());
    let call = |(verb, tags): (&'static str, Vec<&TagChange>)| {
        let tags: BTreeMap<String, String> = tags
            .into_iter()
            .map(|t| (t.key.clone(), t.value.clone()))
            .collect();
        let endpoint = change.id.to_string();
        (!tags.is_empty()).then_some((verb, Call::TagEndpoint { endpoint, tags }))
    };
    [("tag", new), ("retag", changed)]
        .into_iter()
        .filter_map(call)
        .collect()
}

fn sources(allow_from: &[AllowFrom]) -> Vec<String> {
    allow_from.iter().map(|s| s.as_str().to_owned()).collect()
}

/// A call that can be tried before the group is made; none where nothing of it is left.
fn known_groups_only(call: Call) -> Option<Call> {
    let known = |groups: Vec<Ref>| -> Vec<Ref> {
        groups
            .into_iter()
            .filter(|g| matches!(g, Ref::Id(_)))
            .collect()
    };
    Some(match call {
        Call::CreateEndpoint {
            token,
            vpc,
            service_name,
            subnets,
            groups,
            policy,
            private_dns,
            ip_address_type,
            tags,
        } => Call::CreateEndpoint {
            token,
            vpc,
            service_name,
            subnets,
            groups: known(groups),
            policy,
            private_dns,
            ip_address_type,
            tags,
        },
        Call::ModifyEndpoint {
            endpoint,
            alteration,
        } => {
            let alteration = Alteration {
                add_groups: known(alteration.add_groups),
                ..alteration
            };
            if alteration.is_empty() {
                return None;
            }
            Call::ModifyEndpoint {
                endpoint,
                alteration,
            }
        }
        other => other,
    })
}
