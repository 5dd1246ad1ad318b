//! The catalogue's resource types, and how their ARNs are written, against a service reference.
//!
//! Must not call it a difference that the catalogue writes the only id there is where the reference
//! has a variable, or how a variable is called.

mod format;

use super::edit::{Edit, Json, Path};
use super::found::{Found, Seen};
use super::reference::Reference;
use super::{Kind, Source};
use crate::catalog::{Catalog, Owner, ResourceType};
use format::{Format, Shape};

pub(super) fn compare(catalog: &Catalog, reference: &Reference, found: &mut Found) {
    let Some(types) = &reference.types else {
        found.not_compared(format!("resource types: {} lists none", reference.file));
        return;
    };
    let source = &reference.source();
    let list = Path::root().key("resource_types");
    for (at, kind) in catalog.resource_types.iter().enumerate() {
        if kind.service != reference.service {
            continue;
        }
        let path = list.index(at);
        let Some(formats) = types.get(&kind.id) else {
            let seen = seen(
                Kind::Removed,
                path,
                kind,
                Some(kind.path.clone()),
                None,
                source,
            );
            found.left(seen, "see what takes its place; then take it out of the resource types, its primitives and the groups of their actions");
            continue;
        };
        arns(catalog, kind, formats, &path, source, found);
    }
    let known = |id: &str| catalog.resource_type(&reference.service, id).is_some();
    for (id, formats) in types.iter().filter(|(id, _)| !known(id)) {
        added(catalog, reference, id, formats, found);
    }
}

/// How the ARNs of a type that both know are written.
fn arns(
    catalog: &Catalog,
    kind: &ResourceType,
    formats: &[String],
    path: &Path,
    source: &Source,
    found: &mut Found,
) {
    if formats.is_empty() {
        found.not_compared(format!(
            "how ARNs are written, of types for which {} does not say it",
            source.name
        ));
        return;
    }
    let read = formats.iter().map(|text| Format::of(text, &kind.service));
    let read: Vec<Option<Format<'_>>> = read.collect();
    let met = |format: &Option<Format<'_>>| {
        format.as_ref().is_some_and(|f| {
            let ours = f.owner == kind.owner || kind.also_aws_owned && f.owner == Owner::Aws;
            ours && f.is_path_of(catalog, kind)
        })
    };
    let built_in = |text: &str| {
        let arn = kind.built_in.as_ref().map(|b| b.arn.as_str());
        arn.is_some_and(|arn| format::same(arn, text))
    };
    let unmet: Vec<(&String, &Option<Format<'_>>)> = formats
        .iter()
        .zip(&read)
        .filter(|(text, format)| !met(format) && !built_in(text))
        .collect();
    let any_met = read.iter().any(met);
    for (text, format) in unmet {
        let only = (!any_met && formats.len() == 1).then_some(format.as_ref());
        let shape = only.flatten().and_then(|f| Some((f, f.shape(catalog)?)));
        match shape {
            Some((format, shape)) => {
                changed(catalog, kind, path, format, &shape, source, found);
            }
            None => {
                let was = Some(kind.path.clone());
                let at = path.key("path");
                let what = if any_met { Kind::Added } else { Kind::Changed };
                let seen = seen(what, at, kind, was, Some(text.clone()), source);
                found.left(seen, "decide how Postern writes its ARNs");
            }
        }
    }
    if !any_met && formats.iter().all(|text| built_in(text)) {
        let at = path.key("path");
        let was = Some(kind.path.clone());
        let seen = seen(
            Kind::Changed,
            at,
            kind,
            was,
            formats.first().cloned(),
            source,
        );
        found.left(seen, "decide how Postern writes its ARNs");
    }
}

/// The one format that the reference has, and the catalogue has otherwise.
fn changed(
    catalog: &Catalog,
    kind: &ResourceType,
    path: &Path,
    format: &Format<'_>,
    shape: &Shape,
    source: &Source,
    found: &mut Found,
) {
    let text = |text: &str| Json::Text(text.to_owned());
    let put = |key, after, value| Edit::Put {
        table: path.clone(),
        key,
        after,
        value,
    };
    if format.owner != kind.owner {
        let (was, now) = (owner(kind.owner), owner(format.owner));
        let at = path.key("owner");
        let (catalog, says) = (Some(was.to_owned()), Some(now.to_owned()));
        let seen = seen(Kind::Changed, at, kind, catalog, says, source);
        let edit = put("owner", &["id", "service", "path"], text(now));
        found.mended(seen, "look what it means for the ARNs of grants", [edit]);
    }
    if !format.is_path_of(catalog, kind) {
        let at = path.key("path");
        let was = Some(kind.path.clone());
        let seen = seen(
            Kind::Changed,
            at,
            kind,
            was,
            Some(shape.path.clone()),
            source,
        );
        let edit = put("path", &["id", "service"], text(&shape.path));
        found.mended(
            seen,
            "look what it means for the ARNs of grants, and for its parent, pattern and example",
            [edit],
        );
    }
}

/// A type that the catalogue does not have.
fn added(
    catalog: &Catalog,
    reference: &Reference,
    id: &str,
    formats: &[String],
    found: &mut Found,
) {
    let source = &reference.source();
    let list = Path::root().key("resource_types");
    let service = reference.service.as_str();
    let seen = Seen {
        kind: Kind::Added,
        path: list.end(),
        subject: format!("resource type {service}:{id}"),
        catalog: None,
        found: Some(formats.join(", ")),
        source,
    };
    let one = match formats {
        [only] => Format::of(only, service),
        _ => None,
    };
    let Some((format, shape)) = one.and_then(|f| Some((f.owner, f.shape(catalog)?))) else {
        return found.left(seen, "decide how Postern writes its ARNs, whose primitive it is, and add it to the resource types and to the primitive");
    };
    let text = |text: &str| Json::Text(text.to_owned());
    let mut entry = vec![
        ("id", text(id)),
        ("service", text(service)),
        ("path", text(&shape.path)),
        ("owner", text(owner(format))),
    ];
    entry.extend(shape.parent.map(|parent| ("parent", Json::Text(parent))));
    let all = &catalog.resource_types;
    let later = |t: &ResourceType| t.service == service && t.id.as_str() > id;
    let last = all.iter().rposition(|t| t.service == service);
    let insert = Edit::Insert {
        list,
        before: all
            .iter()
            .position(later)
            .unwrap_or_else(|| last.map_or(all.len(), |last| last + 1)),
        value: Json::Table(entry),
    };
    found.mended(
        seen,
        "decide whose primitive it is, and add it there; look up the pattern of its ids",
        [insert],
    );
}

fn seen<'s>(
    what: Kind,
    path: Path,
    kind: &ResourceType,
    catalog: Option<String>,
    found: Option<String>,
    source: &'s Source,
) -> Seen<'s> {
    Seen {
        kind: what,
        path,
        subject: format!("resource type {}:{}", kind.service, kind.id),
        catalog,
        found,
        source,
    }
}

fn owner(owner: Owner) -> &'static str {
    match owner {
        Owner::Account => "account",
        Owner::Aws => "aws",
    }
}
