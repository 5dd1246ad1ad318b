//! Tokens of programs as their page shows them.
//!
//! Must hold no secret but the one that was made a moment ago.

use crate::person::Role;

/// How a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenState {
    /// It is good.
    Good,
    /// Its time is over.
    Ended,
    /// Somebody revoked it.
    Revoked,
}

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenLine {
    /// Its id.
    pub id: String,
    /// What its maker calls it.
    pub name: String,
    /// Who made it.
    pub maker: String,
    /// The most that it may do.
    pub role: String,
    /// Where; empty for wherever its maker may.
    pub places: String,
    /// Until when it is good, RFC 3339.
    pub until: String,
    /// When it was last used, RFC 3339.
    pub used: Option<String>,
    /// How it stands.
    pub state: TokenState,
}

/// What was typed of a new token, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedToken {
    /// Its name.
    pub name: String,
    /// A word of a role.
    pub role: String,
    /// Accounts and environments.
    pub places: String,
    /// Days.
    pub days: String,
}

/// What is wrong with one field of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongField {
    /// The field.
    pub field: &'static str,
    /// What is wrong, and what to do.
    pub sentence: String,
}

/// A token that was made now: its secret is shown this once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeToken {
    /// What its maker calls it.
    pub name: String,
    /// The secret.
    pub secret: String,
}

/// Whose tokens are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Those of whoever looks.
    Own,
    /// Everybody's.
    Everybodys,
}

/// The page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokensPage {
    /// The tokens, the newest first.
    pub lines: Vec<TokenLine>,
    /// Whose they are.
    pub whose: Whose,
    /// The roles that a token of whoever looks may have.
    pub roles: Vec<Role>,
    /// How many days a token is good at most.
    pub longest_days: u32,
    /// What was typed.
    pub typed: TypedToken,
    /// What is wrong with it.
    pub wrong: Vec<WrongField>,
    /// What was made now.
    pub made: Option<MadeToken>,
}
