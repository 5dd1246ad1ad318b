//! Conditions as IAM spells them: operator, key, values.
//!
//! Must not judge whether a condition makes sense for a caller: notes do.

use std::fmt;
use std::str::FromStr;

/// The conditions of one grant, in a stable order.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conditions(Vec<Condition>);

/// One operator on one key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Condition {
    /// How the values are compared.
    pub operator: Operator,
    /// The key as it was typed.
    pub key: String,
    /// The values; any of them may match. At least one.
    pub values: Vec<String>,
}

/// A condition operator with its decorations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Operator {
    /// For keys that hold several values.
    pub quantifier: Option<Quantifier>,
    /// One of [`Operator::BASES`].
    base: &'static str,
    /// An absent key satisfies it.
    pub if_exists: bool,
}

/// How a key with several values is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantifier {
    /// Every value must match.
    ForAllValues,
    /// One value must match.
    ForAnyValue,
}

/// The text is no condition operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a condition operator")]
pub struct OperatorError;

impl Operator {
    /// The operators of the IAM policy language without decorations.
    pub const BASES: &'static [&'static str] = &[
        "StringEquals",
        "StringNotEquals",
        "StringEqualsIgnoreCase",
        "StringNotEqualsIgnoreCase",
        "StringLike",
        "StringNotLike",
        "NumericEquals",
        "NumericNotEquals",
        "NumericLessThan",
        "NumericLessThanEquals",
        "NumericGreaterThan",
        "NumericGreaterThanEquals",
        "DateEquals",
        "DateNotEquals",
        "DateLessThan",
        "DateLessThanEquals",
        "DateGreaterThan",
        "DateGreaterThanEquals",
        "Bool",
        "BinaryEquals",
        "IpAddress",
        "NotIpAddress",
        "ArnEquals",
        "ArnLike",
        "ArnNotEquals",
        "ArnNotLike",
        "Null",
    ];

    /// `ArnLike`, which Postern itself writes.
    pub(crate) const ARN_LIKE: Self = Self {
        quantifier: None,
        base: "ArnLike",
        if_exists: false,
    };

    /// An operator that Postern itself writes, by its name, without decorations.
    pub(crate) const fn plain(base: &'static str) -> Self {
        Self {
            quantifier: None,
            base,
            if_exists: false,
        }
    }

    /// The operator without its decorations.
    pub fn base(self) -> &'static str {
        self.base
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.quantifier {
            Some(Quantifier::ForAllValues) => "ForAllValues:",
            Some(Quantifier::ForAnyValue) => "ForAnyValue:",
            None => "",
        })?;
        f.write_str(self.base)?;
        f.write_str(if self.if_exists { "IfExists" } else { "" })
    }
}

impl FromStr for Operator {
    type Err = OperatorError;

    fn from_str(text: &str) -> Result<Self, OperatorError> {
        let (quantifier, rest) = match text.split_once(':') {
            Some(("ForAllValues", rest)) => (Some(Quantifier::ForAllValues), rest),
            Some(("ForAnyValue", rest)) => (Some(Quantifier::ForAnyValue), rest),
            Some(_) => return Err(OperatorError),
            None => (None, text),
        };
        let (name, if_exists) = rest
            .strip_suffix("IfExists")
            .map_or((rest, false), |name| (name, true));
        let base = Self::BASES
            .iter()
            .find(|b| **b == name)
            .ok_or(OperatorError)?;
        if *base == "Null" && (if_exists || quantifier.is_some()) {
            return Err(OperatorError);
        }
        Ok(Self {
            quantifier,
            base,
            if_exists,
        })
    }
}

impl Conditions {
    /// Conditions in their stable order: by operator, then key.
    pub(crate) fn new(mut all: Vec<Condition>) -> Self {
        all.sort();
        Self(all)
    }

    /// Every condition.
    pub fn iter(&self) -> impl Iterator<Item = &Condition> {
        self.0.iter()
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same with one more.
    pub(crate) fn and(&self, condition: Condition) -> Self {
        let mut all = self.0.clone();
        all.push(condition);
        Self::new(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_read_back_as_they_were_written() {
        for text in [
            "StringEquals",
            "ForAllValues:StringLikeIfExists",
            "ForAnyValue:ArnLike",
            "Null",
            "NotIpAddressIfExists",
        ] {
            assert_eq!(text.parse::<Operator>().unwrap().to_string(), text);
        }
        for bad in [
            "",
            "stringEquals",
            "Equals",
            "ForSome:StringEquals",
            "NullIfExists",
            "IfExists",
            "StringEqualsIfExistsIfExists",
        ] {
            assert!(bad.parse::<Operator>().is_err(), "{bad}");
        }
    }
}
