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
        if !self.sid.is_empty() {
            map.serialize_entry("Sid", &self.sid)?;
        }
        let effect = match self.effect {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        };
        map.serialize_entry("Effect", effect)?;
        match &self.principal {
            Principal::Anyone => map.serialize_entry("Principal", "*")?,
            Principal::Aws(arns) => map.serialize_entry("Principal", &Aws(arns))?,
        }
        map.serialize_entry("Action", &OneOrMore(&self.actions))?;
        match &self.scope {
            Scope::Resources(arns) => map.serialize_entry("Resource", &OneOrMore(arns))?,
            Scope::NotResources(arns) => map.serialize_entry("NotResource", &OneOrMore(arns))?,
        }
        if !self.conditions.is_empty() {
            map.serialize_entry("Condition", &Nested(&self.conditions))?;
        }
        map.end()
    }
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
