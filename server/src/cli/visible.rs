//! Text that may hold anything, made harmless for a terminal.
//!
//! A request can come from a ticket: an escape sequence or a change of writing direction in it
//! must not repaint the screen of whoever plans it.

/// `text` on one line, with every character that steers a terminal written as an escape
pub(super) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || steers(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// The characters that change the direction of what follows, and the line separators
fn steers(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_and_words_stay() {
        for (text, shown) in [
            ("née Ω 東京", "née Ω 東京"),
            ("\u{1b}[2Ja\nb\r", "\\u{1b}[2Ja\\nb\\r"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("a\u{202e}b", "a\\u{202e}b"),
        ] {
            assert_eq!(visible(text), shown);
        }
    }
}
