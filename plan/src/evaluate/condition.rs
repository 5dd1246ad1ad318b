//! Whether the conditions of a statement hold for a call.
//!
//! Must not treat an absent key as an unknown one, nor the other way round.

use std::cmp::Ordering;

use crate::evaluate::call::{Context, Found, Values};
use crate::evaluate::template::{ArnMatcher, ArnText, Matcher, Reading, Template};
use crate::evaluate::truth::Truth;
use crate::evaluate::values::{Network, date, network, number};
use crate::language::Version;
use crate::request::{Condition, Operator, Quantifier};

/// One condition, ready to be tested.
#[derive(Debug, Clone)]
pub(super) struct Test {
    /// In lower case.
    key: String,
    operator: Operator,
    negated: bool,
    comparison: Comparison,
}

/// How one value of the call is compared with those of the policy; any of them may fit.
#[derive(Debug, Clone)]
enum Comparison {
    Text(Vec<Matcher>, Reading),
    Arn(Vec<ArnMatcher>),
    Number(fn(Ordering) -> bool, Vec<f64>),
    Date(fn(Ordering) -> bool, Vec<i64>),
    Bool(Vec<bool>),
    Address(Vec<Network>),
    /// The key must be absent, or must not.
    Null(Vec<bool>),
}

impl Test {
    pub(super) fn new(condition: &Condition, version: Version) -> Self {
        let base = condition.operator.base();
        let values = &condition.values;
        let texts = |reading: Reading| {
            let matcher = |v: &String| Matcher::new(Template::new(v, version), reading);
            Comparison::Text(values.iter().map(matcher).collect(), reading)
        };
        let numbers =
            |fits| Comparison::Number(fits, values.iter().filter_map(|v| number(v)).collect());
        let dates = |fits| Comparison::Date(fits, values.iter().filter_map(|v| date(v)).collect());
        let comparison = match base {
            "StringEquals" | "StringNotEquals" | "BinaryEquals" => texts(Reading::Exact),
            "StringEqualsIgnoreCase" | "StringNotEqualsIgnoreCase" => {
                texts(Reading::ExactIgnoringCase)
            }
            "StringLike" | "StringNotLike" => texts(Reading::Pattern),
            "NumericEquals" | "NumericNotEquals" => numbers(Ordering::is_eq),
            "NumericLessThan" => numbers(Ordering::is_lt),
            "NumericLessThanEquals" => numbers(Ordering::is_le),
            "NumericGreaterThan" => numbers(Ordering::is_gt),
            "NumericGreaterThanEquals" => numbers(Ordering::is_ge),
            "DateEquals" | "DateNotEquals" => dates(Ordering::is_eq),
            "DateLessThan" => dates(Ordering::is_lt),
            "DateLessThanEquals" => dates(Ordering::is_le),
            "DateGreaterThan" => dates(Ordering::is_gt),
            "DateGreaterThanEquals" => dates(Ordering::is_ge),
            "IpAddress" | "NotIpAddress" => {
                Comparison::Address(values.iter().filter_map(|v| network(v)).collect())
            }
            "Bool" => Comparison::Bool(values.iter().filter_map(|v| truth_value(v)).collect()),
            "Null" => Comparison::Null(values.iter().filter_map(|v| truth_value(v)).collect()),
            _ => Comparison::Arn(values.iter().map(|v| ArnMatcher::new(v, version)).collect()),
        };
        Self {
            key: condition.key.to_lowercase(),
            operator: condition.operator,
            negated: base.contains("Not"),
            comparison,
        }
    }

    /// It holds.
    pub(super) fn holds(&self, context: &Context) -> Truth {
        let found = context.get(&self.key);
        if let Comparison::Null(wanted) = &self.comparison {
            return match found {
                Found::Unknown => Truth::Unknown,
                Found::Absent => wanted.contains(&true).into(),
                Found::Known(_) => wanted.contains(&false).into(),
            };
        }
        match found {
            Found::Unknown => Truth::Unknown,
            Found::Absent => self.without_key(),
            Found::Known(Values::Many(many)) if many.is_empty() => self.without_key(),
            Found::Known(values) => {
                let mut each = values
                    .as_slice()
                    .iter()
                    .map(|v| self.value_passes(v, context));
                match self.operator.quantifier {
                    Some(Quantifier::ForAllValues) => Truth::all(each),
                    Some(Quantifier::ForAnyValue) => Truth::any(each),
                    None if self.negated => Truth::all(&mut each),
                    None => Truth::any(&mut each),
                }
            }
        }
    }

    /// The answer when the key is absent.
    /// Source: IAM User Guide, "Condition operators" and "Set operators for multivalued keys".
    fn without_key(&self) -> Truth {
        let holds = match self.operator.quantifier {
            _ if self.operator.if_exists => true,
            Some(Quantifier::ForAllValues) => true,
            Some(Quantifier::ForAnyValue) => false,
            None => self.negated,
        };
        holds.into()
    }

    fn value_passes(&self, value: &str, context: &Context) -> Truth {
        let fits = self.fits(value, context);
        if self.negated { !fits } else { fits }
    }

    /// The value fits one of the policy's.
    fn fits(&self, value: &str, context: &Context) -> Truth {
        match &self.comparison {
            Comparison::Text(matchers, reading) => {
                let lower;
                let value = match reading {
                    Reading::ExactIgnoringCase => {
                        lower = value.to_lowercase();
                        lower.as_str()
                    }
                    Reading::Exact | Reading::Pattern => value,
                };
                Truth::any(matchers.iter().map(|m| m.fits(value, *reading, context)))
            }
            Comparison::Arn(matchers) => {
                let text = ArnText::new(value);
                Truth::any(matchers.iter().map(|m| m.fits(&text, context)))
            }
            Comparison::Number(fits, wanted) => number(value)
                .is_some_and(|v| wanted.iter().any(|w| v.partial_cmp(w).is_some_and(fits)))
                .into(),
            Comparison::Date(fits, wanted) => date(value)
                .is_some_and(|v| wanted.iter().any(|w| fits(v.cmp(w))))
                .into(),
            Comparison::Bool(wanted) => truth_value(value)
                .is_some_and(|v| wanted.contains(&v))
                .into(),
            Comparison::Address(wanted) => network(value)
                .is_some_and(|v| wanted.iter().any(|w| w.holds_all(v)))
                .into(),
            Comparison::Null(_) => Truth::No,
        }
    }

    /// Its key, in lower case.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// The keys on which it hangs.
    pub(super) fn keys(&self) -> Vec<&str> {
        let mut keys = vec![self.key.as_str()];
        match &self.comparison {
            Comparison::Text(matchers, _) => keys.extend(matchers.iter().flat_map(Matcher::keys)),
            Comparison::Arn(matchers) => keys.extend(matchers.iter().flat_map(ArnMatcher::keys)),
            _ => {}
        }
        keys
    }
}

fn truth_value(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}
