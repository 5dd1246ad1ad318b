//! The look-up of where to get a token, which a request asks for with its grants and guards.
//!
//! Must not take a look-up of some runtimes for that of all of an account's.

use crate::arn::Arn;
use crate::catalog::{Action, Catalog, Primitive};
use crate::evaluate::Pattern;
use crate::language::{Actions, Document, Statement, Who};
use crate::policy::{Effect, Scope};

/// The fields of a grant.
type Grant = Vec<(String, String)>;

fn look_ups(catalog: &Catalog) -> impl Iterator<Item = (&Primitive, &Action)> {
    let all = catalog.primitives.iter();
    all.flat_map(|p| p.actions.iter().map(move |a| (p, a)))
        .filter(|(_, a)| a.unauthenticated)
}

/// The statement is about the look-up and nothing else.
pub(super) fn is_alone(catalog: &Catalog, statement: &Statement) -> bool {
    let Actions::Only(texts) = &statement.actions else {
        return false;
    };
    let is = |text: &String| {
        look_ups(catalog)
            .any(|(p, a)| text.eq_ignore_ascii_case(&format!("{}:{}", p.prefix, a.name)))
    };
    !texts.is_empty() && texts.iter().all(is)
}

/// The documented denial of look-ups of other accounts' runtimes.
pub(super) fn is_denied_elsewhere(catalog: &Catalog, statement: &Statement) -> bool {
    let Scope::NotResources(arns) = &statement.scope else {
        return false;
    };
    let [arn] = arns.as_slice() else {
        return false;
    };
    let anyone = matches!(&statement.who, Who::Principal(p) if p.anyone);
    let plain = statement.effect == Effect::Deny && statement.conditions.is_empty();
    anyone && plain && is_alone(catalog, statement) && is_all_of_an_account(arn)
}

/// Every runtime of one account in one Region.
fn is_all_of_an_account(arn: &str) -> bool {
    arn.parse::<Arn>().is_ok_and(|arn| {
        let fixed = |part: &str| !part.is_empty() && !part.contains(['*', '?', '$']);
        fixed(&arn.region) && fixed(&arn.account) && arn.resource == "runtime/*"
    })
}

/// A grant for bearer callers brings the look-up with it: none is needed for it alone.
pub(super) fn leave_to_others(catalog: &Catalog, grants: &mut Vec<Grant>) {
    let alone = |grant: &Grant| {
        let mut actions = grant.iter().filter(|(key, _)| key == "actions").peekable();
        actions.peek().is_some()
            && actions.all(|(_, name)| look_ups(catalog).any(|(_, a)| a.name == *name))
    };
    let brought = grants.iter().any(|grant| {
        has(grant, "auth", "oauth")
            && look_ups(catalog).any(|(p, _)| has(grant, "primitive", &p.id))
            && !alone(grant)
    });
    if brought {
        grants.retain(|grant| !alone(grant));
    }
}

/// What the grants bring and the policy does not allow: a look-up for every runtime of the account.
pub(super) fn added(catalog: &Catalog, document: &Document, grants: &[Grant]) -> Option<String> {
    let brings = |grant: &Grant, primitive: &Primitive| {
        has(grant, "primitive", &primitive.id) && has(grant, "auth", "oauth")
    };
    let open = |statement: &Statement, name: &str| {
        let Actions::Only(texts) = &statement.actions else {
            return false;
        };
        let Scope::Resources(arns) = &statement.scope else {
            return false;
        };
        let anyone = matches!(&statement.who, Who::Principal(p) if p.anyone);
        let fits = |text: &String| Pattern::new(&text.to_lowercase()).fits(&name.to_lowercase());
        let all = |arn: &String| arn == "*" || is_all_of_an_account(arn);
        anyone
            && statement.effect == Effect::Allow
            && statement.conditions.is_empty()
            && texts.iter().any(fits)
            && arns.iter().any(all)
    };
    let missing = look_ups(catalog).any(|(primitive, action)| {
        let name = format!("{}:{}", primitive.prefix, action.name);
        grants.iter().any(|grant| brings(grant, primitive))
            && !document.statements.iter().any(|s| open(s, &name))
    });
    missing.then(|| {
        "A request for bearer callers also lets anyone look up where to get a token, for every runtime of the account; the policy does not."
            .to_owned()
    })
}

fn has(grant: &Grant, key: &str, value: &str) -> bool {
    grant.iter().any(|(k, v)| k == key && v == value)
}
