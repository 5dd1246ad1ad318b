//! A template as a tree, written as YAML and as JSON, which therefore say the same.
//!
//! Every text is a JSON string in both, so YAML's words, dates and octal numbers stay texts.
//! Must not be given a key that is not plain letters, digits and colons.

use crate::artifact::escape::quoted;

/// A value of a template.
pub(super) enum Node {
    Text(String),
    Number(u16),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
    /// A map that stands on one line.
    Line(Vec<(&'static str, Node)>),
    /// JSON on one line, taken over as it is.
    Json(String),
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl FromIterator<Node> for Node {
    fn from_iter<I: IntoIterator<Item = Node>>(items: I) -> Self {
        Self::List(items.into_iter().collect())
    }
}

/// A map of the entries.
pub(super) fn map<const N: usize>(entries: [(&str, Node); N]) -> Node {
    Node::Map(
        entries
            .into_iter()
            .map(|(k, v)| (k.to_owned(), v))
            .collect(),
    )
}

/// A map on one line.
pub(super) fn line<const N: usize>(entries: [(&'static str, Node); N]) -> Node {
    Node::Line(entries.into_iter().collect())
}

/// The tree in YAML.
pub(super) fn yaml(node: &Node) -> String {
    let mut out = String::new();
    yaml_block(node, 0, &mut out);
    out
}

/// The tree in JSON.
pub(super) fn json(node: &Node) -> String {
    let mut out = String::new();
    json_block(node, 0, &mut out);
    out.push('\n');
    out
}

/// Writes lists and maps over several lines; the caller is at the start of a line.
fn yaml_block(node: &Node, depth: usize, out: &mut String) {
    match node {
        Node::Map(entries) => {
            for (key, value) in entries {
                indent(depth, out);
                out.push_str(key);
                out.push(':');
                yaml_value(value, depth + 1, out);
            }
        }
        Node::List(items) => {
            for item in items {
                indent(depth, out);
                out.push_str("- ");
                inline(item, out);
                out.push('\n');
            }
        }
        scalar => inline(scalar, out),
    }
}

fn yaml_value(value: &Node, depth: usize, out: &mut String) {
    if is_block(value) {
        out.push('\n');
        yaml_block(value, depth, out);
    } else {
        out.push(' ');
        inline(value, out);
        out.push('\n');
    }
}

fn json_block(node: &Node, depth: usize, out: &mut String) {
    match node {
        Node::Map(entries) if is_block(node) => {
            out.push_str("{\n");
            for (i, (key, value)) in entries.iter().enumerate() {
                separate(i, ",\n", out);
                indent(depth + 1, out);
                out.push_str(&quoted(key));
                out.push_str(": ");
                json_block(value, depth + 1, out);
            }
            close(depth, '}', out);
        }
        Node::List(items) if is_block(node) => {
            out.push_str("[\n");
            for (i, item) in items.iter().enumerate() {
                separate(i, ",\n", out);
                indent(depth + 1, out);
                inline(item, out);
            }
            close(depth, ']', out);
        }
        scalar => inline(scalar, out),
    }
}

/// It takes more than one line.
fn is_block(node: &Node) -> bool {
    match node {
        Node::Map(entries) => !entries.is_empty(),
        Node::List(items) => !items.is_empty(),
        _ => false,
    }
}

/// Writes JSON on one line, which is YAML too.
fn inline(node: &Node, out: &mut String) {
    match node {
        Node::Text(text) => out.push_str(&quoted(text)),
        Node::Number(number) => out.push_str(&number.to_string()),
        Node::Json(json) => out.push_str(json),
        Node::List(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                separate(i, ", ", out);
                inline(item, out);
            }
            out.push(']');
        }
        Node::Map(entries) => entry_line(entries.iter().map(|(k, v)| (k.as_str(), v)), out),
        Node::Line(entries) => entry_line(entries.iter().map(|(k, v)| (*k, v)), out),
    }
}

fn entry_line<'n>(entries: impl Iterator<Item = (&'n str, &'n Node)>, out: &mut String) {
    out.push('{');
    for (i, (key, value)) in entries.enumerate() {
        separate(i, ", ", out);
        out.push_str(&quoted(key));
        out.push_str(": ");
        inline(value, out);
    }
    out.push('}');
}

fn separate(i: usize, separator: &str, out: &mut String) {
    if i > 0 {
        out.push_str(separator);
    }
}

fn indent(depth: usize, out: &mut String) {
    out.extend(std::iter::repeat_n("  ", depth));
}

fn close(depth: usize, bracket: char, out: &mut String) {
    out.push('\n');
    indent(depth, out);
    out.push(bracket);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Node {
        map([
            ("Date", "2012-10-17".into()),
            ("Empty", map([])),
            (
                "Inner",
                map([("Port", Node::Number(443)), ("On", "yes".into())]),
            ),
            (
                "Tags",
                ["a", "b"]
                    .into_iter()
                    .map(|k| line([("Key", k.into())]))
                    .collect(),
            ),
            ("Policy", Node::Json(r#"{"a":"${b}"}"#.to_owned())),
        ])
    }

    #[test]
    fn yaml_quotes_every_text() {
        let expected = "Date: \"2012-10-17\"\nEmpty: {}\nInner:\n  Port: 443\n  On: \"yes\"\nTags:\n  - {\"Key\": \"a\"}\n  - {\"Key\": \"b\"}\nPolicy: {\"a\":\"${b}\"}\n";
        assert_eq!(yaml(&sample()), expected);
    }

    #[test]
    fn json_is_the_same_tree() {
        let value: serde_json::Value = serde_json::from_str(&json(&sample())).unwrap();
        assert_eq!(value["Inner"]["Port"], 443);
        assert_eq!(value["Tags"][1]["Key"], "b");
        assert_eq!(value["Policy"]["a"], "${b}");
        assert_eq!(value["Empty"], serde_json::json!({}));
    }
}
