//! Whether the conditions of a statement hold for a call.
//!
//! Must not treat an absent key as an unknown one, nor the other way round.

use std::cmp::Ordering;
use std::net::IpAddr;

use crate::evaluate::arn_matcher::{ArnMatcher, ArnText};
use crate::evaluate::call::{Context, Found, Values};
use crate::evaluate::template::{Matcher, Reading, Template};
use crate::evaluate::truth::{Fit, Sense, Truth};
use crate::evaluate::values::{Network, date, network, number};
use crate::language::Version;
use crate::request::{Condition, Operator, Quantifier};

/// One condition, ready to be tested.
#[derive(Debug, Clone)]
pub(super) struct Test {
    /// In lower case.
    key: String,
    operator: Operator,
    sense: Sense,
    comparison: Comparison,
}

/// How one value of the call is compared with those of the policy; any of them may fit.
#[derive(Debug, Clone)]
enum Comparison {
    Text(Vec<Matcher>, Reading),
    Arn(Vec<ArnMatcher>),
    Number(fn(Ordering) -> bool, Vec<Option<f64>>),
    Date(fn(Ordering) -> bool, Vec<Option<i64>>),
    Bool(Vec<bool>),
    Address(Vec<Option<Network>>),
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
        let numbers = |fits| Comparison::Number(fits, values.iter().map(|v| number(v)).collect());
        let dates = |fits| Comparison::Date(fits, values.iter().map(|v| date(v)).collect());
        let comparison = match base {
            "StringEquals" | "StringNotEquals" => texts(Reading::Exact),
            // Variables stand in texts and ARNs alone.
            "BinaryEquals" => exact(values),
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
                Comparison::Address(values.iter().map(|v| network(v)).collect())
            }
            "Bool" => Comparison::Bool(values.iter().filter_map(|v| truth_value(v)).collect()),
            "Null" => Comparison::Null(values.iter().filter_map(|v| truth_value(v)).collect()),
            _ => Comparison::Arn(
                values
                    .iter()
                    .map(|v| ArnMatcher::of_condition(v, version))
                    .collect(),
            ),
        };
        Self {
            key: condition.key.to_lowercase(),
            operator: condition.operator,
            sense: if base.contains("Not") {
                Sense::Negated
            } else {
                Sense::Plain
            },
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
            Found::Known(Values::One(one)) => self.value_passes(one, context),
            Found::Known(Values::Many(many)) => {
                let each = many.iter().map(|v| self.value_passes(v, context));
                match self.operator.quantifier {
                    // Source: IAM User Guide, "Single-valued vs. multivalued context keys": a key
                    // with several values needs a set operator.
                    None => Truth::No,
                    Some(_) if many.is_empty() => self.without_key(),
                    Some(Quantifier::ForAllValues) => Truth::all(each),
                    Some(Quantifier::ForAnyValue) => Truth::any(each),
                }
            }
        }
    }

    /// The answer when the key is absent. `ForAnyValue` finds no value, also with `IfExists`.
    /// Source: IAM User Guide, "Condition operators" and "Set operators for multivalued keys".
    fn without_key(&self) -> Truth {
        let holds = match self.operator.quantifier {
            Some(Quantifier::ForAnyValue) => false,
            Some(Quantifier::ForAllValues) => true,
            None => self.operator.if_exists || self.sense == Sense::Negated,
        };
        holds.into()
    }

    fn value_passes(&self, value: &str, context: &Context) -> Truth {
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
                self.sense
                    .over(matchers.iter().map(|m| m.fits(value, *reading, context)))
            }
            Comparison::Arn(matchers) => {
                let text = ArnText::new(value);
                self.sense
                    .over(matchers.iter().map(|m| m.fits(&text, context)))
            }
            Comparison::Number(fits, wanted) => self.typed(number(value), wanted, |v, w| {
                v.partial_cmp(w).is_some_and(fits)
            }),
            Comparison::Date(fits, wanted) => {
                self.typed(date(value), wanted, |v, w| fits(v.cmp(w)))
            }
            Comparison::Bool(wanted) => truth_value(value)
                .is_some_and(|v| wanted.contains(&v))
                .into(),
            Comparison::Address(wanted) => {
                self.typed(value.parse::<IpAddr>().ok(), wanted, |v, w| w.holds(*v))
            }
            Comparison::Null(_) => Truth::No,
        }
    }

    /// Compares values that have a type: a text that is none of it fits nothing, and nothing's
    /// opposite.
    fn typed<V, W>(
        &self,
        value: Option<V>,
        wanted: &[Option<W>],
        fits: impl Fn(&V, &W) -> bool,
    ) -> Truth {
        let Some(value) = value else {
            return Truth::No;
        };
        self.sense.over(wanted.iter().map(|wanted| match wanted {
            Some(wanted) => Fit::from(fits(&value, wanted)),
            None => Fit::Void,
        }))
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

fn exact(values: &[String]) -> Comparison {
    let matcher = |v: &String| Matcher::new(Template::new(v, Version::V2008), Reading::Exact);
    Comparison::Text(values.iter().map(matcher).collect(), Reading::Exact)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether `operator` on `key` with this value holds for a context.
    fn holds(operator: &str, value: &str, context: &[(&str, Values)]) -> Truth {
        let mut all = Context::default();
        for (key, values) in context {
            all.set(key, values.clone());
        }
        let condition = Condition {
            operator: operator.parse().unwrap(),
            key: "k".to_owned(),
            values: vec![value.to_owned()],
        };
        Test::new(&condition, Version::V2012).holds(&all)
    }

    fn one(value: &str) -> Values {
        Values::One(value.to_owned())
    }

    #[test]
    fn an_absent_key_fails_all_but_negations_and_those_that_excuse_it() {
        for (operator, expected) in [
            ("StringEquals", Truth::No),
            ("StringNotEquals", Truth::Yes),
            ("StringEqualsIfExists", Truth::Yes),
            ("ForAllValues:StringEquals", Truth::Yes),
            ("ForAnyValue:StringNotEquals", Truth::No),
            ("ForAnyValue:StringEqualsIfExists", Truth::No),
        ] {
            assert_eq!(holds(operator, "a", &[]), expected, "{operator}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_neither_equal_nor_different() {
        for (operator, policy, call) in [
            ("NumericNotEquals", "5", "five"),
            ("NumericNotEquals", "five", "5"),
            ("DateNotEquals", "2026-01-01", "today"),
            ("NotIpAddress", "10.0.0.0/33", "10.0.0.1"),
            ("ArnNotLike", "arn:aws:iam::1:role/a", "role/a"),
            ("ArnNotEquals", "*", "arn:aws:iam::1:role/a"),
            ("ArnLike", "*", "arn:aws:iam::1:role/a"),
            ("Bool", "yes", "yes"),
        ] {
            let context = [("k", one(call))];
            assert_eq!(holds(operator, policy, &context), Truth::No, "{operator}");
        }
        let other = [("k", one("6"))];
        assert_eq!(holds("NumericNotEquals", "5", &other), Truth::Yes);
    }

    #[test]
    fn a_variable_without_a_value_is_not_different_either() {
        for operator in [
            "StringNotEquals",
            "StringNotLike",
            "ForAllValues:StringNotEquals",
        ] {
            let absent = [("k", one("a"))];
            assert_eq!(holds(operator, "${v}", &absent), Truth::No, "{operator}");
            let there = [("k", one("a")), ("v", one("b"))];
            assert_eq!(holds(operator, "${v}", &there), Truth::Yes, "{operator}");
        }
    }

    #[test]
    fn several_values_need_a_set_operator() {
        let many = Values::Many(vec!["a".to_owned(), "b".to_owned()]);
        for (operator, expected) in [
            ("StringEquals", Truth::No),
            ("StringNotEquals", Truth::No),
            ("StringEqualsIfExists", Truth::No),
            ("ForAnyValue:StringEquals", Truth::Yes),
            ("ForAllValues:StringEquals", Truth::No),
            ("ForAnyValue:StringNotEquals", Truth::Yes),
            ("ForAllValues:StringNotEquals", Truth::No),
        ] {
            assert_eq!(
                holds(operator, "a", &[("k", many.clone())]),
                expected,
                "{operator}"
            );
        }
    }
}
