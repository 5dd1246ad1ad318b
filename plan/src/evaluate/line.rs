//! Calls as JSON lines: one line in, one line out, for `postern evaluate` and the API.
//!
//! Must answer every line, also one that cannot be read, and must keep its id as it was sent.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::catalog::Catalog;
use crate::evaluate::call::{Call, Caller, Context, Values};
use crate::evaluate::decide::Evaluator;
use crate::language;

/// The longest line that is read, in bytes; a policy of 1 MiB and a call fit.
pub const LONGEST_LINE: usize = 2 * 1024 * 1024;

/// The policy on a line or in a file cannot be evaluated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PolicyFault(String);

/// Answers lines, each by its own policy or by one for all.
#[derive(Debug)]
pub struct Lines<'c> {
    catalog: &'c Catalog,
    policy: Option<Evaluator>,
    /// The last policy that stood on a line: the next one often has the same.
    last: Option<(String, Evaluator)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'l> {
    #[serde(borrow, default)]
    id: Option<&'l RawValue>,
    #[serde(borrow, default)]
    policy: Option<&'l RawValue>,
    request: Asked,
}

/// Enough of a line to say whose answer it is.
#[derive(Deserialize)]
struct OnlyId<'l> {
    #[serde(borrow, default)]
    id: Option<&'l RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    principal: Option<String>,
    #[serde(default)]
    anonymous: bool,
    action: String,
    resource: String,
    #[serde(default)]
    context: BTreeMap<String, ContextValue>,
    #[serde(default)]
    unknown: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ContextValue {
    One(Scalar),
    Many(Vec<Scalar>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Scalar {
    Text(String),
    Bool(bool),
    Number(serde_json::Number),
}

#[derive(Serialize)]
struct Answer<'l> {
    id: Option<&'l RawValue>,
    decision: &'static str,
    statement: Option<&'l str>,
    reason: String,
}

#[derive(Serialize)]
struct Refusal<'l> {
    id: Option<&'l RawValue>,
    error: String,
}

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// `{id, decision, statement, reason}`.
    Decided(String),
    /// `{id, error}`: the line, its policy or its call cannot be read.
    Refused(String),
}

impl Evaluator {
    /// An evaluator of a policy's text. Every fault of the language is named: AWS takes no part of
    /// a policy that has one.
    pub fn of_text(text: &str) -> Result<Self, PolicyFault> {
        let reading = language::read(text).map_err(|e| {
            PolicyFault(format!(
                "the policy cannot be read: line {}, column {}: {e}",
                e.line, e.column
            ))
        })?;
        if reading.faults.is_empty() {
            return Ok(Self::new(&reading.document));
        }
        let more = reading.faults.len().saturating_sub(5);
        let mut all: Vec<String> = reading
            .faults
            .iter()
            .take(5)
            .map(|f| {
                let path = if f.path.is_empty() {
                    "the document"
                } else {
                    &f.path
                };
                format!("{path}: {}", f.detail)
            })
            .collect();
        if more > 0 {
            all.push(format!("and {more} more"));
        }
        Err(PolicyFault(format!(
            "the policy cannot be read: {}",
            all.join("; ")
        )))
    }
}

impl<'c> Lines<'c> {
    /// With a policy for the lines that bring none, if there is one.
    pub fn new(catalog: &'c Catalog, policy: Option<Evaluator>) -> Self {
        Self {
            catalog,
            policy,
            last: None,
        }
    }

    /// The answer to a line, without a line break.
    pub fn answer(&mut self, line: &str) -> Answered {
        match self.decide(line) {
            Ok(text) => Answered::Decided(text),
            Err(error) => {
                let id = serde_json::from_str::<OnlyId<'_>>(line)
                    .ok()
                    .and_then(|l| l.id);
                Answered::Refused(json(&Refusal { id, error }))
            }
        }
    }

    fn decide(&mut self, line: &str) -> Result<String, String> {
        let line: Line<'_> =
            serde_json::from_str(line).map_err(|e| format!("the line cannot be read: {e}"))?;
        let call = call(self.catalog, line.request)?;
        let evaluator = match line.policy.map(RawValue::get) {
            Some(text) => own(&mut self.last, text)?,
            None => self
                .policy
                .as_ref()
                .ok_or("no policy: give one on the line, or one for all")?,
        };
        let decision = evaluator.decide(&call);
        Ok(json(&Answer {
            id: line.id,
            decision: decision.verdict.as_str(),
            statement: decision.statement.map(|index| evaluator.name(index)),
            reason: evaluator.reason(&call, &decision),
        }))
    }
}

/// The evaluator of a line's own policy: an object, or its text as a JSON string.
fn own<'e>(last: &'e mut Option<(String, Evaluator)>, text: &str) -> Result<&'e Evaluator, String> {
    let fresh = match last.take() {
        Some(known) if known.0 == text => known,
        _ => {
            let inner: Option<String> = serde_json::from_str(text).ok();
            let evaluator =
                Evaluator::of_text(inner.as_deref().unwrap_or(text)).map_err(|e| e.to_string())?;
            (text.to_owned(), evaluator)
        }
    };
    Ok(&last.insert(fresh).1)
}

fn call(catalog: &Catalog, asked: Asked) -> Result<Call, String> {
    let caller = match (asked.principal, asked.anonymous) {
        (Some(principal), false) => principal.parse::<Caller>().map_err(|e| e.to_string())?,
        (None, true) => Caller::Anonymous,
        (Some(_), true) => {
            return Err("a call has a principal or is anonymous, not both".to_owned());
        }
        (None, false) => {
            return Err("no caller: give `principal`, or `\"anonymous\": true`".to_owned());
        }
    };
    let mut context = Context::default();
    for (key, values) in asked.context {
        let values = match values {
            ContextValue::One(one) => Values::One(one.into_text()),
            ContextValue::Many(many) => {
                Values::Many(many.into_iter().map(Scalar::into_text).collect())
            }
        };
        context.set(&key, values);
    }
    for key in asked.unknown {
        context.set_unknown(&key);
    }
    Call::new(catalog, caller, &asked.action, &asked.resource, context).map_err(|e| e.to_string())
}

impl Scalar {
    fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Bool(value) => value.to_string(),
            Self::Number(number) => number.to_string(),
        }
    }
}

fn json(value: &impl Serialize) -> String {
    // Texts and maps with text keys in memory always serialise.
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Sid":"S","Effect":"Allow","Principal":"*","Action":"a:b","Resource":"*","Condition":{"Bool":{"x:y":true}}}]}"#;

    fn answer(line: &str) -> Answered {
        let catalog = Catalog::load().unwrap();
        Lines::new(&catalog, Some(Evaluator::of_text(POLICY).unwrap())).answer(line)
    }

    #[test]
    fn a_line_is_answered_with_its_id_as_it_was() {
        let line = r#"{"id": {"n": 1.50}, "request": {"anonymous": true, "action": "A:B", "resource": "*", "context": {"X:Y": true}}}"#;
        let expected = r#"{"id":{"n": 1.50},"decision":"allowed","statement":"S","reason":"statement S allows it"}"#;
        assert_eq!(answer(line), Answered::Decided(expected.to_owned()));
    }

    #[test]
    fn what_is_listed_as_unknown_is_unknown() {
        let line = r#"{"id": 7, "request": {"principal": "111122223333", "action": "a:b", "resource": "*", "unknown": ["x:y"]}}"#;
        let expected = r#"{"id":7,"decision":"unknown","statement":"S","reason":"statement S hangs on x:y, which is not known"}"#;
        assert_eq!(answer(line), Answered::Decided(expected.to_owned()));
    }

    #[test]
    fn a_bad_line_is_answered_too() {
        for (line, expected) in [
            (
                r#"{"id": 1, "request": {"action": "a:b", "resource": "*"}}"#,
                "no caller",
            ),
            (
                r#"{"id": 1, "request": {"principal": "me", "action": "a:b", "resource": "*"}}"#,
                "`me` is no principal",
            ),
            (
                r#"{"id": 1, "policy": {"Statement": []}, "request": {"anonymous": true, "action": "a:b", "resource": "*"}}"#,
                "the list of statements is empty",
            ),
            (
                r#"{"id": 1, "request": {"anonymous": true, "action": "ab", "resource": "*"}}"#,
                "`ab` is no action",
            ),
        ] {
            let Answered::Refused(text) = answer(line) else {
                panic!("{line}")
            };
            assert!(
                text.contains(expected) && text.starts_with("{\"id\":1,"),
                "{text}"
            );
        }
        assert!(
            matches!(answer("nonsense"), Answered::Refused(text) if text.starts_with("{\"id\":null"))
        );
    }
}
