//! Where something stands in the text of a policy.
//!
//! Must count a line once, however many findings there are.

use super::Spot;
use crate::document::{Node, Value};
use crate::language::statements_of;

/// The lines of a text.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
        let starts = std::iter::once(0)
            .chain(breaks.map(|(i, _)| i + 1))
            .collect();
        Self { text, starts }
    }

    /// The line and the column in characters, both from 1, of a byte.
    pub(super) fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let before = self.text.get(start..offset).unwrap_or_default();
        (line, before.chars().count() + 1)
    }
}

/// The path of a place, and the node that stands there.
pub(super) fn node_at<'n>(
    root: &'n Node,
    place: usize,
    spot: Spot<'_>,
) -> (String, Option<&'n Node>) {
    let path = format!("Statement[{place}]");
    let statement = statements_of(root).get(place);
    let of = |name: &str| statement.and_then(|s| s.field(name)).or(statement);
    match spot {
        Spot::Whole => (path, statement),
        Spot::Element(name) => (format!("{path}.{name}"), of(name)),
        Spot::Item(name, item) => {
            let node = of(name);
            match node.map(|n| &n.value) {
                Some(Value::List(items)) => (format!("{path}.{name}[{item}]"), items.get(item)),
                _ => (format!("{path}.{name}"), node),
            }
        }
        Spot::Key(operator, key) => {
            let node = of("Condition")
                .and_then(|c| c.field(operator))
                .and_then(|o| o.field(key));
            (
                format!("{path}.Condition.{operator}.{key}"),
                node.or(statement),
            )
        }
    }
}

/// The first text below a node that is this one, and the path to it.
pub(super) fn text_within<'n>(node: &'n Node, text: &str) -> Option<(String, &'n Node)> {
    match &node.value {
        Value::Text(found) if found == text => Some((String::new(), node)),
        Value::List(items) => items.iter().enumerate().find_map(|(index, item)| {
            let (below, node) = text_within(item, text)?;
            Some((format!("[{index}]{below}"), node))
        }),
        Value::Table(fields) => fields.iter().find_map(|(key, value)| {
            let (below, node) = text_within(value, text)?;
            Some((format!(".{key}{below}"), node))
        }),
        _ => None,
    }
}
