//! Why the answer is what it is: how each statement sees the call, and a sentence for people.
//!
//! Must not decide anything: it only says what was decided.

use std::collections::BTreeSet;

use crate::evaluate::arn_matcher::ArnText;
use crate::evaluate::call::{Call, Found};
use crate::evaluate::decide::{Decision, Evaluator, Verdict};
use crate::evaluate::truth::Truth;
use crate::policy::Effect;

/// How one statement sees one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// It is for this caller.
    pub who: Truth,
    /// It is about this action.
    pub action: Truth,
    /// It is about this resource.
    pub resource: Truth,
    /// Its conditions in their order.
    pub conditions: Vec<Truth>,
}

impl Trace {
    /// The statement is about the call.
    pub fn whole(&self) -> Truth {
        Truth::all(
            [self.who, self.action, self.resource]
                .into_iter()
                .chain(self.conditions.iter().copied()),
        )
    }

    /// How many of its four parts do not fit.
    fn misses(&self) -> usize {
        let conditions = Truth::all(self.conditions.iter().copied());
        [self.who, self.action, self.resource, conditions]
            .iter()
            .filter(|t| **t == Truth::No)
            .count()
    }
}

impl Evaluator {
    /// How each statement sees the call.
    pub fn trace(&self, call: &Call) -> Vec<Trace> {
        let action = call.action.to_lowercase();
        let resource = ArnText::new(&call.resource);
        self.statements
            .iter()
            .map(|s| Trace {
                who: s.who.holds(&call.caller).into(),
                action: s.covers_action(&action).into(),
                resource: s.covers(&resource, &call.context),
                conditions: s.tests.iter().map(|t| t.holds(&call.context)).collect(),
            })
            .collect()
    }

    /// The keys that are not known and on which a statement's part in the answer hangs.
    pub fn missing(&self, call: &Call) -> Vec<String> {
        let mut keys = BTreeSet::new();
        for (statement, trace) in self.statements.iter().zip(self.trace(call)) {
            if trace.whole() != Truth::Unknown {
                continue;
            }
            let unknown = |key: &&str| call.context.get(key) == Found::Unknown;
            keys.extend(statement.keys().filter(unknown).map(str::to_owned));
        }
        keys.into_iter().collect()
    }

    /// Why the answer is what it is, in one plain sentence.
    pub fn reason(&self, call: &Call, decision: &Decision) -> String {
        let named = |index| format!("statement {}", self.name(index));
        match (decision.verdict, decision.statement) {
            (Verdict::Allowed, Some(index)) => format!("{} allows it", named(index)),
            (Verdict::Denied, Some(index)) => {
                format!("{} denies it, whatever else allows it", named(index))
            }
            (Verdict::Unknown, Some(index)) => {
                format!(
                    "{} hangs on {}, which is not known",
                    named(index),
                    self.missing(call).join(", ")
                )
            }
            (_, None) => self.nearest(call),
        }
    }

    /// Why no statement allows the call: which comes nearest, and what does not fit.
    fn nearest(&self, call: &Call) -> String {
        let near = self
            .trace(call)
            .into_iter()
            .enumerate()
            .filter(|(i, _)| {
                self.statements
                    .get(*i)
                    .is_some_and(|s| s.effect == Effect::Allow)
            })
            .min_by_key(|(_, trace)| trace.misses());
        let Some((index, trace)) = near else {
            return "no statement allows anything".to_owned();
        };
        let mut misses: Vec<String> = Vec::new();
        if trace.who == Truth::No {
            misses.push("is not for this caller".to_owned());
        }
        if trace.action == Truth::No {
            misses.push("does not name this action".to_owned());
        }
        if trace.resource == Truth::No {
            misses.push("does not name this resource".to_owned());
        }
        let tests = self.statements.get(index).map_or(&[][..], |s| &s.tests);
        for (test, truth) in tests.iter().zip(&trace.conditions) {
            if *truth == Truth::No {
                misses.push(format!(
                    "has a condition on {} that does not hold",
                    test.key()
                ));
            }
        }
        let last = misses.pop().unwrap_or_default();
        let list = if misses.is_empty() {
            last
        } else {
            format!("{} and {last}", misses.join(", "))
        };
        format!(
            "no statement allows it; the nearest is {}, which {list}",
            self.name(index)
        )
    }
}
