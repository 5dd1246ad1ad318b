//! Whether EC2 takes the tags.
//!
//! Must not claim anything about an organisation's tag policies.

use super::look::Look;
use super::row::{Question, Row};

/// Characters of a tag's key, as the EC2 user guide says.
const KEY: usize = 128;
/// Characters of a tag's value, likewise.
const VALUE: usize = 256;

pub(super) fn rows(look: &Look<'_>) -> Vec<Row> {
    let question = Question::new(
        "tags",
        "tags",
        "number, keys and lengths of the tags; an organisation's tag policies cannot be read here",
    );
    let endpoints = look.plan.endpoints.iter().map(|e| &e.tags);
    let all: Vec<_> = endpoints
        .chain(look.plan.security_group.iter().map(|g| &g.tags))
        .collect();
    let most = look.catalog.quotas.tags_per_resource;
    // The tag of the run comes on top where Postern applies the plan.
    let number = all.iter().map(|tags| tags.len() + 1).max().unwrap_or(0);
    if number > most {
        return vec![question.blocked(
            format!("{number} tags with postern:run, and EC2 takes {most} on a resource"),
            "leave some out",
        )];
    }
    for (key, value) in all.into_iter().flatten() {
        let wrong = if key.to_lowercase().starts_with("aws:") {
            Some("begins with aws:, which is reserved")
        } else if key.is_empty() || key.chars().count() > KEY || value.chars().count() > VALUE {
            Some("has a key that is not 1 to 128 characters long, or a value of more than 256")
        } else {
            None
        };
        if let Some(wrong) = wrong {
            return vec![question.blocked(format!("the tag {key} {wrong}"), "change the tag")];
        }
    }
    vec![question.pass(format!(
        "{number} of {most} tags on a resource with postern:run, and EC2 takes them"
    ))]
}
