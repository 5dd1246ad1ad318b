//! TOML into the tree.
//!
//! Must not interpret a value: dates stay text, numbers stay as they were written.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{MAX_DEPTH, Node, SyntaxError, Value, position};

/// Parses one TOML text; every syntax error is reported.
pub(super) fn parse(text: &str) -> Result<Node, Vec<SyntaxError>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(errors
            .iter()
            .map(|e| {
                let (line, column) = position(text, e.span().map_or(0, |s| s.start));
                SyntaxError {
                    message: format!("not valid TOML: {}", e.message()),
                    line,
                    column,
                }
            })
            .collect());
    }
    let span = table.span();
    table_node(table.get_ref(), 1, span.clone()).ok_or_else(|| {
        let (line, column) = position(text, span.start);
        vec![SyntaxError {
            message: format!("nested deeper than {MAX_DEPTH} levels"),
            line,
            column,
        }]
    })
}

/// `None` when nested too deep.
fn table_node(table: &DeTable<'_>, depth: usize, span: std::ops::Range<usize>) -> Option<Node> {
    let mut fields: Vec<(usize, String, Node)> = Vec::with_capacity(table.len());
    for (key, value) in table {
        fields.push((
            key.span().start,
            key.get_ref().to_string(),
            value_node(value, depth)?,
        ));
    }
    // The parser sorts keys; people expect errors in the order in which they wrote.
    fields.sort_by_key(|(start, _, _)| *start);
    let fields = fields
        .into_iter()
        .map(|(_, key, node)| (key, node))
        .collect();
    Some(Node {
        value: Value::Table(fields),
        span: Some(span),
    })
}

fn value_node(value: &Spanned<DeValue<'_>>, depth: usize) -> Option<Node> {
    if depth > MAX_DEPTH {
        return None;
    }
    let span = value.span();
    let inner = match value.get_ref() {
        DeValue::String(s) => Value::Text(s.to_string()),
        DeValue::Integer(i) => Value::Number(i.to_string()),
        DeValue::Float(f) => Value::Number(f.to_string()),
        DeValue::Boolean(b) => Value::Bool(*b),
        DeValue::Datetime(d) => Value::Text(d.to_string()),
        DeValue::Array(items) => Value::List(
            items
                .iter()
                .map(|v| value_node(v, depth + 1))
                .collect::<Option<_>>()?,
        ),
        DeValue::Table(table) => return table_node(table, depth + 1, span),
    };
    Some(Node {
        value: inner,
        span: Some(span),
    })
}
