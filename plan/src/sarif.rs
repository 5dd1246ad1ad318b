//! What is wrong or worth knowing as SARIF 2.1.0 (OASIS), which code scanning and editors show beside
//! the line that it is about.
//!
//! Must say what the text for people says, and must not decide what weighs how much.

mod log;
mod placed;

use crate::catalog::{Catalog, Rule, Severity};
use crate::document::{self, Place, SyntaxError};
use crate::drift::{Drift, DriftState};
use crate::lint::Finding;
use crate::plan::Plan;
use crate::request::RequestError;

use log::{Level, Log, Result, RuleText};
use placed::Source;

/// Where a text is, as it is named in the log: a path from the root of a repository, or `stdin`.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// The name.
    pub file: &'a str,
    /// The text.
    pub text: &'a str,
}

/// The notes of a plan, beside the lines of its request.
pub fn of_plan(catalog: &Catalog, request: Named<'_>, plan: &Plan) -> String {
    let source = Source::of(request);
    let results = plan.notes.iter().map(|note| Result {
        rule: note.code.clone(),
        level: level(note.severity),
        text: format!("{}: {}; fix: {}", note.subject, note.detail, note.fix),
        key: note.subject.clone(),
        place: source.of_subject(plan, &note.subject),
    });
    Log::new(request.file, results.collect(), |code| {
        rule(&catalog.rules, code)
    })
    .write()
}

/// What of an account is not as a request says, beside the lines of the request.
pub fn of_drift(request: Named<'_>, plan: &Plan, drift: &[Drift]) -> String {
    let source = Source::of(request);
    let apart = drift.iter().filter(|one| one.state != DriftState::Same);
    let results = apart.map(|one| {
        let id = one.endpoint.as_deref().map(|id| format!(" {id}"));
        let words = one.differences.iter().chain(&one.rules);
        let words: Vec<&str> = words.map(String::as_str).collect();
        let said = match words.as_slice() {
            [] => String::new(),
            words => format!(": {}", words.join("; ")),
        };
        Result {
            rule: format!("drift-{}", one.state.as_str()),
            level: Level::Error,
            text: format!(
                "{}{} {}{said}",
                one.key,
                id.unwrap_or_default(),
                one.state.as_str()
            ),
            key: one.key.to_string(),
            place: source.of_subject(plan, one.key.as_str()),
        }
    });
    Log::new(request.file, results.collect(), drifted).write()
}

/// What was found in a policy, beside its lines.
pub fn of_findings<'a>(
    catalog: &Catalog,
    file: &str,
    findings: impl IntoIterator<Item = (Option<&'a str>, &'a Finding)>,
) -> String {
    let results = findings.into_iter().map(|(endpoint, finding)| {
        // The lines of a policy that is printed in a listing are not those of the listing.
        let place = match endpoint {
            None => Place {
                line: finding.line,
                column: finding.column,
            },
            Some(_) => Place::START,
        };
        let whose = endpoint.map(|id| format!("{id}: ")).unwrap_or_default();
        Result {
            rule: finding.code.clone(),
            level: level(finding.severity),
            text: format!(
                "{whose}{}: {}; fix: {}",
                finding.path, finding.detail, finding.fix
            ),
            key: format!("{whose}{}", finding.path),
            place,
        }
    });
    Log::new(file, results.collect(), |code| {
        rule(&catalog.findings, code)
    })
    .write()
}

/// Why a document cannot be read, beside its lines.
pub fn of_errors(document: Named<'_>, errors: &[RequestError]) -> String {
    let source = Source::of(document);
    let results = match document::parse(document.text) {
        // Of these alone the place is known by the reader.
        Err(syntax) => syntax.into_iter().map(unread).collect(),
        Ok(_) => errors.iter().map(|error| wrong(&source, error)).collect(),
    };
    Log::new(document.file, results, |code| RuleText {
        title: format!("The document cannot be read ({code})"),
        help: "Nothing is planned until this is mended.".to_owned(),
    })
    .failed()
    .write()
}

/// Why a command could not begin, beside the beginning of what it was to read.
pub fn of_trouble(file: &str, troubles: &[String]) -> String {
    let results = troubles.iter().map(|text| Result {
        rule: "input".to_owned(),
        level: Level::Error,
        text: text.clone(),
        key: text.clone(),
        place: Place::START,
    });
    let about = |_: &str| RuleText {
        title: "The command could not begin".to_owned(),
        help: "Nothing is planned until this is mended.".to_owned(),
    };
    Log::new(file, results.collect(), about).failed().write()
}

fn unread(error: SyntaxError) -> Result {
    let SyntaxError {
        message,
        line,
        column,
    } = error;
    Result {
        rule: "syntax".to_owned(),
        level: Level::Error,
        key: message.clone(),
        text: message,
        place: Place { line, column },
    }
}

fn wrong(source: &Source<'_>, error: &RequestError) -> Result {
    let path = match error.path.as_str() {
        "" => String::new(),
        path => format!("{path}: "),
    };
    let seen = error.text.as_ref();
    let seen = seen.map(|text| format!(": `{text}`")).unwrap_or_default();
    Result {
        rule: error.code.to_owned(),
        level: Level::Error,
        text: format!("{path}{}{seen}; fix: {}", error.message, error.help),
        key: error.path.clone(),
        place: source.of_path(&error.path),
    }
}

fn level(severity: Severity) -> Level {
    match severity {
        Severity::Blocked => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Info => Level::Note,
    }
}

fn rule(rules: &[Rule], code: &str) -> RuleText {
    match rules.iter().find(|rule| rule.code == code) {
        Some(rule) => RuleText {
            title: rule.title.clone(),
            help: format!(
                "{} {} What to do: {} Source: {}.",
                rule.when, rule.why, rule.fix, rule.source
            ),
        },
        // Every note has a rule of the catalogue.
        None => RuleText {
            title: code.to_owned(),
            help: code.to_owned(),
        },
    }
}

fn drifted(code: &str) -> RuleText {
    let title = match code {
        "drift-missing" => "An endpoint is not there",
        "drift-unknown" => "An endpoint could not be compared",
        _ => "An endpoint is not as the request says",
    };
    RuleText {
        title: title.to_owned(),
        help: "What is there is held against the request by meaning. `postern plan` with the same inventory shows what would be done about it; docs/GITOPS.md says more.".to_owned(),
    }
}

#[cfg(test)]
mod tests;
