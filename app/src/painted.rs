//! A file's text as HTML: a line each, and in it what the words are.
//!
//! Without its tags the HTML is the text, whatever the tokens say, and everything in it is escaped
//! here. Must know no language: who knows some implements [`Paint`].

use std::collections::BTreeSet;
use std::sync::Arc;

/// What a word of a file is, as far as a colour tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word of the language.
    Keyword,
    /// The name of a field or an option.
    Key,
    /// The name of a function, type or variable.
    Name,
    /// Text between quotation marks.
    Quoted,
    /// A number, or another fixed value.
    Number,
    /// What only people read.
    Remark,
}

/// A stretch of a text and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
}

/// Who knows languages.
pub trait Paint: Send + Sync {
    /// The text of a file, by the name of the file.
    fn paint(&self, file: &str, text: &str) -> Painted;
}

/// Knows no language.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

impl Paint for Plain {
    fn paint(&self, _: &str, text: &str) -> Painted {
        Painted::from(text)
    }
}

/// The lines of a text, as HTML. A copy of it is cheap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Painted {
    lines: Arc<[String]>,
    marked: BTreeSet<usize>,
}

impl Painted {
    /// A text of which these tokens are known. One that begins before the last one ended, or that
    /// is no part of the text, is not believed.
    pub fn new(text: &str, tokens: &[Token]) -> Self {
        let mut pen = Pen::default();
        let mut at = 0;
        for token in tokens {
            let before = text.get(at..token.start);
            let (Some(before), Some(word)) = (before, text.get(token.start..token.end)) else {
                continue;
            };
            pen.write(None, before);
            pen.write(Some(token.kind), word);
            at = token.end;
        }
        pen.write(None, text.get(at..).unwrap_or_default());
        Self {
            lines: pen.done().into(),
            marked: BTreeSet::new(),
        }
    }

    /// The same with these lines marked; the first is 0. Words beside the text must say why.
    #[must_use]
    pub fn marking(self, marked: BTreeSet<usize>) -> Self {
        Self { marked, ..self }
    }

    /// The HTML.
    pub fn html(&self) -> String {
        let length: usize = self.lines.iter().map(|line| line.len() + 26).sum();
        let mut html = String::with_capacity(length);
        for (at, line) in self.lines.iter().enumerate() {
            html.push_str(if self.marked.contains(&at) {
                "<span class=\"line line--marked\">"
            } else {
                "<span class=\"line\">"
            });
            html.push_str(line);
            html.push_str("</span>");
        }
        html
    }

    /// How many bytes it takes.
    pub fn size(&self) -> usize {
        let lines = self.lines.iter().map(String::len).sum::<usize>();
        lines + self.lines.len() * size_of::<String>()
    }
}

impl From<&str> for Painted {
    fn from(text: &str) -> Self {
        Self::new(text, &[])
    }
}

impl From<String> for Painted {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

/// Writes lines; a token that goes over several is written once in each.
#[derive(Default)]
struct Pen {
    lines: Vec<String>,
    line: String,
}

impl Pen {
    fn write(&mut self, kind: Option<Kind>, text: &str) {
        for piece in text.split_inclusive('\n') {
            let word = piece.strip_suffix('\n').unwrap_or(piece);
            let class = kind.filter(|_| !word.trim().is_empty()).map(class);
            if let Some(class) = class {
                self.line.push_str("<span class=\"");
                self.line.push_str(class);
                self.line.push_str("\">");
            }
            escape(word, &mut self.line);
            if class.is_some() {
                self.line.push_str("</span>");
            }
            if word.len() < piece.len() {
                self.line.push('\n');
                self.lines.push(std::mem::take(&mut self.line));
            }
        }
    }

    fn done(mut self) -> Vec<String> {
        if !self.line.is_empty() {
            self.lines.push(self.line);
        }
        self.lines
    }
}

fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Keyword => "code-keyword",
        Kind::Key => "code-key",
        Kind::Name => "code-name",
        Kind::Quoted => "code-quoted",
        Kind::Number => "code-number",
        Kind::Remark => "code-remark",
    }
}

/// Browsers read a carriage return as a newline unless it is written as a reference.
fn escape(text: &str, html: &mut String) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '\r' => html.push_str("&#13;"),
            other => html.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use scraper::Html;

    fn shown(html: &str) -> String {
        Html::parse_fragment(&format!("<pre><code>{html}</code></pre>"))
            .root_element()
            .text()
            .collect()
    }

    fn token(start: usize, end: usize, kind: Kind) -> Token {
        Token { start, end, kind }
    }

    #[test]
    fn a_token_over_two_lines_is_in_both() {
        let painted = Painted::new("a \"b\nc\" d\n", &[token(2, 7, Kind::Quoted)]);
        assert_eq!(
            painted.html(),
            "<span class=\"line\">a <span class=\"code-quoted\">\"b</span>\n</span>\
             <span class=\"line\"><span class=\"code-quoted\">c\"</span> d\n</span>"
        );
        let marked = painted.marking(BTreeSet::from([1]));
        assert!(
            marked
                .html()
                .contains("\n</span><span class=\"line line--marked\">")
        );
    }

    #[test]
    fn tokens_that_do_not_fit_are_not_believed() {
        let tokens = [
            token(1, 3, Kind::Key),
            token(2, 4, Kind::Name),
            token(5, 4, Kind::Name),
            token(6, 99, Kind::Name),
        ];
        let html = Painted::new("aé\u{1f469}z", &tokens).html();
        assert_eq!(
            html,
            "<span class=\"line\">a<span class=\"code-key\">é</span>\u{1f469}z</span>"
        );
    }

    proptest! {
        #[test]
        fn without_its_tags_it_is_the_text(
            // No document can hold a NUL.
            text in "[a-z<>&\"'\r\n\t /\u{e9}\u{1f469}]{0,60}",
            places in proptest::collection::vec((0_usize..80, 0_usize..80), 0..8),
        ) {
            let tokens: Vec<_> = places.iter().map(|(a, b)| token(*a, *b, Kind::Key)).collect();
            let html = Painted::new(&text, &tokens).html();
            let lines = html.matches("<span class=\"line\">").count();
            prop_assert_eq!(lines, text.split_inclusive('\n').count());
            prop_assert_eq!(shown(&html), text);
        }
    }
}
