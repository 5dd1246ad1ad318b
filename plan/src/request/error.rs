//! One thing that is wrong with a document.
//!
//! Must say what, where, why and what to do.

use serde::Serialize;

use crate::document::SyntaxError;

/// One thing that is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestError {
    /// Where: `grants[1].callers[0]`; empty for the document itself.
    pub path: String,
    /// A machine code.
    pub code: &'static str,
    /// What was typed there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What is wrong, a lowercase clause.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl RequestError {
    pub(crate) fn new(path: &str, code: &'static str, message: String, help: String) -> Self {
        Self {
            path: path.to_owned(),
            code,
            text: None,
            message,
            help,
        }
    }

    pub(crate) fn seen(self, text: String) -> Self {
        Self {
            text: Some(text),
            ..self
        }
    }

    pub(crate) fn syntax(error: SyntaxError) -> Self {
        let SyntaxError {
            message,
            line,
            column,
        } = error;
        let help = "a request is a TOML file, or JSON when it begins with {".to_owned();
        Self::new(
            "",
            "syntax",
            format!("line {line}, column {column}: {message}"),
            help,
        )
    }
}
