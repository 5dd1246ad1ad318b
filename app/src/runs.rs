//! A run and its journal as the pages show them.
//!
//! Must hold what was journalled and nothing that was guessed.

use std::collections::BTreeMap;

use postern_plan::run::{Event, Run, Standing};

/// One run in the list.
#[derive(Clone, Debug)]
pub struct RunLine {
    /// Its id.
    pub id: String,
    /// How it stands: a word of the journal.
    pub standing: String,
    /// The name in its request.
    pub name: String,
    /// Its account.
    pub account: String,
    /// Its Region.
    pub region: String,
    /// Its VPC.
    pub vpc: String,
    /// Who began it.
    pub who: String,
    /// When, RFC 3339.
    pub begun_at: String,
    /// When something last happened, RFC 3339.
    pub changed_at: String,
}

/// One run with everything that happened to it.
pub struct RunStory {
    /// What is known of any run.
    pub line: RunLine,
    /// How far it has come; none where another version of Postern wrote it.
    pub run: Option<Run>,
    /// What happened, with its time.
    pub events: Vec<(String, Event)>,
}

impl RunStory {
    /// How it stands.
    pub fn standing(&self) -> Option<Standing> {
        self.run.as_ref().map(Run::standing)
    }

    /// When something last happened to a step.
    pub fn time(&self, step: usize) -> Option<&str> {
        let of = |event: &&(String, Event)| event.1.step() == Some(step);
        let last = self.events.iter().rev().find(of);
        last.map(|(at, _)| at.as_str())
    }

    /// The names under which the endpoints answer, by key, as they were read back.
    pub fn names(&self) -> BTreeMap<String, Vec<String>> {
        let read = self.events.iter().rev().find_map(|(_, event)| match event {
            Event::Compared { names, .. } => Some(names.clone()),
            _ => None,
        });
        read.unwrap_or_default()
    }
}
