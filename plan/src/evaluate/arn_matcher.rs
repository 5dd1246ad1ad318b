//! Patterns of ARNs, as `Resource` and the ARN operators have them.
//!
//! Must not read a wildcard as reaching past a colon where AWS does not.

use crate::evaluate::call::Context;
use crate::evaluate::template::{Matcher, Reading, Template};
use crate::evaluate::truth::Fit;
use crate::language::Version;

/// A pattern of ARNs.
#[derive(Debug, Clone)]
pub(super) enum ArnMatcher {
    /// `*`.
    Everything,
    /// Each of the six parts for itself.
    Parts(Vec<Matcher>),
    /// The whole text at once.
    Whole(Matcher),
    /// It means nothing here.
    Void,
}

/// A text to be compared with patterns of ARNs.
#[derive(Debug, Clone)]
pub(super) struct ArnText<'t> {
    whole: &'t str,
    parts: Vec<&'t str>,
}

impl<'t> ArnText<'t> {
    /// Takes it apart once.
    pub(super) fn new(whole: &'t str) -> Self {
        Self {
            whole,
            parts: whole.splitn(6, ':').collect(),
        }
    }
}

impl ArnMatcher {
    /// A value of `Resource`. A star at the end of a part reaches past the colon after it; one
    /// within a part does not. A variable may stand in the last part only.
    /// Source: IAM User Guide, "IAM JSON policy elements: Resource".
    pub(super) fn of_resource(text: &str, version: Version) -> Self {
        if !text.is_empty() && text.bytes().all(|b| b == b'*') {
            return Self::Everything;
        }
        let template = Template::new(text, version);
        let parts = template.arn_parts();
        let (last, heads) = match parts.split_last() {
            Some((last, heads)) if parts.len() == 6 => (Some(last), heads),
            _ => (None, parts.as_slice()),
        };
        if last.is_some() && heads.iter().any(|part| part.keys().next().is_some()) {
            return Self::Void;
        }
        let starred = heads.iter().any(Template::ends_in_star);
        if last.is_none() || (starred && !heads.iter().any(Template::has_inner_star)) {
            return Self::Whole(Matcher::new(template, Reading::Pattern));
        }
        Self::in_parts(parts)
    }

    /// A value of an ARN operator: each of the six parts is compared for itself, and a text that
    /// has fewer, `*` too, means nothing.
    /// Source: IAM User Guide, "ARN condition operators".
    pub(super) fn of_condition(text: &str, version: Version) -> Self {
        let parts = Template::new(text, version).arn_parts();
        if parts.len() == 6 {
            Self::in_parts(parts)
        } else {
            Self::Void
        }
    }

    fn in_parts(parts: Vec<Template>) -> Self {
        let matcher = |part| Matcher::new(part, Reading::Pattern);
        Self::Parts(parts.into_iter().map(matcher).collect())
    }

    /// The resource of a call fits. A call on `*` is covered by a star alone.
    pub(super) fn covers(&self, resource: &ArnText<'_>, context: &Context) -> Fit {
        match self {
            Self::Everything => Fit::Yes,
            Self::Void => Fit::Void,
            _ if resource.whole == "*" => Fit::No,
            _ => self.fits_parts(resource, context),
        }
    }

    /// The value of a key fits; one that is no ARN fits nothing, and nothing's opposite.
    pub(super) fn fits(&self, value: &ArnText<'_>, context: &Context) -> Fit {
        match self {
            _ if value.parts.len() < 6 => Fit::Void,
            _ => self.fits_parts(value, context),
        }
    }

    fn fits_parts(&self, text: &ArnText<'_>, context: &Context) -> Fit {
        match self {
            Self::Everything => Fit::Yes,
            Self::Void => Fit::Void,
            Self::Whole(matcher) => matcher.fits(text.whole, Reading::Pattern, context),
            Self::Parts(parts) if parts.len() == text.parts.len() => {
                let mut all = Fit::Yes;
                for (matcher, part) in parts.iter().zip(&text.parts) {
                    match matcher.fits(part, Reading::Pattern, context) {
                        Fit::Yes => {}
                        Fit::No => return Fit::No,
                        other => all = other,
                    }
                }
                all
            }
            Self::Parts(_) => Fit::No,
        }
    }

    /// The keys of its variables.
    pub(super) fn keys(&self) -> Vec<&str> {
        match self {
            Self::Everything | Self::Void => Vec::new(),
            Self::Whole(matcher) => matcher.keys(),
            Self::Parts(parts) => parts.iter().flat_map(Matcher::keys).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/a-AbCdEf1234";

    #[test]
    fn stars_reach_as_far_as_aws_says() {
        for (pattern, expected) in [
            ("*", Fit::Yes),
            ("arn:*", Fit::Yes),
            ("arn:aws:bedrock-agentcore:*", Fit::Yes),
            ("arn:aws:bedrock-agentcore:*:runtime/*", Fit::Yes),
            ("arn:aws:bedrock-*:us-*-1:1111*:runtime/*", Fit::Yes),
            (
                "arn:aws:bedrock-agentcore:us-*-1:111122223333:run*/a-*",
                Fit::Yes,
            ),
            ("arn:aws:bedrock-agentcore:us-*:runtime/*", Fit::Yes),
            ("arn:aws:bedrock-agentcore:u*1:runtime/*", Fit::No),
            (
                "arn:aws:bedrock-agentcore:us-east-1:111122223333:Runtime/*",
                Fit::No,
            ),
            ("arn:aws:bedrock-agentcore:us-east-1::runtime/*", Fit::No),
            (
                "arn:aws:bedrock-agentcore:us-east-1:${aws:PrincipalAccount}:runtime/*",
                Fit::Void,
            ),
            ("runtime/a-AbCdEf1234", Fit::No),
        ] {
            let matcher = ArnMatcher::of_resource(pattern, Version::V2012);
            let found = matcher.covers(&ArnText::new(ARN), &Context::default());
            assert_eq!(found, expected, "{pattern}");
        }
    }

    #[test]
    fn a_call_on_everything_is_covered_by_a_star_alone() {
        for (pattern, expected) in [("*", Fit::Yes), ("?", Fit::No), ("arn:*", Fit::No)] {
            let matcher = ArnMatcher::of_resource(pattern, Version::V2012);
            let found = matcher.covers(&ArnText::new("*"), &Context::default());
            assert_eq!(found, expected, "{pattern}");
        }
    }
}
