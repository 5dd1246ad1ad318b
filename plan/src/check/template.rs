//! The note on a CloudFormation template that is too long to be passed inline.
//!
//! Must not render a template that cannot be near the limit.

use super::Seen;
use crate::artifact::{Format, render};
use crate::plan::Note;
use crate::policy::Layout;

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let most = seen.catalog.quotas.cloudformation_inline_bytes;
    // Everything but the policies takes a small part of the limit.
    let policies: usize = seen
        .plan
        .endpoints
        .iter()
        .map(|e| e.policy.to_json(Layout::Compact).len())
        .sum();
    if policies * 2 < most {
        return Vec::new();
    }
    let size = [Format::Cloudformation, Format::CloudformationJson]
        .into_iter()
        .filter_map(|format| render(seen.plan, format).ok())
        .flatten()
        .map(|artifact| artifact.text.len())
        .max()
        .unwrap_or(0);
    if size <= most {
        return Vec::new();
    }
    let detail = format!("the template has {size} bytes, and CloudFormation takes {most} inline");
    let fix = "upload it: aws cloudformation deploy --template-file stack.yaml --s3-bucket BUCKET, with the options that create-stack would take".to_owned();
    vec![seen.note("template-inline-limit", "endpoints", detail, fix)]
}
