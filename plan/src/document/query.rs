//! Query strings into the tree: `grants.0.callers=…` and repeated keys.
//!
//! Maps travel as pairs (`tags.0.key=…&tags.0.value=…`), since their keys hold dots, colons and
//! slashes; the decoder knows which ones. Must not drop a field: what has no place is an unknown
//! key and is reported as one.

use super::{MAX_DEPTH, Node, Value};

/// Splits a query string into its fields, decoded, in their order.
pub fn parse_pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

/// Builds the tree. A list's items keep their order; gaps in numbering close up.
pub(crate) fn tree(pairs: &[(String, String)]) -> Node {
    let mut root = Branch::default();
    for (key, value) in pairs {
        let segments: Vec<&str> = key.splitn(MAX_DEPTH, '.').collect();
        root.insert(&segments, value);
    }
    root.into_node()
}

/// A table, a list, or one or more texts under the same key.
#[derive(Default)]
struct Branch {
    texts: Vec<String>,
    children: Vec<(String, Branch)>,
}

impl Branch {
    fn insert(&mut self, segments: &[&str], value: &str) {
        let Some((first, rest)) = segments.split_first() else {
            self.texts.push(value.to_owned());
            return;
        };
        let place = self
            .children
            .iter()
            .position(|(key, _)| key == first)
            .unwrap_or_else(|| {
                self.children.push(((*first).to_owned(), Self::default()));
                self.children.len() - 1
            });
        if let Some((_, child)) = self.children.get_mut(place) {
            child.insert(rest, value);
        }
    }

    fn into_node(mut self) -> Node {
        if !self.children.is_empty() && !self.texts.is_empty() {
            // A text beside the fields of a table has no place in it: a key that nobody knows.
            let texts = std::mem::take(&mut self.texts);
            let beside = Self {
                texts,
                children: Vec::new(),
            };
            self.children.push((String::new(), beside));
        }
        let numbered =
            !self.children.is_empty() && self.children.iter().all(|(key, _)| index(key).is_some());
        if numbered {
            let mut items = self.children;
            items.sort_by_key(|(key, _)| index(key));
            return Node::bare(Value::List(
                items
                    .into_iter()
                    .map(|(_, child)| child.into_node())
                    .collect(),
            ));
        }
        if !self.children.is_empty() || self.texts.is_empty() {
            let fields = self
                .children
                .into_iter()
                .map(|(key, child)| (key, child.into_node()))
                .collect();
            return Node::bare(Value::Table(fields));
        }
        let mut texts: Vec<Node> = self
            .texts
            .into_iter()
            .map(|t| Node::bare(Value::Text(t)))
            .collect();
        if texts.len() == 1
            && let Some(only) = texts.pop()
        {
            return only;
        }
        Node::bare(Value::List(texts))
    }
}

/// The number a list segment stands for.
fn index(segment: &str) -> Option<u32> {
    if segment.len() <= 4 && segment.bytes().all(|b| b.is_ascii_digit()) {
        segment.parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dots_nest_and_repeated_keys_make_lists() {
        let pairs = parse_pairs("a.b=1&a.b=2&g.1.x=late&g.0.x=early&s=one");
        let Value::Table(fields) = tree(&pairs).value else {
            panic!("a table")
        };
        assert_eq!(fields.len(), 3);
        let Value::List(grants) = &fields[1].1.value else {
            panic!("a list")
        };
        assert_eq!(
            grants[0].value,
            Value::Table(vec![("x".into(), Node::bare(Value::Text("early".into())))])
        );
        assert_eq!(fields[2].1.value, Value::Text("one".into()));
    }

    #[test]
    fn a_text_beside_a_table_is_not_dropped() {
        let Value::Table(fields) = tree(&parse_pairs("a=text&a.b=1")).value else {
            panic!("a table")
        };
        let Value::Table(inner) = &fields[0].1.value else {
            panic!("a table")
        };
        let beside = (String::new(), Node::bare(Value::Text("text".into())));
        assert!(inner.contains(&beside), "{inner:?}");
    }

    proptest! {
        #[test]
        fn no_query_panics(query in "[a-z0-9.&=%+]{0,120}") {
            tree(&parse_pairs(&query));
        }
    }
}
