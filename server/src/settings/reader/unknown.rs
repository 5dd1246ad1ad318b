//! What nobody knows: sections, keys and variables, each with what may have been meant.
//!
//! Must never show a value, which may be a secret under a misspelt name.

use toml::de::DeValue;

use super::secret::FILE;
use super::{BETWEEN, PREFIX, Reader};
use crate::settings::section::{Key, Known};
use crate::settings::sources::variable;
use crate::settings::value::Secrecy;
use crate::settings::wrong::Origin;

impl Reader<'_> {
    /// Looks at the keys of the section that is being read
    pub(super) fn unknown_keys(&mut self, keys: &[Key]) {
        let section = self.path.join(".");
        let Some(table) = self.table() else {
            self.no_table();
            return;
        };
        let names = names(keys);
        for (key, _) in table {
            let word = key.get_ref().as_ref();
            if !names.iter().any(|name| name == word) {
                self.note(
                    self.line(&key.span()),
                    format!("{section}.{word}"),
                    format!("[{section}] has no key `{word}`"),
                    meant(word, &names, "its keys are"),
                );
            }
        }
    }

    /// Something else than a table stands where the section would be
    pub(super) fn no_table(&mut self) {
        let Some((name, above)) = self.path.split_last() else {
            return;
        };
        let mut table = self.file.root;
        for name in above {
            table = table.and_then(|table| match table.get(name.as_str())?.get_ref() {
                DeValue::Table(table) => Some(table),
                _ => None,
            });
        }
        if let Some((key, _)) = table.and_then(|table| table.get_key_value(name.as_str())) {
            let section = self.path.join(".");
            self.note(
                self.line(&key.span()),
                section.clone(),
                format!("{section} is a section and has no value of its own"),
                format!("write [{section}] on a line of its own, and its keys below"),
            );
        }
    }

    /// The variables below a name that is no right one were spoken of
    pub(super) fn forget(&mut self, word: &str) {
        let path: Vec<&str> = self.path.iter().map(String::as_str).chain([word]).collect();
        let prefix = variable(&path) + BETWEEN;
        let below = self
            .sources
            .variables
            .keys()
            .filter(|name| name.starts_with(&prefix));
        self.heard.extend(below.cloned());
    }

    /// Looks at what no section took: other sections, and variables
    pub(in crate::settings) fn left_over(&mut self, known: &[Known]) {
        let sections: Vec<String> = known
            .iter()
            .filter_map(|known| known.path.first().map(|name| (*name).to_owned()))
            .collect();
        for (key, _) in self.file.root.into_iter().flatten() {
            let word = key.get_ref().as_ref();
            if !sections.iter().any(|name| name == word) {
                self.note(
                    self.line(&key.span()),
                    word.to_owned(),
                    format!("there is no section `{word}`"),
                    meant(word, &sections, "the sections are"),
                );
            }
        }
        let variables = variables(known);
        let single = |name: &str| name.replace(BETWEEN, "_");
        for (name, set) in &self.sources.variables {
            if self.heard.contains(name) {
                continue;
            }
            let near = variables.iter().find(|known| single(known) == single(name));
            // Variables without the sign between levels may be somebody else's.
            if !name.contains(BETWEEN) && near.is_none() {
                continue;
            }
            let help = match near {
                Some(near) => format!("did you mean {near}?"),
                None => meant(name, &variables, ""),
            };
            self.wrong.push(super::Wrong {
                origin: Origin::Variable(set.name.clone()),
                key: None,
                message: "no key has this variable".to_owned(),
                help,
            });
        }
    }
}

/// The names that may stand in the file
fn names(keys: &[Key]) -> Vec<String> {
    keys.iter()
        .flat_map(|key| {
            let file = (key.secrecy == Secrecy::Secret).then(|| format!("{}{FILE}", key.name));
            [Some(key.name.to_owned()), file]
        })
        .flatten()
        .collect()
}

/// The variables of all keys whose names are known beforehand
fn variables(known: &[Known]) -> Vec<String> {
    let mut all = Vec::new();
    for section in known {
        for name in names(&section.keys) {
            let path: Vec<&str> = section
                .path
                .iter()
                .copied()
                .chain([name.as_str()])
                .collect();
            all.push(variable(&path));
        }
    }
    all
}

fn meant(word: &str, known: &[String], list: &str) -> String {
    let distance = |name: &&String| strsim::damerau_levenshtein(word, name);
    let nearest = known.iter().min_by_key(distance);
    match nearest.filter(|name| distance(name) <= (word.chars().count() / 3).max(1)) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None if list.is_empty() => format!(
            "unset it; the variables of ours that have {BETWEEN} after {PREFIX} and a word are keys, \
             and `postern config show` lists them"
        ),
        None => format!("{list} {}", known.join(", ")),
    }
}
