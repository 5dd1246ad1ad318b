//! A statement, ready to be compared with calls.
//!
//! Must not weigh one statement against another.

use crate::evaluate::arn_matcher::{ArnMatcher, ArnText};
use crate::evaluate::call::{Call, Context};
use crate::evaluate::condition::Test;
use crate::evaluate::glob::Glob;
use crate::evaluate::principal::Principalship;
use crate::evaluate::truth::{Sense, Truth};
use crate::language::{Actions, Statement, Version};
use crate::policy::{Effect, Scope};

/// A statement.
#[derive(Debug, Clone)]
pub(super) struct Compiled {
    pub(super) name: String,
    pub(super) effect: Effect,
    pub(super) who: Principalship,
    /// In lower case.
    actions: Vec<Glob>,
    actions_sense: Sense,
    scope: Vec<ArnMatcher>,
    scope_sense: Sense,
    pub(super) tests: Vec<Test>,
}

impl Compiled {
    /// Makes one of the statement at a place.
    pub(super) fn new(index: usize, statement: &Statement, version: Version) -> Self {
        let (actions, actions_sense) = match &statement.actions {
            Actions::Only(all) => (all, Sense::Plain),
            Actions::AllBut(all) => (all, Sense::Negated),
        };
        let (scope, scope_sense) = match &statement.scope {
            Scope::Resources(all) => (all, Sense::Plain),
            Scope::NotResources(all) => (all, Sense::Negated),
        };
        let matcher = |text: &String| ArnMatcher::of_resource(text, version);
        Self {
            name: statement.name(index),
            effect: statement.effect,
            who: Principalship::new(&statement.who),
            actions: actions
                .iter()
                .map(|a| Glob::new(&a.to_lowercase()))
                .collect(),
            actions_sense,
            scope: scope.iter().map(matcher).collect(),
            scope_sense,
            tests: statement
                .conditions
                .iter()
                .map(|c| Test::new(c, version))
                .collect(),
        }
    }

    /// The statement is about a call; the action is in lower case.
    pub(super) fn is_about(&self, call: &Call, action: &str, resource: &ArnText<'_>) -> Truth {
        if !self.covers_action(action) || !self.who.holds(&call.caller) {
            return Truth::No;
        }
        self.covers(resource, &call.context)
            .and(|| Truth::all(self.tests.iter().map(|t| t.holds(&call.context))))
    }

    /// The keys that it looks at, in lower case.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        let of_tests = self.tests.iter().flat_map(Test::keys);
        of_tests.chain(self.scope.iter().flat_map(ArnMatcher::keys))
    }

    /// A variable stands among its resources.
    pub(super) fn has_variables(&self) -> bool {
        self.scope.iter().any(|m| !m.keys().is_empty())
    }

    /// It is about an action, in lower case.
    pub(super) fn covers_action(&self, action: &str) -> bool {
        self.actions.iter().any(|a| a.fits(action)) == (self.actions_sense == Sense::Plain)
    }

    /// It is about a resource.
    pub(super) fn covers(&self, resource: &ArnText<'_>, context: &Context) -> Truth {
        self.scope_sense
            .over(self.scope.iter().map(|m| m.covers(resource, context)))
    }
}
