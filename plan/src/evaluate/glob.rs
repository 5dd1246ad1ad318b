//! Wildcards: `*` any run of characters, `?` any one.
//!
//! Must stay linear in the text for every pattern without `?`, and never backtrack over a `*`.

/// A pattern, taken apart at its stars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Glob {
    /// What stands between the stars; one part alone means that there is none.
    parts: Vec<Part>,
}

/// Text between two stars, taken apart at its question marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Part {
    /// At least one; between two of them stands one `?`.
    pieces: Vec<String>,
}

/// A character of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// Itself.
    Char(char),
    /// `?`.
    One,
    /// `*`.
    Any,
}

impl Token {
    /// The token of a character of a pattern as it is written.
    pub(super) fn of(c: char) -> Self {
        match c {
            '*' => Self::Any,
            '?' => Self::One,
            c => Self::Char(c),
        }
    }
}

impl Glob {
    /// A pattern as it is written.
    pub(crate) fn new(pattern: &str) -> Self {
        pattern.chars().map(Token::of).collect()
    }

    /// The whole text fits.
    pub(crate) fn fits(&self, text: &str) -> bool {
        let mut parts = self.parts.iter();
        let Some(first) = parts.next() else {
            return text.is_empty();
        };
        let Some(mut rest) = first.at_start(text) else {
            return false;
        };
        let Some(last) = parts.next_back() else {
            return rest.is_empty();
        };
        for part in parts {
            match part.find(rest) {
                Some(after) => rest = after,
                None => return false,
            }
        }
        last.at_end(rest)
    }
}

impl FromIterator<Token> for Glob {
    fn from_iter<T: IntoIterator<Item = Token>>(tokens: T) -> Self {
        let mut parts = Vec::new();
        let mut part = Part::default();
        let mut piece = String::new();
        for token in tokens {
            match token {
                Token::Char(c) => piece.push(c),
                Token::One => part.pieces.push(std::mem::take(&mut piece)),
                Token::Any => {
                    part.pieces.push(std::mem::take(&mut piece));
                    parts.push(std::mem::take(&mut part));
                }
            }
        }
        part.pieces.push(piece);
        parts.push(part);
        Self { parts }
    }
}

impl Part {
    /// The text after this part, if it stands at its start.
    fn at_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        let mut rest = text;
        for (i, piece) in self.pieces.iter().enumerate() {
            if i > 0 {
                let mut chars = rest.chars();
                chars.next()?;
                rest = chars.as_str();
            }
            rest = rest.strip_prefix(piece.as_str())?;
        }
        Some(rest)
    }

    /// The text after its first place.
    fn find<'t>(&self, text: &'t str) -> Option<&'t str> {
        if let [only] = self.pieces.as_slice() {
            return text
                .find(only.as_str())
                .and_then(|at| text.get(at + only.len()..));
        }
        let mut rest = text;
        loop {
            if let Some(after) = self.at_start(rest) {
                return Some(after);
            }
            let mut chars = rest.chars();
            chars.next()?;
            rest = chars.as_str();
        }
    }

    /// Whether the text ends with this part.
    fn at_end(&self, text: &str) -> bool {
        let mut rest = text;
        for (i, piece) in self.pieces.iter().rev().enumerate() {
            if i > 0 {
                let mut chars = rest.chars();
                if chars.next_back().is_none() {
                    return false;
                }
                rest = chars.as_str();
            }
            match rest.strip_suffix(piece.as_str()) {
                Some(before) => rest = before,
                None => return false,
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition, slow and plain.
    fn plainly(pattern: &[char], text: &[char]) -> bool {
        match (pattern.first(), text.first()) {
            (None, None) => true,
            (Some('*'), _) => {
                plainly(&pattern[1..], text) || (!text.is_empty() && plainly(pattern, &text[1..]))
            }
            (Some('?'), Some(_)) => plainly(&pattern[1..], &text[1..]),
            (Some(p), Some(t)) => p == t && plainly(&pattern[1..], &text[1..]),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn it_does_what_the_definition_says(pattern in "[ab*?é]{0,8}", text in "[abé]{0,8}") {
            let p: Vec<char> = pattern.chars().collect();
            let t: Vec<char> = text.chars().collect();
            prop_assert_eq!(Glob::new(&pattern).fits(&text), plainly(&p, &t), "{} {}", pattern, text);
        }
    }

    #[test]
    fn a_pattern_built_to_blow_up_does_not() {
        // A matcher that tries every way would not come back from this one.
        let pattern = "*a".repeat(2_000) + "b";
        assert!(!Glob::new(&pattern).fits(&"a".repeat(4_000)));
    }
}
