//! What a policy let through before it was added to, asked again of the policy that comes of it.
//!
//! Must know nothing of how it was added to.

use std::collections::BTreeSet;

use crate::arn::instance;
use crate::catalog::Catalog;
use crate::evaluate::{Call, Caller, Context, Evaluator, Verdict};
use crate::language::{Actions, Document, Statement, Who, account_named};
use crate::policy::{Effect, Scope};

/// At most so many calls are asked for one statement.
const MOST_CALLS: usize = 100;

/// Calls that were let through before, asked again.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Before {
    /// How many were asked.
    pub calls: usize,
    /// Those that are answered in another way now, in words.
    pub changed: Vec<String>,
}

/// Asks both policies about the calls that the first one's Allows name, and about those that the
/// Denies of the second are about: a wide Allow may have let them through.
pub(super) fn asked(catalog: &Catalog, before: &Document, after: &Document) -> Before {
    let (old, new) = (Evaluator::new(before), Evaluator::new(after));
    let of = |document: &'_ Document, effect: Effect| -> Vec<Statement> {
        let all = document.statements.iter().filter(|s| s.effect == effect);
        all.cloned().collect()
    };
    let denies = of(after, Effect::Deny);
    let mut found = Before::default();
    for allow in of(before, Effect::Allow) {
        let let_through = calls(catalog, &allow, &denies)
            .filter(|call| old.decide(call).verdict != Verdict::Denied)
            .take(MOST_CALLS);
        for call in let_through {
            found.calls += 1;
            let (was, is) = (old.decide(&call).verdict, new.decide(&call).verdict);
            if was != is {
                found.changed.push(format!(
                    "{} on {} by {}: {} before, {} now",
                    call.action,
                    call.resource,
                    call.caller,
                    was.as_str(),
                    is.as_str()
                ));
            }
        }
    }
    found.changed.sort();
    found.changed.dedup();
    found
}

/// Calls of each caller of an Allow, on what it and the Denies name. Of the keys that its conditions
/// look at nothing is known.
fn calls<'a>(
    catalog: &'a Catalog,
    allow: &'a Statement,
    denies: &'a [Statement],
) -> impl Iterator<Item = Call> + 'a {
    let mut context = Context::default();
    for condition in &allow.conditions {
        context.set_unknown(&condition.key);
    }
    let statements = || denies.iter().chain([allow]);
    let actions: BTreeSet<&str> = statements().flat_map(actions).collect();
    let resources: BTreeSet<&str> = statements().flat_map(resources).collect();
    callers(allow).into_iter().flat_map(move |caller| {
        let (resources, context) = (resources.clone(), context.clone());
        actions.clone().into_iter().flat_map(move |action| {
            let (caller, context) = (caller.clone(), context.clone());
            resources.clone().into_iter().filter_map(move |resource| {
                let (action, resource) = (instance(action), instance(resource));
                Call::new(catalog, caller.clone(), &action, &resource, context.clone()).ok()
            })
        })
    })
}

/// The actions that a statement names; `*` names none.
fn actions(statement: &Statement) -> impl Iterator<Item = &str> {
    let (Actions::Only(all) | Actions::AllBut(all)) = &statement.actions;
    all.iter()
        .map(String::as_str)
        .filter(|action| *action != "*")
}

fn resources(statement: &Statement) -> impl Iterator<Item = &str> {
    let (Scope::Resources(all) | Scope::NotResources(all)) = &statement.scope;
    all.iter().map(String::as_str)
}

fn callers(statement: &Statement) -> Vec<Caller> {
    let Who::Principal(principals) = &statement.who else {
        return vec![Caller::Anonymous];
    };
    let named = principals.aws.iter().filter_map(|text| {
        let principal = account_named(text).map_or_else(
            || text.clone(),
            |account| format!("arn:aws:iam::{account}:role/anyone"),
        );
        principal.parse().ok()
    });
    let anyone = principals.anyone.then_some(Caller::Anonymous);
    named.chain(anyone).collect()
}
