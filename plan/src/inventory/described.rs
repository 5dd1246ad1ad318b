//! What the AWS CLI prints, pasted as it stands, into an inventory: several outputs in any order,
//! with prompts, comments and error messages between them.
//!
//! Must not take a part for read to its end that was cut, narrowed or refused: what such a part
//! lacks may be there all the same.

mod acls;
mod answer;
mod caller;
mod endpoints;
mod gathered;
mod groups;
mod links;
mod lists;
mod places;
mod scan;
mod services;
mod words;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::{Inventory, Part};
pub(super) use caller::QUOTA;

use gathered::Gathered;
use scan::Piece;

/// The longest text that is read, in bytes. One output for each part of a large account fits.
pub const MOST_BYTES: usize = 8 * 1024 * 1024;

/// The most faults that are told.
const MOST_FAULTS: usize = 20;

/// What was found in a pasted text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// What the outputs say together.
    pub inventory: Inventory,
    /// What could not be read, in the text's order; not more than a person would mend.
    pub faults: Vec<Fault>,
    /// The kinds of output that were recognised, and how many things each listed.
    pub seen: BTreeMap<Part, usize>,
}

/// A place that could not be read. The rest was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {what}")]
pub struct Fault {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// What is wrong, as a lowercase clause.
    pub what: String,
}

impl Reading {
    /// Nothing in the text says anything about an account.
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty() && self.inventory.gaps.is_empty()
    }
}

/// Reads a pasted text.
pub fn read(text: &str) -> Reading {
    let mut gathered = Gathered::new(text);
    if text.len() > MOST_BYTES {
        let mebibytes = MOST_BYTES / (1024 * 1024);
        gathered.fault(text, format!("the text is larger than {mebibytes} MiB"));
        return gathered.finish();
    }
    let mut before = "";
    for piece in scan::pieces(text) {
        match piece {
            Piece::Words(words) => {
                words::refusals(&mut gathered, words);
                before = words;
            }
            Piece::Document(document) => {
                let command = words::command(before);
                answer::take(&mut gathered, document, &command);
                before = "";
            }
            Piece::Broken { from, what } => gathered.fault(from, what),
        }
    }
    gathered.finish()
}
