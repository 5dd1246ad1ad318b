//! Notes on the templates: one too long to be passed inline, and endpoints that they leave out.
//!
//! Must not render a template that cannot be near the limit.

use super::{Seen, keys};
use crate::artifact::template_bytes;
use crate::plan::{Change, GroupRef, Note, PlannedEndpoint};
use crate::planner::endpoints::REQUEST_TAG;
use crate::policy::Layout;

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes: Vec<Note> = too_long(seen).into_iter().collect();
    notes.extend(left(seen));
    notes.extend(changed(seen));
    notes
}

fn too_long(seen: &Seen<'_>) -> Option<Note> {
    let most = seen.catalog.quotas.cloudformation_inline_bytes;
    // Policies and tags make a template long; the rest is a small part of the limit.
    let parts = seen.plan.endpoints.iter().map(|e| {
        let tags: usize = e.tags.iter().map(|(k, v)| k.len() + v.len()).sum();
        e.policy.to_json(Layout::Compact).len() + 2 * tags
    });
    if parts.sum::<usize>() * 2 < most {
        return None;
    }
    let size = template_bytes(seen.plan);
    if size <= most {
        return None;
    }
    let detail = format!("the template has {size} bytes, and CloudFormation takes {most} inline");
    let fix = "upload it: aws cloudformation deploy --template-file stack.yaml --s3-bucket BUCKET, with the options that create-stack would take".to_owned();
    Some(seen.note("template-inline-limit", "endpoints", detail, fix))
}

/// Endpoints that stand as planned are in no template.
fn left(seen: &Seen<'_>) -> Option<Note> {
    let left: Vec<_> = endpoints(seen, |e| matches!(e.change, Change::Leave { .. }));
    if left.is_empty() {
        return None;
    }
    let makes = endpoints(seen, |e| e.change == Change::Create && uses_new_group(e));
    // What stands has a group already, most likely under the name of the one to be made.
    let has = left.iter().any(|e| uses_new_group(e));
    let group = seen
        .plan
        .security_group
        .as_ref()
        .filter(|_| has && !makes.is_empty());
    let also = group.map_or_else(String::new, |g| {
        format!("; in another stack the new group {} would meet the one of that name, where those endpoints have it", g.name)
    });
    let detail = format!(
        "no template holds what stands: {}; where a stack or a Terraform state made it, an update from this plan's template deletes it{also}",
        keys(left)
    );
    let instead = match group {
        Some(_) => ", with the group that stands under security_groups in place of allow_from",
        None => "",
    };
    let fix = format!(
        "there, render the template without an inventory; otherwise deploy into a stack or a state of its own{instead}"
    );
    Some(seen.note("template-leaves-out", "endpoints", detail, fix))
}

/// CloudFormation and CDK change nothing that they did not make; Terraform imports it.
fn changed(seen: &Seen<'_>) -> Option<Note> {
    let ours = |e: &PlannedEndpoint| {
        let Change::Modify(m) = &e.change else {
            return false;
        };
        let there = seen.inventory.and_then(|i| i.endpoint(m.id.as_str()));
        there
            .and_then(|t| t.tags.get(REQUEST_TAG))
            .map(String::as_str)
            == Some(seen.request.name.as_str())
    };
    let changed = endpoints(seen, ours);
    if changed.is_empty() {
        return None;
    }
    let detail = format!(
        "CloudFormation and CDK templates do not hold what is changed and was made for this request: {}; where a stack made it, an update from this plan's template deletes it",
        keys(changed)
    );
    let fix = "there, leave existing out and render the template without an inventory; otherwise change it with create.sh".to_owned();
    Some(seen.note("template-leaves-out", "endpoints", detail, fix))
}

fn endpoints<'s>(
    seen: &Seen<'s>,
    of: impl Fn(&PlannedEndpoint) -> bool,
) -> Vec<&'s PlannedEndpoint> {
    seen.plan.endpoints.iter().filter(|e| of(e)).collect()
}

fn uses_new_group(endpoint: &PlannedEndpoint) -> bool {
    endpoint.security_groups.contains(&GroupRef::New)
}
