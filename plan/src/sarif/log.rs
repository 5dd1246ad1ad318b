//! A log file of SARIF: one run, its rules and its results.
//!
//! Must name every rule once, and every place in the way that a repository's viewer finds it.

use std::fmt::Write;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::document::Place;

/// The schema that it keeps (OASIS, SARIF 2.1.0, errata 01).
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// How grave a result is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    Error,
    Warning,
    Note,
}

/// What is said of a rule.
pub(super) struct RuleText {
    pub(super) title: String,
    pub(super) help: String,
}

/// One thing that is wrong or worth knowing.
pub(super) struct Result {
    pub(super) rule: String,
    pub(super) level: Level,
    pub(super) text: String,
    /// What tells it apart from others of its rule, however the lines move.
    pub(super) key: String,
    pub(super) place: Place,
}

/// A log.
#[derive(Serialize)]
pub(super) struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    results: Vec<ResultView>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<RuleView>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleView {
    id: String,
    short_description: Text,
    full_description: Text,
    help: Text,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultView {
    rule_id: String,
    rule_index: usize,
    level: Level,
    message: Text,
    locations: [Location; 1],
    partial_fingerprints: Fingerprints,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "postern/v1")]
    postern: String,
}

impl Log {
    /// The results in a file, with what `about` says of their rules.
    pub(super) fn new(file: &str, results: Vec<Result>, about: impl Fn(&str) -> RuleText) -> Self {
        let mut rules: Vec<String> = results.iter().map(|one| one.rule.clone()).collect();
        rules.sort_unstable();
        rules.dedup();
        let uri = uri(file);
        let results = results.into_iter().map(|one| ResultView {
            rule_index: rules.binary_search(&one.rule).unwrap_or_default(),
            level: one.level,
            message: Text { text: one.text },
            locations: [Location {
                physical_location: PhysicalLocation {
                    artifact_location: ArtifactLocation { uri: uri.clone() },
                    region: Region {
                        start_line: one.place.line,
                        start_column: one.place.column,
                    },
                },
            }],
            partial_fingerprints: Fingerprints {
                postern: fingerprint(&[&one.rule, file, &one.key]),
            },
            rule_id: one.rule,
        });
        let results = results.collect();
        let rules = rules.into_iter().map(|id| {
            let RuleText { title, help } = about(&id);
            RuleView {
                id,
                short_description: Text {
                    text: title.clone(),
                },
                full_description: Text { text: title },
                help: Text { text: help },
            }
        });
        let driver = Driver {
            name: "Postern",
            semantic_version: env!("CARGO_PKG_VERSION"),
            rules: rules.collect(),
        };
        Self {
            schema: SCHEMA,
            version: "2.1.0",
            runs: [Run {
                tool: Tool { driver },
                invocations: [Invocation {
                    execution_successful: true,
                }],
                column_kind: "unicodeCodePoints",
                results,
            }],
        }
    }

    /// The same of a command that could not begin.
    pub(super) fn failed(mut self) -> Self {
        let [run] = &mut self.runs;
        let [invocation] = &mut run.invocations;
        invocation.execution_successful = false;
        self
    }

    /// The text.
    pub(super) fn write(&self) -> String {
        // Texts and numbers in memory always serialise.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// A path as a reference of an address (RFC 3986): from the root of a repository where it is not
/// from the root of the machine.
fn uri(file: &str) -> String {
    let file = file.strip_prefix("./").unwrap_or(file);
    let mut out = String::new();
    if file.starts_with('/') {
        out.push_str("file://");
    }
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing into a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn fingerprint(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_string().as_bytes());
        hash.update(b":");
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    let mut out = String::new();
    for byte in digest.iter().take(16) {
        // Writing into a String cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_as_a_repository_names_it() {
        for (file, expect) in [
            ("request.toml", "request.toml"),
            ("./infra/a b.toml", "infra/a%20b.toml"),
            ("/tmp/é.toml", "file:///tmp/%C3%A9.toml"),
            ("a:b?c#d.toml", "a%3Ab%3Fc%23d.toml"),
        ] {
            assert_eq!(uri(file), expect);
        }
    }
}
