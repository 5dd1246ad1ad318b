//! Which context keys a policy asks for that nobody stated.
//!
//! Must not call a key unknown that AWS is documented to leave out.

use std::collections::BTreeSet;

use crate::catalog::{BearerValue, Catalog, KeyUse};
use crate::evaluate::{Caller, Context};
use crate::language::Document;
use crate::policy::Scope;

/// Keys that follow from the principal who signs.
const OF_THE_SIGNER: [&str; 3] = [
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principaltype",
];

/// The same context, in which every key that the policy asks for and that is neither stated nor
/// documented to be absent is unknown. `stated` is in lower case.
pub(crate) fn complete(
    catalog: &Catalog,
    document: &Document,
    caller: &Caller,
    mut context: Context,
    stated: &BTreeSet<String>,
) -> Context {
    let given: BTreeSet<String> = context.known().map(|(key, _)| key.to_owned()).collect();
    for key in asked(document) {
        if !stated.contains(&key) && !given.contains(&key) && !is_settled(catalog, caller, &key) {
            context.set_unknown(&key);
        }
    }
    context
}

/// What is known of the key without anybody's word.
fn is_settled(catalog: &Catalog, caller: &Caller, key: &str) -> bool {
    let fact = catalog.global_key(key);
    let never = fact.is_some_and(|k| k.usable == KeyUse::AbsentThroughEndpoints);
    never
        || match caller {
            Caller::Signed(_) => OF_THE_SIGNER.contains(&key),
            Caller::Anonymous => fact.is_some_and(|k| k.bearer == BearerValue::Absent),
        }
}

/// Every key that a condition tests or a variable reads, in lower case.
fn asked(document: &Document) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for statement in &document.statements {
        for condition in &statement.conditions {
            keys.insert(condition.key.to_lowercase());
            keys.extend(condition.values.iter().flat_map(|v| variables(v)));
        }
        let (Scope::Resources(arns) | Scope::NotResources(arns)) = &statement.scope;
        keys.extend(arns.iter().flat_map(|arn| variables(arn)));
    }
    keys
}

/// The keys of `${key}` and `${key, 'default'}`.
fn variables(text: &str) -> impl Iterator<Item = String> {
    text.split("${").skip(1).filter_map(|rest| {
        let inside = rest.split_once('}')?.0;
        let key = inside.split(',').next().unwrap_or(inside).trim();
        key.contains(':').then(|| key.to_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_is_its_key() {
        let all: Vec<String> =
            variables("a/${aws:PrincipalTag/Team, 'x'}-${*}-${bedrock-agentcore:actorId}")
                .collect();
        assert_eq!(all, ["aws:principaltag/team", "bedrock-agentcore:actorid"]);
    }
}
