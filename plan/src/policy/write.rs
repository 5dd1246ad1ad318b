//! A policy as IAM's JSON, its keys in the order in which IAM's own examples have them.
//!
//! Must not choose what is in the policy.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{Effect, Layout, Policy, Principal, Scope, Statement, VERSION};
use crate::request::{Conditions, by_operator};

/// The document's text.
pub(super) fn json(policy: &Policy, layout: Layout) -> String {
    // Writing strings and maps into memory cannot fail; an empty text would be caught by the
    // tests that parse every artifact again.
    match layout {
        Layout::Pretty => serde_json::to_string_pretty(policy).unwrap_or_default(),
        Layout::Compact => serde_json::to_string(policy).unwrap_or_default(),
    }
}

/// The document without principals.
pub(super) fn identity(statements: &[Statement]) -> String {
    serde_json::to_string_pretty(&Identity(statements)).unwrap_or_default()
}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("Version", VERSION)?;
        map.serialize_entry("Statement", &self.statements)?;
        map.end()
    }
}

impl Serialize for Statement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        head(self, &mut map)?;
        match &self.principal {
            Principal::Anyone => map.serialize_entry("Principal", "*")?,
            Principal::Aws(arns) => map.serialize_entry("Principal", &Aws(arns))?,
        }
        tail(self, &mut map)?;
        map.end()
    }
}

struct Identity<'a>(&'a [Statement]);

impl Serialize for Identity<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let statements: Vec<Unnamed<'_>> = self.0.iter().map(Unnamed).collect();
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("Version", VERSION)?;
        map.serialize_entry("Statement", &statements)?;
        map.end()
    }
}

/// A statement of an identity policy: the principal is whom it is attached to.
struct Unnamed<'a>(&'a Statement);

impl Serialize for Unnamed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        head(self.0, &mut map)?;
        tail(self.0, &mut map)?;
        map.end()
    }
}

/// What stands before the principal.
fn head<M: SerializeMap>(statement: &Statement, map: &mut M) -> Result<(), M::Error> {
    if !statement.sid.is_empty() {
        map.serialize_entry("Sid", &statement.sid)?;
    }
    let effect = match statement.effect {
        Effect::Allow => "Allow",
        Effect::Deny => "Deny",
    };
    map.serialize_entry("Effect", effect)
}

/// What stands after it.
fn tail<M: SerializeMap>(statement: &Statement, map: &mut M) -> Result<(), M::Error> {
    map.serialize_entry("Action", &OneOrMore(&statement.actions))?;
    match &statement.scope {
        Scope::Resources(arns) => map.serialize_entry("Resource", &OneOrMore(arns))?,
        Scope::NotResources(arns) => map.serialize_entry("NotResource", &OneOrMore(arns))?,
    }
    if !statement.conditions.is_empty() {
        map.serialize_entry("Condition", &Nested(&statement.conditions))?;
    }
    Ok(())
}

struct Aws<'a>(&'a [String]);

impl Serialize for Aws<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("AWS", &OneOrMore(self.0))?;
        map.end()
    }
}

/// A lone text stands without brackets, as in IAM's examples.
struct OneOrMore<'a>(&'a [String]);

impl Serialize for OneOrMore<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let [only] = self.0 {
            return serializer.serialize_str(only);
        }
        let mut seq = serializer.serialize_seq(Some(self.0.len()))?;
        for text in self.0 {
            seq.serialize_element(text)?;
        }
        seq.end()
    }
}

struct Nested<'a>(&'a Conditions);

impl Serialize for Nested<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let operators = by_operator(self.0);
        let mut map = serializer.serialize_map(Some(operators.len()))?;
        for (operator, keys) in &operators {
            map.serialize_entry(operator, &Keys(keys))?;
        }
        map.end()
    }
}

struct Keys<'a>(&'a [(String, Vec<String>)]);

impl Serialize for Keys<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, values) in self.0 {
            map.serialize_entry(key, &OneOrMore(values))?;
        }
        map.end()
    }
}
