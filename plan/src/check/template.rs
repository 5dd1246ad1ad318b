//! The note on a CloudFormation template that is too long to be passed inline.
//!
//! Must not render a template that cannot be near the limit.

use super::Seen;
use crate::artifact::template_bytes;
use crate::plan::Note;
use crate::policy::Layout;

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let most = seen.catalog.quotas.cloudformation_inline_bytes;
    // Policies and tags make a template long; the rest is a small part of the limit.
    let parts = seen.plan.endpoints.iter().map(|e| {
        let tags: usize = e.tags.iter().map(|(k, v)| k.len() + v.len()).sum();
        e.policy.to_json(Layout::Compact).len() + 2 * tags
    });
    if parts.sum::<usize>() * 2 < most {
        return Vec::new();
    }
    let size = template_bytes(seen.plan);
    if size <= most {
        return Vec::new();
    }
    let detail = format!("the template has {size} bytes, and CloudFormation takes {most} inline");
    let fix = "upload it: aws cloudformation deploy --template-file stack.yaml --s3-bucket BUCKET, with the options that create-stack would take".to_owned();
    vec![seen.note("template-inline-limit", "endpoints", detail, fix)]
}
