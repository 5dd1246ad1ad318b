//! The answer for a call: an explicit Deny wins, then any Allow, and without one it is denied.
//!
//! Must not look at anything but the statements and the call.

use std::collections::BTreeSet;

use crate::evaluate::arn_matcher::ArnText;
use crate::evaluate::call::{Call, Caller, Context};
use crate::evaluate::compiled::Compiled;
use crate::evaluate::truth::Truth;
use crate::language::Document;
use crate::policy::Effect;

/// A policy, ready to be asked.
#[derive(Debug, Clone)]
pub struct Evaluator {
    pub(super) statements: Vec<Compiled>,
}

/// What a policy answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The call passes.
    Allowed,
    /// It does not.
    Denied,
    /// It hangs on something that is not known.
    Unknown,
}

impl Verdict {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Unknown => "unknown",
        }
    }
}

/// An answer and the statement that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// The answer.
    pub verdict: Verdict,
    /// The statement's place; none when no statement is about the call.
    pub statement: Option<usize>,
}

impl Evaluator {
    /// Makes one of a document.
    pub fn new(document: &Document) -> Self {
        let all = document.statements.iter().enumerate();
        Self {
            statements: all
                .map(|(i, s)| Compiled::new(i, s, document.version))
                .collect(),
        }
    }

    /// The answer for a call.
    pub fn decide(&self, call: &Call) -> Decision {
        Self::decide_over(self.statements.iter().enumerate(), call)
    }

    fn decide_over<'s>(
        statements: impl Iterator<Item = (usize, &'s Compiled)>,
        call: &Call,
    ) -> Decision {
        let action = call.action.to_lowercase();
        let resource = ArnText::new(&call.resource);
        let (mut allows, mut may_allow, mut may_deny) = (None, None, None);
        for (index, statement) in statements {
            match (
                statement.effect,
                statement.is_about(call, &action, &resource),
            ) {
                (Effect::Deny, Truth::Yes) => {
                    return Decision {
                        verdict: Verdict::Denied,
                        statement: Some(index),
                    };
                }
                (Effect::Deny, Truth::Unknown) => may_deny = may_deny.or(Some(index)),
                (Effect::Allow, Truth::Yes) => allows = allows.or(Some(index)),
                (Effect::Allow, Truth::Unknown) => may_allow = may_allow.or(Some(index)),
                (_, Truth::No) => {}
            }
        }
        let (verdict, statement) = match (allows, may_allow, may_deny) {
            (Some(_), _, Some(deny)) => (Verdict::Unknown, Some(deny)),
            (Some(allow), _, None) => (Verdict::Allowed, Some(allow)),
            (None, Some(allow), _) => (Verdict::Unknown, Some(allow)),
            (None, None, _) => (Verdict::Denied, None),
        };
        Decision { verdict, statement }
    }

    /// The same for a call that no other statement than these is about.
    pub(crate) fn decide_among(&self, statements: &[usize], call: &Call) -> Decision {
        let some = statements
            .iter()
            .filter_map(|i| Some((*i, self.statements.get(*i)?)));
        Self::decide_over(some, call)
    }

    /// The statements that are for a caller.
    pub(crate) fn for_caller(&self, caller: &Caller) -> BTreeSet<usize> {
        self.those(|s| s.who.holds(caller))
    }

    /// The statements that are about an action.
    pub(crate) fn for_action(&self, action: &str) -> BTreeSet<usize> {
        let action = action.to_lowercase();
        self.those(|s| s.covers_action(&action))
    }

    /// The statements that are, or with the right variables may be, about a resource.
    pub(crate) fn for_resource(&self, resource: &str) -> BTreeSet<usize> {
        let resource = ArnText::new(resource);
        self.those(|s| s.has_variables() || s.covers(&resource, &Context::default()) != Truth::No)
    }

    /// The keys that the conditions and variables of these statements look at, in lower case.
    pub(crate) fn keys_of<'s>(
        &'s self,
        statements: impl IntoIterator<Item = &'s usize>,
    ) -> BTreeSet<&'s str> {
        let some = statements
            .into_iter()
            .filter_map(|i| self.statements.get(*i));
        some.flat_map(Compiled::keys).collect()
    }

    fn those(&self, is: impl Fn(&Compiled) -> bool) -> BTreeSet<usize> {
        let all = self.statements.iter().enumerate();
        all.filter(|(_, s)| is(s)).map(|(i, _)| i).collect()
    }

    /// The statement's Sid, else `#` and its place.
    pub fn name(&self, statement: usize) -> &str {
        self.statements.get(statement).map_or("", |s| &s.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::evaluate::{Caller, Context, Values};
    use crate::language;

    const RUNTIME: &str = "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/a-AbCdEf1234";

    fn evaluator(statements: &str) -> Evaluator {
        let text = format!("{{\"Version\": \"2012-10-17\", \"Statement\": [{statements}]}}");
        let reading = language::read(&text).unwrap();
        assert!(reading.faults.is_empty(), "{:?}", reading.faults);
        Evaluator::new(&reading.document)
    }

    fn call(caller: &str, context: &[(&str, &str)]) -> Call {
        let catalog = Catalog::load().unwrap();
        let caller = if caller.is_empty() {
            Caller::Anonymous
        } else {
            caller.parse().unwrap()
        };
        let mut all = Context::default();
        for (key, value) in context {
            match *value {
                "?" => all.set_unknown(key),
                value => all.set(key, Values::One(value.to_owned())),
            }
        }
        Call::new(
            &catalog,
            caller,
            "bedrock-agentcore:InvokeAgentRuntime",
            RUNTIME,
            all,
        )
        .unwrap()
    }

    const ROLE: &str = "arn:aws:iam::111122223333:role/path/app";
    const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/app/s-1";

    #[test]
    fn a_caller_without_a_signature_passes_a_star_alone() {
        let named = evaluator(&format!(
            r#"{{"Effect": "Allow", "Principal": {{"AWS": "{ROLE}"}}, "Action": "*", "Resource": "*"}}"#
        ));
        let star = evaluator(
            r#"{"Effect": "Allow", "Principal": {"AWS": ["*"]}, "Action": "bedrock-agentcore:invoke*", "Resource": "arn:aws:bedrock-agentcore:*:111122223333:runtime/*"}"#,
        );
        for (caller, by_name) in [
            ("", false),
            (ROLE, true),
            (SESSION, true),
            ("444455556666", false),
        ] {
            assert_eq!(
                named.decide(&call(caller, &[])).verdict == Verdict::Allowed,
                by_name,
                "{caller}"
            );
            assert_eq!(
                star.decide(&call(caller, &[])),
                Decision {
                    verdict: Verdict::Allowed,
                    statement: Some(0)
                }
            );
        }
    }

    #[test]
    fn what_is_not_known_is_unknown_only_where_it_matters() {
        let allow = r#"{"Sid": "Org", "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}}"#;
        let deny = r#"{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:b": "true"}}}"#;
        let both = evaluator(&format!("{allow},{deny}"));
        let verdict = |context: &[(&str, &str)]| both.decide(&call(ROLE, context)).verdict;
        assert_eq!(verdict(&[("aws:PrincipalOrgID", "o-1")]), Verdict::Allowed);
        assert_eq!(
            verdict(&[("aws:PrincipalOrgID", "o-1"), ("aws:b", "?")]),
            Verdict::Unknown
        );
        assert_eq!(
            verdict(&[("aws:PrincipalOrgID", "?"), ("aws:b", "true")]),
            Verdict::Denied
        );
        assert_eq!(
            verdict(&[("aws:PrincipalOrgID", "o-2"), ("aws:b", "?")]),
            Verdict::Denied
        );
        let one = call(ROLE, &[("aws:PrincipalOrgID", "?")]);
        let reason = both.reason(&one, &both.decide(&one));
        assert_eq!(
            reason,
            "statement Org hangs on aws:principalorgid, which is not known"
        );
    }

    #[test]
    fn a_refusal_says_what_came_nearest() {
        let policy = evaluator(&format!(
            r#"{{"Sid": "Other", "Effect": "Allow", "Principal": {{"AWS": "444455556666"}}, "Action": "aws:b", "Resource": "*"}},
               {{"Sid": "Near", "Effect": "Allow", "Principal": {{"AWS": "{ROLE}"}}, "Action": "*", "Resource": "{RUNTIME}x"}}"#
        ));
        let one = call(ROLE, &[]);
        assert_eq!(
            policy.reason(&one, &policy.decide(&one)),
            "no statement allows it; the nearest is Near, which does not name this resource"
        );
    }

    #[test]
    fn variables_are_filled_in_and_are_no_wildcards() {
        let policy = evaluator(
            r#"{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/${aws:PrincipalTag/team, 'none'}-*"}"#,
        );
        assert_eq!(
            policy
                .decide(&call(ROLE, &[("aws:PrincipalTag/Team", "a")]))
                .verdict,
            Verdict::Allowed
        );
        assert_eq!(
            policy
                .decide(&call(ROLE, &[("aws:PrincipalTag/Team", "*")]))
                .verdict,
            Verdict::Denied
        );
        assert_eq!(policy.decide(&call(ROLE, &[])).verdict, Verdict::Denied);
        assert_eq!(
            policy
                .decide(&call(ROLE, &[("aws:PrincipalTag/team", "?")]))
                .verdict,
            Verdict::Unknown
        );
    }

    #[test]
    fn keys_that_the_action_does_not_carry_are_not_there() {
        let policy = evaluator(
            r#"{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {"Null": {"bedrock-agentcore:actorId": "true"}}}"#,
        );
        assert_eq!(
            policy
                .decide(&call(ROLE, &[("bedrock-agentcore:actorId", "x")]))
                .verdict,
            Verdict::Allowed
        );
    }
}
