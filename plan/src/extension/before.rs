//! What a policy let through before it was added to, asked again of the policy that comes of it.
//!
//! Must know nothing of how it was added to.

use crate::catalog::Catalog;
use crate::evaluate::{Call, Caller, Context, Evaluator, Verdict, is_account};
use crate::language::{Actions, Document, Statement, Who};
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

/// Asks both policies about every kind of call that the first one's Allows name.
pub(super) fn asked(catalog: &Catalog, before: &Document, after: &Document) -> Before {
    let (old, new) = (Evaluator::new(before), Evaluator::new(after));
    let mut found = Before::default();
    let allows = before
        .statements
        .iter()
        .filter(|s| s.effect == Effect::Allow);
    for statement in allows {
        for call in calls(catalog, statement).take(MOST_CALLS) {
            if old.decide(&call).verdict == Verdict::Denied {
                continue;
            }
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
    found
}

/// One call for each caller, action and resource that a statement names, with nothing known of the
/// keys that its conditions look at.
fn calls(catalog: &Catalog, statement: &Statement) -> impl Iterator<Item = Call> {
    let mut context = Context::default();
    for condition in &statement.conditions {
        context.set_unknown(&condition.key);
    }
    let actions: Vec<String> = match &statement.actions {
        Actions::Only(all) => all
            .iter()
            .map(|a| {
                if a == "*" {
                    "x:x".to_owned()
                } else {
                    instance(a)
                }
            })
            .collect(),
        Actions::AllBut(_) => Vec::new(),
    };
    let resources: Vec<String> = match &statement.scope {
        Scope::Resources(all) => all.iter().map(|r| instance(r)).collect(),
        Scope::NotResources(_) => Vec::new(),
    };
    let mut all = Vec::new();
    for caller in callers(statement) {
        for action in &actions {
            for resource in &resources {
                if all.len() < MOST_CALLS {
                    all.extend(Call::new(
                        catalog,
                        caller.clone(),
                        action,
                        resource,
                        context.clone(),
                    ));
                }
            }
        }
    }
    all.into_iter()
}

fn callers(statement: &Statement) -> Vec<Caller> {
    let Who::Principal(principals) = &statement.who else {
        return vec![Caller::Anonymous];
    };
    let named = principals.aws.iter().filter_map(|text| {
        let account = if is_account(text) {
            Some(text.as_str())
        } else {
            text.strip_suffix(":root")
                .and_then(|t| t.rsplit(':').next())
        };
        match account {
            Some(account) => format!("arn:aws:iam::{account}:role/anyone").parse().ok(),
            None => text.parse().ok(),
        }
    });
    named
        .chain(principals.anyone.then_some(Caller::Anonymous))
        .collect()
}

fn instance(pattern: &str) -> String {
    pattern.replace(['*', '?'], "x")
}
