//! What the catalogue says against what AWS says now: the services that a Region offers, and the
//! service reference. What differs comes with its source, and as a patch where that can be made
//! without deciding anything.
//!
//! Must not guess: what a source does not say is not compared, and what needs a decision is told to
//! a person instead of written.

mod actions;
mod edit;
mod found;
mod keys;
mod patch;
mod reference;
mod resource_types;
pub(crate) mod services;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::Serialize;

pub use reference::{MOST_BYTES, Reference, ReferenceError};

use crate::catalog::{Catalog, CatalogError};
use crate::inventory::Inventory;
use found::Found;

/// Where the catalogue is kept, from the top of the repository.
pub const FILE: &str = "plan/data/catalog.json";

/// One thing that the catalogue says otherwise than a source, or one of them does not say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What it would be for the catalogue.
    pub kind: Kind,
    /// Where in the catalogue, as a JSON pointer; of what it lacks, where it would belong.
    pub path: String,
    /// What it is about, in words.
    pub subject: String,
    /// What the catalogue says.
    pub catalog: Option<String>,
    /// What the source says.
    pub found: Option<String>,
    /// The source.
    pub source: Source,
    /// What to do about it.
    pub advice: String,
    /// The patch does it; otherwise a person has to.
    pub patched: bool,
}

/// What a difference would be for the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The source says it, and the catalogue does not.
    Added,
    /// The catalogue says it, and the source does not.
    Removed,
    /// Both say something else.
    Changed,
}

impl Kind {
    /// The word for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// What the catalogue is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The file, or how else it was read.
    pub name: String,
    /// What it tells of: a service by its IAM prefix, or a Region.
    pub about: String,
    /// Its version, where it says one.
    pub version: Option<String>,
    /// When it was read, where it says so.
    pub date: Option<String>,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}", self.name, self.about)?;
        if let Some(version) = &self.version {
            write!(f, ", version {version}")?;
        }
        if let Some(date) = &self.date {
            write!(f, ", read {date}")?;
        }
        f.write_str(")")
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: ", self.kind.as_str(), self.subject)?;
        match (&self.catalog, &self.found) {
            (Some(was), Some(now)) => write!(f, "{was} -> {now}"),
            (Some(only), None) | (None, Some(only)) => f.write_str(only),
            (None, None) => Ok(()),
        }
    }
}

/// What a Region offers, and where that is from.
#[derive(Debug, Clone, Copy)]
pub struct Offered<'a> {
    /// The file, or how else it was read.
    pub name: &'a str,
    /// The account that was looked at.
    pub inventory: &'a Inventory,
}

/// A catalogue compared with its sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The catalogue's date.
    pub facts_date: String,
    /// What it was compared with.
    pub sources: Vec<Source>,
    /// What differs, in the order of the sources and of the catalogue.
    pub differences: Vec<Difference>,
    /// A unified diff of the catalogue that does what can be done mechanically; empty where nothing
    /// can.
    pub patch: String,
    /// What was not compared, and why.
    pub not_compared: Vec<String>,
    /// The catalogue's text with the patch applied.
    #[serde(skip)]
    pub patched_text: String,
}

/// There is nothing sensible to compare.
#[derive(Debug, thiserror::Error)]
pub enum ComparisonError {
    /// The catalogue's text is none.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// A reference is of a service that is none of the catalogue's.
    #[error("{file} is the reference of `{service}`, which the catalogue does not have")]
    OtherService {
        /// The file.
        file: String,
        /// The service.
        service: String,
    },
    /// Two references are of one service.
    #[error("{file} and {other} are both the reference of `{service}`")]
    Twice {
        /// The first file.
        other: String,
        /// The second.
        file: String,
        /// The service.
        service: String,
    },
    /// The inventory does not say which Region it was read in.
    #[error("{0} does not say its Region")]
    NoRegion(String),
}

/// Compares the text of a catalogue with references and with what a Region offers.
pub fn compare(
    text: &str,
    references: &[Reference],
    offered: Option<Offered<'_>>,
) -> Result<Comparison, ComparisonError> {
    let catalog = Catalog::parse(text)?;
    sensible(&catalog, references)?;
    let mut found = Found::default();
    for reference in references {
        found.sources.push(reference.source());
        actions::compare(&catalog, reference, &mut found);
        resource_types::compare(&catalog, reference, &mut found);
    }
    if !references.is_empty() {
        keys::compare(&catalog, references, &mut found);
        found.not_compared(
            "what a service reference does not say: the endpoint that carries an action, which of its resource types are alternatives or always checked, bearer tokens, presets, the patterns of ids",
        );
    }
    if let Some(offered) = offered {
        let no_region = || ComparisonError::NoRegion(offered.name.to_owned());
        let region = offered.inventory.region.as_deref();
        let region = region.and_then(|r| r.parse().ok()).ok_or_else(no_region)?;
        services::compare(&catalog, &region, offered, &mut found);
    }
    found.not_compared(
        "what no source here tells: quotas, prices, rules, global condition keys, the names in SDKs, and Regions other than the one that was looked at",
    );
    let edits = edit::replacements(text, &found.edits);
    let summary = patch::summary(&catalog, &found);
    Ok(Comparison {
        facts_date: catalog.facts_date,
        patch: patch::unified(text, &edits, FILE, &summary),
        patched_text: edit::apply(text, &edits),
        sources: found.sources,
        differences: found.differences,
        not_compared: found.silent.into_iter().collect(),
    })
}

fn sensible(catalog: &Catalog, references: &[Reference]) -> Result<(), ComparisonError> {
    for (at, reference) in references.iter().enumerate() {
        let (file, service) = (reference.file.clone(), reference.service.clone());
        if !catalog.primitives.iter().any(|p| p.prefix == service) {
            return Err(ComparisonError::OtherService { file, service });
        }
        let earlier = references.iter().take(at);
        if let Some(other) = earlier.into_iter().find(|r| r.service == service) {
            let other = other.file.clone();
            return Err(ComparisonError::Twice {
                other,
                file,
                service,
            });
        }
    }
    Ok(())
}
