//! Findings on how far a statement reaches, alone and beside the others.
//!
//! Must compare statements with each other only while they are few.

use super::{At, Seen, Spot};
use crate::check::shuts_out_bearer;
use crate::evaluate::Pattern;
use crate::language::{Actions, Document, Statement, Who};
use crate::policy::{Effect, Scope};

/// More statements than these are not compared with each other.
const MOST_COMPARED: usize = 60;

/// More comparisons than these take seconds.
const MOST_WORK: usize = 1_000_000;

/// One statement.
pub(super) fn look(seen: &mut Seen<'_>, at: &At<'_>) {
    let statement = at.statement;
    if statement.effect == Effect::Deny {
        return;
    }
    if let Actions::AllBut(_) = statement.actions {
        let detail =
            "it lets through every action but those named, those that AWS adds too".to_owned();
        seen.find(
            "not-action-allow",
            at.place,
            Spot::Element("NotAction"),
            detail,
        );
    }
    if let Scope::NotResources(_) = statement.scope {
        let detail =
            "it lets through calls on everything but what is named, in every account".to_owned();
        seen.find(
            "not-resource-allow",
            at.place,
            Spot::Element("NotResource"),
            detail,
        );
    }
    let everyone = matches!(&statement.who, Who::Principal(p) if p.anyone);
    let everything = at.actions().iter().any(|a| a == "*") && statement.scope.is_star();
    if everyone && everything && statement.conditions.is_empty() {
        let detail = "everyone may make every call: this is AWS's default policy".to_owned();
        seen.find("full-access", at.place, Spot::Whole, detail);
    }
}

/// Runtimes that bearer callers may call, and nobody may ask how to get a token.
pub(super) fn look_for_discovery(seen: &mut Seen<'_>) {
    let reading = seen.reading;
    let (catalog, endpoint) = (seen.catalog, seen.endpoint);
    let carried = || {
        let all = catalog.primitives.iter();
        all.flat_map(|p| p.actions.iter().map(move |a| (p, a)))
            .filter(|(_, a)| a.endpoint == Some(endpoint))
    };
    let open = |statement: &&Statement| {
        let anyone = matches!(&statement.who, Who::Principal(p) if p.anyone);
        let mut conditions = statement.conditions.iter();
        anyone
            && statement.effect == Effect::Allow
            && !conditions.any(|c| shuts_out_bearer(catalog, c))
    };
    let statements = || reading.document.statements.iter().enumerate();
    for (primitive, discovery) in carried().filter(|(_, a)| a.unauthenticated) {
        let found = format!("{}:{}", primitive.prefix, discovery.name);
        if statements().any(|(_, s)| open(&s) && names(s, &found)) {
            continue;
        }
        let bearer = carried().find_map(|(p, a)| {
            let name = format!("{}:{}", p.prefix, a.name);
            let same = p.id == primitive.id && a.bearer && !a.unauthenticated;
            let (index, _) = statements()
                .find(|(_, s)| same && open(s) && names(s, &name) && is_about(s, &p.id))?;
            Some((index, a.name.as_str()))
        });
        if let Some((index, name)) = bearer {
            let place = reading.places.get(index).copied().unwrap_or(index);
            let detail = format!(
                "callers with a bearer token may make {name}, and no statement lets them ask for {}",
                discovery.name
            );
            seen.find("discovery-missing", place, Spot::Whole, detail);
        }
    }
}

/// Actions and resources of a statement.
fn names_in(statement: &Statement) -> usize {
    let (Actions::Only(actions) | Actions::AllBut(actions)) = &statement.actions;
    let (Scope::Resources(all) | Scope::NotResources(all)) = &statement.scope;
    actions.len() + all.len()
}

fn names(statement: &Statement, action: &str) -> bool {
    let any = |all: &[String]| {
        let mut all = all.iter();
        all.any(|text| Pattern::new(&text.to_lowercase()).fits(&action.to_lowercase()))
    };
    match &statement.actions {
        Actions::Only(all) => any(all),
        Actions::AllBut(all) => !any(all),
    }
}

/// The statement's resources may be of this type.
fn is_about(statement: &Statement, kind: &str) -> bool {
    match &statement.scope {
        Scope::Resources(all) => all
            .iter()
            .any(|arn| arn == "*" || arn.contains(&format!(":{kind}/"))),
        Scope::NotResources(_) => true,
    }
}

/// Statements that others make needless.
pub(super) fn look_across(seen: &mut Seen<'_>) {
    let reading = seen.reading;
    let document = &reading.document;
    if document.statements.len() < 2 {
        return;
    }
    // What EC2 takes is always compared, but for very many tiny statements.
    let long = seen.text.len() > 2 * seen.catalog.quotas.policy_characters;
    // Each statement is compared with all of the others, name by name.
    let names: usize = document.statements.iter().map(names_in).sum();
    let work = names
        .saturating_mul(names)
        .saturating_mul(document.statements.len());
    if long || document.statements.len() > MOST_COMPARED || work > MOST_WORK {
        return seen.partly("the statements are too many to be compared with each other");
    }
    for (index, statement) in document.statements.iter().enumerate() {
        // Of two that say the same the later one is needless.
        let others = document.statements.iter().enumerate();
        let rest = others
            .filter(|(i, other)| *i < index || (*i > index && !other.says_no_more_than(statement)));
        let rest = Document {
            statements: rest.map(|(_, s)| s.clone()).collect(),
            ..document.clone()
        };
        if rest.normal().covers(statement) {
            let place = reading.places.get(index).copied().unwrap_or(index);
            let detail = "other statements say all that it says".to_owned();
            seen.find("statement-shadowed", place, Spot::Whole, detail);
        }
    }
}
