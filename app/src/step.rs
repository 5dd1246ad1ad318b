//! The five steps of the wizard, and which field belongs to which.
//!
//! Must not know how a step looks.

use postern_plan::request::{EndpointKey, RequestError};

use crate::asides::ARNS;
use crate::form::field_of;
use crate::routes::{self, FixedPath};

/// One step; their number is fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Which primitives, which resources.
    What,
    /// Who calls, how the calls are signed, what they may do.
    Who,
    /// Where the endpoints go.
    Where,
    /// What is worth knowing before anything is made.
    Check,
    /// Look at it all and take it away.
    Review,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [
        Self::What,
        Self::Who,
        Self::Where,
        Self::Check,
        Self::Review,
    ];

    /// Where it is.
    pub fn path(self) -> FixedPath {
        match self {
            Self::What => routes::HOME,
            Self::Who => routes::WHO,
            Self::Where => routes::WHERE,
            Self::Check => routes::CHECK,
            Self::Review => routes::REVIEW,
        }
    }

    /// Its name in the list of steps.
    pub fn title(self) -> &'static str {
        match self {
            Self::What => "What",
            Self::Who => "Who and how",
            Self::Where => "Where",
            Self::Check => "Check",
            Self::Review => "Review and take",
        }
    }

    /// Its heading, which begins with a verb.
    pub fn heading(self) -> &'static str {
        match self {
            Self::What => "Choose what is used",
            Self::Who => "Say who calls, and how",
            Self::Where => "Say where the endpoints go",
            Self::Check => "Check the plan",
            Self::Review => "Review and take it",
        }
    }

    /// The step after it.
    pub fn next(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|s| *s == self)?;
        Self::ALL.get(at + 1).copied()
    }

    /// The step before it.
    pub fn previous(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|s| *s == self)?;
        Self::ALL.get(at.checked_sub(1)?).copied()
    }

    /// The step on which an error can be mended.
    pub fn of(error: &RequestError) -> Self {
        Self::of_field(&field_of(&error.path))
    }

    /// The step that a field belongs to, whether a page asks for it or not.
    pub fn of_field(name: &str) -> Self {
        let mut segments = name.split('.');
        if name == ARNS {
            return Self::What;
        }
        if segments.next() != Some("grants") {
            return Self::Where;
        }
        match segments.nth(1) {
            Some("auth" | "callers" | "access" | "actions" | "conditions") => Self::Who,
            _ => Self::What,
        }
    }
}

/// Whether a page asks for a field of this name; what else an address holds stays as it is.
pub fn is_asked(name: &str) -> bool {
    let row = |text: &str| matches!(text.len(), 1..=4) && text.bytes().all(|b| b.is_ascii_digit());
    match name.split('.').collect::<Vec<_>>().as_slice() {
        ["name" | "region" | "account" | "policy"]
        | ["guards", "deny_foreign_discovery" | "lockdown"]
        | [
            "placement",
            "vpc" | "subnets" | "security_groups" | "allow_from" | "private_dns" | "share_dns_with"
            | "ip_address_type",
        ]
        | [
            "workload",
            "endpoints" | "subnets" | "security_groups" | "allow_from" | "route_tables" | "buckets"
            | "agent_subnets" | "policy",
        ] => true,
        [
            "endpoints",
            key,
            "subnets" | "security_groups" | "private_dns" | "ip_address_type" | "policy"
            | "existing",
        ] => key.parse::<EndpointKey>().is_ok(),
        ["tags", at, "key" | "value"]
        | [
            "grants",
            at,
            "primitive" | "plane" | "resources" | "auth" | "callers" | "access" | "actions",
        ] => row(at),
        [
            "grants",
            at,
            "conditions",
            condition,
            "operator" | "key" | "value",
        ] => row(at) && row(condition),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postern_plan::catalog::Catalog;
    use postern_plan::request::Request;

    #[test]
    fn every_error_has_its_step() {
        let catalog = Catalog::load().unwrap();
        let pairs = crate::form::Form::of_query(
            "grants.0.primitive=runtime&grants.0.resources=a+b&grants.0.auth=x&junk=1",
        )
        .pairs()
        .to_vec();
        let errors = Request::draft_query(&catalog, &pairs).errors;
        let of = |path: &str| Step::of(errors.iter().find(|e| e.path == path).unwrap());
        assert_eq!(of("grants[0].resources[0]"), Step::What);
        assert_eq!(of("grants[0].auth"), Step::Who);
        assert_eq!(of("placement.vpc"), Step::Where);
        assert_eq!(of("junk"), Step::Where);
    }

    #[test]
    fn the_steps_follow_each_other() {
        assert_eq!(Step::What.previous(), None);
        assert_eq!(Step::What.next(), Some(Step::Who));
        assert_eq!(Step::Review.next(), None);
    }
}
