//! Code inside Markdown: each value is a word or string of its language, so that none ends a line,
//! a quotation or the fence.
//!
//! Must not be used outside a fenced block.

use askama::filters::{Escaper, Safe};

use super::escape::{JsonString, Shell};

/// A value as one word of a shell command.
pub(super) fn word(text: &str) -> String {
    escaped(Shell, &one_line(text))
}

/// A value as a string of Python or JSON.
pub(super) fn string(text: &str) -> String {
    escaped(JsonString, &one_line(text))
}

/// A value as part of a URL's path or query.
pub(super) fn percent(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(b).to_string()
            }
            _ => format!("%{b:02X}"),
        })
        .collect()
}

/// Lines as a fenced block. The fence is longer than any run of backticks in them.
pub(super) fn fenced(language: &str, lines: &[String]) -> Safe<String> {
    let text = lines.join("\n");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    Safe(format!("{fence}{language}\n{text}\n{fence}"))
}

fn escaped(escaper: impl Escaper, text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    // Writing into memory cannot fail.
    let _ = escaper.write_escaped_str(&mut out, text);
    out
}

fn one_line(text: &str) -> String {
    let visible = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(visible).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_ends_neither_its_line_nor_the_fence() {
        let hostile = "a'b\n```\n$(id)";
        assert_eq!(word(hostile), r"'a'\''b '\`''\`''\`' '\$'(id)'");
        let block = fenced("sh", &[format!("echo {}", word(hostile))]).0;
        assert_eq!(block.lines().count(), 3, "{block}");
        let block = fenced("text", &["````".to_owned()]).0;
        let lines: Vec<&str> = block.lines().collect();
        assert_eq!((lines[0], lines[2]), ("`````text", "`````"));
        assert_eq!(fenced("sh", &["true".to_owned()]).0, "```sh\ntrue\n```");
    }

    #[test]
    fn an_arn_is_one_segment_of_a_path() {
        assert_eq!(
            percent("arn:aws:x:runtime/a-b_c~é"),
            "arn%3Aaws%3Ax%3Aruntime%2Fa-b_c~%C3%A9"
        );
    }
}
