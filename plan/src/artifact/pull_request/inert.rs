//! Text in which nobody is mentioned and nothing is closed.
//!
//! Must change nothing that can be seen.

/// Seen by nobody, and between two characters neither of which is then read with the other.
const BETWEEN: char = '\u{200b}';

/// The same with what GitHub and GitLab act upon taken apart: mentions; issues and addresses, which
/// behind a word such as “closes” close what is there.
pub(super) fn inert(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // What turns the text around it is of no use in a sentence.
        if matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            continue;
        }
        out.push(c);
        if matches!(c, '@' | '#') || out.ends_with("://") || ends_with_gh(&out) {
            out.push(BETWEEN);
        }
    }
    out
}

/// `GH-12` is an issue too.
fn ends_with_gh(text: &str) -> bool {
    let mut back = text.chars().rev();
    let dash = back.next() == Some('-');
    dash && matches!(back.next(), Some('h' | 'H')) && matches!(back.next(), Some('g' | 'G'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_read_as_something_else() {
        let hostile =
            "fixes #1, GH-2, gh-3, o/r#4 and https://github.com/o/r/issues/5 @org/team \u{202e}x";
        let text = inert(hostile);
        for reading in ["@org", "#1", "#4", "GH-2", "gh-3", "://g", "\u{202e}"] {
            assert!(!text.contains(reading), "{reading}: {text}");
        }
        let seen: String = text.chars().filter(|c| *c != BETWEEN).collect();
        assert_eq!(seen, hostile.replace('\u{202e}', ""));
    }
}
