//! The catalogue's actions against those of a service reference.
//!
//! Must not miss an action that two primitives have: each entry is compared by itself.

use std::collections::BTreeSet;

use super::edit::{Edit, Json, Path};
use super::found::{Found, Seen};
use super::reference::{Listed, Reference};
use super::{Kind, Source};
use crate::catalog::{Action, Catalog, Level, Primitive, Scope};

/// The properties of an action that stand before its scope and its groups, in the file's order.
const BEFORE_SCOPE: &[&str] = &["name", "endpoint", "level"];

/// Those before its flag for the reference.
const BEFORE_FLAG: &[&str] = &[
    "name",
    "endpoint",
    "level",
    "scope",
    "groups",
    "bearer",
    "unauthenticated",
];

/// Those before its condition keys.
const BEFORE_KEYS: &[&str] = &[
    "name",
    "endpoint",
    "level",
    "scope",
    "groups",
    "bearer",
    "unauthenticated",
    "in_service_reference",
    "client_callable",
];

/// An entry of the catalogue, and where it stands.
struct Entry<'a> {
    primitive: &'a Primitive,
    action: &'a Action,
    path: Path,
    source: &'a Source,
}

pub(super) fn compare(catalog: &Catalog, reference: &Reference, found: &mut Found) {
    let source = &reference.source();
    let mut known = BTreeSet::new();
    for (at, primitive) in catalog.primitives.iter().enumerate() {
        if primitive.prefix != reference.service {
            continue;
        }
        let actions = Path::root().key("primitives").index(at).key("actions");
        for (at, action) in primitive.actions.iter().enumerate() {
            known.insert(action.name.as_str());
            let entry = Entry {
                primitive,
                action,
                path: actions.index(at),
                source,
            };
            entry.compare(reference, found);
        }
    }
    let unknown = reference.actions.iter();
    for (name, listed) in unknown.filter(|(name, _)| !known.contains(name.as_str())) {
        let seen = Seen {
            kind: Kind::Added,
            path: Path::root().key("primitives"),
            subject: format!("action {}:{name}", reference.service),
            catalog: None,
            found: Some(described(listed)),
            source,
        };
        found.left(seen, "decide whose primitive it is, which endpoint carries its call, whether a client makes it, and which presets take it; then add it to the primitive's actions");
    }
}

impl Entry<'_> {
    fn compare(&self, reference: &Reference, found: &mut Found) {
        let flag = self.path.key("in_service_reference");
        let says = |yes: &str| Some(yes.to_owned());
        let Some(listed) = reference.actions.get(&self.action.name) else {
            if self.action.in_service_reference {
                let seen = self.seen(Kind::Removed, flag, "", says("true"), says("false"));
                let edit = Edit::Put {
                    table: self.path.clone(),
                    key: "in_service_reference",
                    after: BEFORE_FLAG,
                    value: Json::Bool(false),
                };
                found.mended(seen, "the patch says that the reference does not list it; where AWS has withdrawn it, take it out of the actions and the presets", [edit]);
            }
            return;
        };
        if !self.action.in_service_reference {
            let seen = self.seen(Kind::Added, flag.clone(), "", says("false"), says("true"));
            let edit = Edit::Drop { at: flag };
            found.mended(seen, "it is now in the reference", [edit]);
        }
        self.level(listed, found);
        self.types(listed, found);
        self.keys(listed, found);
    }

    fn level(&self, listed: &Listed, found: &mut Found) {
        let Some(level) = listed.level else {
            found.not_compared(format!(
                "the access level of actions for which {} has none",
                self.source.name
            ));
            return;
        };
        let was = self.action.level;
        if was == level {
            return;
        }
        let words = (Some(word(was).to_owned()), Some(word(level).to_owned()));
        let at = self.path.key("level");
        let seen = self.seen(Kind::Changed, at, "access level of ", words.0, words.1);
        let edit = Edit::Put {
            table: self.path.clone(),
            key: "level",
            after: &["name", "endpoint"],
            value: Json::Text(word(level).to_owned()),
        };
        found.mended(seen, "look whether a preset takes it for its level", [edit]);
    }

    /// The resource types; of a borrowed action, those that are its primitive's.
    fn types(&self, listed: &Listed, found: &mut Found) {
        let here = self.primitive.resource_types.iter();
        let here: BTreeSet<&str> = here.map(String::as_str).collect();
        let all: BTreeSet<&str> = listed.types.iter().map(String::as_str).collect();
        let groups = self.action.groups().iter();
        let own: BTreeSet<&str> = groups.flat_map(|g| &g.any_of).map(String::as_str).collect();
        let mut expected = all.clone();
        if self.action.borrowed.is_some() {
            let shared: BTreeSet<&str> = all.intersection(&here).copied().collect();
            if !shared.is_empty() {
                expected = shared;
            } else if !all.is_empty() && !own.is_empty() && own.is_subset(&here) {
                found.not_compared(format!(
                    "the resource types of {} in {}: there it is checked against that primitive's own",
                    self.action.name, self.primitive.id
                ));
                return;
            }
        }
        for gone in own.difference(&expected) {
            self.lost(gone, &own, &expected, found);
        }
        for come in expected.difference(&own) {
            let at = self.path.key("groups");
            let what = "resource types of ";
            let seen = self.seen(Kind::Added, at, what, None, Some((*come).to_owned()));
            found.left(seen, "decide whether it stands beside the other types or in place of one, and whether it is always checked; then add it to the groups");
        }
        if own.is_empty() && expected.is_empty() && self.action.scope != Scope::Star {
            let was = match self.action.scope {
                Scope::Unknown => Some("unknown".to_owned()),
                Scope::Resources | Scope::Star => None,
            };
            let at = self.path.key("scope");
            let what = "scope of ";
            let seen = self.seen(Kind::Changed, at, what, was, Some("star".to_owned()));
            found.mended(seen, "the reference names no resource type", self.to_star());
        }
    }

    /// A type that the reference does not list for the action.
    fn lost(&self, gone: &str, own: &BTreeSet<&str>, expected: &BTreeSet<&str>, found: &mut Found) {
        let groups = self.path.key("groups");
        let mut edits = Vec::new();
        let mut first = None;
        for (at, group) in self.action.groups().iter().enumerate() {
            let list = groups.index(at).key("any_of");
            let named = group.any_of.iter().enumerate();
            for (place, _) in named.filter(|(_, name)| *name == gone) {
                first.get_or_insert_with(|| list.index(place));
                edits.push(Edit::Drop {
                    at: list.index(place),
                });
            }
            if group.any_of.iter().all(|t| !expected.contains(t.as_str())) {
                edits.push(Edit::Drop {
                    at: groups.index(at),
                });
            }
        }
        let at = first.unwrap_or(groups);
        let what = "resource types of ";
        let seen = self.seen(Kind::Removed, at, what, Some(gone.to_owned()), None);
        if own.intersection(expected).next().is_some() {
            found.mended(seen, "look whether grants still need it", edits);
        } else if expected.is_empty() {
            let advice = "the reference names no resource type any more, so only * matches";
            found.mended(seen, advice, self.to_star());
        } else {
            found.left(
                seen,
                "none of the groups would be left: take it out when the types that came are in",
            );
        }
    }

    fn to_star(&self) -> [Edit; 2] {
        let scope = Edit::Put {
            table: self.path.clone(),
            key: "scope",
            after: BEFORE_SCOPE,
            value: Json::Text("star".to_owned()),
        };
        let at = self.path.key("groups");
        [scope, Edit::Drop { at }]
    }

    fn keys(&self, listed: &Listed, found: &mut Found) {
        let list = self.path.key("condition_keys");
        let own = &self.action.condition_keys;
        let what = "condition keys of ";
        let stays = own.iter().any(|key| listed.keys.contains(key));
        for (at, key) in own.iter().enumerate() {
            if listed.keys.contains(key) {
                continue;
            }
            let at = list.index(at);
            let seen = self.seen(Kind::Removed, at.clone(), what, Some(key.clone()), None);
            // A list of nothing is not written.
            let all = !stays && listed.keys.is_empty();
            let at = if all { list.clone() } else { at };
            found.mended(
                seen,
                "look whether a condition rests on it",
                [Edit::Drop { at }],
            );
        }
        let mut come: Vec<&String> = listed.keys.iter().filter(|k| !own.contains(k)).collect();
        come.sort_by_key(|key| key.to_lowercase());
        let whole = Edit::Put {
            table: self.path.clone(),
            key: "condition_keys",
            after: BEFORE_KEYS,
            value: Json::texts(come.iter().copied()),
        };
        let mut whole = own.is_empty().then_some(whole);
        for key in come {
            let seen = self.seen(Kind::Added, list.end(), what, None, Some(key.clone()));
            let later = |known: &String| known.to_lowercase() > key.to_lowercase();
            let insert = Edit::Insert {
                list: list.clone(),
                before: own.iter().position(later).unwrap_or(own.len()),
                value: Json::Text(key.clone()),
            };
            let edit = if own.is_empty() {
                whole.take()
            } else {
                Some(insert)
            };
            found.mended(seen, "callers may use it in conditions", edit);
        }
    }

    fn seen(
        &self,
        kind: Kind,
        path: Path,
        what: &str,
        catalog: Option<String>,
        found: Option<String>,
    ) -> Seen<'_> {
        let (name, primitive) = (&self.action.name, &self.primitive.id);
        Seen {
            kind,
            path,
            subject: format!("{what}action {name} of {primitive}"),
            catalog,
            found,
            source: self.source,
        }
    }
}

/// The catalogue's word for an access level.
fn word(level: Level) -> &'static str {
    match level {
        Level::Read => "read",
        Level::List => "list",
        Level::Write => "write",
        Level::Permissions => "permissions",
        Level::Tagging => "tagging",
    }
}

/// An action as the reference has it, in one line.
fn described(listed: &Listed) -> String {
    let level = listed.level.map_or("level unknown", word);
    let list = |names: &BTreeSet<String>| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        match names.as_slice() {
            [] => "none".to_owned(),
            names => names.join(", "),
        }
    };
    format!(
        "{level}; resource types: {}; condition keys: {}",
        list(&listed.types),
        list(&listed.keys)
    )
}
