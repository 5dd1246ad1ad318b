//! Findings on how far a statement reaches, alone and beside the others.
//!
//! Must compare statements with each other only while they are few.

use super::{At, Seen, Spot};
use crate::language::{Actions, Document, Who};
use crate::policy::{Effect, Scope};

/// More statements than these are not compared with each other.
const MOST_COMPARED: usize = 60;

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

/// Statements that others make needless.
pub(super) fn look_across(seen: &mut Seen<'_>) {
    let reading = seen.reading;
    let document = &reading.document;
    if document.statements.len() < 2 {
        return;
    }
    // What EC2 takes is always compared, but for very many tiny statements.
    let long = seen.text.len() > 2 * seen.catalog.quotas.policy_characters;
    if long || document.statements.len() > MOST_COMPARED {
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
