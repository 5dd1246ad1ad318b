//! The parts of a statement: principals, conditions, and lists of texts.
//!
//! Must not skip a value of a wrong type in silence.

use super::{FaultKind, KINDS, Reader, join};
use crate::document::{Node, Value};
use crate::language::Principals;
use crate::request::{Condition, Operator, did_you_mean};

impl Reader {
    pub(super) fn principals(&mut self, path: &str, node: &Node) -> Option<Principals> {
        let mut principals = Principals::default();
        match &node.value {
            Value::Text(t) if t == "*" => {
                principals.anyone = true;
                return Some(principals);
            }
            Value::Text(t) => {
                let detail = format!("`{t}` stands where only * may be text");
                let fix = format!("write {{\"AWS\": \"{t}\"}}");
                self.fault(FaultKind::Principal, path, node, detail, fix);
                return None;
            }
            _ => {}
        }
        let fields = self.fields(path, node, &[])?;
        if fields.is_empty() {
            let detail = "no principal is named".to_owned();
            self.fault(
                FaultKind::Principal,
                path,
                node,
                detail,
                "name one, or write \"*\"",
            );
        }
        for (kind, named) in fields {
            let at = join(path, kind);
            if !KINDS.contains(&kind.as_str()) {
                let fix = did_you_mean(kind, KINDS.iter().copied());
                let detail = format!("`{kind}` is no kind of principal");
                self.fault(FaultKind::Principal, &at, named, detail, fix);
                continue;
            }
            for text in self.texts(&at, named)? {
                match (kind.as_str(), text.as_str()) {
                    ("AWS", "*") => principals.anyone = true,
                    ("AWS", _) => principals.aws.push(text),
                    _ => principals.others.push((kind.clone(), text)),
                }
            }
        }
        Some(principals)
    }

    pub(super) fn conditions(&mut self, path: &str, node: &Node) -> Vec<Condition> {
        let mut all: Vec<Condition> = Vec::new();
        for (name, keys) in self.fields(path, node, &[]).unwrap_or_default() {
            let at = join(path, name);
            let Ok(operator) = name.parse::<Operator>() else {
                let detail = format!("`{name}` is no condition operator");
                let fix = did_you_mean(name, Operator::BASES.iter().copied());
                self.fault(FaultKind::Operator, &at, keys, detail, fix);
                continue;
            };
            for (key, values) in self.fields(&at, keys, &[]).unwrap_or_default() {
                if let Some(values) = self.values(&join(&at, key), values) {
                    all.push(Condition {
                        operator,
                        key: key.clone(),
                        values,
                    });
                }
            }
        }
        all
    }

    fn values(&mut self, path: &str, node: &Node) -> Option<Vec<String>> {
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            match &item.value {
                Value::Text(t) | Value::Number(t) => values.push(t.clone()),
                Value::Bool(b) => values.push(b.to_string()),
                _ => {
                    let detail = format!("expected a value, found {}", item.kind());
                    self.fault(
                        FaultKind::WrongType,
                        path,
                        item,
                        detail,
                        "write text, or a list of texts",
                    );
                    return None;
                }
            }
        }
        self.filled(path, node, values)
    }

    pub(super) fn texts(&mut self, path: &str, node: &Node) -> Option<Vec<String>> {
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            texts.push(self.text(path, item)?);
        }
        self.filled(path, node, texts)
    }

    fn filled(&mut self, path: &str, node: &Node, texts: Vec<String>) -> Option<Vec<String>> {
        if texts.is_empty() {
            let detail = "the list is empty".to_owned();
            self.fault(
                FaultKind::WrongType,
                path,
                node,
                detail,
                "name at least one",
            );
            return None;
        }
        Some(texts)
    }

    pub(super) fn text(&mut self, path: &str, node: &Node) -> Option<String> {
        if let Value::Text(text) = &node.value {
            return Some(text.clone());
        }
        let detail = format!("expected text, found {}", node.kind());
        self.fault(
            FaultKind::WrongType,
            path,
            node,
            detail,
            "write it in quotes",
        );
        None
    }
}
