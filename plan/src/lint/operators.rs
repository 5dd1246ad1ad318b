//! Whether an operator can compare what a condition key holds.
//!
//! Must not find fault with text operators where a key's value has one spelling: IAM compares the
//! text, and such policies work.

use crate::request::Condition;

/// What an operator compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Text,
    Number,
    Date,
    Bool,
    Address,
    Arn,
    Binary,
}

impl Family {
    /// None for `Null`, which looks at no value.
    fn of(base: &str) -> Option<Self> {
        Some(match base {
            "Bool" => Self::Bool,
            "BinaryEquals" => Self::Binary,
            "IpAddress" | "NotIpAddress" => Self::Address,
            _ if base.starts_with("String") => Self::Text,
            _ if base.starts_with("Numeric") => Self::Number,
            _ if base.starts_with("Date") => Self::Date,
            _ if base.starts_with("Arn") => Self::Arn,
            _ => return None,
        })
    }

    fn compares(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "numbers",
            Self::Date => "dates",
            Self::Bool => "true and false",
            Self::Address => "addresses",
            Self::Arn => "ARNs",
            Self::Binary => "bytes",
        }
    }
}

/// Why the operator does not suit a key of this type in the catalogue's words; none where it does.
///
/// Source: IAM User Guide, "Condition operators" and the Access Analyzer check "Type mismatch".
pub(super) fn unsuited(condition: &Condition, kind: &str) -> Option<String> {
    let family = Family::of(condition.operator.base())?;
    // A tag holds whatever somebody wrote: numbers, dates and addresses too.
    if condition.key.contains('/') && condition.key.to_ascii_lowercase().contains("tag/") {
        return None;
    }
    let (holds, suits) = match kind.strip_prefix("ArrayOf").unwrap_or(kind) {
        // ARNs are text: which keys of text hold one is not known.
        "String" => ("text", matches!(family, Family::Text | Family::Arn)),
        "ARN" => ("an ARN", matches!(family, Family::Text | Family::Arn)),
        "Bool" => (
            "true or false",
            matches!(family, Family::Text | Family::Bool),
        ),
        "Date" => ("a date", family == Family::Date),
        // As text an address is compared whole, and no address is spelt like a range.
        "IPAddress" => {
            let range = condition.values.iter().any(|v| v.contains('/'));
            let text = family == Family::Text && !range;
            ("an address", text || family == Family::Address)
        }
        _ => return None,
    };
    (!suits).then(|| {
        format!(
            "{} compares {}, and `{}` holds {holds}",
            condition.operator,
            family.compares(),
            condition.key
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_works_in_iam_is_no_fault() {
        let check = |operator: &str, key: &str, kind: &str, value: &str| {
            let condition = Condition {
                operator: operator.parse().unwrap(),
                key: key.to_owned(),
                values: vec![value.to_owned()],
            };
            unsuited(&condition, kind).is_none()
        };
        for (operator, key, kind, value) in [
            ("StringEquals", "aws:SecureTransport", "Bool", "true"),
            ("StringLike", "aws:PrincipalArn", "ARN", "arn:aws:iam::*"),
            (
                "ArnLike",
                "bedrock-agentcore:KmsKeyArn",
                "String",
                "arn:aws:kms:*",
            ),
            ("StringEquals", "aws:VpcSourceIp", "IPAddress", "10.0.0.7"),
            ("NumericLessThan", "aws:PrincipalTag/level", "String", "3"),
            ("Bool", "AWS:resourcetag/open", "String", "true"),
            ("Null", "aws:CurrentTime", "Date", "true"),
            (
                "ForAnyValue:StringLike",
                "aws:TagKeys",
                "ArrayOfString",
                "team*",
            ),
        ] {
            assert!(check(operator, key, kind, value), "{operator} {key}");
        }
        for (operator, key, kind, value) in [
            ("IpAddress", "aws:PrincipalOrgID", "String", "10.0.0.0/8"),
            (
                "NumericEquals",
                "aws:PrincipalAccount",
                "String",
                "111122223333",
            ),
            ("ForAnyValue:Bool", "aws:TagKeys", "ArrayOfString", "true"),
            ("StringEquals", "aws:VpcSourceIp", "IPAddress", "10.0.0.0/8"),
            ("StringLike", "aws:CurrentTime", "Date", "2026*"),
            ("NumericLessThanIfExists", "aws:CurrentTime", "Date", "1"),
            ("ArnLike", "aws:SecureTransport", "Bool", "arn:a:b:c:d:e"),
            ("BinaryEquals", "aws:PrincipalOrgID", "String", "QQ=="),
        ] {
            assert!(!check(operator, key, kind, value), "{operator} {key}");
        }
    }
}
