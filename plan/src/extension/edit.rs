//! Changes of a JSON text at places, all else as it was.
//!
//! Must know nothing of policies beyond where their statements stand.

use std::ops::Range;

use crate::document::{Node, Value, quoted};
use crate::language::statements_of;
use crate::policy::Statement;

/// Changes of one text.
pub(super) struct Edits<'t> {
    text: &'t str,
    replaced: Vec<(Range<usize>, String)>,
    added: Vec<String>,
}

/// The text of a node.
pub(super) fn text_of(text: &str, node: &Node) -> Option<String> {
    node.span
        .clone()
        .and_then(|span| text.get(span))
        .map(str::to_owned)
}

impl<'t> Edits<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            replaced: Vec::new(),
            added: Vec::new(),
        }
    }

    /// Puts more texts at the end of a list, or of a lone text that becomes one.
    pub(super) fn lengthen(
        &mut self,
        statement: &Node,
        name: &str,
        has: &[String],
        more: &[String],
    ) -> Option<()> {
        let node = statement.field(name)?;
        let span = node.span.clone()?;
        let more: Vec<String> = more.iter().map(|text| quoted(text)).collect();
        let (at, text) = match &node.value {
            Value::List(items) => {
                let end = items.last()?.span.clone()?.end;
                (end..end, format!(", {}", more.join(", ")))
            }
            _ => (
                span,
                format!("[{}, {}]", quoted(has.first()?), more.join(", ")),
            ),
        };
        self.replaced.push((at, text));
        Some(())
    }

    /// Puts a statement behind the last one.
    pub(super) fn add(&mut self, statement: &Statement) {
        // Writing plain structs into memory cannot fail.
        let text = if self.text.contains('\n') {
            serde_json::to_string_pretty(statement)
        } else {
            serde_json::to_string(statement)
        };
        self.added.push(text.unwrap_or_default());
    }

    /// The text with every change.
    pub(super) fn applied(mut self, root: &Node) -> String {
        self.place(root);
        let mut text = self.text.to_owned();
        self.replaced
            .sort_by_key(|(at, _)| std::cmp::Reverse(at.start));
        for (at, new) in self.replaced {
            text.replace_range(at, &new);
        }
        text
    }

    fn place(&mut self, root: &Node) {
        let Some(list) = root.field("Statement").filter(|_| !self.added.is_empty()) else {
            return;
        };
        let last = statements_of(root)
            .last()
            .and_then(|node| node.span.clone());
        let (Some(whole), Some(last)) = (list.span.clone(), last) else {
            return;
        };
        let before = self.text.get(..last.start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        let own_line = before.contains('\n') && line.trim().is_empty();
        let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
        let (gap, indent) = if own_line {
            (format!(",\n{indent}"), indent)
        } else {
            (", ".to_owned(), indent)
        };
        let mut new = String::new();
        for text in &self.added {
            new.push_str(&gap);
            new.push_str(&text.replace('\n', &format!("\n{indent}")));
        }
        if matches!(list.value, Value::List(_)) {
            self.replaced.push((last.end..last.end, new));
        } else {
            self.replaced
                .push((whole.end..whole.end, format!("{new}]")));
            self.replaced
                .push((whole.start..whole.start, "[".to_owned()));
        }
    }
}

/// JSON without white space between its words.
pub(super) fn compact(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut inside, mut escaped) = (false, false);
    for c in text.chars() {
        if inside || !c.is_ascii_whitespace() {
            out.push(c);
        }
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = inside,
            '"' => inside = !inside,
            _ => {}
        }
    }
    out
}
