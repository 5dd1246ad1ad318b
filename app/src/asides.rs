//! What a person gives beside the answers: a call to try, an error to be explained, ARNs to begin with.
//!
//! A call travels in the same address as the answers and is no part of the request. Must not be
//! handed to the plan's decoder; and an error must not travel: it may hold ids and names that do not
//! belong in an address, so it stays on the page that it was sent to.

use postern_plan::attempt::{Credentials, Field, Typed};

/// The answer to what a caller carries: a signature or a token.
pub const CREDENTIALS: &str = "try.credentials";
/// The principal who signs.
pub const CALLER: &str = "try.caller";
/// The action.
pub const ACTION: &str = "try.action";
/// The resource.
pub const RESOURCE: &str = "try.resource";
/// The context, `key = value` on each line.
pub const CONTEXT: &str = "try.context";
/// An error or a symptom.
pub const ERROR: &str = "why.text";

/// ARNs pasted to begin with.
pub const ARNS: &str = "arns";

const ALL: [&str; 7] = [CREDENTIALS, CALLER, ACTION, RESOURCE, CONTEXT, ERROR, ARNS];

/// The value of [`CREDENTIALS`] for a signature.
pub const SIGNATURE: &str = "signature";
/// The value of [`CREDENTIALS`] for a token or nothing.
pub const TOKEN: &str = "token";

/// Whether a field of this name is one of these.
pub fn is_aside(name: &str) -> bool {
    ALL.contains(&name)
}

/// The name of a field.
pub fn name(field: Field) -> &'static str {
    match field {
        Field::Caller => CALLER,
        Field::Action => ACTION,
        Field::Resource => RESOURCE,
        Field::Context => CONTEXT,
    }
}

/// An error may hold what belongs in no address; ARNs become grants.
fn stays(name: &str) -> bool {
    name == ERROR || name == ARNS
}

/// What was tried, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asides {
    pairs: Vec<(String, String)>,
}

impl Asides {
    /// The asides among fields, and the others. Of a field that stands twice the last counts, and
    /// what is empty counts as not given.
    pub fn split(pairs: Vec<(String, String)>) -> (Self, Vec<(String, String)>) {
        let (mine, others): (Vec<_>, Vec<_>) =
            pairs.into_iter().partition(|(name, _)| is_aside(name));
        let pairs = ALL
            .into_iter()
            .filter_map(|wanted| {
                let (_, value) = mine.iter().rfind(|(name, _)| name == wanted)?;
                let value = value.replace("\r\n", "\n");
                (!value.trim().is_empty()).then(|| (wanted.to_owned(), value))
            })
            .collect();
        (Self { pairs }, others)
    }

    /// Every field that holds something and goes with the answers to other pages.
    pub fn travelling(&self) -> impl Iterator<Item = &(String, String)> {
        self.pairs.iter().filter(|(name, _)| !stays(name))
    }

    /// Whether something was typed that stays on the page that it was sent to.
    pub fn holds_what_stays(&self) -> bool {
        self.pairs.iter().any(|(name, _)| stays(name))
    }

    /// The same without a field.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.pairs.retain(|(key, _)| key != name);
        self
    }

    /// What was typed into a field.
    pub fn value(&self, name: &str) -> &str {
        self.pairs
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// The call that is to be tried; none when nobody asked for one.
    pub fn call(&self) -> Option<Typed<'_>> {
        let asked = [CALLER, ACTION, RESOURCE, CONTEXT];
        if asked.iter().all(|name| self.value(name).is_empty()) {
            return None;
        }
        Some(Typed {
            credentials: match self.value(CREDENTIALS) {
                TOKEN => Credentials::Token,
                _ => Credentials::Signature,
            },
            caller: self.value(CALLER),
            action: self.value(ACTION),
            resource: self.value(RESOURCE),
            context: self.value(CONTEXT),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_taken_out_of_the_answers() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let (asides, others) = Asides::split(vec![
            pair("name", "a"),
            pair("try.caller", "x"),
            pair("try.caller", "y"),
            pair("try.context", "a=b\r\nc=d"),
            pair("try.action", " "),
            pair("try.other", "stays"),
            pair(
                "why.text",
                "arn:aws:iam::111122223333:role/app is not authorized",
            ),
        ]);
        assert_eq!(others, [pair("name", "a"), pair("try.other", "stays")]);
        assert_eq!(asides.value(CALLER), "y");
        assert_eq!(asides.value(CONTEXT), "a=b\nc=d");
        let travelling: Vec<&str> = asides.travelling().map(|(name, _)| name.as_str()).collect();
        assert_eq!(travelling, [CALLER, CONTEXT]);
        assert!(asides.value(ERROR).contains("not authorized"));
        assert!(asides.call().is_some());
    }

    #[test]
    fn a_choice_alone_asks_for_nothing() {
        let (asides, _) = Asides::split(vec![(CREDENTIALS.to_owned(), TOKEN.to_owned())]);
        assert_eq!(asides.call(), None);
    }
}
