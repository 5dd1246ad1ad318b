//! Two JSON documents line by line, laid out alike.
//!
//! Must show every line that differs, and nothing that a terminal or a browser would hide.

use std::fmt::Write;

use super::super::escape::quoted;
use crate::document::{Node, Value, parse_json};

/// How many lines stand around one that differs.
const AROUND: usize = 3;

/// A document, one value a line.
pub(super) struct Laid(Vec<String>);

/// What becomes of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Kept,
    Gone,
    New,
}

impl Laid {
    /// The lines of a JSON text; none where it is not JSON.
    pub(super) fn read(text: &str) -> Option<Self> {
        let node = parse_json(text).ok()?;
        let mut lines = vec![String::new()];
        lay(&node, 0, &mut lines);
        Some(Self(lines))
    }

    /// The difference in the unified format, without its head.
    pub(super) fn unified(&self, after: &Self) -> String {
        let marked = marked(&self.0, &after.0);
        let near = |at: usize| {
            let around = marked.iter().skip(at.saturating_sub(AROUND));
            let most = AROUND.min(at) + AROUND + 1;
            around.take(most).any(|(mark, _)| *mark != Mark::Kept)
        };
        let mut out = String::new();
        let (mut old, mut new) = (1, 1);
        let mut lines = marked.iter().enumerate().peekable();
        while let Some((at, (mark, _))) = lines.peek().copied() {
            if !near(at) {
                old += usize::from(*mark != Mark::New);
                new += usize::from(*mark != Mark::Gone);
                lines.next();
                continue;
            }
            let (mut hunk, mut olds, mut news) = (String::new(), 0, 0);
            while let Some((_, (mark, line))) = lines.next_if(|(at, _)| near(*at)) {
                let sign = match mark {
                    Mark::Kept => ' ',
                    Mark::Gone => '-',
                    Mark::New => '+',
                };
                // Writing into a String cannot fail.
                let _ = writeln!(hunk, "{sign}{line}");
                olds += usize::from(*mark != Mark::New);
                news += usize::from(*mark != Mark::Gone);
            }
            let _ = writeln!(out, "@@ -{old},{olds} +{new},{news} @@");
            out.push_str(&hunk);
            (old, new) = (old + olds, new + news);
        }
        out
    }
}

/// Every line of both, in order: what stands in both as often as can be.
fn marked<'a>(before: &'a [String], after: &'a [String]) -> Vec<(Mark, &'a str)> {
    let width = after.len() + 1;
    // How many lines two ends of the documents have in common, by their beginnings.
    let mut common = vec![0_usize; (before.len() + 1) * width];
    let count = |common: &[usize], i: usize, j: usize| {
        common.get(i * width + j).copied().unwrap_or_default()
    };
    for (i, old) in before.iter().enumerate().rev() {
        for (j, new) in after.iter().enumerate().rev() {
            let here = if old == new {
                count(&common, i + 1, j + 1) + 1
            } else {
                count(&common, i + 1, j).max(count(&common, i, j + 1))
            };
            if let Some(cell) = common.get_mut(i * width + j) {
                *cell = here;
            }
        }
    }
    let (mut i, mut j, mut all) = (0, 0, Vec::new());
    loop {
        match (before.get(i), after.get(j)) {
            (Some(old), Some(new)) if old == new => {
                all.push((Mark::Kept, old.as_str()));
                (i, j) = (i + 1, j + 1);
            }
            (Some(old), new)
                if new.is_none() || count(&common, i + 1, j) >= count(&common, i, j + 1) =>
            {
                all.push((Mark::Gone, old.as_str()));
                i += 1;
            }
            (_, Some(new)) => {
                all.push((Mark::New, new.as_str()));
                j += 1;
            }
            (_, None) => return all,
        }
    }
}

fn lay(node: &Node, depth: usize, lines: &mut Vec<String>) {
    let mut put = |text: &str| {
        if let Some(last) = lines.last_mut() {
            last.push_str(text);
        }
    };
    match &node.value {
        Value::Null => put("null"),
        Value::Bool(said) => put(if *said { "true" } else { "false" }),
        Value::Number(number) => put(number),
        Value::Text(text) => put(&seen(text)),
        Value::List(items) => {
            let items = items.iter().map(|item| (None, item)).collect::<Vec<_>>();
            all(('[', ']'), &items, depth, lines);
        }
        Value::Table(fields) => {
            let fields = fields.iter().map(|(key, value)| (Some(key), value));
            all(('{', '}'), &fields.collect::<Vec<_>>(), depth, lines);
        }
    }
}

fn all(
    (open, close): (char, char),
    items: &[(Option<&String>, &Node)],
    depth: usize,
    lines: &mut Vec<String>,
) {
    let put = |lines: &mut Vec<String>, text: String| {
        if let Some(last) = lines.last_mut() {
            last.push_str(&text);
        }
    };
    put(lines, open.to_string());
    for (at, (key, value)) in items.iter().enumerate() {
        lines.push("  ".repeat(depth + 1));
        if let Some(key) = key {
            put(lines, format!("{}: ", seen(key)));
        }
        lay(value, depth + 1, lines);
        if at + 1 < items.len() {
            put(lines, ",".to_owned());
        }
    }
    if !items.is_empty() {
        lines.push("  ".repeat(depth));
    }
    put(lines, close.to_string());
}

/// A text in quotes in which what turns or hides the text around it is written out.
fn seen(text: &str) -> String {
    let hides = |c: char| {
        matches!(c, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}')
    };
    let mut out = String::new();
    for c in quoted(text).chars() {
        if hides(c) {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_that_differs_stands_between_those_around_it() {
        let before = Laid::read(r#"{"a":[1,2,3,4,5,6,7,8],"b":{},"c":"\u202e"}"#).unwrap();
        let after = Laid::read(r#"{"a":[1,2,3,4,5,6,7,9],"b":{},"c":"\u202e"}"#).unwrap();
        assert_eq!(
            before.unified(&after),
            "@@ -7,7 +7,7 @@\n     5,\n     6,\n     7,\n-    8\n+    9\n   ],\n   \"b\": {},\n   \"c\": \"\\u202e\"\n"
        );
        assert_eq!(before.unified(&before), "");
        assert!(Laid::read("{").is_none());
    }

    proptest! {
        #[test]
        fn with_its_marks_it_is_both_documents(
            before in prop::collection::vec("[a-c]", 0..12),
            after in prop::collection::vec("[a-c]", 0..12),
        ) {
            let all = marked(&before, &after);
            let side = |other: Mark| -> Vec<&str> {
                all.iter().filter(|(mark, _)| *mark != other).map(|(_, line)| *line).collect()
            };
            prop_assert_eq!(side(Mark::New), before.clone());
            prop_assert_eq!(side(Mark::Gone), after.clone());
        }
    }
}
