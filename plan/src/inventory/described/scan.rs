//! A pasted text into its JSON documents and the words between them.
//!
//! Must take no more than a few passes over any text, whatever is in it, and must go on behind a
//! document that is broken.

use serde_json::value::RawValue;

/// After so many broken documents the rest is not looked at.
const MOST_BROKEN: usize = 10;

/// A part of the text; each is a slice of it.
pub(super) enum Piece<'t> {
    /// What stands around the documents.
    Words(&'t str),
    /// An object, whole and well formed.
    Document(&'t RawValue),
    /// What begins like a document and is none.
    Broken {
        /// The text from there on.
        from: &'t str,
        /// What is wrong.
        what: String,
    },
}

/// The parts of a text, in its order.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut broken = 0;
    let mut rest = text;
    let mut from = 0;
    while let Some(start) = start(rest, from) {
        let (words, document) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let mut stream = serde_json::Deserializer::from_str(document).into_iter::<&RawValue>();
        match stream.next() {
            Some(Ok(raw)) => {
                pieces.push(Piece::Words(words));
                pieces.push(Piece::Document(raw));
                rest = document.get(stream.byte_offset()..).unwrap_or_default();
                from = 0;
            }
            Some(Err(error)) => {
                broken += 1;
                pieces.push(Piece::Broken {
                    from: document,
                    what: told(&error),
                });
                if broken == MOST_BROKEN {
                    break;
                }
                // The CLI begins each document on a line of its own.
                from = document
                    .find("\n{")
                    .map_or(rest.len(), |next| start + next + 1);
            }
            None => break,
        }
    }
    pieces.push(Piece::Words(rest));
    pieces
}

/// Where the next object with a key begins: a brace alone may stand in any prompt.
fn start(text: &str, from: usize) -> Option<usize> {
    let tail = text.get(from..)?;
    tail.match_indices('{')
        .find(|(at, _)| {
            let behind = tail.get(at + 1..).unwrap_or_default();
            behind.trim_start().starts_with('"')
        })
        .map(|(at, _)| from + at)
}

fn told(error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "the output ends in the middle: paste it to its end".to_owned();
    }
    // The place that serde_json adds is one in this document, not in the text.
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    format!(
        "not valid JSON after {} lines: {words}",
        error.line().saturating_sub(1)
    )
}
