//! The lines of a request that a note is about.
//!
//! Must lead to a line that is there, whatever the note is about.

use super::Named;
use crate::document::{self, Node, Place, place};
use crate::plan::Plan;

/// A text with its values, as far as it can be read.
pub(super) struct Source<'a> {
    text: &'a str,
    root: Option<Node>,
}

impl<'a> Source<'a> {
    pub(super) fn of(named: Named<'a>) -> Self {
        let parsed = document::parse(named.text).ok();
        Self {
            text: named.text,
            root: parsed.map(|(_, root)| root),
        }
    }

    /// The place of a value, or of the nearest around it.
    pub(super) fn of_path(&self, path: &str) -> Place {
        let root = self.root.as_ref();
        root.map_or(Place::START, |root| place(self.text, root, path))
    }

    /// The place of what a note is about: a path, an endpoint's key, a group of settings, or an id.
    pub(super) fn of_subject(&self, plan: &Plan, subject: &str) -> Place {
        let path = match subject {
            "inventory" | "account" => "account".to_owned(),
            "security_group" => "placement.allow_from".to_owned(),
            "endpoints" | "cost" => "grants".to_owned(),
            subject => self.of_endpoint(plan, subject).unwrap_or_else(|| {
                let written = self.values(subject);
                written.unwrap_or_else(|| subject.to_owned())
            }),
        };
        self.of_path(&path)
    }

    /// What differs for an endpoint, else the first grant that needs it.
    fn of_endpoint(&self, plan: &Plan, key: &str) -> Option<String> {
        let endpoint = plan.endpoints.iter().find(|one| one.key.as_str() == key)?;
        let own = format!("endpoints.{key}");
        let endpoints = self.root.as_ref()?.field("endpoints");
        if endpoints.is_some_and(|all| all.field(key).is_some()) {
            return Some(own);
        }
        let grant = endpoint.grants.first()?;
        Some(format!("grants[{grant}]"))
    }

    /// The placement's list in which an id stands.
    fn values(&self, id: &str) -> Option<String> {
        let placement = self.root.as_ref()?.field("placement")?;
        ["subnets", "security_groups"].into_iter().find_map(|list| {
            let document::Value::List(items) = &placement.field(list)?.value else {
                return None;
            };
            let is = |item: &Node| matches!(&item.value, document::Value::Text(text) if text == id);
            let at = items.iter().position(is)?;
            Some(format!("placement.{list}[{at}]"))
        })
    }
}
