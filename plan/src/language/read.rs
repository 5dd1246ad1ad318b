//! JSON into a document of the policy language, with every fault that takes its meaning away.
//!
//! Must not stop at the first fault, and must not read into a statement what is not there: a
//! statement with a fault of its own is left out.

mod parts;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::document::{Node, SyntaxError, Value, parse_json};
use crate::language::{Actions, Document, Statement, Version, Who};
use crate::policy::{Effect, Scope};
use crate::request::did_you_mean;

/// What was read of a text.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What could be read.
    pub document: Document,
    /// Where each statement of the document stands in the text's list, from 0.
    pub places: Vec<usize>,
    /// What could not.
    pub faults: Vec<Fault>,
}

/// A place in a document that has no meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind of fault.
    pub kind: FaultKind,
    /// Where: `Statement[0].Principal`.
    pub path: String,
    /// The statement's place, from 0, if it is in one.
    pub statement: Option<usize>,
    /// What was seen, in a clause.
    pub detail: String,
    /// What to do.
    pub fix: String,
    /// Its bytes in the text.
    pub span: Option<Range<usize>>,
}

/// Kinds of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// A value of a wrong JSON type, or an empty one.
    WrongType,
    /// An element that the language does not know.
    UnknownElement,
    /// An element that must be there is not.
    Missing,
    /// Two elements that exclude each other.
    Conflict,
    /// A key that stands twice in one object.
    DuplicateKey,
    /// A `Version` that does not exist.
    Version,
    /// An `Effect` that is neither Allow nor Deny.
    Effect,
    /// A kind of principal that does not exist, or a text that is not `*`.
    Principal,
    /// A condition operator that does not exist.
    Operator,
}

const DOCUMENT: &[&str] = &["Version", "Id", "Statement"];
const STATEMENT: &[&str] = &[
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];
const KINDS: &[&str] = &["AWS", "Service", "Federated", "CanonicalUser"];

/// Reads one document. The error is about the JSON; faults of the language are in the reading.
pub fn read(text: &str) -> Result<Reading, SyntaxError> {
    Ok(read_node(&parse_json(text)?))
}

/// Reads a document that is parsed already.
pub(crate) fn read_node(node: &Node) -> Reading {
    let mut reader = Reader {
        faults: Vec::new(),
        statement: None,
    };
    let (document, places) = reader.document(node);
    Reading {
        document,
        places,
        faults: reader.faults,
    }
}

struct Reader {
    faults: Vec<Fault>,
    statement: Option<usize>,
}

type Fields = [(String, Node)];

fn get<'n>(fields: &'n Fields, key: &str) -> Option<&'n Node> {
    fields.iter().find(|(k, _)| k == key).map(|(_, n)| n)
}

impl Reader {
    fn fault(
        &mut self,
        kind: FaultKind,
        path: &str,
        node: &Node,
        detail: String,
        fix: impl Into<String>,
    ) {
        self.faults.push(Fault {
            kind,
            path: path.to_owned(),
            statement: self.statement,
            detail,
            fix: fix.into(),
            span: node.span.clone(),
        });
    }

    /// The fields of an object, with what is unknown or stands twice noted.
    fn fields<'n>(&mut self, path: &str, node: &'n Node, known: &[&str]) -> Option<&'n Fields> {
        let Value::Table(fields) = &node.value else {
            let detail = format!("expected an object, found {}", node.kind());
            self.fault(FaultKind::WrongType, path, node, detail, "write { … }");
            return None;
        };
        let mut seen = BTreeSet::new();
        for (key, value) in fields {
            let at = join(path, key);
            if !seen.insert(key) {
                let detail =
                    format!("`{key}` stands twice; JSON keeps one of them, and which is not sure");
                self.fault(
                    FaultKind::DuplicateKey,
                    &at,
                    value,
                    detail,
                    "join the two into one",
                );
            }
            if !known.is_empty() && !known.contains(&key.as_str()) {
                let fix = did_you_mean(key, known.iter().copied());
                let detail = format!("`{key}` is no element here");
                self.fault(FaultKind::UnknownElement, &at, value, detail, fix);
            }
        }
        Some(fields)
    }

    fn document(&mut self, node: &Node) -> (Document, Vec<usize>) {
        let mut document = Document {
            version: Version::V2008,
            id: None,
            statements: Vec::new(),
        };
        let mut places = Vec::new();
        let Some(fields) = self.fields("", node, DOCUMENT) else {
            return (document, places);
        };
        if let Some(version) = get(fields, "Version") {
            match &version.value {
                Value::Text(t) if t == "2012-10-17" => document.version = Version::V2012,
                Value::Text(t) if t == "2008-10-17" => {}
                _ => self.fault(
                    FaultKind::Version,
                    "Version",
                    version,
                    format!("`{}` is no version of the policy language", version.shown()),
                    "write \"2012-10-17\"",
                ),
            }
        }
        if let Some(id) = get(fields, "Id") {
            document.id = self.text("Id", id);
        }
        let Some(statement) = get(fields, "Statement") else {
            let detail = "the document has no Statement".to_owned();
            self.fault(
                FaultKind::Missing,
                "Statement",
                node,
                detail,
                "add a list of statements",
            );
            return (document, places);
        };
        let all: &[Node] = match &statement.value {
            Value::List(items) => items,
            _ => std::slice::from_ref(statement),
        };
        if all.is_empty() {
            let detail = "the list of statements is empty".to_owned();
            self.fault(
                FaultKind::Missing,
                "Statement",
                statement,
                detail,
                "add a statement",
            );
        }
        for (index, one) in all.iter().enumerate() {
            self.statement = Some(index);
            let before = self.faults.len();
            let read = self.statement(&format!("Statement[{index}]"), one);
            if let Some(statement) = read.filter(|_| self.faults.len() == before) {
                document.statements.push(statement);
                places.push(index);
            }
        }
        self.statement = None;
        (document, places)
    }

    fn statement(&mut self, path: &str, node: &Node) -> Option<Statement> {
        let fields = self.fields(path, node, STATEMENT)?;
        let sid = get(fields, "Sid").and_then(|n| self.text(&join(path, "Sid"), n));
        let effect = self.effect(path, node, fields);
        let who = self
            .either(path, node, fields, "Principal", "NotPrincipal")
            .and_then(|(name, n, not)| {
                let principals = self.principals(&join(path, name), n)?;
                Some(if not {
                    Who::NotPrincipal(principals)
                } else {
                    Who::Principal(principals)
                })
            });
        let actions = self
            .either(path, node, fields, "Action", "NotAction")
            .and_then(|(name, n, not)| {
                let texts = self.texts(&join(path, name), n)?;
                Some(if not {
                    Actions::AllBut(texts)
                } else {
                    Actions::Only(texts)
                })
            });
        let scope = self
            .either(path, node, fields, "Resource", "NotResource")
            .and_then(|(name, n, not)| {
                let texts = self.texts(&join(path, name), n)?;
                Some(if not {
                    Scope::NotResources(texts)
                } else {
                    Scope::Resources(texts)
                })
            });
        let conditions = match get(fields, "Condition") {
            Some(condition) => self.conditions(&join(path, "Condition"), condition),
            None => Vec::new(),
        };
        Some(Statement {
            sid,
            effect: effect?,
            who: who?,
            actions: actions?,
            scope: scope?,
            conditions,
            span: node.span.clone(),
        })
    }

    fn effect(&mut self, path: &str, node: &Node, fields: &Fields) -> Option<Effect> {
        let at = join(path, "Effect");
        let Some(effect) = get(fields, "Effect") else {
            let detail = "the statement has no Effect".to_owned();
            self.fault(
                FaultKind::Missing,
                &at,
                node,
                detail,
                "write \"Allow\" or \"Deny\"",
            );
            return None;
        };
        match &effect.value {
            Value::Text(t) if t == "Allow" => Some(Effect::Allow),
            Value::Text(t) if t == "Deny" => Some(Effect::Deny),
            _ => {
                let detail = format!("`{}` is neither Allow nor Deny", effect.shown());
                self.fault(
                    FaultKind::Effect,
                    &at,
                    effect,
                    detail,
                    "write \"Allow\" or \"Deny\"",
                );
                None
            }
        }
    }

    /// One of two elements of which a statement has exactly one.
    fn either<'n, 'w>(
        &mut self,
        path: &str,
        node: &Node,
        fields: &'n Fields,
        plain: &'w str,
        not: &'w str,
    ) -> Option<(&'w str, &'n Node, bool)> {
        match (get(fields, plain), get(fields, not)) {
            (Some(found), None) => Some((plain, found, false)),
            (None, Some(found)) => Some((not, found, true)),
            (Some(_), Some(second)) => {
                let detail = format!("{plain} and {not} exclude each other");
                self.fault(
                    FaultKind::Conflict,
                    &join(path, not),
                    second,
                    detail,
                    "keep one of them",
                );
                None
            }
            (None, None) => {
                let detail = format!("the statement has no {plain}");
                let fix = format!("add {plain}: an endpoint policy needs it in every statement");
                self.fault(FaultKind::Missing, &join(path, plain), node, detail, fix);
                None
            }
        }
    }
}

/// `Statement[0].Principal`.
fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

#[cfg(test)]
mod tests;
