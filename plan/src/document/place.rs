//! Where in a text the value stands that a path names.
//!
//! Must name the nearest value around it where there is none, since what is missing stands nowhere.

use super::{Node, Value, position};

/// A line and a column in characters, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Place {
    /// Where a text begins.
    pub const START: Self = Self { line: 1, column: 1 };
}

/// The place of `grants[1].callers[0]` in a text, or of the nearest value around it.
pub fn place(text: &str, root: &Node, path: &str) -> Place {
    let (mut node, mut rest) = (root, path);
    let mut offset = None;
    while let Some((inner, left)) = step(node, rest) {
        offset = inner.span.as_ref().map(|span| span.start).or(offset);
        (node, rest) = (inner, left);
    }
    match offset {
        None => Place::START,
        Some(offset) => {
            let (line, column) = position(text, offset);
            Place { line, column }
        }
    }
}

/// The value that the beginning of a path names, and the rest of the path.
fn step<'a, 'p>(node: &'a Node, path: &'p str) -> Option<(&'a Node, &'p str)> {
    match &node.value {
        Value::List(items) => {
            let (index, rest) = path.strip_prefix('[')?.split_once(']')?;
            let item = items.get(index.parse::<usize>().ok()?)?;
            Some((item, rest.strip_prefix('.').unwrap_or(rest)))
        }
        // Keys may have dots in them; of those that fit the longest is meant.
        Value::Table(fields) => fields
            .iter()
            .filter_map(|(key, value)| {
                let rest = path.strip_prefix(key.as_str())?;
                let ends = rest.is_empty() || rest.starts_with(['.', '[']);
                let rest = rest.strip_prefix('.').unwrap_or(rest);
                (ends && !key.is_empty()).then_some((key.len(), value, rest))
            })
            .max_by_key(|(length, ..)| *length)
            .map(|(_, value, rest)| (value, rest)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn a_path_leads_to_its_line_in_either_form() {
        let toml = "name = \"a\"\n\n[placement]\nvpc = \"v\"\n\n[[grants]]\nx = 1\n\n[[grants]]\n  callers = [\n    \"é\", \"b\",\n  ]\n\n[tags]\n\"a.b\" = \"c\"\n";
        let json = "{\"name\": \"a\",\n\n\"placement\": {\n\"vpc\": \"v\"},\n\n\"grants\": [{\n\"x\": 1},\n\n{\n\"callers\": [\n\"é\", \"b\"]}],\n\n\n\"tags\": {\n\"a.b\": \"c\"}}";
        for text in [toml, json] {
            let (_, root) = parse(text).unwrap();
            for (path, line) in [
                ("name", 1),
                ("placement", 3),
                ("placement.vpc", 4),
                ("placement.subnets", 3),
                ("grants[1]", 9),
                ("grants[1].callers[1]", 11),
                ("grants[7].callers", 6),
                ("tags.a.b", 15),
                ("nothing", 1),
                ("", 1),
            ] {
                let at = place(text, &root, path);
                assert_eq!(at.line, line, "{path} in {text}");
            }
        }
        let (_, root) = parse(toml).unwrap();
        let at = place(toml, &root, "grants[1].callers[1]");
        assert_eq!(
            at,
            Place {
                line: 11,
                column: 10
            }
        );
    }
}
