//! How texts of the picture are written, and how much room they take.
//!
//! Must guess wide rather than narrow: no font is known.

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    Plain,
    Strong,
    Soft,
    Open,
}

impl Voice {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Plain => "picture__text",
            Self::Strong => "picture__text picture__text--strong",
            Self::Soft => "picture__text picture__text--soft",
            Self::Open => "picture__text picture__text--open",
        }
    }

    /// About as wide as a letter is, in tenths; letters beyond ASCII may be twice as wide.
    fn letter(self, c: char) -> u32 {
        let narrow = match self {
            Self::Plain => 70,
            Self::Strong => 80,
            Self::Soft | Self::Open => 65,
        };
        if c.is_ascii() { narrow } else { 2 * narrow }
    }

    fn width(self, text: &str) -> u32 {
        text.chars().map(|c| self.letter(c)).sum()
    }
}

/// As much of a text as fits a width, with room for wide letters.
pub(super) fn cut(text: &str, voice: Voice, width: u32) -> String {
    if voice.width(text) <= width * 10 {
        return text.to_owned();
    }
    let mut left = (width * 10).saturating_sub(voice.letter('…'));
    let mut kept = String::new();
    for c in text.chars() {
        match left.checked_sub(voice.letter(c)) {
            Some(rest) => left = rest,
            None => break,
        }
        kept.push(c);
    }
    kept.push('…');
    kept
}

/// A text in two lines where it does not fit one: the first ends at the last space that fits.
pub(super) fn halves(text: &str, voice: Voice, width: u32) -> (&str, &str) {
    if voice.width(text) <= width * 10 {
        return (text, "");
    }
    let fits = |at: &usize| {
        let first = text.get(..*at).unwrap_or_default();
        voice.width(first) <= width * 10
    };
    let mut spaces = text.rmatch_indices(' ').map(|(at, _)| at);
    match spaces.find(fits).and_then(|at| text.split_at_checked(at)) {
        Some((first, second)) => (first, second.trim_start()),
        None => (text, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_ends_where_its_box_does() {
        assert_eq!(cut("short", Voice::Plain, 100), "short");
        assert_eq!(
            cut("a text that is too long", Voice::Plain, 84),
            "a text tha…"
        );
        assert_eq!(cut("", Voice::Plain, 0), "");
        assert_eq!(cut("x", Voice::Plain, 0), "…");
        let halves = |text| halves(text, Voice::Plain, 70);
        assert_eq!(halves("one two three"), ("one two", "three"));
        assert_eq!(halves("undividable"), ("undividable", ""));
    }
}
