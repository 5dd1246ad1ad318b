//! Takes the keys one by one from whoever says them, and keeps everything that is wrong.
//!
//! The command line is heard before the environment, the environment before the file, and the file
//! before what holds unless told. What is heard by nobody is looked at all the same: a wrong value
//! is wrong whether or not another wins. Must not know any key.

mod place;
mod secret;
mod unknown;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::section::{Change, Key, Section};
use super::sources::{BETWEEN, PREFIX, Sources, variable};
use super::value::{Misfit, Named, Secrecy, Setting, Shown};
use super::wrong::{Origin, Wrong};

pub(super) use place::position;

/// What one key came to
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key, as in `server.listen`
    pub key: String,
    /// Its value
    pub value: Shown,
    /// Who said it
    pub origin: Origin,
    /// When a change is taken up
    pub change: Change,
}

/// Takes keys from the sources
pub struct Reader<'a> {
    sources: &'a Sources,
    file: File<'a>,
    path: Vec<String>,
    /// The variables that a key took
    heard: BTreeSet<String>,
    pub(super) entries: Vec<Entry>,
    pub(super) wrong: Vec<Wrong>,
}

/// The file, as far as it is TOML
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
    /// None where it is no TOML: nothing can be said of what it lacks
    pub(super) root: Option<&'a DeTable<'a>>,
}

type Node<'a> = &'a Spanned<DeValue<'a>>;

impl<'a> Reader<'a> {
    pub(super) fn new(sources: &'a Sources, file: File<'a>) -> Self {
        Self {
            sources,
            file,
            path: Vec::new(),
            heard: BTreeSet::new(),
            entries: Vec::new(),
            wrong: Vec::new(),
        }
    }

    /// The value of a key of the section that is being read
    pub fn take<T: Setting>(&mut self, key: &Key, default: Option<T>) -> Option<T> {
        let heard = if T::SECRECY == Secrecy::Secret {
            self.secret(key)
        } else {
            self.open(key)
        };
        let (value, origin) = match (heard, default) {
            (Heard::Value(value, origin), _) => (value, origin),
            // What is wrong was said; the rest is read as though nobody had spoken.
            (Heard::Wrong | Heard::Nothing, Some(default)) => (default, Origin::Default),
            (Heard::Wrong, None) => return None,
            (Heard::Nothing, None) => {
                self.missing(key);
                return None;
            }
        };
        self.entries.push(Entry {
            key: self.name_of(key.name),
            value: value.shown(),
            origin,
            change: key.change,
        });
        Some(value)
    }

    /// A section with this name
    pub(super) fn section<S: Section>(&mut self, name: &str) -> Option<S> {
        self.path.push(name.to_owned());
        self.unknown_keys(&S::keys());
        let section = S::read(self);
        self.path.pop();
        section
    }

    /// The sections that stand below this name
    pub(super) fn named<K: Named, S: Section>(&mut self, name: &str) -> BTreeMap<K, S> {
        self.path.push(name.to_owned());
        if self.table().is_none() {
            self.no_table();
        }
        let mut all = BTreeMap::new();
        for (word, origin) in self.names_below() {
            let Ok(named) = word.parse::<K>() else {
                self.forget(&word);
                self.note(
                    origin,
                    self.path.join("."),
                    format!(
                        "`{word}` below [{}] is not {}",
                        self.path.join("."),
                        K::WHAT
                    ),
                    format!("write it as in [{}.{}]", self.path.join("."), K::EXAMPLE),
                );
                continue;
            };
            if let Some(section) = self.section(&word) {
                all.insert(named, section);
            }
        }
        self.path.pop();
        all
    }

    /// Whether anybody says anything of a section
    pub(super) fn says(&self, name: &str) -> bool {
        let prefix = variable(&[name]) + BETWEEN;
        let set = |name: &String| name.starts_with(&prefix);
        self.file.root.is_some_and(|root| root.contains_key(name))
            || self.sources.variables.keys().any(set)
    }

    /// The value that is heard first; all that are said are looked at
    fn open<T: Setting>(&mut self, key: &Key) -> Heard<T> {
        let mut heard = Heard::Nothing;
        let path = self.name_of(key.name);
        let mut options = self.sources.options.iter();
        if let Some(given) = options.find(|given| given.key == path) {
            let read = T::of_word(&given.word);
            self.hear(&mut heard, key, read, Origin::Option(given.option), || {
                given.word.clone()
            });
        }
        if let Some((origin, text)) = self.variable(&self.variable_of(key.name)) {
            let read = T::of_word(&text);
            self.hear(&mut heard, key, read, origin, || text.clone());
        }
        if let Some(node) = self.node(key.name) {
            let (file, span) = (self.file, node.span());
            let read = T::of_toml(node.get_ref());
            self.hear(&mut heard, key, read, self.line(&span), || {
                file.text_at(&span)
            });
        }
        heard
    }

    /// Keeps what is heard first, and says what is wrong with it
    fn hear<T>(
        &mut self,
        heard: &mut Heard<T>,
        key: &Key,
        read: Result<T, Misfit>,
        origin: Origin,
        text: impl FnOnce() -> String,
    ) {
        match read {
            Ok(value) => {
                if matches!(heard, Heard::Nothing) {
                    *heard = Heard::Value(value, origin);
                }
            }
            Err(misfit) => {
                let why = misfit
                    .why
                    .unwrap_or_else(|| format!("it must be {}", key.what));
                let name = self.name_of(key.name);
                let message = match text() {
                    text if text.chars().count() <= MOST_SHOWN => {
                        format!("{name} cannot be `{text}`: {why}")
                    }
                    _ => format!("{name} cannot be this: {why}"),
                };
                let help = example(key, &origin);
                self.note(origin, name, message, help);
                if matches!(heard, Heard::Nothing) {
                    *heard = Heard::Wrong;
                }
            }
        }
    }

    /// The text of a variable, which counts as heard from now on
    fn variable(&mut self, name: &str) -> Option<(Origin, String)> {
        let variable = self.sources.variables.get(name)?;
        self.heard.insert(name.to_owned());
        let origin = Origin::Variable(variable.name.clone());
        if let Some(text) = &variable.text {
            return Some((origin, text.clone()));
        }
        let key = name
            .trim_start_matches(PREFIX)
            .replace(BETWEEN, ".")
            .to_lowercase();
        self.note(
            origin,
            key,
            "its text is not UTF-8".to_owned(),
            "set it to a text in UTF-8, or unset it".to_owned(),
        );
        None
    }

    fn missing(&mut self, key: &Key) {
        if self.file.root.is_none() && self.file.is_named() {
            return;
        }
        let origin = self.here();
        let name = self.name_of(key.name);
        let message = format!("{name} is missing: it must be {}", key.what);
        let help = example(key, &origin);
        let help = match &origin {
            Origin::Variable(_) => format!(
                "write it as in {}={}",
                self.variable_of(key.name),
                word(&key.example)
            ),
            _ => help,
        };
        self.note(origin, name, message, help);
    }

    fn note(&mut self, origin: Origin, key: String, message: String, help: String) {
        self.wrong.push(Wrong {
            origin,
            key: Some(key),
            message,
            help,
        });
    }

    fn name_of(&self, key: &str) -> String {
        format!("{}.{key}", self.path.join("."))
    }

    fn variable_of(&self, key: &str) -> String {
        let path: Vec<&str> = self.path.iter().map(String::as_str).chain([key]).collect();
        variable(&path)
    }
}

/// What was heard of a key
pub(super) enum Heard<T> {
    Nothing,
    Wrong,
    Value(T, Origin),
}

/// A text longer than this many characters is not shown
const MOST_SHOWN: usize = 80;

/// How a right one looks, written where the wrong one stands
fn example(key: &Key, origin: &Origin) -> String {
    match origin {
        Origin::Variable(name) => format!("write it as in {name}={}", word(&key.example)),
        Origin::Option(name) if key.example.is_boolean() => format!("leave {name} out"),
        Origin::Option(name) => format!("write it as in {name} {}", word(&key.example)),
        _ => format!("write it as in {} = {}", key.name, key.example),
    }
}

/// An example as a word
fn word(example: &Value) -> String {
    match example {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(word).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

impl File<'_> {
    fn is_named(&self) -> bool {
        !self.name.is_empty()
    }

    fn text_at(&self, span: &Range<usize>) -> String {
        self.text.get(span.clone()).unwrap_or_default().to_owned()
    }
}
