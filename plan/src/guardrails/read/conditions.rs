//! Required conditions: what signed grants must have, and what holds of the others.
//!
//! Must refuse to demand of calls with a token what they never carry: AWS would refuse them all.

use crate::catalog::{BearerValue, Catalog, KeyUse};
use crate::document::Value;
use crate::guardrails::Required;
use crate::request::fields::{At, Fields};
use crate::request::{Condition, RequestError, read_conditions};

/// How a rule says what holds of calls without a signature.
const OAUTH: &str = "oauth";

/// The word for "nothing is required of them".
const NOTHING: &str = "nothing";

pub(super) fn required(fields: &mut Fields<'_>, catalog: &Catalog) -> Option<Required> {
    let before = fields.errors().count();
    let signed = read_conditions(fields, "conditions");
    usable(fields, catalog, &signed);
    let said_nothing = matches!(
        fields.node(OAUTH).map(|node| &node.value),
        Some(Value::Text(word)) if word == NOTHING
    );
    let bearer = match (fields.node(OAUTH).is_some(), said_nothing) {
        (_, true) => Vec::new(),
        (true, false) => {
            let bearer = read_conditions(fields, OAUTH);
            usable(fields, catalog, &bearer);
            for condition in bearer.iter().filter(|c| is_absent(catalog, &c.value)) {
                lacks_key(fields, condition);
            }
            bearer
        }
        (false, false) => {
            if let Some(absent) = signed.iter().find(|c| is_absent(catalog, &c.value)) {
                says_nothing_of_tokens(fields, absent);
            }
            signed.clone()
        }
    };
    if signed.is_empty() && fields.errors().count() == before {
        fields.missing(
            "conditions",
            "write them as IAM does: an operator, a key and values",
        );
    }
    if fields.errors().count() != before {
        return None;
    }
    let values = |all: Vec<At<Condition>>| all.into_iter().map(|c| c.value).collect();
    Some(Required {
        signed: values(signed),
        bearer: values(bearer),
    })
}

/// A key that every grant can carry through an endpoint.
fn usable(fields: &Fields<'_>, catalog: &Catalog, conditions: &[At<Condition>]) {
    for condition in conditions {
        let key = &condition.value.key;
        let (message, help) = match catalog.global_key(key).map(|k| k.usable) {
            None => (
                "only a global key can be required of every grant",
                "name a key that begins with aws:",
            ),
            Some(KeyUse::AbsentThroughEndpoints) => (
                "this key has no value on traffic through an endpoint",
                "use aws:VpcSourceIp",
            ),
            Some(KeyUse::Unsupported) => (
                "AgentCore is not among the services that fill this key",
                "require another",
            ),
            Some(KeyUse::Fine | KeyUse::ConstantHere | KeyUse::Unconfirmed) => continue,
        };
        let (message, help) = (message.to_owned(), help.to_owned());
        let error = RequestError::new(&condition.path, "unusable-key", message, help);
        fields.errors().push(error.seen(key.clone()));
    }
}

/// Calls without a signature have no such value.
fn is_absent(catalog: &Catalog, condition: &Condition) -> bool {
    let key = catalog.global_key(&condition.key);
    key.is_some_and(|k| k.principal || k.bearer != BearerValue::Present)
}

fn lacks_key(fields: &Fields<'_>, condition: &At<Condition>) {
    let message = "calls with a token carry no value for this key, so all of them would be refused";
    let help =
        "require a key that they carry, for example aws:VpcSourceIp, or write oauth = \"nothing\"";
    let (message, help) = (message.to_owned(), help.to_owned());
    let error = RequestError::new(&condition.path, "oauth-lacks-key", message, help);
    fields
        .errors()
        .push(error.seen(condition.value.key.clone()));
}

fn says_nothing_of_tokens(fields: &Fields<'_>, condition: &At<Condition>) {
    let message = format!(
        "calls with a token carry no value for {}: the rule must say what holds of them",
        condition.value.key
    );
    let help = "write what they must have instead under [rules.oauth], for example IpAddress = \
                { \"aws:VpcSourceIp\" = \"10.0.0.0/8\" }, or oauth = \"nothing\""
        .to_owned();
    let error = RequestError::new(&fields.at(OAUTH), "missing", message, help);
    fields.errors().push(error);
}
