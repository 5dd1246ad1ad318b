//! The steps that carry a plan out.
//!
//! Must leave nothing to decide: every call is complete but for the ids that earlier steps make.

use std::collections::BTreeMap;

use super::{Alteration, Call, Expectation, PlannedStep, Ref, Task, Undo, Until};
use crate::inventory::{Endpoint, Inventory};
use crate::plan::{Change, GroupRef, Modification, Plan, PlannedEndpoint};
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
        let mut calls: Vec<(String, Call)> = Vec::new();
        if let Some(call) = self.create_group() {
            calls.push(("try group".to_owned(), call));
        }
        for endpoint in &self.plan.endpoints {
            let call = match &endpoint.change {
                Change::Create => Some(self.create(endpoint)),
                Change::Modify(change) => self.modify(change),
                Change::Leave { .. } => None,
            };
            let call = call.and_then(known_groups_only);
            calls.extend(call.map(|call| (format!("try {}", endpoint.key), call)));
        }
        for (name, call) in calls {
            self.push(name, Task::Rehearse { call });
        }
    }

    fn group(&mut self) {
        let Some(call) = self.create_group() else {
            return;
        };
        let sources: Vec<String> = self
            .plan
            .security_group
            .iter()
            .flat_map(|g| &g.allow_from)
            .map(|s: &AllowFrom| s.as_str().to_owned())
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
            private_dns: None,
        }
    }

    /// Whether anything is altered that has to settle.
    fn alter(&mut self, endpoint: &PlannedEndpoint, change: &Modification) -> bool {
        let key = endpoint.key;
        let Some(call) = self.modify(change) else {
            return false;
        };
        let former = self.inventory.endpoint(change.id.as_str());
        let undo = former.map(|former| Box::new(self.undo(endpoint, change, former)));
        self.push(format!("modify {key}"), Task::Change { call, undo });
        true
    }

    fn undo(&self, endpoint: &PlannedEndpoint, change: &Modification, former: &Endpoint) -> Undo {
        let there = self.alteration(change);
        Undo {
            left: self.expectation(endpoint, Ref::Id(change.id.to_string())),
            call: Call::ModifyEndpoint {
                endpoint: change.id.to_string(),
                alteration: Alteration {
                    add_subnets: there.remove_subnets,
                    remove_subnets: there.add_subnets,
                    add_groups: there.remove_groups,
                    remove_groups: there.add_groups,
                    policy: there.policy.and(former.policy.clone()),
                    private_dns: None,
                },
            },
        }
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
            // A modify leaves it as it is.
            private_dns: there.map_or(endpoint.private_dns, |t| t.private_dns),
            policy: endpoint.policy_text(),
        }
    }
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
