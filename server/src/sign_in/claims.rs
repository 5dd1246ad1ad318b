//! What a token says of a person.
//!
//! Must take what is there as it is: a claim of another shape is no claim.

use std::collections::BTreeSet;

use openidconnect::AdditionalClaims;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Every claim of a token that the standard does not name
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Claims(pub Map<String, Value>);

impl AdditionalClaims for Claims {}

impl Claims {
    /// The groups that a claim lists: an array of texts, or one text. None where it is not there.
    /// A claim of that very name comes before dots that lead into objects
    pub fn groups(&self, claim: &str) -> Option<BTreeSet<String>> {
        let found = self.0.get(claim).or_else(|| self.below(claim))?;
        let texts = match found {
            Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
            Value::String(text) => vec![text.as_str()],
            _ => Vec::new(),
        };
        Some(texts.into_iter().map(str::to_owned).collect())
    }

    /// A text
    pub fn text(&self, claim: &str) -> Option<&str> {
        self.0.get(claim)?.as_str().filter(|text| !text.is_empty())
    }

    fn below(&self, claim: &str) -> Option<&Value> {
        let mut names = claim.split('.');
        let first = self.0.get(names.next()?)?;
        names.try_fold(first, |value, name| value.get(name))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn claims(value: Value) -> Claims {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn groups_are_found_by_name_and_by_path() {
        let claims = claims(json!({
            "groups": ["a", "b", 3],
            "cognito:groups": ["c"],
            "realm_access": { "roles": ["d"] },
            "https://example.org/groups": ["e"],
            "one": "f",
            "none": { "a": 1 },
        }));
        let found = |claim| {
            let groups = claims.groups(claim)?;
            Some(groups.into_iter().collect::<Vec<_>>().join(" "))
        };
        for (claim, groups) in [
            ("groups", Some("a b")),
            ("cognito:groups", Some("c")),
            ("realm_access.roles", Some("d")),
            ("https://example.org/groups", Some("e")),
            ("one", Some("f")),
            ("none", Some("")),
            ("missing", None),
            ("realm_access.missing", None),
            ("groups.a", None),
            ("", None),
        ] {
            assert_eq!(found(claim).as_deref(), groups, "{claim}");
        }
    }
}
