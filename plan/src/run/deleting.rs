//! The steps that delete what a request made.
//!
//! Must delete nothing that is not as it was when somebody looked.

use super::{Call, Expectation, PlannedStep, Ref, Task, Until};
use crate::deletion::{DeletedEndpoint, Deletion};

/// The steps of a run that deletes. Groups are not tried as a dry run: they are in use until the
/// endpoints are gone.
pub fn deletion_steps(deletion: &Deletion) -> Vec<PlannedStep> {
    let mut steps = Vec::new();
    let mut push = |name: String, task: Task| steps.push(PlannedStep { name, task });
    let call = |e: &DeletedEndpoint| Call::DeleteEndpoint {
        endpoint: Ref::Id(e.endpoint.id.clone()),
    };
    for e in &deletion.endpoints {
        let task = Task::Rehearse {
            call: call(e),
            undo: None,
        };
        push(format!("try {}", e.key), task);
    }
    let expectations: Vec<Expectation> = deletion.endpoints.iter().filter_map(seen).collect();
    if !expectations.is_empty() {
        push("recheck".to_owned(), Task::Compare { expectations });
    }
    let change = |call: Call| Task::Change { call, undo: None };
    for e in &deletion.endpoints {
        push(format!("delete {}", e.key), change(call(e)));
    }
    for e in &deletion.endpoints {
        let task = Task::Await {
            endpoint: Ref::Id(e.endpoint.id.clone()),
            until: Until::Gone,
        };
        push(format!("await-end-of {}", e.key), task);
    }
    for group in &deletion.groups {
        let call = Call::DeleteGroup {
            group: Ref::Id(group.id.clone()),
        };
        push("delete group".to_owned(), change(call));
    }
    steps
}

/// The endpoint as it was seen; none where its policy was not.
fn seen(deleted: &DeletedEndpoint) -> Option<Expectation> {
    let endpoint = &deleted.endpoint;
    Some(Expectation {
        name: deleted.key.to_string(),
        endpoint: Ref::Id(endpoint.id.clone()),
        service_name: endpoint.service_name.clone(),
        vpc: endpoint.vpc.clone(),
        subnets: endpoint.subnets.clone(),
        groups: endpoint
            .security_groups
            .iter()
            .cloned()
            .map(Ref::Id)
            .collect(),
        private_dns: endpoint.private_dns,
        policy: endpoint.policy.clone()?,
        ip_address_type: None,
        tags: std::collections::BTreeMap::new(),
    })
}
