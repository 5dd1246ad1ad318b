//! Where things stand in the file.
//!
//! Must only look.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::{BETWEEN, Node, Origin, Reader, variable};

impl<'a> Reader<'a> {
    /// The table of the section that is being read; none where there is none, or it is no table
    pub(super) fn table(&self) -> Option<&'a DeTable<'a>> {
        let mut table = self.file.root?;
        for name in &self.path {
            table = match table.get(name.as_str())?.get_ref() {
                DeValue::Table(table) => table,
                _ => return None,
            };
        }
        Some(table)
    }

    /// What stands in the file for a key of the section that is being read
    pub(super) fn node(&self, key: &str) -> Option<Node<'a>> {
        self.table()?.get(key)
    }

    /// The names below the section that is being read, and who says them
    pub(super) fn names_below(&self) -> Vec<(String, Origin)> {
        let mut all: Vec<(String, Origin)> = Vec::new();
        for (key, _) in self.table().into_iter().flatten() {
            all.push((key.get_ref().to_string(), self.line(&key.span())));
        }
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let prefix = variable(&path) + BETWEEN;
        for (name, set) in &self.sources.variables {
            let below = name
                .strip_prefix(&prefix)
                .and_then(|rest| rest.split_once(BETWEEN));
            if let Some((word, _)) = below {
                let word = word.to_lowercase();
                if all.iter().all(|(known, _)| *known != word) {
                    all.push((word, Origin::Variable(set.name.clone())));
                }
            }
        }
        all
    }

    /// Where the section that is being read stands, or the first variable that speaks of it
    pub(super) fn here(&self) -> Origin {
        let above = self.path.split_last().and_then(|(name, above)| {
            let mut table = self.file.root?;
            for name in above {
                table = table.get(name.as_str())?.get_ref().as_table()?;
            }
            table.get_key_value(name.as_str())
        });
        if let Some((key, _)) = above {
            return self.line(&key.span());
        }
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let prefix = variable(&path) + BETWEEN;
        let mut set = self.sources.variables.iter();
        match set.find(|(name, _)| name.starts_with(&prefix)) {
            Some((_, variable)) => Origin::Variable(variable.name.clone()),
            None if self.file.is_named() => Origin::File(self.file.name.to_owned()),
            None => Origin::Default,
        }
    }

    pub(super) fn line(&self, span: &Range<usize>) -> Origin {
        let (line, column) = position(self.file.text, span.start);
        Origin::Line {
            file: self.file.name.to_owned(),
            line,
            column,
        }
    }
}

/// The line and the column of an offset in bytes, both counted from one
pub(in crate::settings) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_lines_and_characters() {
        for (offset, place) in [(0, (1, 1)), (3, (1, 3)), (4, (2, 1)), (99, (2, 2))] {
            assert_eq!(position("äb\nc", offset), place, "{offset}");
        }
    }
}
