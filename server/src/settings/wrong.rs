//! What is wrong with the settings, where it stands and what to do, and where a value is from.
//!
//! Must never hold the text of a secret.

use std::fmt;

use serde_json::{Value, json};

/// One thing that is wrong with the settings
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Where it stands
    pub origin: Origin,
    /// The key that it is about, as in `server.listen`; none where the file as a whole is wrong
    pub key: Option<String>,
    /// What is wrong and why: lower case, no final period
    pub message: String,
    /// What to do
    pub help: String,
}

/// Where a value is from
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Nobody said anything
    Default,
    /// The file as a whole
    File(String),
    /// A place in the file
    Line {
        /// The file, as it was named
        file: String,
        /// Counted from one
        line: usize,
        /// Counted from one, in characters
        column: usize,
    },
    /// An environment variable
    Variable(String),
    /// An option of the command line
    Option(&'static str),
}

/// How many things are wrong, in words
pub fn count(wrong: usize) -> String {
    match wrong {
        1 => "1 thing is wrong".to_owned(),
        wrong => format!("{wrong} things are wrong"),
    }
}

impl Wrong {
    /// For programs
    pub fn to_json(&self) -> Value {
        json!({
            "key": self.key,
            "where": self.origin.to_json(),
            "message": self.message,
            "help": self.help,
        })
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.origin, self.message)
    }
}

impl Origin {
    /// For programs
    pub fn to_json(&self) -> Value {
        match self {
            Self::Default => json!({ "default": true }),
            Self::File(file) => json!({ "file": file }),
            Self::Line { file, line, column } => {
                json!({ "file": file, "line": line, "column": column })
            }
            Self::Variable(name) => json!({ "variable": name }),
            Self::Option(name) => json!({ "option": name }),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(file) => f.write_str(file),
            Self::Line { file, line, column } => write!(f, "{file}:{line}:{column}"),
            Self::Variable(name) => f.write_str(name),
            Self::Option(name) => f.write_str(name),
        }
    }
}
