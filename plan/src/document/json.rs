//! JSON into the tree: strict, duplicate keys kept, depth limited.
//!
//! Must not accept anything that RFC 8259 does not.

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};

use super::{MAX_DEPTH, Node, SyntaxError, Value, position};

/// Parses one JSON text.
pub(super) fn parse(text: &str) -> Result<Node, SyntaxError> {
    let fail = |message: String, offset: usize| {
        let (line, column) = position(text, offset);
        SyntaxError {
            message,
            line,
            column,
        }
    };
    if let Some(offset) = too_deep(text) {
        return Err(fail(
            format!("nested deeper than {MAX_DEPTH} levels"),
            offset,
        ));
    }
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_extended_string_escapes: false,
        allow_non_finite_numbers: false,
    };
    let collect = CollectOptions {
        comments: CommentCollectionStrategy::Off,
        tokens: false,
    };
    let parsed = parse_to_ast(text, &collect, &strict).map_err(|e| {
        fail(
            format!("not valid JSON: {}", lowercase_first(&e.kind().to_string())),
            e.range().start,
        )
    })?;
    parsed
        .value
        .map(|v| node(&v))
        .ok_or_else(|| fail("the document is empty".to_owned(), 0))
}

fn node(value: &ast::Value<'_>) -> Node {
    let range = value.range();
    let inner = match value {
        ast::Value::StringLit(s) => Value::Text(s.value.to_string()),
        ast::Value::NumberLit(n) => Value::Number(n.value.to_owned()),
        ast::Value::BooleanLit(b) => Value::Bool(b.value),
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::Array(a) => Value::List(a.elements.iter().map(node).collect()),
        ast::Value::Object(o) => Value::Table(
            o.properties
                .iter()
                .map(|p| (p.name.as_str().to_owned(), node(&p.value)))
                .collect(),
        ),
    };
    Node {
        value: inner,
        span: Some(range.start..range.end),
    }
}

/// Where brackets outside strings nest too deep; asked before the recursive parser sees the text.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Some(offset);
                }
            }
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

fn lowercase_first(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}
