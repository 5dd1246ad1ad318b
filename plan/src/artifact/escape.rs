//! One escaper for each format. A template's interpolation becomes one word, string or scalar of
//! that format, whatever it holds.
//!
//! Must be given whole texts (`&str` or `String`): a `Display` that writes in pieces would be
//! quoted in pieces.

use std::fmt::{self, Write};

use askama::filters::Escaper;

/// A word of bash, zsh and other POSIX shells, in single quotes. Quotes, dollars and backticks, and
/// backslashes before them, stand outside, each behind a backslash: the shells need that for the
/// quote alone, but shellcheck takes the others in single quotes for a mistake.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shell;

impl Escaper for Shell {
    fn write_escaped_str<W: Write>(&self, mut out: W, text: &str) -> fmt::Result {
        const SPECIAL: [char; 3] = ['\'', '$', '`'];
        let mut last = 0;
        out.write_char('\'')?;
        for part in text.split_inclusive(SPECIAL) {
            let body = part.trim_end_matches(SPECIAL);
            let plain = body.trim_end_matches('\\');
            let backslashes = body.len() - plain.len();
            out.write_str(plain)?;
            last = match part.chars().next_back().filter(|c| SPECIAL.contains(c)) {
                Some(c) => {
                    write!(out, "'{}\\{c}'", r"\\".repeat(backslashes))?;
                    0
                }
                None => backslashes,
            };
        }
        out.write_char('\'')?;
        out.write_str(&r"\\".repeat(last))
    }
}

/// A PowerShell string in single quotes. PowerShell takes typographic quotes for straight ones.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PowerShell;

impl Escaper for PowerShell {
    fn write_escaped_str<W: Write>(&self, mut out: W, text: &str) -> fmt::Result {
        const QUOTES: [char; 5] = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];
        out.write_char('\'')?;
        for part in text.split_inclusive(QUOTES) {
            out.write_str(part)?;
            if let Some(quote) = part.chars().next_back().filter(|c| QUOTES.contains(c)) {
                out.write_char(quote)?;
            }
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
        // Nearly every text is plain.
        if !text.contains(|c| matches!(c, '"' | '\\') || is_unprintable(c)) {
            out.write_str(text)?;
            return out.write_char('"');
        }
        for c in text.chars() {
            match c {
                '"' => out.write_str("\\\"")?,
                '\\' => out.write_str("\\\\")?,
                '\n' => out.write_str("\\n")?,
                c if is_unprintable(c) => write!(out, "\\u{:04x}", u32::from(c))?,
                c => out.write_char(c)?,
            }
        }
        out.write_char('"')
    }
}

/// A character that YAML or JavaScript takes for a line break or refuses; as `\u` it is plain
/// everywhere.
pub(crate) fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

/// A text as a JSON string.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    // Writing into memory cannot fail.
    let _ = JsonString.write_escaped_str(&mut out, text);
    out
}

/// A JSON document made fit to stand in YAML and TypeScript as it is.
pub(super) fn printable_json(json: &str) -> String {
    escape_chars(json, is_unprintable)
}

/// A JSON document made fit for a heredoc of Terraform's: in ASCII, since Terraform composes
/// accents, and free of template sequences, whose own escapes readers of HCL disagree on.
pub(super) fn heredoc_json(json: &str) -> String {
    let ascii = escape_chars(json, |c| !c.is_ascii() || c == '\u{7f}');
    ascii.replace("${", "\\u0024{").replace("%{", "\\u0025{")
}

/// Writes the chosen characters as `\u`. A JSON document holds them inside strings only.
fn escape_chars(json: &str, chosen: impl Fn(char) -> bool) -> String {
    if !json.contains(|c| c != '\n' && chosen(c)) {
        return json.to_owned();
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && chosen(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing into memory cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// An HCL string: template sequences are escaped, so `${aws:…}` stays what it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hcl;

impl Escaper for Hcl {
    fn write_escaped_str<W: Write>(&self, mut out: W, text: &str) -> fmt::Result {
        out.write_char('"')?;
        if !text.contains(|c| matches!(c, '"' | '\\' | '$' | '%') || is_unprintable(c)) {
            out.write_str(text)?;
            return out.write_char('"');
        }
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' => out.write_str("\\\"")?,
                '\\' => out.write_str("\\\\")?,
                '\n' => out.write_str("\\n")?,
                '$' | '%' if chars.peek() == Some(&'{') => write!(out, "{c}{c}")?,
                c if is_unprintable(c) => write!(out, "\\u{:04X}", u32::from(c))?,
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
        let special = |c: char| {
            let markup = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~');
            markup || matches!(c, '<' | '>' | '&') || c.is_control()
        };
        // What stands between is written at once: the pages are long, and most of them is plain.
        for part in text.split_inclusive(special) {
            let mut plain = part.chars();
            let Some(c) = plain.next_back().filter(|c| special(*c)) else {
                out.write_str(part)?;
                continue;
            };
            out.write_str(plain.as_str())?;
            match c {
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '&' => out.write_str("&amp;")?,
                c if c.is_control() => out.write_char(' ')?,
                c => {
                    out.write_char('\\')?;
                    out.write_char(c)?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(escaper: impl Escaper, text: &str) -> String {
        let mut out = String::new();
        escaper.write_escaped_str(&mut out, text).unwrap();
        out
    }

    #[test]
    fn a_shell_word_is_in_single_quotes() {
        for (text, expect) in [
            ("", "''"),
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            ("${aws:username}", r"''\$'{aws:username}'"),
            ("`id`", r"''\`'id'\`''"),
            (r"a\b", r"'a\b'"),
            (r"a\'b", r"'a'\\\''b'"),
            (r"C:\", r"'C:'\\"),
            ("-rf", "'-rf'"),
            ("two\nlines", "'two\nlines'"),
        ] {
            assert_eq!(escaped(Shell, text), expect, "{text}");
        }
    }

    #[test]
    fn a_powershell_string_doubles_every_quote_it_knows() {
        assert_eq!(
            escaped(PowerShell, "it's \u{2019} $x"),
            "'it''s \u{2019}\u{2019} $x'"
        );
    }

    #[test]
    fn a_json_string_holds_nothing_that_yaml_refuses() {
        for (text, expect) in [
            ("yes", r#""yes""#),
            ("a\"b\\c", r#""a\"b\\c""#),
            ("\n\t\u{7f}\u{85}", r#""\n\u0009\u007f\u0085""#),
            ("\u{2028}\u{feff}\u{ffff}", r#""\u2028\ufeff\uffff""#),
            ("é 🚪 ${x}", r#""é 🚪 ${x}""#),
        ] {
            assert_eq!(escaped(JsonString, text), expect);
        }
    }

    #[test]
    fn an_hcl_string_holds_no_template() {
        for (text, expect) in [
            ("${a} %{b}", r#""$${a} %%{b}""#),
            ("$${a}", r#""$$${a}""#),
            ("$ % {} $", r#""$ % {} $""#),
            ("a\"\\\n\u{1}", r#""a\"\\\n\u0001""#),
        ] {
            assert_eq!(escaped(Hcl, text), expect);
        }
    }

    #[test]
    fn json_in_a_heredoc_is_ascii_without_templates() {
        let json = "{\n  \"a\": \"${x} %{y} \\\\${z} é🚪\"\n}";
        let expect =
            "{\n  \"a\": \"\\u0024{x} \\u0025{y} \\\\\\u0024{z} \\u00e9\\ud83d\\udeaa\"\n}";
        assert_eq!(heredoc_json(json), expect);
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&heredoc_json(json)), read(json));
    }
}
