//! IAM's policy language as far as an endpoint policy can use it: everything that others may have
//! written, not only what Postern writes.
//!
//! Must not judge: whether a policy is wise is `lint`'s, whom it lets through is `evaluate`'s.

mod meaning;
mod normal;
mod read;

pub use normal::Normal;
pub(crate) use read::read_node;
pub use read::{Fault, FaultKind, Reading, read};

use std::ops::Range;

use crate::document::{Node, Value};
use crate::evaluate::is_account;
use crate::policy::{self, Effect, Policy, Scope};
use crate::request::Condition;

/// A policy document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Which version of the language it is in.
    pub version: Version,
    /// Its `Id`, which means nothing to AWS.
    pub id: Option<String>,
    /// The statements in their order.
    pub statements: Vec<Statement>,
}

/// A version of the language. A document that names none is in the older one.
/// Source: IAM User Guide, "IAM JSON policy elements: Version".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// `2012-10-17`: `${…}` is a variable.
    V2012,
    /// `2008-10-17`: `${…}` is text.
    V2008,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its `Sid`.
    pub sid: Option<String>,
    /// Allow or Deny.
    pub effect: Effect,
    /// For whom.
    pub who: Who,
    /// Which actions.
    pub actions: Actions,
    /// On what.
    pub scope: Scope,
    /// Under which conditions; all must hold.
    pub conditions: Vec<Condition>,
    /// Its bytes in the source, where it has one.
    pub span: Option<Range<usize>>,
}

/// For whom a statement is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// For these.
    Principal(Principals),
    /// For everyone but these.
    NotPrincipal(Principals),
}

/// Principals of every kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Principals {
    /// `*`, alone or among the AWS principals: anyone, signed or not.
    pub anyone: bool,
    /// AWS principals: ARNs, account numbers, unique ids.
    pub aws: Vec<String>,
    /// Others: the kind (`Service`, `Federated`, `CanonicalUser`) and the principal.
    pub others: Vec<(String, String)>,
}

/// Which actions a statement is about; case does not count, `*` and `?` are wildcards.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Actions {
    /// These.
    Only(Vec<String>),
    /// Every one but these.
    AllBut(Vec<String>),
}

/// The statements of a document's text, also of one that has a single statement without a list.
pub(crate) fn statements_of(root: &Node) -> &[Node] {
    match root.field("Statement") {
        Some(Node {
            value: Value::List(items),
            ..
        }) => items,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}

/// The account that a principal's text stands for: twelve digits, or the account's root ARN.
/// Source: IAM User Guide, "AWS JSON policy elements: Principal".
pub(crate) fn account_named(text: &str) -> Option<&str> {
    if is_account(text) {
        return Some(text);
    }
    let mut parts = text.split(':');
    let (arn, _, iam) = (parts.next()?, parts.next()?, parts.next()?);
    let (_, account, root) = (parts.next()?, parts.next()?, parts.next()?);
    (arn == "arn" && iam == "iam" && root == "root" && parts.next().is_none()).then_some(account)
}

impl Document {
    /// The same without the places in a source, so that it can be compared with one that has none.
    #[must_use]
    pub fn bare(mut self) -> Self {
        for statement in &mut self.statements {
            statement.span = None;
        }
        self
    }
}

impl Statement {
    /// The Sid, else `#` and the statement's place from 0.
    pub fn name(&self, index: usize) -> String {
        match &self.sid {
            Some(sid) if !sid.is_empty() => sid.clone(),
            _ => format!("#{index}"),
        }
    }
}

impl From<&Policy> for Document {
    fn from(policy: &Policy) -> Self {
        Self {
            version: Version::V2012,
            id: None,
            statements: policy.statements.iter().map(Statement::from).collect(),
        }
    }
}

impl From<&policy::Statement> for Statement {
    fn from(statement: &policy::Statement) -> Self {
        let principals = match &statement.principal {
            policy::Principal::Anyone => Principals {
                anyone: true,
                ..Principals::default()
            },
            policy::Principal::Aws(arns) => Principals {
                aws: arns.clone(),
                ..Principals::default()
            },
        };
        Self {
            sid: Some(statement.sid.clone()).filter(|sid| !sid.is_empty()),
            effect: statement.effect,
            who: Who::Principal(principals),
            actions: Actions::Only(statement.actions.clone()),
            scope: statement.scope.clone(),
            conditions: statement.conditions.iter().cloned().collect(),
            span: None,
        }
    }
}
