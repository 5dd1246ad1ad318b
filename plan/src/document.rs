//! One tree for every way a request arrives: TOML, JSON or a query string.
//!
//! The tree keeps every value as it was typed and where it stood, so that one decoder can report
//! all errors at once. Must not know what a request is.

mod json;
mod place;
mod query;
mod toml;

use std::ops::Range;

pub use place::{Place, place};
pub use query::parse_pairs;
pub(crate) use query::tree;

/// The largest document that is read, in bytes.
pub const MAX_BYTES: usize = 256 * 1024;

/// The deepest nesting that is read.
pub(crate) const MAX_DEPTH: usize = 16;

/// A value and where it stood.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Its bytes in the source, where the source is one text.
    pub span: Option<Range<usize>>,
}

/// A value as it was typed.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// JSON's `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, kept as text.
    Number(String),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in their order; a key may come twice.
    Table(Vec<(String, Node)>),
}

/// The form a document came in: query strings know only text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A TOML file.
    Toml,
    /// A JSON text.
    Json,
    /// The fields of a page.
    Query,
}

/// The text is no document at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxError {
    /// What is wrong, in a lowercase clause.
    pub message: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
}

/// Reads JSON when the first non-blank character is `{`, else TOML.
pub fn parse(text: &str) -> Result<(Form, Node), Vec<SyntaxError>> {
    if text.len() > MAX_BYTES {
        let message = format!("the document is larger than {MAX_BYTES} bytes");
        return Err(vec![SyntaxError {
            message,
            line: 1,
            column: 1,
        }]);
    }
    if text.trim_start().starts_with('{') {
        json::parse(text)
            .map(|node| (Form::Json, node))
            .map_err(|e| vec![e])
    } else {
        toml::parse(text).map(|node| (Form::Toml, node))
    }
}

/// Reads JSON alone, of any length: whoever asks has limited it already.
pub(crate) fn parse_json(text: &str) -> Result<Node, SyntaxError> {
    json::parse(text)
}

/// A text as a JSON string.
pub(crate) fn quoted(text: &str) -> String {
    // A text in memory always serialises.
    serde_json::to_string(text).unwrap_or_default()
}

impl Node {
    /// A value that stood nowhere in particular.
    pub(crate) fn bare(value: Value) -> Self {
        Self { value, span: None }
    }

    /// A field of a table; of one that stands twice the first.
    pub(crate) fn field(&self, name: &str) -> Option<&Self> {
        let Value::Table(fields) = &self.value else {
            return None;
        };
        let found = fields.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value)
    }

    /// What kind of value it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// The value as a person would recognise it, shortened, for messages.
    pub fn shown(&self) -> String {
        match &self.value {
            Value::Null => "null".to_owned(),
            Value::Bool(b) => b.to_string(),
            Value::Number(n) => n.clone(),
            Value::Text(t) => shortened(t),
            Value::List(_) | Value::Table(_) => self.kind().to_owned(),
        }
    }
}

/// At most 120 characters, with an ellipsis where some were left out.
fn shortened(text: &str) -> String {
    let mut head: String = text.chars().take(120).collect();
    if head.len() < text.len() {
        head.push('…');
    }
    head
}

/// The line and column, both from 1, of a byte offset.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before: String = text
        .char_indices()
        .take_while(|(i, _)| *i < offset)
        .map(|(_, c)| c)
        .collect();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_character_tells_the_form() {
        assert_eq!(parse(" \n{\"a\": 1}").unwrap().0, Form::Json);
        assert_eq!(parse("a = 1").unwrap().0, Form::Toml);
        assert_eq!(parse("").unwrap().0, Form::Toml);
    }

    #[test]
    fn json_and_toml_make_the_same_tree() {
        fn bare(node: &Node) -> Node {
            Node::bare(match &node.value {
                Value::List(items) => Value::List(items.iter().map(bare).collect()),
                Value::Table(fields) => {
                    Value::Table(fields.iter().map(|(k, v)| (k.clone(), bare(v))).collect())
                }
                other => other.clone(),
            })
        }
        let toml = parse("a = 1\nb = [\"x\", true]\n[c]\nd = \"é\"\n")
            .unwrap()
            .1;
        let json = parse(r#"{"a": 1, "b": ["x", true], "c": {"d": "é"}}"#)
            .unwrap()
            .1;
        assert_eq!(bare(&toml), bare(&json));
    }

    #[test]
    fn syntax_errors_say_where() {
        let errors = parse("{\"a\": }").unwrap_err();
        assert_eq!((errors[0].line, errors[0].column), (1, 7), "{errors:?}");
        let errors = parse("a = 1\nb = \n").unwrap_err();
        assert_eq!(errors[0].line, 2, "{errors:?}");
    }

    #[test]
    fn deep_nesting_is_an_error_and_not_a_crash() {
        assert!(parse(&format!("{{\"a\": {}", "[".repeat(100_000))).is_err());
        assert!(parse(&format!("a = {}", "[".repeat(100_000))).is_err());
        assert!(parse(&format!("{{\"a\": {}{}}}", "[".repeat(20), "]".repeat(20))).is_err());
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,200}") {
            let _ = parse(&text);
            let _ = parse(&format!("{{{text}"));
        }

        #[test]
        fn no_jumble_of_syntax_panics(text in "[\\[\\]{}\",:=.a1\\\\\n# '-]{0,80}") {
            let _ = parse(&text);
            let _ = parse(&format!("{{{text}"));
        }
    }
}
