//! The AWS service reference of one service, as AWS publishes it in JSON.
//!
//! Must not take what a file leaves out for something that is not there. Format: "Simplified AWS
//! service information for programmatic access" in the Service Authorization Reference.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::Source;
use crate::catalog::Level;

/// The longest reference that is read, in bytes; the longest of AWS have some hundred kilobytes.
pub const MOST_BYTES: usize = 8 * 1024 * 1024;

/// A service reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    pub(super) file: String,
    pub(super) service: String,
    version: Option<String>,
    pub(super) actions: BTreeMap<String, Listed>,
    /// The formats of ARNs by resource type, where the file has resource types.
    pub(super) types: Option<BTreeMap<String, Vec<String>>>,
    /// The types of values by condition key, where the file has condition keys.
    pub(super) keys: Option<BTreeMap<String, Vec<String>>>,
}

/// An action as the reference lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    /// Its access level, where the file says it.
    pub(super) level: Option<Level>,
    /// Its resource types.
    pub(super) types: BTreeSet<String>,
    /// Its condition keys.
    pub(super) keys: BTreeSet<String>,
}

/// The text is no service reference.
#[derive(Debug, thiserror::Error)]
pub enum ReferenceError {
    /// It is too long.
    #[error("it is larger than {} MiB", MOST_BYTES / (1024 * 1024))]
    TooLarge,
    /// It has another form.
    #[error("it is not in the form of a service reference")]
    Form(#[from] serde_json::Error),
    /// It lists no action: with such a file, everything would seem to be gone.
    #[error("it lists no actions")]
    Empty,
    /// It lists something twice.
    #[error("it lists the {what} `{name}` twice")]
    Twice {
        /// What.
        what: &'static str,
        /// Its name.
        name: String,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Document {
    name: String,
    version: Option<String>,
    actions: Vec<ActionItem>,
    condition_keys: Option<Vec<KeyItem>>,
    resources: Option<Vec<TypeItem>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ActionItem {
    name: String,
    action_condition_keys: Option<Vec<String>>,
    resources: Option<Vec<NameItem>>,
    annotations: Option<Annotations>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct NameItem {
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Annotations {
    properties: Option<Properties>,
}

/// What kind of action it is; several may be true.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Properties {
    is_list: bool,
    is_permission_management: bool,
    is_tagging_only: bool,
    is_write: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TypeItem {
    name: String,
    #[serde(rename = "ARNFormats")]
    arn_formats: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct KeyItem {
    name: String,
    types: Option<Vec<String>>,
}

impl Reference {
    /// Reads the text of a file.
    pub fn parse(file: impl Into<String>, text: &str) -> Result<Self, ReferenceError> {
        if text.len() > MOST_BYTES {
            return Err(ReferenceError::TooLarge);
        }
        let document: Document = serde_json::from_str(text)?;
        let actions = document.actions.into_iter().map(|item| {
            let name = item.name.clone();
            (name, Listed::from(item))
        });
        let actions = unique("action", actions)?;
        if actions.is_empty() {
            return Err(ReferenceError::Empty);
        }
        let types = document.resources.map(|items| {
            let named = items
                .into_iter()
                .map(|t| (t.name, t.arn_formats.unwrap_or_default()));
            unique("resource type", named)
        });
        let keys = document.condition_keys.map(|items| {
            let named = items
                .into_iter()
                .map(|k| (k.name, k.types.unwrap_or_default()));
            unique("condition key", named)
        });
        Ok(Self {
            file: file.into(),
            service: document.name,
            version: document.version,
            actions,
            types: types.transpose()?,
            keys: keys.transpose()?,
        })
    }

    /// The reference as a source. AWS's files have no date.
    pub(super) fn source(&self) -> Source {
        Source {
            name: self.file.clone(),
            about: self.service.clone(),
            version: self.version.clone(),
            date: None,
        }
    }
}

impl From<ActionItem> for Listed {
    fn from(item: ActionItem) -> Self {
        let properties = item.annotations.and_then(|a| a.properties);
        let types = item.resources.unwrap_or_default();
        Self {
            level: properties.map(|p| p.level()),
            types: types.into_iter().map(|t| t.name).collect(),
            keys: item
                .action_condition_keys
                .unwrap_or_default()
                .into_iter()
                .collect(),
        }
    }
}

impl Properties {
    /// The level of the Service Authorization Reference: what manages permissions or tags writes
    /// too, and what is nothing else reads.
    fn level(&self) -> Level {
        if self.is_permission_management {
            Level::Permissions
        } else if self.is_tagging_only {
            Level::Tagging
        } else if self.is_write {
            Level::Write
        } else if self.is_list {
            Level::List
        } else {
            Level::Read
        }
    }
}

fn unique<T>(
    what: &'static str,
    named: impl Iterator<Item = (String, T)>,
) -> Result<BTreeMap<String, T>, ReferenceError> {
    let mut all = BTreeMap::new();
    for (name, value) in named {
        if all.insert(name.clone(), value).is_some() {
            return Err(ReferenceError::Twice { what, name });
        }
    }
    Ok(all)
}
