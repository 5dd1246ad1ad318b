//! The parts of an ARN, and the three words that every ARN and service name depends on.
//!
//! Must not know any service's resource types: those are the catalog's.

use std::fmt;
use std::str::FromStr;

use crate::id::Region;

/// An AWS partition that has AgentCore.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Partition {
    /// Commercial Regions.
    Aws,
    /// AWS GovCloud (US).
    AwsUsGov,
}

impl Partition {
    /// The partition that a Region's code belongs to; other partitions do not have AgentCore.
    pub fn of(region: &Region) -> Self {
        if region.as_str().starts_with("us-gov-") {
            Self::AwsUsGov
        } else {
            Self::Aws
        }
    }

    /// As it stands in an ARN.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::AwsUsGov => "aws-us-gov",
        }
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An ARN taken apart at its first five colons. Parts may be empty or hold wildcards.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arn {
    /// `aws`, `aws-us-gov`, …
    pub partition: String,
    /// `iam`, `sts`, `bedrock-agentcore`, …
    pub service: String,
    /// A Region's code, or empty.
    pub region: String,
    /// Twelve digits, `aws`, a wildcard, or empty.
    pub account: String,
    /// Everything after the fifth colon.
    pub resource: String,
}

/// The text has not the six parts of an ARN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an ARN: it needs six parts between colons")]
pub struct ArnError;

impl FromStr for Arn {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, ArnError> {
        let mut parts = text.splitn(6, ':');
        let mut next = || parts.next().map(str::to_owned).ok_or(ArnError);
        if next()? != "arn" {
            return Err(ArnError);
        }
        let arn = Self {
            partition: next()?,
            service: next()?,
            region: next()?,
            account: next()?,
            resource: next()?,
        };
        if arn.partition.is_empty() || arn.service.is_empty() || arn.resource.is_empty() {
            return Err(ArnError);
        }
        Ok(arn)
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            partition,
            service,
            region,
            account,
            resource,
        } = self;
        write!(f, "arn:{partition}:{service}:{region}:{account}:{resource}")
    }
}

/// Pairs of characters that are compared at most.
const MOST_STEPS: usize = 1_000_000;

/// Whether an IAM pattern (`*` any run, `?` any one character) covers every text that `text`
/// stands for; `text` may itself hold wildcards.
pub fn pattern_covers(pattern: &str, text: &str) -> bool {
    if !pattern.contains(['*', '?']) {
        return pattern == text;
    }
    if let Some(head) = pattern.strip_suffix('*')
        && !head.contains(['*', '?'])
    {
        return text.starts_with(head);
    }
    // Not to be sure is not to be covered: nobody writes patterns of such a length.
    if pattern.len().saturating_mul(text.len()) > MOST_STEPS {
        return pattern == text;
    }
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    // row[i]: the pattern so far covers the first i characters.
    let mut row: Vec<bool> = std::iter::once(true)
        .chain(text.iter().map(|_| false))
        .collect();
    for p in pattern {
        let mut next = Vec::with_capacity(row.len());
        next.push(p == '*' && row.first().copied().unwrap_or(false));
        for (i, &t) in text.iter().enumerate() {
            let before = row.get(i).copied().unwrap_or(false);
            let same = row.get(i + 1).copied().unwrap_or(false);
            let left = next.last().copied().unwrap_or(false);
            next.push(match p {
                '*' => same || left,
                '?' => before && t != '*',
                _ => before && p == t,
            });
        }
        row = next;
    }
    row.last().copied().unwrap_or(false)
}

/// One text that a pattern stands for; `*` alone stays, for it is what calls on no resource name.
pub(crate) fn instance(pattern: &str) -> String {
    if pattern == "*" {
        pattern.to_owned()
    } else {
        pattern.replace(['*', '?'], "x")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_keeps_its_parts() {
        let text = "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/a-AbCdEf1234/runtime-endpoint/DEFAULT";
        let arn: Arn = text.parse().unwrap();
        assert_eq!(
            arn.resource,
            "runtime/a-AbCdEf1234/runtime-endpoint/DEFAULT"
        );
        assert_eq!(arn.to_string(), text);
    }

    #[test]
    fn too_few_parts_are_refused() {
        for bad in [
            "",
            "arn",
            "arn:aws:iam::1",
            "urn:aws:iam::1:role/a",
            "arn::iam::1:role/a",
            "arn:aws:iam::1:",
        ] {
            assert_eq!(bad.parse::<Arn>(), Err(ArnError), "{bad}");
        }
    }

    #[test]
    fn patterns_cover_texts_and_narrower_patterns() {
        for (pattern, text, expect) in [
            ("*", "anything", true),
            ("runtime/*", "runtime/a/runtime-endpoint/*", true),
            ("runtime/a*", "runtime/a*", true),
            ("runtime/a?", "runtime/a*", false),
            ("runtime/a", "runtime/*", false),
            ("a*c", "abc", true),
            ("a*c", "abd", false),
            ("a?c", "a?c", true),
            ("", "", true),
            ("", "a", false),
        ] {
            assert_eq!(pattern_covers(pattern, text), expect, "{pattern} {text}");
        }
    }
}
