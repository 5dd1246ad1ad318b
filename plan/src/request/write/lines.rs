//! Lines of TOML.
//!
//! Must escape whatever is not plain.

use std::fmt::Write;

/// A file while it is written.
#[derive(Default)]
pub(in crate::request) struct Lines {
    /// What was written so far.
    pub(in crate::request) text: String,
}

impl Lines {
    /// A line as it is.
    pub(in crate::request) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A key and its text.
    pub(in crate::request) fn pair(&mut self, key: &str, value: &str) {
        self.line(&format!("{key} = {}", quoted(value)));
    }

    /// Writes nothing for an empty list.
    pub(in crate::request) fn list(&mut self, key: &str, items: impl Iterator<Item = String>) {
        let items: Vec<String> = items.collect();
        if !items.is_empty() {
            self.line(&format!("{key} = {}", list_of(items.iter())));
        }
    }
}

/// Texts as an array.
pub(in crate::request) fn list_of<'t>(items: impl Iterator<Item = &'t String>) -> String {
    let items: Vec<String> = items.map(|i| quoted(i)).collect();
    format!("[{}]", items.join(", "))
}

/// A TOML basic string.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {
                // Writing into a String cannot fail.
                let _ = write!(out, "\\U{:08X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
