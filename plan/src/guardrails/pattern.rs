//! Texts with wildcards: `*` stands for any characters, `?` for one.
//!
//! Must compare letter by letter: case counts.

use crate::evaluate::Pattern as Glob;

/// Patterns of which one must fit; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patterns(Vec<String>);

impl Patterns {
    /// These patterns.
    pub(super) fn new(patterns: Vec<String>) -> Self {
        Self(patterns)
    }

    /// One of them fits the whole text.
    pub fn fits(&self, text: &str) -> bool {
        self.0.iter().any(|pattern| Glob::new(pattern).fits(text))
    }

    /// Each, as it was written.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// `a*, b or c`, each in backticks.
    pub fn listed(&self) -> String {
        super::demand::any_of(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_them_must_fit_the_whole_text() {
        let patterns = Patterns::new(vec!["team-??".to_owned(), "shared-*".to_owned()]);
        for good in ["team-ab", "shared-", "shared-x"] {
            assert!(patterns.fits(good), "{good}");
        }
        for bad in ["team-a", "team-abc", "my-shared-x", "Shared-x", ""] {
            assert!(!patterns.fits(bad), "{bad}");
        }
        assert_eq!(patterns.listed(), "`team-??` or `shared-*`");
    }
}
