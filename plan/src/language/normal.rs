//! What a policy says, without the way it says it: two policies with the same normal form allow
//! the same calls.
//!
//! Must not join what is only nearly the same. Where two forms differ the policies may still mean
//! the same (`a*` and `?*` beside `a`, say); where they are equal they do.

use std::collections::BTreeSet;

use crate::arn::{Arn, pattern_covers};
use crate::evaluate::is_account;
use crate::language::{Actions, Document, Principals, Statement, Version, Who};
use crate::policy::{Effect, Scope};
use crate::request::{Condition, Quantifier};

/// Above so many atoms they are not compared with each other: the form is finer then, and two
/// policies of the same meaning may differ in it.
const MOST_COMPARED: usize = 3_000;

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
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum ActionUnit {
    /// In lower case.
    One(String),
    AllBut(BTreeSet<String>),
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum ScopeUnit {
    One(String),
    AllBut(BTreeSet<String>),
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
        let atoms: BTreeSet<Atom> = self.statements.iter().flat_map(atoms).collect();
        let varies = self.statements.iter().any(holds_variable);
        Normal {
            version: varies.then_some(self.version),
            atoms: if atoms.len() > MOST_COMPARED {
                atoms
            } else {
                pruned(&atoms)
            },
        }
    }

    /// Both allow the same calls, as far as their normal forms tell.
    pub fn means_the_same(&self, other: &Self) -> bool {
        self.normal() == other.normal()
    }
}

impl Normal {
    /// Everything that the atoms of a statement let through is let through already, by single
    /// atoms of this form.
    pub fn covers(&self, statement: &Statement) -> bool {
        let mut parts = atoms(statement);
        parts.all(|part| self.atoms.iter().any(|own| own.covers(&part)))
    }
}

/// A statement as atoms.
fn atoms(statement: &Statement) -> impl Iterator<Item = Atom> {
    let who = who(&statement.who);
    let actions: Vec<ActionUnit> = match &statement.actions {
        Actions::Only(all) => all
            .iter()
            .map(|a| ActionUnit::One(a.to_lowercase()))
            .collect(),
        Actions::AllBut(all) => vec![ActionUnit::AllBut(
            all.iter().map(|a| a.to_lowercase()).collect(),
        )],
    };
    let scopes: Vec<ScopeUnit> = match &statement.scope {
        Scope::Resources(all) => all.iter().cloned().map(ScopeUnit::One).collect(),
        Scope::NotResources(all) => vec![ScopeUnit::AllBut(all.iter().cloned().collect())],
    };
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
    let aws = principals.aws.iter().map(|text| match text.parse::<Arn>() {
        Ok(arn) if arn.service == "iam" && arn.resource == "root" => WhoUnit::Account(arn.account),
        _ if is_account(text) => WhoUnit::Account(text.clone()),
        _ => WhoUnit::Aws(text.clone()),
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

fn holds_variable(statement: &Statement) -> bool {
    let (Scope::Resources(scope) | Scope::NotResources(scope)) = &statement.scope;
    let values = statement.conditions.iter().flat_map(|c| &c.values);
    scope.iter().chain(values).any(|text| text.contains("${"))
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
            (Self::Account(account), Self::Aws(text)) => {
                text.parse::<Arn>().is_ok_and(|arn| arn.account == *account)
            }
            _ => self == other,
        }
    }
}

impl ActionUnit {
    fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::One(pattern), Self::One(action)) => pattern_covers(pattern, action),
            (Self::One(pattern), Self::AllBut(_)) => pattern == "*",
            _ => self == other,
        }
    }
}

impl ScopeUnit {
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
    let parts = |text: &'_ str| text.splitn(6, ':').map(str::to_owned).collect::<Vec<_>>();
    let (patterns, parts) = (parts(pattern), parts(arn));
    let varies = pattern.contains("${") || arn.contains("${");
    !varies
        && patterns.len() == 6
        && parts.len() == 6
        && patterns
            .iter()
            .zip(&parts)
            .all(|(p, t)| pattern_covers(p, t))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::evaluate::{Call, Caller, Context, Evaluator, Values};
    use crate::language::read;
    use proptest::prelude::*;

    fn document(statements: &str) -> Document {
        let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
        let reading = read(&text).unwrap();
        assert!(reading.faults.is_empty(), "{:?}", reading.faults);
        reading.document
    }

    fn allow(who: &str, actions: &str, on: &str, more: &str) -> String {
        format!(
            r#"{{"Effect": "Allow", "Principal": {who}, "Action": {actions}, "Resource": {on}{more}}}"#
        )
    }

    const ROLE: &str = r#"{"AWS": "arn:aws:iam::111122223333:role/app"}"#;
    const ON: &str = r#""arn:aws:x:r:111122223333:runtime/a""#;
    const WIDE: &str = r#""arn:aws:x:r:111122223333:runtime/*""#;

    #[test]
    fn forms_of_the_same_meaning_are_the_same() {
        let plain = document(&allow(ROLE, r#"["a:b", "a:c"]"#, ON, ""));
        for other in [
            format!(
                "{},{}",
                allow(ROLE, r#""a:c""#, ON, ""),
                allow(ROLE, r#""A:B""#, ON, "")
            ),
            format!(
                "{},{}",
                allow(ROLE, r#"["a:b", "a:c"]"#, ON, ""),
                allow(
                    ROLE,
                    r#""a:b""#,
                    ON,
                    r#", "Condition": {"Bool": {"aws:x": "true"}}"#
                )
            ),
        ] {
            assert!(plain.means_the_same(&document(&other)), "{other}");
        }
        let account = document(&allow(r#"{"AWS": "111122223333"}"#, r#""a:*""#, WIDE, ""));
        let root = document(&format!(
            "{},{}",
            allow(
                r#"{"AWS": "arn:aws:iam::111122223333:root"}"#,
                r#""a:*""#,
                WIDE,
                ""
            ),
            allow(ROLE, r#""a:b""#, ON, "")
        ));
        assert!(account.means_the_same(&root));
    }

    #[test]
    fn what_differs_in_meaning_differs_in_form() {
        let plain = document(&allow(ROLE, r#""a:b""#, ON, ""));
        for other in [
            allow(r#""*""#, r#""a:b""#, ON, ""),
            allow(ROLE, r#""a:?""#, ON, ""),
            allow(ROLE, r#""a:b""#, WIDE, ""),
            allow(
                ROLE,
                r#""a:b""#,
                ON,
                r#", "Condition": {"Null": {"aws:x": "true"}}"#,
            ),
        ] {
            assert!(!plain.means_the_same(&document(&other)), "{other}");
        }
    }

    /// The form as a policy again: a statement for each atom.
    fn as_document(normal: &Normal) -> Document {
        let principals = |who: &WhoUnit| {
            let mut all = Principals::default();
            let units = match who {
                WhoUnit::AllBut(units) => units.clone(),
                one => BTreeSet::from([one.clone()]),
            };
            for unit in units {
                match unit {
                    WhoUnit::Anyone => all.anyone = true,
                    WhoUnit::Account(text) | WhoUnit::Aws(text) => all.aws.push(text),
                    WhoUnit::Other(kind, text) => all.others.push((kind, text)),
                    WhoUnit::AllBut(_) => panic!("no list of all but holds another"),
                }
            }
            match who {
                WhoUnit::AllBut(_) => Who::NotPrincipal(all),
                _ => Who::Principal(all),
            }
        };
        let statement = |atom: &Atom| Statement {
            sid: None,
            effect: atom.effect,
            who: principals(&atom.who),
            actions: match &atom.action {
                ActionUnit::One(one) => Actions::Only(vec![one.clone()]),
                ActionUnit::AllBut(all) => Actions::AllBut(all.iter().cloned().collect()),
            },
            scope: match &atom.scope {
                ScopeUnit::One(one) => Scope::Resources(vec![one.clone()]),
                ScopeUnit::AllBut(all) => Scope::NotResources(all.iter().cloned().collect()),
            },
            conditions: atom
                .tests
                .iter()
                .map(|t| Condition {
                    operator: t.operator.parse().unwrap(),
                    key: t.key.clone(),
                    values: t.values.iter().cloned().collect(),
                })
                .collect(),
            span: None,
        };
        Document {
            version: normal.version.unwrap_or(Version::V2012),
            id: None,
            statements: normal.atoms.iter().map(statement).collect(),
        }
    }

    /// One statement, put together from words by number.
    fn worded(pick: [usize; 6]) -> String {
        const WHO: [&str; 5] = [
            r#""Principal": "*""#,
            r#""Principal": {"AWS": ["111122223333", "arn:aws:iam::444455556666:role/b"]}"#,
            r#""Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}"#,
            r#""NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"}"#,
            r#""Principal": {"AWS": "arn:aws:iam::111122223333:root", "Service": "x.amazonaws.com"}"#,
        ];
        const WHAT: [&str; 4] = [
            r#""Action": ["x:a", "X:B*"]"#,
            r#""Action": "x:*""#,
            r#""NotAction": "x:a""#,
            r#""Action": "x:bc""#,
        ];
        const ON: [&str; 5] = [
            r#""Resource": "*""#,
            r#""Resource": ["arn:aws:x:r:1:t/a", "arn:aws:x:r:1:t/b"]"#,
            r#""Resource": "arn:aws:x:r:1:t/*""#,
            r#""NotResource": "arn:aws:x:r:1:t/a""#,
            r#""Resource": "arn:aws:x:r:1:t/${aws:who}""#,
        ];
        const WHEN: [&str; 4] = [
            "",
            r#", "Condition": {"StringEquals": {"aws:who": "a"}}"#,
            r#", "Condition": {"StringNotEquals": {"AWS:who": ["a", "b"]}}"#,
            r#", "Condition": {"Bool": {"aws:sure": "TRUE"}}"#,
        ];
        let effect = if pick[0] == 0 { "Deny" } else { "Allow" };
        let [who, what, on, when] = [WHO[pick[1]], WHAT[pick[2]], ON[pick[3]], WHEN[pick[4]]];
        format!(r#"{{"Effect": "{effect}", {who}, {what}, {on}{when}}}"#)
    }

    fn calls() -> Vec<Call> {
        let catalog = Catalog::load().unwrap();
        let callers = [
            "",
            "arn:aws:iam::111122223333:role/app",
            "arn:aws:sts::111122223333:assumed-role/app/s",
            "444455556666",
            "arn:aws:iam::444455556666:role/b",
        ];
        let mut all = Vec::new();
        for caller in callers {
            for action in ["x:a", "x:bc", "x:d"] {
                for on in ["arn:aws:x:r:1:t/a", "arn:aws:x:r:1:t/c", "*"] {
                    for who in [None, Some("a"), Some("c")] {
                        let caller = if caller.is_empty() {
                            Caller::Anonymous
                        } else {
                            caller.parse().unwrap()
                        };
                        let mut context = Context::default();
                        if let Some(who) = who {
                            context.set("aws:who", Values::One(who.to_owned()));
                            context.set("aws:sure", Values::One((who == "a").to_string()));
                        }
                        all.push(Call::new(&catalog, caller, action, on, context).unwrap());
                    }
                }
            }
        }
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_normal_form_answers_like_its_source(picks in proptest::collection::vec([0..3_usize, 0..5, 0..4, 0..5, 0..4, 0..1], 1..6)) {
            let statements: Vec<String> = picks.into_iter().map(worded).collect();
            let source = document(&statements.join(","));
            let form = as_document(&source.normal());
            let (before, after) = (Evaluator::new(&source), Evaluator::new(&form));
            for call in calls() {
                prop_assert_eq!(before.decide(&call).verdict, after.decide(&call).verdict, "{:?} {:?}", statements, call);
            }
            prop_assert!(form.means_the_same(&source), "{:?}", statements);
        }
    }

    #[test]
    fn an_allow_that_is_denied_again_says_nothing() {
        let deny = r#"{"Effect": "Deny", "Principal": "*", "Action": "a:*", "Resource": "*"}"#;
        let both = document(&format!("{},{deny}", allow(ROLE, r#""a:b""#, ON, "")));
        assert!(both.means_the_same(&document(deny)));
    }
}
