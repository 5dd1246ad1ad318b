//! Who asks, and what they may do.
//!
//! The gate puts it beside every request whose route is not for everybody; handlers take it from
//! there. Must not find out who somebody is: [`crate::sign_in`] does.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use postern_app::person::{self, Role};
use postern_plan::proposal::Speaker;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::error::HttpError;
use crate::roles::Held;

/// Somebody who signed in
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// What tells them apart from everybody else where they sign in: never changed, never given to
    /// another
    pub id: String,
    /// The name that they are shown by
    pub name: String,
    /// Their address, where it is known
    pub email: Option<String>,
    /// The groups that they belong to
    pub groups: BTreeSet<String>,
}

/// Who asks
#[derive(Clone, Debug)]
pub enum Visitor {
    /// Whoever reaches the port, where nobody has to sign in: may do everything
    Anybody,
    /// Somebody who signed in
    Known(Arc<Known>),
}

/// Somebody who signed in, and what they may do
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Who it is
    pub person: Person,
    /// What they may do
    pub held: Held,
    /// Whom to ask for more
    pub contact: Option<String>,
    /// The token of ours that a program used in their name
    pub token: Option<UsedToken>,
}

/// A token of ours that a request came with
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedToken {
    /// Its id
    pub id: String,
    /// What its maker calls it
    pub name: String,
}

impl Known {
    /// What tells them apart in what is written down, the token among it
    pub fn who(&self) -> String {
        let who = self.person.who();
        match &self.token {
            None => who,
            Some(token) => format!("{who} by token {}", token.name),
        }
    }
}

impl Visitor {
    /// Whether they may do, in this account, what takes `needed`
    pub fn may_in(&self, needed: Role, account: &str) -> bool {
        match self {
            Self::Anybody => true,
            Self::Known(known) => known.held.may_in(needed, account),
        }
    }

    /// Whether they may do it in any account
    pub fn may_somewhere(&self, needed: Role) -> bool {
        match self {
            Self::Anybody => true,
            Self::Known(known) => known.held.may_somewhere(needed),
        }
    }

    /// Refused unless they may do, in this account, what takes `needed`
    pub fn must(&self, needed: Role, account: &str) -> Result<(), HttpError> {
        self.refused_unless(self.may_in(needed, account), needed, Some(account))
    }

    /// Refused unless they may do it in any account
    pub fn must_somewhere(&self, needed: Role) -> Result<(), HttpError> {
        self.refused_unless(self.may_somewhere(needed), needed, None)
    }

    /// Refused where a token of ours asks in somebody's name: it takes their own word
    pub fn must_have_signed_in(&self) -> Result<(), HttpError> {
        match self {
            Self::Known(known) if known.token.is_some() => {
                Err(HttpError::TokenMayNot { who: known.who() })
            }
            _ => Ok(()),
        }
    }

    /// What tells them apart in what is written down; none where nobody has to sign in
    pub fn who(&self) -> Option<String> {
        match self {
            Self::Anybody => None,
            Self::Known(known) => Some(known.who()),
        }
    }

    /// Who speaks, in what is written down of proposals; none where nobody has to sign in
    pub fn speaker(&self) -> Option<Speaker> {
        match self {
            Self::Anybody => None,
            Self::Known(known) => Some(Speaker {
                id: known.person.id.clone(),
                shown: known.who(),
            }),
        }
    }

    /// Their mail address, where it is known
    pub fn email(&self) -> Option<&str> {
        match self {
            Self::Anybody => None,
            Self::Known(known) => known.person.email.as_deref(),
        }
    }

    /// The person as a page shows them
    pub fn shown(&self) -> Option<person::Person> {
        match self {
            Self::Anybody => None,
            Self::Known(known) => Some(person::Person {
                name: known.person.name.clone(),
                id: known.person.id.clone(),
                email: known.person.email.clone(),
                groups: known.person.groups.iter().cloned().collect(),
                held: known.held.shown(),
            }),
        }
    }

    fn refused_unless(
        &self,
        may: bool,
        needed: Role,
        account: Option<&str>,
    ) -> Result<(), HttpError> {
        match self {
            Self::Known(known) if !may => Err(HttpError::MayNot(Box::new(MayNot {
                needed,
                account: account.map(str::to_owned),
                who: known.who(),
                contact: known.contact.clone(),
            }))),
            _ => Ok(()),
        }
    }
}

/// What somebody who signed in may not do
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MayNot {
    /// The role that it takes
    pub needed: Role,
    /// The account; none where it takes the role in any
    pub account: Option<String>,
    /// Who asked
    pub who: String,
    /// Whom to ask for it
    pub contact: Option<String>,
}

impl Person {
    /// What tells them apart and their name, for what is written down
    pub fn who(&self) -> String {
        // The id first: people may choose their name, and it must not look like another's id.
        if self.name == self.id {
            self.id.clone()
        } else {
            format!("{} ({})", self.id, self.name)
        }
    }
}

/// A name as it may be shown: without what turns or hides the text around it. The id where nothing
/// is left
pub fn plain_name(name: &str, id: &str) -> String {
    let turns = |c: char| {
        matches!(c, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let kept: String = name
        .chars()
        .filter(|c| !c.is_control() && !turns(*c))
        .collect();
    let kept = kept.trim();
    if kept.is_empty() { id } else { kept }.to_owned()
}

/// A handler asks for the visitor of a route that is for everybody
#[derive(Debug, Error)]
#[error("nobody was asked who they are")]
struct NobodyAsked;

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, HttpError> {
        let visitor = parts.extensions.get::<Self>().cloned();
        visitor.ok_or_else(|| HttpError::internal(NobodyAsked))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str) -> Person {
        Person {
            id: "sub-1".to_owned(),
            name: name.to_owned(),
            email: None,
            groups: BTreeSet::new(),
        }
    }

    #[test]
    fn a_name_is_told_apart_by_the_id() {
        assert_eq!(person("Ada").who(), "sub-1 (Ada)");
        assert_eq!(person("sub-1").who(), "sub-1");
    }

    #[test]
    fn a_name_does_not_turn_the_text_around_it() {
        assert_eq!(
            plain_name("Ada\u{202e}\n Lovelace\u{2066}", "x"),
            "Ada Lovelace"
        );
        assert_eq!(plain_name(" \u{200b} ", "sub-1"), "sub-1");
        assert_eq!(plain_name("", "sub-1"), "sub-1");
    }

    #[test]
    fn whoever_holds_nothing_is_refused_and_told_what_it_takes() {
        let known = Known {
            person: person("Ada"),
            held: Held::default(),
            contact: Some("the platform team".to_owned()),
            token: None,
        };
        let visitor = Visitor::Known(Arc::new(known));
        let Err(HttpError::MayNot(refused)) = visitor.must(Role::Applier, "111122223333") else {
            panic!("nobody may do what nobody said")
        };
        assert_eq!(refused.needed, Role::Applier);
        assert_eq!(refused.account.as_deref(), Some("111122223333"));
        assert!(Visitor::Anybody.must(Role::Admin, "111122223333").is_ok());
    }
}
