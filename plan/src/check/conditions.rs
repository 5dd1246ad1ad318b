//! Notes on the conditions of grants: keys that are never there, and values that AWS refuses.
//!
//! Must not judge keys that the request's reader already refused.

use super::{Seen, at, some};
use crate::catalog::{BearerValue, Catalog, GlobalKey, KeyUse, Severity};
use crate::plan::{Change, Note};
use crate::planner::reach::GrantReach;
use crate::request::{Auth, Condition, PolicyMode, Quantifier};

/// The characters that AWS wants in a row beside a wildcard of a string condition.
const BESIDE_WILDCARD: usize = 6;

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let judge = |reach| move |condition| of_condition(seen, reach, condition);
    seen.reaches
        .iter()
        .flat_map(|reach| reach.grant.conditions.iter().flat_map(judge(reach)))
        .collect()
}

/// Callers without a signature never meet the condition.
pub(crate) fn shuts_out_bearer(catalog: &Catalog, condition: &Condition) -> bool {
    let Some(key) = catalog.global_key(&condition.key).filter(|k| k.principal) else {
        return false;
    };
    match key.bearer {
        BearerValue::Absent => !met_when_absent(condition),
        // `Null` and negated operators let the word through, as does a pattern that covers it.
        BearerValue::Anonymous => {
            positive(condition)
                && !condition
                    .values
                    .iter()
                    .any(|v| v.starts_with(['*', '?', 'a', 'A']))
        }
        BearerValue::Present => false,
    }
}

/// Whether a request without the key meets the condition.
fn met_when_absent(condition: &Condition) -> bool {
    let operator = condition.operator;
    if operator.base() == "Null" {
        return condition
            .values
            .iter()
            .any(|v| v.eq_ignore_ascii_case("true"));
    }
    operator.if_exists
        || operator.quantifier == Some(Quantifier::ForAllValues)
        || !positive(condition)
}

/// The operator looks for the values, not for anything else.
fn positive(condition: &Condition) -> bool {
    let base = condition.operator.base();
    base != "Null" && !base.contains("Not")
}

fn of_condition(seen: &Seen<'_>, reach: &GrantReach<'_>, condition: &Condition) -> Vec<Note> {
    let subject = format!("{}.conditions", at(reach));
    let key = &condition.key;
    let global = seen.catalog.global_key(key);
    if reach.grant.auth != Auth::Sigv4 && global.is_some_and(|k| k.principal) {
        let detail = format!(
            "{key} is about a signed principal; {} callers have none, so the statement would refuse them all",
            reach.grant.auth
        );
        let fix = "leave the condition out and limit the grant by resource and action".to_owned();
        return vec![seen.note("oauth-no-principal-conditions", &subject, detail, fix)];
    }
    if seen.mode(reach.endpoint) == PolicyMode::FullAccess {
        return Vec::new();
    }
    let mut notes: Vec<Note> = global
        .and_then(|g| of_use(seen, reach, condition, g, &subject))
        .into_iter()
        .collect();
    notes.extend(missing_on_actions(seen, reach, condition, &subject));
    notes.extend(wildcards(seen, condition, global, &subject));
    notes
}

fn of_use(
    seen: &Seen<'_>,
    reach: &GrantReach<'_>,
    condition: &Condition,
    key: &GlobalKey,
    subject: &str,
) -> Option<Note> {
    let name = &condition.key;
    match key.usable {
        KeyUse::Fine => None,
        KeyUse::AbsentThroughEndpoints => {
            let detail = format!(
                "{name} has no value on traffic through an endpoint: {}",
                without_key(condition)
            );
            Some(seen.note(
                "no-sourceip",
                subject,
                detail,
                "use aws:VpcSourceIp".to_owned(),
            ))
        }
        KeyUse::Unsupported => {
            let detail = format!("AgentCore is not among the services that fill {name}");
            let fix = "leave the condition out".to_owned();
            Some(seen.note("vpce-account-keys", subject, detail, fix))
        }
        KeyUse::ConstantHere => Some(constant(seen, reach, condition, subject)),
        KeyUse::Unconfirmed => {
            let detail = format!(
                "AgentCore's documentation does not say that {name} is filled; if it is not, {}",
                without_key(condition)
            );
            let fix = "test it before you rely on it, or limit the grant by resource".to_owned();
            Some(seen.note("unconfirmed-key", subject, detail, fix))
        }
    }
}

fn without_key(condition: &Condition) -> &'static str {
    if met_when_absent(condition) {
        "the condition does nothing"
    } else {
        "the grant never matches"
    }
}

/// A key with one value for every call through the endpoint.
fn constant(seen: &Seen<'_>, reach: &GrantReach<'_>, condition: &Condition, subject: &str) -> Note {
    let name = &condition.key;
    let own = if name.to_lowercase().ends_with("vpce") {
        seen.plan
            .endpoint(reach.endpoint)
            .and_then(|e| match &e.change {
                Change::Create => None,
                Change::Modify(m) => Some(m.id.to_string()),
                Change::Leave { id } => Some(id.to_string()),
            })
    } else {
        Some(seen.request.placement.vpc.to_string())
    };
    let listed = own
        .as_ref()
        .is_some_and(|own| condition.values.contains(own));
    let met = if condition.operator.base() == "Null" {
        !met_when_absent(condition)
    } else {
        listed == positive(condition)
    };
    let fix = "leave it out here; it belongs in resource policies and identity policies".to_owned();
    if met {
        let detail = format!(
            "every call through this endpoint has the same {name}, so the condition is always met"
        );
        return seen.note("constant-key", subject, detail, fix);
    }
    let value = own.unwrap_or_else(|| "an id that is only known once it is made".to_owned());
    let detail = format!(
        "every call through this endpoint has {value} as {name}, so the grant never matches"
    );
    Seen::note_as(Severity::Warning, "constant-key", subject, detail, fix)
}

/// A service key that not every action of the grant carries.
fn missing_on_actions(
    seen: &Seen<'_>,
    reach: &GrantReach<'_>,
    condition: &Condition,
    subject: &str,
) -> Option<Note> {
    let key = &condition.key;
    seen.catalog.service_key(key)?;
    let without: Vec<&str> = reach
        .actions
        .iter()
        .filter(|a| !a.action.carries(key) && !a.action.unauthenticated)
        .map(|a| a.action.name.as_str())
        .collect();
    if without.is_empty() || met_when_absent(condition) {
        return None;
    }
    if seen.catalog.global_key(key).is_some() {
        let detail = format!(
            "the service reference names {key} for no call of {}; without it they never match",
            some(without)
        );
        let fix = "test it before you rely on it, or limit the grant by resource".to_owned();
        return Some(seen.note("unconfirmed-key", subject, detail, fix));
    }
    let detail = format!(
        "no call of {} carries {key}, so this grant refuses them",
        some(without)
    );
    let fix = "put them into a grant of their own without the condition".to_owned();
    Some(seen.note("condition-missing-on-actions", subject, detail, fix))
}

fn wildcards(
    seen: &Seen<'_>,
    condition: &Condition,
    global: Option<&GlobalKey>,
    subject: &str,
) -> Option<Note> {
    let key = &condition.key;
    let text = matches!(condition.operator.base(), "StringLike" | "StringNotLike");
    if global.is_some_and(|k| !k.wildcards) {
        let value = condition.values.iter().find(|v| v.contains(['*', '?']))?;
        let detail = format!("`{value}`: an endpoint policy takes no wildcard in a value of {key}");
        return Some(seen.note(
            "wildcard-in-key",
            subject,
            detail,
            "write each value in full".to_owned(),
        ));
    }
    let value = condition.values.iter().find(|v| text && bare_wildcard(v))?;
    let detail = format!(
        "`{value}` for {key}: AWS wants {BESIDE_WILDCARD} plain characters in a row before or after each wildcard"
    );
    let fix = "write more of the value, or list the values".to_owned();
    Some(seen.note("wildcard-six-characters", subject, detail, fix))
}

/// A wildcard has too few plain characters on both sides.
pub(crate) fn bare_wildcard(value: &str) -> bool {
    let runs: Vec<usize> = value
        .split(['*', '?'])
        .map(|run| run.chars().count())
        .collect();
    runs.iter()
        .zip(runs.iter().skip(1))
        .any(|(before, after)| *before.max(after) < BESIDE_WILDCARD)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(operator: &str, key: &str, value: &str) -> Condition {
        Condition {
            operator: operator.parse().unwrap(),
            key: key.to_owned(),
            values: vec![value.to_owned()],
        }
    }

    #[test]
    fn bearer_callers_are_shut_out_only_by_a_key_that_must_be_there() {
        let catalog = Catalog::load().unwrap();
        for (operator, key, value, expect) in [
            ("StringEquals", "aws:PrincipalOrgID", "o-1", true),
            ("StringEqualsIfExists", "aws:PrincipalOrgID", "o-1", false),
            ("StringNotEquals", "aws:PrincipalOrgID", "o-1", false),
            (
                "ForAllValues:StringLike",
                "aws:PrincipalOrgPaths",
                "o-1/r-1/*",
                false,
            ),
            (
                "ForAnyValue:StringLike",
                "aws:PrincipalOrgPaths",
                "o-1/r-1/*",
                true,
            ),
            ("Null", "aws:PrincipalArn", "false", true),
            ("Null", "aws:PrincipalArn", "true", false),
            ("StringEquals", "aws:PrincipalAccount", "111122223333", true),
            (
                "StringNotEquals",
                "aws:PrincipalAccount",
                "111122223333",
                false,
            ),
            ("Null", "aws:PrincipalAccount", "false", false),
            ("StringLike", "aws:PrincipalType", "*", false),
            ("StringEquals", "aws:SourceVpc", "vpc-11111111", false),
        ] {
            let one = condition(operator, key, value);
            assert_eq!(shuts_out_bearer(&catalog, &one), expect, "{operator} {key}");
        }
    }

    #[test]
    fn six_characters_on_one_side_are_enough() {
        for (value, expect) in [
            ("/users/*", false),
            ("/u/*", true),
            ("*", true),
            ("*abcdef", false),
            ("abcdef*gh*", true),
            ("abcdef*ghijkl*", false),
            ("plain", false),
        ] {
            assert_eq!(bare_wildcard(value), expect, "{value}");
        }
    }
}
