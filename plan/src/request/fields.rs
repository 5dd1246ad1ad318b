//! The decoder's reader: takes known keys from a table, keeps every error, and reports what is left.
//!
//! Must not know a request's keys; `decode.rs` names them.

use std::cell::RefCell;
use std::str::FromStr;

use super::RequestError;
use super::typed::{did_you_mean, split_typed};
use crate::document::{Form, Node, Value};
use crate::id::IdError;

/// Everything that was wrong so far.
pub(crate) struct Errors {
    form: Form,
    found: RefCell<Vec<RequestError>>,
}

impl Errors {
    pub(crate) fn new(form: Form) -> Self {
        Self {
            form,
            found: RefCell::new(Vec::new()),
        }
    }

    pub(crate) fn form(&self) -> Form {
        self.form
    }

    pub(crate) fn push(&self, error: RequestError) {
        self.found.borrow_mut().push(error);
    }

    /// How many there are so far.
    pub(crate) fn count(&self) -> usize {
        self.found.borrow().len()
    }

    pub(crate) fn into_inner(self) -> Vec<RequestError> {
        self.found.into_inner()
    }
}

/// A text and the path it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct At<T> {
    pub(crate) path: String,
    pub(crate) value: T,
}

/// One table of the document.
pub(crate) struct Fields<'a> {
    path: String,
    entries: &'a [(String, Node)],
    known: Vec<&'static str>,
    errors: &'a Errors,
}

impl<'a> Fields<'a> {
    /// A table's fields; anything else is an error and reads as empty.
    pub(crate) fn new(path: String, node: &'a Node, errors: &'a Errors) -> Self {
        let entries = match &node.value {
            Value::Table(entries) => entries.as_slice(),
            Value::Null => &[],
            _ => {
                let help = "write its keys and values".to_owned();
                let message = format!("expected a table, found {}", node.kind());
                errors
                    .push(RequestError::new(&path, "wrong-type", message, help).seen(node.shown()));
                &[]
            }
        };
        let fields = Self {
            path,
            entries,
            known: Vec::new(),
            errors,
        };
        fields.report_duplicates();
        fields
    }

    fn report_duplicates(&self) {
        for (i, (key, _)) in self.entries.iter().enumerate() {
            if self
                .entries
                .iter()
                .take(i)
                .any(|(earlier, _)| earlier == key)
            {
                let help = "keep one of them".to_owned();
                self.errors.push(RequestError::new(
                    &self.at(key),
                    "duplicate-key",
                    "the key stands here twice".to_owned(),
                    help,
                ));
            }
        }
    }

    /// The path of a key in this table.
    pub(crate) fn at(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    /// The table's own path.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn errors(&self) -> &'a Errors {
        self.errors
    }

    /// The node under a key; an empty field of a page counts as not given.
    pub(crate) fn node(&mut self, key: &'static str) -> Option<&'a Node> {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        let (_, node) = self.entries.iter().find(|(k, _)| k == key)?;
        let blank = self.errors.form == Form::Query
            && match &node.value {
                Value::Text(text) => text.trim().is_empty(),
                Value::List(items) => items
                    .iter()
                    .all(|i| matches!(&i.value, Value::Text(t) if t.trim().is_empty())),
                _ => false,
            };
        if blank || node.value == Value::Null {
            None
        } else {
            Some(node)
        }
    }

    /// Text under a key. Fields of a page are trimmed.
    pub(crate) fn text(&mut self, key: &'static str) -> Option<At<String>> {
        let node = self.node(key)?;
        let path = self.at(key);
        self.text_of(path, node)
    }

    /// Text under a key with every space it was typed with.
    pub(crate) fn verbatim(&mut self, key: &'static str) -> Option<String> {
        let node = self.node(key)?;
        match &node.value {
            Value::Text(text) => Some(text.clone()),
            _ => self.text_of(self.at(key), node).map(|t| t.value),
        }
    }

    /// Every text under a repeated key, with every space, comma and quote it was typed with.
    pub(crate) fn verbatim_list(&mut self, key: &'static str) -> Option<Vec<String>> {
        let node = self.node(key)?;
        match &node.value {
            Value::List(items) => Some(
                items
                    .iter()
                    .filter_map(|i| match &i.value {
                        Value::Text(text) => Some(text.clone()),
                        _ => None,
                    })
                    .collect(),
            ),
            _ => self.verbatim(key).map(|text| vec![text]),
        }
    }

    fn text_of(&self, path: String, node: &Node) -> Option<At<String>> {
        match &node.value {
            Value::Text(text) if self.errors.form == Form::Query => Some(At {
                path,
                value: text.trim().to_owned(),
            }),
            Value::Text(text) => Some(At {
                path,
                value: text.clone(),
            }),
            _ => {
                let (message, help) = match (&node.value, self.errors.form) {
                    (Value::List(_), Form::Query) => (
                        "expected one value, found several".to_owned(),
                        "keep one of them",
                    ),
                    _ => (
                        format!("expected text, found {}", node.kind()),
                        "put the value in quotes",
                    ),
                };
                let error = RequestError::new(&path, "wrong-type", message, help.to_owned());
                self.errors.push(error.seen(node.shown()));
                None
            }
        }
    }

    /// A text that must parse.
    pub(crate) fn parsed<T: FromStr<Err = IdError>>(&mut self, key: &'static str) -> Option<T> {
        let text = self.text(key)?;
        parse_at(&text, self.errors)
    }

    /// A word of a closed vocabulary.
    pub(crate) fn word<T: FromStr>(
        &mut self,
        key: &'static str,
        known: &'static [&'static str],
    ) -> Option<T> {
        let text = self.text(key)?;
        if let Ok(word) = text.value.parse() {
            return Some(word);
        }
        self.errors.push(
            RequestError::new(
                &text.path,
                "unknown-word",
                "not a value that is known here".to_owned(),
                did_you_mean(&text.value, known.iter().copied()),
            )
            .seen(text.value),
        );
        None
    }

    /// A list of texts. A single text stands for a list of one; a field of a page may hold several,
    /// on lines or between commas.
    pub(crate) fn texts(&mut self, key: &'static str) -> Option<Vec<At<String>>> {
        let node = self.node(key)?;
        let path = self.at(key);
        Some(match (&node.value, self.errors.form) {
            (Value::Text(text), Form::Query) => split_typed(text)
                .enumerate()
                .map(|(i, value)| At {
                    path: format!("{path}[{i}]"),
                    value,
                })
                .collect(),
            (Value::List(items), Form::Query) => items
                .iter()
                .filter_map(|item| self.text_of(path.clone(), item))
                .flat_map(|text| split_typed(&text.value).collect::<Vec<_>>())
                .enumerate()
                .map(|(i, value)| At {
                    path: format!("{path}[{i}]"),
                    value,
                })
                .collect(),
            (Value::List(items), _) => items
                .iter()
                .enumerate()
                .filter_map(|(i, item)| self.text_of(format!("{path}[{i}]"), item))
                .collect(),
            (Value::Text(text), _) => vec![At {
                path: format!("{path}[0]"),
                value: text.clone(),
            }],
            _ => {
                let message = format!("expected a list of texts, found {}", node.kind());
                let help = "write a list, for example [\"…\"]".to_owned();
                self.errors
                    .push(RequestError::new(&path, "wrong-type", message, help).seen(node.shown()));
                Vec::new()
            }
        })
    }

    /// A list of texts that must parse; the right ones are kept. The same one twice is an error.
    pub(crate) fn parsed_list<T: FromStr<Err = IdError> + PartialEq>(
        &mut self,
        key: &'static str,
    ) -> Option<Vec<T>> {
        let mut values: Vec<T> = Vec::new();
        for text in self.texts(key)? {
            let Some(value) = parse_at::<T>(&text, self.errors) else {
                continue;
            };
            if values.contains(&value) {
                let error = RequestError::new(
                    &text.path,
                    "duplicate",
                    "this stands in the list twice".to_owned(),
                    "keep one of them".to_owned(),
                );
                self.errors.push(error.seen(text.value));
            } else {
                values.push(value);
            }
        }
        Some(values)
    }

    /// `true` or `false`; a page says it as text.
    pub(crate) fn flag(&mut self, key: &'static str) -> Option<bool> {
        let node = self.node(key)?;
        // A page sends a hidden `false` before a ticked `true`: the last one counts.
        let last = match &node.value {
            Value::List(items) if self.errors.form == Form::Query => {
                items.last().map_or(node, |n| n)
            }
            _ => node,
        };
        match &last.value {
            Value::Bool(b) => return Some(*b),
            Value::Text(t)
                if self.errors.form == Form::Query && matches!(t.trim(), "true" | "on") =>
            {
                return Some(true);
            }
            Value::Text(t) if self.errors.form == Form::Query && t.trim() == "false" => {
                return Some(false);
            }
            _ => {}
        }
        let message = "expected true or false".to_owned();
        let error = RequestError::new(
            &self.at(key),
            "wrong-type",
            message,
            "write true or false, without quotes".to_owned(),
        );
        self.errors.push(error.seen(node.shown()));
        None
    }

    /// A table under a key.
    pub(crate) fn table(&mut self, key: &'static str) -> Option<Fields<'a>> {
        let node = self.node(key)?;
        Some(Fields::new(self.at(key), node, self.errors))
    }

    /// The entries, for tables whose keys are free.
    pub(crate) fn entries(&self) -> &'a [(String, Node)] {
        self.entries
    }

    /// Something was filled in.
    pub(crate) fn is_filled(&self) -> bool {
        let blank = |node: &Node| match &node.value {
            Value::Text(text) => text.trim().is_empty(),
            Value::List(items) => items.is_empty(),
            Value::Null => true,
            _ => false,
        };
        self.entries.iter().any(|(_, node)| !blank(node))
    }

    /// Reports a key that is required and absent.
    pub(crate) fn missing(&self, key: &str, help: &str) {
        self.errors.push(RequestError::new(
            &self.at(key),
            "missing",
            "this is required".to_owned(),
            help.to_owned(),
        ));
    }

    /// Reports every key that was not asked for.
    pub(crate) fn finish(self) {
        for (key, _) in self.entries {
            if self.known.contains(&key.as_str()) {
                continue;
            }
            let help = did_you_mean(key, self.known.iter().copied());
            self.errors.push(
                RequestError::new(
                    &self.at(key),
                    "unknown-key",
                    "this key is not known here".to_owned(),
                    help,
                )
                .seen(key.clone()),
            );
        }
    }
}

fn parse_at<T: FromStr<Err = IdError>>(text: &At<String>, errors: &Errors) -> Option<T> {
    match text.value.parse() {
        Ok(value) => Some(value),
        Err(IdError { expected, help }) => {
            let error = RequestError::new(
                &text.path,
                "malformed",
                expected.to_owned(),
                help.to_owned(),
            );
            errors.push(error.seen(text.value.clone()));
            None
        }
    }
}
