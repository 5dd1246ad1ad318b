//! Endpoint policies as types that serialise to IAM's JSON.
//!
//! Must not be built from text, and must not pass through an untyped JSON value: order and bytes
//! are part of what is promised.

mod write;

use std::collections::BTreeSet;

use crate::request::Conditions;

/// The policy language's version that every document of ours carries.
pub const VERSION: &str = "2012-10-17";

/// One endpoint policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The statements in their order.
    pub statements: Vec<Statement>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    /// A readable id, letters and digits, unique in the policy.
    pub sid: String,
    /// Allow or Deny.
    pub effect: Effect,
    /// For whom.
    pub principal: Principal,
    /// Which actions, with their prefix, sorted.
    pub actions: Vec<String>,
    /// On what.
    pub scope: Scope,
    /// Under which conditions.
    pub conditions: Conditions,
}

/// Allow or Deny.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Lets through.
    Allow,
    /// Refuses, whatever else allows.
    Deny,
}

/// For whom a statement is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Principal {
    /// `*`: anyone, signed or not.
    Anyone,
    /// These ARNs, sorted.
    Aws(Vec<String>),
}

/// On what a statement is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// These ARNs or patterns, sorted; `*` alone for everything.
    Resources(Vec<String>),
    /// Everything but these.
    NotResources(Vec<String>),
}

impl Scope {
    /// Everything.
    pub fn star() -> Self {
        Self::Resources(vec!["*".to_owned()])
    }

    /// It is everything.
    pub fn is_star(&self) -> bool {
        matches!(self, Self::Resources(all) if all.iter().any(|r| r == "*"))
    }
}

/// How a document is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Two spaces a level.
    Pretty,
    /// No white space.
    Compact,
}

impl Policy {
    /// AWS's default document, which allows everything.
    pub fn full_access() -> Self {
        Self {
            statements: vec![Statement {
                sid: "FullAccess".to_owned(),
                effect: Effect::Allow,
                principal: Principal::Anyone,
                actions: vec!["*".to_owned()],
                scope: Scope::star(),
                conditions: Conditions::default(),
            }],
        }
    }

    /// The document; nothing follows its last brace.
    pub fn to_json(&self, layout: Layout) -> String {
        write::json(self, layout)
    }
}

/// A Sid that no statement has yet, which is used from now on.
pub(crate) fn free_sid(stem: &str, used: &mut BTreeSet<String>) -> String {
    let mut sid = stem.to_owned();
    let mut count = 2;
    while !used.insert(sid.clone()) {
        sid = format!("{stem}{count}");
        count += 1;
    }
    sid
}

/// Statements as an identity policy: the same without principals, since it is attached to one.
pub(crate) fn identity_json(statements: &[Statement]) -> String {
    write::identity(statements)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Document;
    use crate::request::Condition;

    fn sample() -> Policy {
        let texts = |all: &[&str]| all.iter().map(|t| (*t).to_owned()).collect();
        Policy {
            statements: vec![
                Statement {
                    sid: "A".to_owned(),
                    effect: Effect::Allow,
                    principal: Principal::Aws(texts(&[
                        "arn:aws:iam::111122223333:role/b",
                        "arn:aws:iam::111122223333:role/a",
                    ])),
                    actions: texts(&["bedrock-agentcore:InvokeGateway"]),
                    scope: Scope::Resources(texts(&["x", "y"])),
                    conditions: Conditions::new(vec![Condition {
                        operator: "StringEquals".parse().unwrap(),
                        key: "aws:PrincipalOrgID".to_owned(),
                        values: texts(&["o-1"]),
                    }]),
                },
                Statement {
                    sid: String::new(),
                    effect: Effect::Deny,
                    principal: Principal::Anyone,
                    actions: texts(&["a:B"]),
                    scope: Scope::NotResources(texts(&["z"])),
                    conditions: Conditions::default(),
                },
            ],
        }
    }

    #[test]
    fn a_policy_reads_back_from_both_layouts() {
        let policy = sample();
        for layout in [Layout::Pretty, Layout::Compact] {
            let read = crate::language::read(&policy.to_json(layout)).unwrap();
            assert_eq!(read.faults, []);
            assert_eq!(read.document.bare(), Document::from(&policy));
        }
        assert!(
            policy
                .to_json(Layout::Compact)
                .starts_with(r#"{"Version":"2012-10-17","Statement":[{"Sid":"A","#)
        );
    }
}
