//! The catalogue's condition keys of its services against those of service references.
//!
//! Must not miss that a key of `aws:` may be in the reference that was not given.

use std::collections::BTreeMap;

use super::edit::{Edit, Json, Path};
use super::found::{Found, Seen};
use super::reference::Reference;
use super::{Kind, Source};
use crate::catalog::Catalog;

/// A key as the references list it.
struct Listed<'r> {
    kinds: &'r [String],
    source: Source,
}

pub(super) fn compare(catalog: &Catalog, references: &[Reference], found: &mut Found) {
    let mut listed: BTreeMap<&str, Listed<'_>> = BTreeMap::new();
    let mut given: Vec<&Reference> = Vec::new();
    for reference in references {
        let Some(keys) = &reference.keys else {
            found.not_compared(format!("condition keys: {} lists none", reference.file));
            continue;
        };
        given.push(reference);
        for (name, kinds) in keys {
            let source = reference.source();
            listed.entry(name).or_insert(Listed { kinds, source });
        }
    }
    let Some(any) = given.first() else { return };
    let list = Path::root().key("service_condition_keys");
    let services = |prefix: &str| catalog.primitives.iter().any(|p| p.prefix == prefix);
    let missing = catalog.primitives.iter().map(|p| p.prefix.as_str());
    let missing = missing
        .into_iter()
        .find(|p| given.iter().all(|r| r.service != *p));
    for (at, key) in catalog.service_condition_keys.iter().enumerate() {
        let path = list.index(at);
        if let Some(listed) = listed.get(key.name.as_str()) {
            kind(key.name.as_str(), &key.kind, listed, &path, found);
            continue;
        }
        let prefix = key.name.split(':').next().unwrap_or_default();
        let own = given.iter().find(|r| r.service == prefix);
        let source = match (own, missing) {
            (Some(own), _) => own.source(),
            (None, None) => any.source(),
            (None, Some(missing)) => {
                if !services(prefix) {
                    found.not_compared(format!("condition keys of no service of their own, such as {}: the reference of {missing} is needed too", key.name));
                }
                continue;
            }
        };
        let seen = Seen {
            kind: Kind::Removed,
            path: path.clone(),
            subject: "condition keys".to_owned(),
            catalog: Some(key.name.clone()),
            found: None,
            source: &source,
        };
        found.mended(
            seen,
            "look whether an action still carries it, and take it out there too",
            [Edit::Drop { at: path }],
        );
    }
    let known = |name: &str| {
        catalog
            .service_condition_keys
            .iter()
            .any(|k| k.name == name)
    };
    let mut come: Vec<_> = listed.iter().filter(|(name, _)| !known(name)).collect();
    come.sort_by_key(|(name, _)| name.to_lowercase());
    for (name, listed) in come {
        added(catalog, name, listed, &list, found);
    }
}

/// A key that both know.
fn kind(name: &str, was: &str, listed: &Listed<'_>, path: &Path, found: &mut Found) {
    if listed.kinds.is_empty() || listed.kinds.iter().any(|kind| kind == was) {
        return;
    }
    let seen = Seen {
        kind: Kind::Changed,
        path: path.key("type"),
        subject: format!("type of condition key {name}"),
        catalog: Some(was.to_owned()),
        found: Some(listed.kinds.join(", ")),
        source: &listed.source,
    };
    match listed.kinds {
        [only] => {
            let edit = Edit::Put {
                table: path.clone(),
                key: "type",
                after: &["name"],
                value: Json::Text(only.clone()),
            };
            found.mended(seen, "look which operators conditions on it use", [edit]);
        }
        _ => found.left(seen, "decide which of them Postern writes"),
    }
}

fn added(catalog: &Catalog, name: &str, listed: &Listed<'_>, list: &Path, found: &mut Found) {
    let seen = Seen {
        kind: Kind::Added,
        path: list.end(),
        subject: "condition keys".to_owned(),
        catalog: None,
        found: Some(format!("{name} ({})", listed.kinds.join(", "))),
        source: &listed.source,
    };
    let [only] = listed.kinds else {
        return found.left(seen, "decide which type Postern writes, and add it");
    };
    let keys = &catalog.service_condition_keys;
    let later = |known: &str| known.to_lowercase() > name.to_lowercase();
    let text = |text: &str| Json::Text(text.to_owned());
    let insert = Edit::Insert {
        list: list.clone(),
        before: keys
            .iter()
            .position(|k| later(&k.name))
            .unwrap_or(keys.len()),
        value: Json::Table(vec![("name", text(name)), ("type", text(only))]),
    };
    found.mended(seen, "callers may use it in conditions", [insert]);
}
