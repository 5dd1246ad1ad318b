//! The resources of a statement as a grant names them.
//!
//! Must not drop a resource in silence that the others do not bring with them.

use crate::arn::pattern_covers;
use crate::catalog::{Catalog, Primitive, ResourceType};

/// The resources, without those that another one brings with it.
pub(super) fn named(
    catalog: &Catalog,
    primitive: &Primitive,
    arns: &[String],
    left_out: &mut Vec<String>,
) -> Vec<String> {
    let below = |arn: &str, other: &str| {
        let rest = other.strip_prefix(arn);
        rest.is_some_and(|rest| rest.starts_with('/'))
    };
    let mut kept = Vec::new();
    for arn in arns {
        let wider =
            |other: &String| other != arn && other.contains('*') && pattern_covers(other, arn);
        let child = |other: &String| below(arn, other) && !brings(catalog, primitive, arn, other);
        let brought = |other: &String| brings(catalog, primitive, other, arn);
        // What stands below a container implies it.
        if arns
            .iter()
            .any(|other| wider(other) || brought(other) || child(other))
        {
            continue;
        }
        if arn == "*" || is_of(catalog, primitive, arn) {
            kept.push(arn.clone());
        } else {
            left_out.push(format!(
                "`{arn}` is no resource of {}: a request names it only where a call needs it",
                primitive.name
            ));
        }
    }
    kept
}

/// A grant on the one is a grant on the other, which stands below it.
fn brings(catalog: &Catalog, primitive: &Primitive, parent: &str, child: &str) -> bool {
    let Some(rest) = child.strip_prefix(parent).and_then(|r| r.strip_prefix('/')) else {
        return false;
    };
    let types = || {
        let all = primitive.resource_types.iter();
        all.filter_map(|id| catalog.resource_type(&primitive.prefix, id))
    };
    let head = |text: &str| text.split('/').next().unwrap_or_default().to_owned();
    let own = parent.splitn(6, ':').nth(5).map(head).unwrap_or_default();
    let parts = types().any(|t| t.parts && t.id == own);
    let tail = |t: &ResourceType| {
        let (_, tail) = t.path.split_once("{parent}/")?;
        (t.parent.as_deref() == Some(own.as_str())).then(|| tail.replace("{id}", "*"))
    };
    (parts && rest == "*") || types().any(|t| tail(t).is_some_and(|tail| tail == rest))
}

/// The ARN may be one of the primitive's.
fn is_of(catalog: &Catalog, primitive: &Primitive, arn: &str) -> bool {
    let Some(resource) = arn.splitn(6, ':').nth(5) else {
        return true;
    };
    let mut types = primitive
        .resource_types
        .iter()
        .filter_map(|id| catalog.resource_type(&primitive.prefix, id));
    types.any(|t| {
        let fixed = t.path.split('{').next().unwrap_or_default();
        let literal = resource.split(['*', '?']).next().unwrap_or_default();
        literal.starts_with(fixed) || (literal.len() < resource.len() && fixed.starts_with(literal))
    })
}
