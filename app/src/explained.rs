//! A page that explains, as plain values: what the server read of `docs/explain`.
//!
//! Must hold words and addresses alone: nothing of it is markup.

use crate::href::Href;

/// A page
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// Its heading
    pub title: String,
    /// What is below it
    pub blocks: Vec<Block>,
}

/// A part of a page
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading of the second level
    Heading {
        /// What links to it name
        id: String,
        /// Its words
        words: String,
    },
    /// A paragraph
    Paragraph(Words),
    /// A list
    List {
        /// Whether its entries have numbers
        order: Order,
        /// Its entries
        entries: Vec<Words>,
    },
    /// A table
    Table {
        /// The headings of its columns
        head: Vec<String>,
        /// Its rows
        rows: Vec<Vec<Words>>,
    },
    /// Lines to copy
    Code(String),
    /// The picture of a page
    Picture {
        /// What it shows, in words
        words: String,
        /// Where it is
        at: Href,
    },
}

/// Whether the entries of a list have numbers
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// They have none
    None,
    /// From 1: what refers to one names its number
    Numbered,
}

/// Words in a row
pub type Words = Vec<Word>;

/// Some words
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// As they are
    Plain(String),
    /// A name or a value
    Code(String),
    /// What stands out
    Strong(String),
    /// What leads elsewhere
    Link {
        /// Its words
        words: String,
        /// Where it leads
        to: Href,
    },
}
