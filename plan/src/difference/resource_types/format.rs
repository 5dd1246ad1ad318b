//! The format of an ARN in a service reference, as in
//! `arn:${Partition}:bedrock-agentcore:${Region}:${Account}:runtime/${RuntimeId}`.
//!
//! Must not take another head of an ARN for the usual one.

use crate::catalog::{Catalog, Owner, ResourceType};

/// A format with the usual head.
pub(super) struct Format<'t> {
    service: &'t str,
    /// Whose account it names.
    pub(super) owner: Owner,
    /// What comes after the account.
    rest: &'t str,
}

/// A format as the catalogue writes it.
pub(super) struct Shape {
    /// The path, with `{id}` and `{parent}`.
    pub(super) path: String,
    /// The type that the parent is of.
    pub(super) parent: Option<String>,
}

impl<'t> Format<'t> {
    /// A format of a service, where its head is the usual one.
    pub(super) fn of(text: &'t str, service: &'t str) -> Option<Self> {
        let rest = text.strip_prefix("arn:${Partition}:")?;
        let rest = rest.strip_prefix(service)?.strip_prefix(":${Region}:")?;
        let (account, rest) = rest.split_once(':')?;
        let owner = match account {
            "${Account}" => Owner::Account,
            "aws" => Owner::Aws,
            _ => return None,
        };
        Some(Self {
            service,
            owner,
            rest,
        })
    }

    /// The type's path is of this format.
    pub(super) fn is_path_of(&self, catalog: &Catalog, kind: &ResourceType) -> bool {
        let (theirs, ours) = (self.rest.split('/'), kind.path.split('/'));
        if theirs.clone().count() != ours.clone().count() {
            return false;
        }
        let mut before = String::new();
        for (theirs, ours) in theirs.zip(ours) {
            let slot = ours == "{id}" || ours == "{parent}";
            let meets = if is_variable(theirs) {
                slot || self.only_of(catalog, &before) == Some(ours)
            } else {
                theirs == ours || ours == "{id}" && kind.only.as_deref() == Some(theirs)
            };
            if !meets {
                return false;
            }
            before.push_str(ours);
            before.push('/');
        }
        true
    }

    /// How the catalogue would write it; none where that has to be decided.
    pub(super) fn shape(&self, catalog: &Catalog) -> Option<Shape> {
        let segments: Vec<&str> = self.rest.split('/').collect();
        let (last, above) = segments.split_last()?;
        if !is_variable(last) || segments.iter().any(|s| s.contains('$') && !is_variable(s)) {
            return None;
        }
        let (mut path, mut parent) = (String::new(), None);
        for segment in above {
            if is_variable(segment) {
                match (self.only_of(catalog, &path), &parent) {
                    (Some(only), _) => path.push_str(only),
                    (None, None) => {
                        parent = Some(self.container(catalog, &path)?.id.clone());
                        path.push_str("{parent}");
                    }
                    (None, Some(_)) => return None,
                }
            } else {
                path.push_str(segment);
            }
            path.push('/');
        }
        path.push_str("{id}");
        Some(Shape { path, parent })
    }

    /// The only id of the type whose ARNs begin so.
    fn only_of<'c>(&self, catalog: &'c Catalog, before: &str) -> Option<&'c str> {
        self.container(catalog, before)?.only.as_deref()
    }

    fn container<'c>(&self, catalog: &'c Catalog, before: &str) -> Option<&'c ResourceType> {
        let path = format!("{before}{{id}}");
        let mut types = catalog.resource_types.iter();
        types.find(|t| t.service == self.service && t.path == path)
    }
}

fn is_variable(segment: &str) -> bool {
    let name = segment.strip_prefix("${").and_then(|s| s.strip_suffix('}'));
    name.is_some_and(|name| !name.is_empty() && !name.contains(['$', '{', '}']))
}

/// An ARN of the catalogue, with `{partition}` and `{id}`, is of this format.
pub(super) fn same(arn: &str, format: &str) -> bool {
    let (theirs, ours) = (format.split([':', '/']), arn.split([':', '/']));
    let slot = |s: &str| s.starts_with('{') && s.ends_with('}');
    theirs.clone().count() == ours.clone().count()
        && theirs
            .zip(ours)
            .all(|(theirs, ours)| theirs == ours || is_variable(theirs) && slot(ours))
}
