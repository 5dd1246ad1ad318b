//! Edits of a JSON text that leave every other byte as it is.
//!
//! Must not know what the text is about.

mod layout;
mod path;

use std::collections::BTreeMap;
use std::ops::Range;

use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};

pub(super) use layout::Json;
use layout::Layout;
pub(super) use path::{Path, Step};

/// One change of a value, a property or an element that is named by its path in the text as it was.
#[derive(Debug, Clone)]
pub(super) enum Edit {
    /// A property gets this value; one that is not there comes behind the last of `after`.
    Put {
        table: Path,
        key: &'static str,
        after: &'static [&'static str],
        value: Json,
    },
    /// A list gets an element before the one at an index.
    Insert {
        list: Path,
        before: usize,
        value: Json,
    },
    /// A property or an element goes.
    Drop { at: Path },
}

/// Some bytes of the text, and what stands in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Replacement {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

/// What happens to a value and below it.
#[derive(Default)]
struct Changes<'e> {
    dropped: bool,
    puts: Vec<(&'static str, &'static [&'static str], &'e Json)>,
    inserts: Vec<(usize, &'e Json)>,
    below: BTreeMap<&'e Step, Changes<'e>>,
}

/// The edits as replacements, in the text's order and apart from each other. Edits of what is not
/// there do nothing.
pub(super) fn replacements(text: &str, edits: &[Edit]) -> Vec<Replacement> {
    let mut root = Changes::default();
    for edit in edits {
        match edit {
            Edit::Put {
                table,
                key,
                after,
                value,
            } => root.at(table).put(key, after, value),
            Edit::Insert {
                list,
                before,
                value,
            } => root.at(list).inserts.push((*before, value)),
            Edit::Drop { at } => root.at(at).dropped = true,
        }
    }
    let collect = CollectOptions {
        comments: CommentCollectionStrategy::Off,
        tokens: false,
    };
    let parsed = parse_to_ast(text, &collect, &ParseOptions::default());
    let mut writer = Writer {
        layout: Layout::of(text),
        done: Vec::new(),
    };
    if let Some(value) = parsed.ok().and_then(|p| p.value) {
        writer.walk(&value, &root, 0);
    }
    writer.done.sort_by_key(|r| (r.range.start, r.range.end));
    writer.done
}

/// The text with its replacements.
pub(super) fn apply(text: &str, replacements: &[Replacement]) -> String {
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for replacement in replacements {
        out.push_str(text.get(from..replacement.range.start).unwrap_or_default());
        out.push_str(&replacement.text);
        from = replacement.range.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

impl<'e> Changes<'e> {
    fn at(&mut self, path: &'e Path) -> &mut Self {
        let mut changes = self;
        for step in path.steps() {
            changes = changes.below.entry(step).or_default();
        }
        changes
    }

    /// A property is put once, whoever asks how often.
    fn put(&mut self, key: &'static str, after: &'static [&'static str], value: &'e Json) {
        self.puts.retain(|(other, ..)| *other != key);
        self.puts.push((key, after, value));
    }
}

/// A property or an element as it stands.
struct Item<'v, 'e> {
    range: Range<usize>,
    value: &'v Value<'v>,
    changes: Option<&'e Changes<'e>>,
}

struct Writer {
    layout: Layout,
    done: Vec<Replacement>,
}

impl Writer {
    fn walk(&mut self, value: &Value<'_>, changes: &Changes<'_>, depth: usize) {
        let inside = |range: Range<usize>| range.start + 1..range.end.saturating_sub(1);
        let mut new: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        match value {
            Value::Object(object) => {
                let place = |key: &str| {
                    let named = object.properties.iter();
                    named.rev().position(|p| p.name.as_str() == key)
                };
                let count = object.properties.len();
                for (key, after, json) in &changes.puts {
                    let text = self.layout.written(json, depth + 1);
                    let there = object.properties.iter().find(|p| p.name.as_str() == *key);
                    if let Some(there) = there {
                        let range = there.value.range();
                        let range = range.start..range.end;
                        self.done.push(Replacement { range, text });
                        continue;
                    }
                    let behind = after.iter().filter_map(|key| place(key)).min();
                    let before = behind.map_or(count, |from_end| count - from_end);
                    let property = format!("\"{key}\": {text}");
                    new.entry(before).or_default().push(property);
                }
                let items = object.properties.iter().map(|p| Item {
                    range: p.range.start..p.range.end,
                    value: &p.value,
                    changes: changes.key(p.name.as_str()),
                });
                let range = object.range.start..object.range.end;
                self.between(inside(range), items.collect(), &new, depth);
            }
            Value::Array(array) => {
                let count = array.elements.len();
                for (before, json) in &changes.inserts {
                    let text = self.layout.written(json, depth + 1);
                    new.entry((*before).min(count)).or_default().push(text);
                }
                let items = array.elements.iter().enumerate().map(|(at, element)| {
                    let range = element.range();
                    Item {
                        range: range.start..range.end,
                        value: element,
                        changes: changes.below.get(&Step::Index(at)),
                    }
                });
                let range = array.range.start..array.range.end;
                self.between(inside(range), items.collect(), &new, depth);
            }
            _ => {}
        }
    }

    /// Writes what stands between the items that stay, where something goes or comes.
    fn between(
        &mut self,
        inside: Range<usize>,
        items: Vec<Item<'_, '_>>,
        new: &BTreeMap<usize, Vec<String>>,
        depth: usize,
    ) {
        let line = self.layout.line(depth + 1);
        let (mut from, mut any, mut gone) = (inside.start, false, false);
        let mut coming: Vec<&String> = Vec::new();
        let gap = |coming: &[&String], any: bool| {
            let mut text = String::new();
            for (at, one) in coming.iter().enumerate() {
                text.push_str(if any || at > 0 { "," } else { "" });
                text.push_str(&line);
                text.push_str(one);
            }
            text
        };
        let count = items.len();
        for (at, item) in items.into_iter().enumerate() {
            coming.extend(new.get(&at).into_iter().flatten());
            if item.changes.is_some_and(|c| c.dropped) {
                gone = true;
                continue;
            }
            if gone || !coming.is_empty() {
                let mut text = gap(&coming, any);
                text.push_str(if any || !coming.is_empty() { "," } else { "" });
                text.push_str(&line);
                let range = from..item.range.start;
                self.done.push(Replacement { range, text });
            }
            if let Some(changes) = item.changes {
                self.walk(item.value, changes, depth + 1);
            }
            (from, any, gone) = (item.range.end, true, false);
            coming.clear();
        }
        coming.extend(new.get(&count).into_iter().flatten());
        if gone || !coming.is_empty() {
            let mut text = gap(&coming, any);
            if any || !coming.is_empty() {
                text.push_str(&self.layout.line(depth));
            }
            let range = from..inside.end;
            self.done.push(Replacement { range, text });
        }
    }
}

impl<'e> Changes<'e> {
    fn key(&self, key: &str) -> Option<&Changes<'e>> {
        let step = Step::Key(key.to_owned());
        self.below.get(&step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "{\n \"a\": [\n  \"x\",\n  \"y\"\n ],\n \"b\": {\n  \"c\": 1\n },\n \"d\": []\n}\n";

    fn check(edits: &[Edit], expected: &str) {
        let text = apply(TEXT, &replacements(TEXT, edits));
        assert_eq!(text, expected);
        serde_json::from_str::<serde_json::Value>(&text).unwrap();
    }

    fn insert(key: &str, before: usize, value: &str) -> Edit {
        Edit::Insert {
            list: Path::root().key(key),
            before,
            value: Json::Text(value.to_owned()),
        }
    }

    #[test]
    fn nothing_asked_is_nothing_changed() {
        check(&[], TEXT);
        let at = Path::root().key("z").index(3);
        check(&[Edit::Drop { at }], TEXT);
    }

    #[test]
    fn elements_come_and_go_at_every_place() {
        check(
            &[
                insert("a", 0, "u"),
                insert("a", 1, "v"),
                insert("a", 9, "w"),
                insert("d", 0, "t"),
            ],
            "{\n \"a\": [\n  \"u\",\n  \"x\",\n  \"v\",\n  \"y\",\n  \"w\"\n ],\n \"b\": {\n  \"c\": 1\n },\n \"d\": [\n  \"t\"\n ]\n}\n",
        );
        let list = Path::root().key("a");
        let first = Edit::Drop { at: list.index(0) };
        let last = Edit::Drop { at: list.index(1) };
        check(
            std::slice::from_ref(&first),
            &TEXT.replace("\n  \"x\",", ""),
        );
        check(std::slice::from_ref(&last), &TEXT.replace(",\n  \"y\"", ""));
        let emptied = TEXT.replace("[\n  \"x\",\n  \"y\"\n ]", "[]");
        check(&[first.clone(), last.clone()], &emptied);
        let one = TEXT.replace("\"x\",\n  \"y\"", "\"z\"");
        check(&[first, insert("a", 2, "z"), last], &one);
    }

    #[test]
    fn properties_are_set_where_they_stand_or_come_behind_a_neighbour() {
        let put = |table: Path, key, after| Edit::Put {
            table,
            key,
            after,
            value: Json::Bool(true),
        };
        let inside = Path::root().key("b");
        check(
            &[put(inside.clone(), "c", &[])],
            &TEXT.replace("\"c\": 1", "\"c\": true"),
        );
        check(
            &[put(inside, "e", &["c"])],
            &TEXT.replace("\"c\": 1", "\"c\": 1,\n  \"e\": true"),
        );
        check(
            &[put(Path::root(), "n", &["a", "zz"])],
            &TEXT.replace(" \"b\"", " \"n\": true,\n \"b\""),
        );
        let at = Path::root().key("d");
        let dropped = TEXT.replace(",\n \"d\": []", "");
        check(&[Edit::Drop { at }], &dropped);
    }

    #[test]
    fn a_text_in_one_line_stays_one() {
        let text = r#"{"a": ["x"], "b": 1}"#;
        let at = Path::root().key("b");
        let edits = [insert("a", 1, "\u{e9}\""), Edit::Drop { at }];
        let done = apply(text, &replacements(text, &edits));
        assert_eq!(done, "{\"a\": [\"x\",\"\u{e9}\\\"\"]}");
    }
}
