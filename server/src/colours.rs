//! Syntax colours of the files that pages show, kept by the hash of their text.
//!
//! A file of a usual plan takes milliseconds to read and is asked for with every key that is
//! pressed, mostly unchanged. Must not write HTML: `postern_app::painted` does, from tokens.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use arborium::Highlighter;
use arborium_highlight::{FlatToken, spans_to_flat_tokens};
use postern_app::painted::{Kind, Paint, Painted, Token};
use sha2::{Digest, Sha256};

use crate::kept::Kept;

/// How many bytes of coloured text are kept
const KEPT_BYTES: usize = 32 * 1024 * 1024;

/// The longest text that is coloured, in bytes: the largest scripts of a plan are shorter by far
const MAX_BYTES: usize = 256 * 1024;

/// What the shortest text costs beside its bytes, as so many bytes
const TEXT_BYTES: usize = 4 * 1024;

/// Who knows the languages of files
pub struct Colours {
    grammars: Highlighter,
    kept: Mutex<Kept<Painted>>,
}

impl Colours {
    /// With no file seen yet
    pub fn new() -> Self {
        Self {
            grammars: Highlighter::new(),
            kept: Mutex::new(Kept::new(KEPT_BYTES)),
        }
    }

    /// The same for one page that shows what was pasted: none of it is kept, and beyond what one
    /// file may hold the page's texts are plain
    pub fn forgetting(&self) -> Forgetting<'_> {
        Forgetting {
            colours: self,
            left: AtomicUsize::new(MAX_BYTES),
        }
    }

    fn tokens(&self, language: &str, text: &str) -> Vec<Token> {
        let mut reader = self.grammars.fork();
        let mut spans = reader.highlight_spans(language, text).unwrap_or_default();
        // In JSON a key is a string as well, and the later word would win.
        for span in &mut spans {
            if span.capture == "string.special.key" {
                span.capture.replace_range(.., "property");
                span.pattern_index = u32::MAX;
            }
        }
        let flat = spans_to_flat_tokens(text, spans);
        flat.iter().filter_map(token).collect()
    }
}

impl Default for Colours {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Colours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Colours").finish_non_exhaustive()
    }
}

impl Paint for Colours {
    fn paint(&self, file: &str, text: &str) -> Painted {
        let Some(language) = language(file).filter(|_| text.len() <= MAX_BYTES) else {
            return Painted::from(text);
        };
        let mut hash = Sha256::new_with_prefix(language);
        hash.update([0]);
        hash.update(text);
        let hash = hash.finalize().into();
        let held = self
            .kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&hash);
        held.unwrap_or_else(|| {
            let painted = Painted::new(text, &self.tokens(language, text));
            let size = painted.size();
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.put(hash, painted.clone(), size);
            painted
        })
    }
}

/// Colours that are of one page and kept by nobody
pub struct Forgetting<'a> {
    colours: &'a Colours,
    /// How many bytes it still colours
    left: AtomicUsize,
}

impl Paint for Forgetting<'_> {
    fn paint(&self, file: &str, text: &str) -> Painted {
        let cost = text.len().saturating_add(TEXT_BYTES);
        let spend = |left: usize| left.checked_sub(cost);
        let paid = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend);
        match language(file) {
            Some(language) if paid.is_ok() => {
                Painted::new(text, &self.colours.tokens(language, text))
            }
            _ => Painted::from(text),
        }
    }
}

impl fmt::Debug for Forgetting<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Forgetting").finish_non_exhaustive()
    }
}

/// The language of a file, as the grammars name it; none where there is no grammar
fn language(file: &str) -> Option<&'static str> {
    match file.rsplit_once('.')?.1 {
        "json" => Some("json"),
        "sh" => Some("bash"),
        "ps1" => Some("powershell"),
        "tf" => Some("hcl"),
        "ts" => Some("typescript"),
        "yaml" => Some("yaml"),
        _ => None,
    }
}

/// A token in our words; operators and brackets keep the colour of text
fn token(flat: &FlatToken) -> Option<Token> {
    let kind = match flat.tag {
        "k" => Kind::Keyword,
        "pr" | "at" => Kind::Key,
        "f" | "t" | "v" | "cr" | "m" | "ns" => Kind::Name,
        "s" | "tl" => Kind::Quoted,
        "n" | "co" => Kind::Number,
        "c" => Kind::Remark,
        _ => return None,
    };
    Some(Token {
        start: usize::try_from(flat.start).ok()?,
        end: usize::try_from(flat.end).ok()?,
        kind,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_grammar() {
        let colours = Colours::new();
        for (file, text, expected) in [
            ("a.json", "{\"Sid\": \"x\"}", ["code-key", "code-quoted"]),
            (
                "a.sh",
                "# why\nif true; then echo \"x\"; fi\n",
                ["code-remark", "code-keyword"],
            ),
            (
                "a.ps1",
                "# why\nif ($true) { 'x' }\n",
                ["code-remark", "code-keyword"],
            ),
            (
                "a.tf",
                "# why\nname = \"x\"\n",
                ["code-remark", "code-quoted"],
            ),
            (
                "a.ts",
                "// why\nimport { App } from 'x';\n",
                ["code-remark", "code-keyword"],
            ),
            ("a.yaml", "# why\nName: 'x'\n", ["code-remark", "code-key"]),
        ] {
            let html = colours.paint(file, text).html();
            for class in expected {
                assert!(html.contains(class), "{file}: {class}: {html}");
            }
        }
    }

    #[test]
    fn what_has_no_grammar_or_no_end_is_plain() {
        let colours = Colours::new();
        let plain = colours.paint("request.toml", "name = \"x\"\n");
        assert_eq!(plain, Painted::from("name = \"x\"\n"));
        let long = "\"x\" ".repeat(MAX_BYTES / 4 + 1);
        assert!(!colours.paint("a.json", &long).html().contains("code-"));
    }

    #[test]
    fn what_was_pasted_has_its_colours_and_is_kept_nowhere() {
        let colours = Colours::new();
        let page = colours.forgetting();
        let text = "{\"Sid\": \"x\"}";
        assert_eq!(
            page.paint("a.json", text),
            Colours::new().paint("a.json", text)
        );
        assert_eq!(colours.kept.lock().unwrap().len(), 0);
        let texts = (0..2 * MAX_BYTES / TEXT_BYTES).map(|_| page.paint("a.json", text).html());
        let coloured = texts.filter(|html| html.contains("code-")).count();
        assert!(
            (1..MAX_BYTES / TEXT_BYTES).contains(&coloured),
            "{coloured}"
        );
    }

    #[test]
    fn a_text_is_read_once_for_each_language() {
        let colours = Colours::new();
        let text = "Name: \"x\"\n";
        let first = colours.paint("a.yaml", text);
        assert_eq!(first, colours.paint("b.yaml", text));
        assert_ne!(first, colours.paint("a.sh", text));
        assert_eq!(colours.kept.lock().unwrap().len(), 2);
    }
}
