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
        Spot::Principal(name, kind, item) => {
            let node = of(name).and_then(|who| who.field(kind).or(Some(who)));
            match node.map(|n| &n.value) {
                Some(Value::List(items)) => {
                    (format!("{path}.{name}.{kind}[{item}]"), items.get(item))
                }
                _ => (format!("{path}.{name}.{kind}"), node),
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
