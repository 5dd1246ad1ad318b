//! One escaper for each format. A template's interpolation becomes one word, string or scalar of
//! that format, whatever it holds.
//!
//! Must be given whole texts (`&str` or `String`): a `Display` that writes in pieces would be
//! quoted in pieces.

use std::fmt::{self, Write};

use askama::filters::Escaper;

/// A word of bash and other POSIX shells, in single quotes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shell;

impl Escaper for Shell {
    fn write_escaped_str<W: Write>(&self, mut out: W, text: &str) -> fmt::Result {
        out.write_char('\'')?;
        out.write_str(&text.replace('\'', r"'\''"))?;
        out.write_char('\'')
    }
}

/// A PowerShell string in single quotes. PowerShell takes typographic quotes for straight ones.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PowerShell;

impl Escaper for PowerShell {
    fn write_escaped_str<W: Write>(&self, mut out: W, text: &str) -> fmt::Result {
        out.write_char('\'')?;
        for c in text.chars() {
            if matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}') {
                out.write_char(c)?;
            }
            out.write_char(c)?;
        }
        out.write_char('\'')
    }
}

/// A JSON string, which is also a double-quoted YAML scalar and a TypeScript string.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JsonString;

impl Escaper for JsonString {
    fn write_escaped_str<W: Write>(&self, mut out: W, text: &str) -> fmt::Result {
        out.write_char('"')?;
        for c in text.chars() {
            match c {
                '"' => out.write_str("\\\"")?,
                '\\' => out.write_str("\\\\")?,
                '\n' => out.write_str("\\n")?,
                // YAML takes these for line breaks or refuses them; as \u they are plain everywhere.
                c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                    write!(out, "\\u{:04x}", u32::from(c))?;
                }
                c => out.write_char(c)?,
            }
        }
        out.write_char('"')
    }
}

/// An HCL string: template sequences are escaped, so `${aws:…}` stays what it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hcl;

impl Escaper for Hcl {
    fn write_escaped_str<W: Write>(&self, mut out: W, text: &str) -> fmt::Result {
        out.write_char('"')?;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' => out.write_str("\\\"")?,
                '\\' => out.write_str("\\\\")?,
                '\n' => out.write_str("\\n")?,
                '$' | '%' if chars.peek() == Some(&'{') => write!(out, "{c}{c}")?,
                c if c.is_control() => write!(out, "\\u{:04X}", u32::from(c))?,
                c => out.write_char(c)?,
            }
        }
        out.write_char('"')
    }
}

/// Markdown text: nothing in it is markup.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Markdown;

impl Escaper for Markdown {
    fn write_escaped_str<W: Write>(&self, mut out: W, text: &str) -> fmt::Result {
        for c in text.chars() {
            match c {
                '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => write!(out, "\\{c}")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '&' => out.write_str("&amp;")?,
                c if c.is_control() => out.write_char(' ')?,
                c => out.write_char(c)?,
            }
        }
        Ok(())
    }
}
