//! What a policy says, without the way it says it: two policies with the same normal form allow
//! the same calls.
//!
//! Must not join what is only nearly the same. Where two forms differ the policies may still mean
//! the same (`a*` and `?*` beside `a`, say); where they are equal they do.

use std::collections::BTreeSet;

use crate::arn::pattern_covers;
use crate::language::{Actions, Document, Principals, Statement, Version, Who, account_named};
use crate::policy::{Effect, Scope};
use crate::request::{Condition, Quantifier};

/// A policy of more atoms is not taken apart, and two of the same meaning may differ in form then.
const MOST_COMPARED: usize = 1_000;

/// A policy taken apart into atoms: one kind of caller, one action, one kind of resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normal {
    /// `${…}` is text in one and a variable in the other.
    version: Option<Version>,
    atoms: BTreeSet<Atom>,
}

/// The smallest part of a policy that says something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Atom {
    effect: Effect,
    who: WhoUnit,
    action: ActionUnit,
    scope: ScopeUnit,
    tests: BTreeSet<TestUnit>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum WhoUnit {
    Anyone,
    Account(String),
    Aws(String),
    Other(String, String),
    AllBut(BTreeSet<WhoUnit>),
    OneOf(BTreeSet<WhoUnit>),
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum ActionUnit {
    /// In lower case.
    One(String),
    AllBut(BTreeSet<String>),
    OneOf(BTreeSet<ActionUnit>),
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum ScopeUnit {
    One(String),
    AllBut(BTreeSet<String>),
    OneOf(BTreeSet<ScopeUnit>),
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct TestUnit {
    /// The operator; of two names for the same, one.
    operator: String,
    /// In lower case.
    key: String,
    values: BTreeSet<String>,
}

impl Document {
    /// The normal form.
    pub fn normal(&self) -> Normal {
        let size = self
            .statements
            .iter()
            .map(size)
            .fold(0, usize::saturating_add);
        let atoms: BTreeSet<Atom> = if size > MOST_COMPARED {
            self.statements.iter().map(whole).collect()
        } else {
            pruned(&self.statements.iter().flat_map(atoms).collect())
        };
        let varies = atoms.iter().any(Atom::holds_variable);
        Normal {
            version: varies.then_some(self.version),
            atoms,
        }
    }

    /// Both allow the same calls, as far as their normal forms tell.
    pub fn means_the_same(&self, other: &Self) -> bool {
        self.normal() == other.normal()
    }
}

impl Statement {
    /// `${…}` stands among its resources or values.
    pub(crate) fn holds_variable(&self) -> bool {
        whole(self).holds_variable()
    }

    /// Everything that it says the other says too.
    pub(crate) fn says_no_more_than(&self, other: &Self) -> bool {
        if size(self).saturating_mul(size(other)) > MOST_COMPARED {
            return false;
        }
        let other: Vec<Atom> = atoms(other).collect();
        atoms(self).all(|part| other.iter().any(|own| own.covers(&part)))
    }

    /// Both are for the same callers under the same conditions.
    pub(crate) fn same_callers_and_conditions(&self, other: &Self) -> bool {
        let tests = |s: &Self| -> BTreeSet<TestUnit> { s.conditions.iter().map(test).collect() };
        who(&self.who) == who(&other.who) && tests(self) == tests(other)
    }
}

impl Normal {
    /// Everything that the atoms of a statement let through is let through already, by single
    /// atoms of this form. Of a statement of very many atoms that is not known to be so.
    pub fn covers(&self, statement: &Statement) -> bool {
        if size(statement) > MOST_COMPARED {
            return false;
        }
        let mut parts = atoms(statement);
        parts.all(|part| self.atoms.iter().any(|own| own.covers(&part)))
    }
}

/// A statement as atoms: as many as the product of its lists.
fn atoms(statement: &Statement) -> impl Iterator<Item = Atom> {
    let who = who(&statement.who);
    let actions = actions(&statement.actions);
    let scopes = scopes(&statement.scope);
    let tests: BTreeSet<TestUnit> = statement.conditions.iter().map(test).collect();
    let effect = statement.effect;
    who.into_iter().flat_map(move |who| {
        let (scopes, tests) = (scopes.clone(), tests.clone());
        actions.clone().into_iter().flat_map(move |action| {
            let (who, tests) = (who.clone(), tests.clone());
            scopes.clone().into_iter().map(move |scope| Atom {
                effect,
                who: who.clone(),
                action: action.clone(),
                scope,
                tests: tests.clone(),
            })
        })
    })
}

/// How many atoms a statement has.
fn size(statement: &Statement) -> usize {
    let lists = [
        who(&statement.who).len(),
        actions(&statement.actions).len(),
        scopes(&statement.scope).len(),
    ];
    lists.into_iter().fold(1, usize::saturating_mul)
}

/// A statement as one atom, its lists as they are.
fn whole(statement: &Statement) -> Atom {
    Atom {
        effect: statement.effect,
        who: WhoUnit::OneOf(who(&statement.who)),
        action: ActionUnit::OneOf(actions(&statement.actions).into_iter().collect()),
        scope: ScopeUnit::OneOf(scopes(&statement.scope).into_iter().collect()),
        tests: statement.conditions.iter().map(test).collect(),
    }
}

fn actions(actions: &Actions) -> Vec<ActionUnit> {
    match actions {
        Actions::Only(all) => all
            .iter()
            .map(|a| ActionUnit::One(a.to_lowercase()))
            .collect(),
        Actions::AllBut(all) => {
            vec![ActionUnit::AllBut(
                all.iter().map(|a| a.to_lowercase()).collect(),
            )]
        }
    }
}

fn scopes(scope: &Scope) -> Vec<ScopeUnit> {
    match scope {
        Scope::Resources(all) => all.iter().cloned().map(ScopeUnit::One).collect(),
        Scope::NotResources(all) => vec![ScopeUnit::AllBut(all.iter().cloned().collect())],
    }
}

fn who(who: &Who) -> BTreeSet<WhoUnit> {
    match who {
        Who::Principal(principals) => units(principals),
        Who::NotPrincipal(principals) => BTreeSet::from([WhoUnit::AllBut(units(principals))]),
    }
}

fn units(principals: &Principals) -> BTreeSet<WhoUnit> {
    if principals.anyone {
        return BTreeSet::from([WhoUnit::Anyone]);
    }
    let aws = principals.aws.iter().map(|text| match account_named(text) {
        Some(account) => WhoUnit::Account(account.to_owned()),
        None => WhoUnit::Aws(text.clone()),
    });
    let others = principals.others.iter();
    aws.chain(others.map(|(kind, text)| WhoUnit::Other(kind.clone(), text.clone())))
        .collect()
}

fn test(condition: &Condition) -> TestUnit {
    let base = match condition.operator.base() {
        "ArnEquals" => "ArnLike",
        "ArnNotEquals" => "ArnNotLike",
        base => base,
    };
    let set = match condition.operator.quantifier {
        Some(Quantifier::ForAllValues) => "ForAllValues:",
        Some(Quantifier::ForAnyValue) => "ForAnyValue:",
        None => "",
    };
    let if_exists = if condition.operator.if_exists {
        "IfExists"
    } else {
        ""
    };
    let folds = matches!(base, "Bool" | "Null");
    TestUnit {
        operator: format!("{set}{base}{if_exists}"),
        key: condition.key.to_lowercase(),
        values: condition
            .values
            .iter()
            .map(|v| if folds { v.to_lowercase() } else { v.clone() })
            .collect(),
    }
}

/// The atoms without those that others say already, and without Allows that a Deny takes back.
fn pruned(atoms: &BTreeSet<Atom>) -> BTreeSet<Atom> {
    let all: Vec<&Atom> = atoms.iter().collect();
    let needless = |atom: &Atom| {
        all.iter().any(|other| {
            let said = *other != atom && other.effect == atom.effect && other.covers(atom);
            // Of two that cover each other the first in order stays.
            let stays = said && atom.covers(other) && atom < *other;
            let denied = other.effect == Effect::Deny && atom.effect == Effect::Allow;
            (said && !stays) || (denied && other.covers_whatever_the_effect(atom))
        })
    };
    all.iter()
        .filter(|atom| !needless(atom))
        .map(|atom| (*atom).clone())
        .collect()
}

impl Atom {
    /// `${…}` stands in it, which is a variable in one version and text in the other.
    fn holds_variable(&self) -> bool {
        self.scope.holds_variable()
            || self
                .tests
                .iter()
                .any(|t| t.values.iter().any(|v| v.contains("${")))
    }

    /// It says everything that the other says.
    fn covers(&self, other: &Self) -> bool {
        self.effect == other.effect && self.covers_whatever_the_effect(other)
    }

    fn covers_whatever_the_effect(&self, other: &Self) -> bool {
        self.tests.is_subset(&other.tests)
            && self.who.covers(&other.who)
            && self.action.covers(&other.action)
            && self.scope.covers(&other.scope)
    }
}

impl WhoUnit {
    fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Anyone, _) => true,
            (Self::Account(account), Self::Aws(text)) => text.split(':').nth(4) == Some(account),
            _ => self == other,
        }
    }
}

impl ActionUnit {
    fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::One(pattern), Self::One(action)) => pattern_covers(pattern, action),
            (Self::One(pattern), Self::AllBut(_) | Self::OneOf(_)) => pattern == "*",
            _ => self == other,
        }
    }
}

impl ScopeUnit {
    fn holds_variable(&self) -> bool {
        match self {
            Self::One(text) => text.contains("${"),
            Self::AllBut(texts) => texts.iter().any(|text| text.contains("${")),
            Self::OneOf(units) => units.iter().any(Self::holds_variable),
        }
    }

    fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::One(pattern), _) if pattern == "*" => true,
            (Self::One(pattern), Self::One(arn)) => pattern == arn || arn_covers(pattern, arn),
            _ => self == other,
        }
    }
}

/// Each of the six parts covers the other's; variables cover only themselves.
fn arn_covers(pattern: &str, arn: &str) -> bool {
    // A pattern without a wildcard covers itself alone, and that was asked before.
    if !pattern.contains(['*', '?']) || pattern.contains("${") || arn.contains("${") {
        return false;
    }
    let (mut patterns, mut parts) = (pattern.splitn(6, ':'), arn.splitn(6, ':'));
    let mut compared = 0;
    loop {
        match (patterns.next(), parts.next()) {
            (Some(pattern), Some(part)) if pattern_covers(pattern, part) => compared += 1,
            (None, None) => return compared == 6,
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests;
