//! The pages that explain, read from `docs/explain` as the repository has them.
//!
//! Must take what these pages use of Markdown and nothing else: HTML in them is left out. A link to
//! another of these pages leads to it here, one to the web leads there; what is beside them in the
//! repository is named and not linked to.

use postern_app::explained::{Block, Explained, Order, Word, Words};
use postern_app::href::Href;
use postern_app::routes;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A page: its word, its file and its text
macro_rules! written {
    ($word:literal, $file:literal) => {
        (
            $word,
            $file,
            include_str!(concat!("../../docs/explain/", $file)),
        )
    };
}

/// The picture, among the files of a build
pub const PICTURE: &str = "explain/doors.svg";

/// The file of the picture
pub const DRAWN: &[u8] = include_bytes!("../../docs/explain/doors.svg");

/// The list of the pages
const LIST: &str = include_str!("../../docs/explain/README.md");

/// Each page: its word in the address, its file, and its text
const PAGES: [(&str, &str, &str); 9] = [
    written!("doors", "DOORS.md"),
    written!("oauth", "OAUTH.md"),
    written!("private-dns", "PRIVATE_DNS.md"),
    written!("hub", "HUB.md"),
    written!("locking", "LOCKING.md"),
    written!("agents", "AGENTS.md"),
    written!("scanners", "SCANNERS.md"),
    written!("request-file", "REQUEST_FILE.md"),
    written!("migrating", "MIGRATING.md"),
];

/// The page of a word in the address; none where there is none. `picture` is where the picture is
pub fn page(word: &str, picture: &Href) -> Option<Explained> {
    let (_, _, text) = PAGES.iter().find(|(known, _, _)| *known == word)?;
    Some(read(text, picture))
}

/// The list of the pages
pub fn list(picture: &Href) -> Explained {
    read(LIST, picture)
}

/// Where a link of a page leads; none where it leads to another file of the repository
fn leads(address: &str) -> Option<Href> {
    let (file, fragment) = address.split_once('#').unwrap_or((address, ""));
    let known = PAGES.iter().find(|(_, name, _)| *name == file);
    let href: Href = match known {
        Some((word, _, _)) => routes::explain(word).parse().ok()?,
        None if address.starts_with("https://") || address.starts_with('#') => {
            return address.parse().ok();
        }
        None => return None,
    };
    Some(match fragment {
        "" => href,
        id => href.with_fragment(id),
    })
}

/// What is being read
#[derive(Default)]
struct Reading {
    title: String,
    blocks: Vec<Block>,
    /// The words of the part that is being read
    words: Words,
    entries: Vec<Words>,
    head: Vec<String>,
    rows: Vec<Vec<Words>>,
    row: Vec<Words>,
    /// What the words that come are
    inside: Inside,
}

#[derive(Default)]
enum Inside {
    #[default]
    Nothing,
    Strong,
    Code(String),
    Link {
        words: String,
        to: Option<Href>,
    },
    Picture(String),
}

fn read(text: &str, picture: &Href) -> Explained {
    let mut reading = Reading::default();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        reading.take(event, picture);
    }
    Explained {
        title: reading.title,
        blocks: reading.blocks,
    }
}

impl Reading {
    fn take(&mut self, event: Event<'_>, picture: &Href) {
        match event {
            Event::Start(tag) => self.begin(&tag),
            Event::End(tag) => self.end(tag, picture),
            Event::Text(text) => self.say(&text),
            Event::Code(text) => self.name(&text),
            Event::SoftBreak | Event::HardBreak => self.say(" "),
            _ => {}
        }
    }

    fn begin(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Strong => self.inside = Inside::Strong,
            Tag::CodeBlock(_) => self.inside = Inside::Code(String::new()),
            Tag::Link { dest_url, .. } => {
                self.inside = Inside::Link {
                    words: String::new(),
                    to: leads(dest_url),
                };
            }
            Tag::Image { .. } => self.inside = Inside::Picture(String::new()),
            _ => {}
        }
    }

    fn say(&mut self, text: &str) {
        match &mut self.inside {
            Inside::Nothing => match self.words.last_mut() {
                Some(Word::Plain(before)) => before.push_str(text),
                _ => self.words.push(Word::Plain(text.to_owned())),
            },
            Inside::Strong => self.words.push(Word::Strong(text.to_owned())),
            Inside::Code(said) | Inside::Link { words: said, .. } | Inside::Picture(said) => {
                said.push_str(text);
            }
        }
    }

    fn name(&mut self, text: &str) {
        match &self.inside {
            Inside::Nothing => self.words.push(Word::Code(text.to_owned())),
            _ => self.say(text),
        }
    }

    fn end(&mut self, tag: TagEnd, picture: &Href) {
        match tag {
            TagEnd::Heading(HeadingLevel::H1) => self.title = plain(&self.taken()),
            TagEnd::Heading(_) => {
                let words = plain(&self.taken());
                let id = slug(&words);
                self.blocks.push(Block::Heading { id, words });
            }
            TagEnd::Paragraph => {
                let words = self.taken();
                // In a list a paragraph is the entry's.
                if !words.is_empty() {
                    self.blocks.push(Block::Paragraph(words));
                }
            }
            TagEnd::Item => {
                let words = self.taken();
                self.entries.push(words);
            }
            TagEnd::List(numbered) => {
                let order = if numbered {
                    Order::Numbered
                } else {
                    Order::None
                };
                let entries = std::mem::take(&mut self.entries);
                self.blocks.push(Block::List { order, entries });
            }
            TagEnd::TableCell => {
                let words = self.taken();
                self.row.push(words);
            }
            TagEnd::TableHead => {
                let row = std::mem::take(&mut self.row);
                self.head = row.iter().map(plain).collect();
            }
            TagEnd::TableRow => self.rows.push(std::mem::take(&mut self.row)),
            TagEnd::Table => {
                let head = std::mem::take(&mut self.head);
                let rows = std::mem::take(&mut self.rows);
                self.blocks.push(Block::Table { head, rows });
            }
            TagEnd::Strong | TagEnd::CodeBlock | TagEnd::Link | TagEnd::Image => {
                self.leave(picture);
            }
            _ => {}
        }
    }

    /// What was inside is whole
    fn leave(&mut self, picture: &Href) {
        match std::mem::take(&mut self.inside) {
            Inside::Nothing | Inside::Strong => {}
            Inside::Code(text) => self.blocks.push(Block::Code(text)),
            Inside::Link {
                words,
                to: Some(to),
            } => self.words.push(Word::Link { words, to }),
            Inside::Link { words, to: None } => self.words.push(Word::Strong(words)),
            Inside::Picture(words) => self.blocks.push(Block::Picture {
                words,
                at: picture.clone(),
            }),
        }
    }

    fn taken(&mut self) -> Words {
        std::mem::take(&mut self.words)
    }
}

/// Words without what they are
fn plain(words: &Words) -> String {
    words
        .iter()
        .map(|word| match word {
            Word::Plain(text) | Word::Code(text) | Word::Strong(text) => text.as_str(),
            Word::Link { words, .. } => words.as_str(),
        })
        .collect()
}

/// The id of a heading, as the web shows of repositories make it: lower case, hyphens for blanks
fn slug(words: &str) -> String {
    words
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            c if c.is_alphanumeric() || c == '-' => Some(c),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture() -> Href {
        Href::fixed("/assets/1/explain/doors.svg")
    }

    #[test]
    fn what_is_written_is_all_there() {
        let text = "# A & B\n\nOne `two`\n**three** [four](OAUTH.md#looking-up) \
                    [five](../NOTES.md) <https://a.example/x>.\n\n## Part one\n\n- a\n- `b` c\n\n\
                    1. x\n\n| h | i |\n|---|---|\n| j | `k` |\n\n```toml\nname = \"<b>\"\n```\n\n\
                    ![seven](doors.svg)\n";
        let read = read(text, &picture());
        let plain = |text: &str| Word::Plain(text.to_owned());
        let code = |text: &str| Word::Code(text.to_owned());
        let link = |words: &str, to: &str| Word::Link {
            words: words.to_owned(),
            to: to.parse().unwrap(),
        };
        assert_eq!(read.title, "A & B");
        assert_eq!(
            read.blocks,
            [
                Block::Paragraph(vec![
                    plain("One "),
                    code("two"),
                    plain(" "),
                    Word::Strong("three".to_owned()),
                    plain(" "),
                    link("four", "/explain/oauth#looking-up"),
                    plain(" "),
                    Word::Strong("five".to_owned()),
                    plain(" "),
                    link("https://a.example/x", "https://a.example/x"),
                    plain("."),
                ]),
                Block::Heading {
                    id: "part-one".to_owned(),
                    words: "Part one".to_owned(),
                },
                Block::List {
                    order: Order::None,
                    entries: vec![vec![plain("a")], vec![code("b"), plain(" c")]],
                },
                Block::List {
                    order: Order::Numbered,
                    entries: vec![vec![plain("x")]],
                },
                Block::Table {
                    head: vec!["h".to_owned(), "i".to_owned()],
                    rows: vec![vec![vec![plain("j")], vec![code("k")]]],
                },
                Block::Code("name = \"<b>\"\n".to_owned()),
                Block::Picture {
                    words: "seven".to_owned(),
                    at: picture(),
                },
            ]
        );
    }

    #[test]
    fn every_page_has_its_title_and_its_sources() {
        for (word, file, _) in PAGES {
            let page = page(word, &picture()).unwrap();
            assert!(page.title.len() > 5, "{file}");
            let sources = page
                .blocks
                .iter()
                .any(|block| matches!(block, Block::Heading { id, .. } if id == "sources"));
            assert!(sources, "{file}");
        }
        assert_eq!(page("nothing", &picture()), None);
    }
}
