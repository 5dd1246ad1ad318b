//! Texts of a policy that may hold wildcards and variables.
//!
//! Must not let what a variable stands for act as a wildcard.

use crate::evaluate::call::{Context, Found};
use crate::evaluate::glob::{Glob, Token};
use crate::evaluate::truth::Fit;
use crate::language::Version;

/// A text of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// As it is written; its `*` and `?` may be wildcards.
    Written(String),
    /// `${*}`, `${?}`, `${$}`: the character itself.
    Exact(char),
    /// `${key}` or `${key, 'default'}`; the key in lower case.
    Variable { key: String, or: Option<String> },
}

/// A text with its variables filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Filled {
    /// This.
    Tokens(Vec<Token>),
    /// A variable is not known: any text that fits these.
    Unknown(Vec<Token>),
    /// A variable has no value: it stands for no text at all.
    Nothing,
}

impl Template {
    /// Takes a text apart. Only the newer version of the language has variables.
    pub(super) fn new(text: &str, version: Version) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        let variables = version == Version::V2012;
        while let Some((before, inside, after)) = first_variable(rest).filter(|_| variables) {
            if !before.is_empty() {
                pieces.push(Piece::Written(before.to_owned()));
            }
            pieces.push(variable(inside));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Written(rest.to_owned()));
        }
        Self { pieces }
    }

    /// It holds no variable.
    fn is_fixed(&self) -> bool {
        !self
            .pieces
            .iter()
            .any(|p| matches!(p, Piece::Variable { .. }))
    }

    /// The keys of its variables that have no default.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|p| match p {
            Piece::Variable { key, .. } => Some(key.as_str()),
            _ => None,
        })
    }

    /// What it is between colons: six parts of an ARN, or fewer.
    pub(super) fn arn_parts(&self) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut part = Vec::new();
        for piece in &self.pieces {
            let Piece::Written(text) = piece else {
                part.push(piece.clone());
                continue;
            };
            for (i, segment) in text.splitn(6 - parts.len(), ':').enumerate() {
                if i > 0 {
                    parts.push(std::mem::take(&mut part));
                }
                if !segment.is_empty() {
                    part.push(Piece::Written(segment.to_owned()));
                }
            }
        }
        parts.push(part);
        parts.into_iter().map(|pieces| Self { pieces }).collect()
    }

    /// Its last character is a star as a wildcard.
    pub(super) fn ends_in_star(&self) -> bool {
        matches!(self.pieces.last(), Some(Piece::Written(text)) if text.ends_with('*'))
    }

    /// It has a star as a wildcard before its last character.
    pub(super) fn has_inner_star(&self) -> bool {
        let stars = |text: &String| text.matches('*').count();
        let all: usize = self
            .pieces
            .iter()
            .map(|p| match p {
                Piece::Written(text) => stars(text),
                Piece::Exact(_) | Piece::Variable { .. } => 0,
            })
            .sum();
        all > usize::from(self.ends_in_star())
    }

    fn filled(&self, context: &Context, written: fn(char) -> Token) -> Filled {
        let mut tokens = Vec::new();
        let mut unknown = false;
        for piece in &self.pieces {
            match piece {
                Piece::Written(text) => tokens.extend(text.chars().map(written)),
                Piece::Exact(c) => tokens.push(Token::Char(*c)),
                Piece::Variable { key, or } => match context.single(key) {
                    Found::Known(value) => tokens.extend(value.chars().map(Token::Char)),
                    Found::Unknown => {
                        unknown = true;
                        tokens.push(Token::Any);
                    }
                    Found::Absent => match or {
                        Some(value) => tokens.extend(value.chars().map(Token::Char)),
                        None => return Filled::Nothing,
                    },
                },
            }
        }
        if unknown {
            Filled::Unknown(tokens)
        } else {
            Filled::Tokens(tokens)
        }
    }
}

/// What stands before, in and after the first `${…}`.
fn first_variable(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("${")?;
    let (inside, after) = rest.split_once('}')?;
    Some((before, inside, after))
}

fn variable(inside: &str) -> Piece {
    if let "*" | "?" | "$" = inside {
        return Piece::Exact(inside.chars().next().unwrap_or('$'));
    }
    let (key, or) = match inside.split_once(',') {
        Some((key, or)) => {
            let or = or.trim();
            let inner = or.strip_prefix('\'').and_then(|o| o.strip_suffix('\''));
            (key, inner.map(str::to_owned))
        }
        None => (inside, None),
    };
    Piece::Variable {
        key: key.trim().to_lowercase(),
        or,
    }
}

/// Whether `*` and `?` of a text are wildcards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// They are.
    Pattern,
    /// They are characters.
    Exact,
    /// They are characters, and case does not count.
    ExactIgnoringCase,
}

/// A text that is ready to be compared.
#[derive(Debug, Clone)]
pub(super) enum Matcher {
    /// Without variables.
    Fixed(Glob),
    /// To be filled in for each call.
    Varying(Template),
}

impl Matcher {
    /// Makes one; with [`Reading::ExactIgnoringCase`] the texts compared must be in lower case.
    pub(super) fn new(template: Template, reading: Reading) -> Self {
        if !template.is_fixed() {
            return Self::Varying(template);
        }
        match template.filled(&Context::default(), written(reading)) {
            Filled::Tokens(tokens) => Self::Fixed(glob(tokens, reading)),
            Filled::Unknown(_) | Filled::Nothing => Self::Varying(template),
        }
    }

    /// The text fits.
    pub(super) fn fits(&self, text: &str, reading: Reading, context: &Context) -> Fit {
        match self {
            Self::Fixed(glob) => glob.fits(text).into(),
            Self::Varying(template) => match template.filled(context, written(reading)) {
                Filled::Tokens(tokens) => glob(tokens, reading).fits(text).into(),
                Filled::Unknown(tokens) if glob(tokens.clone(), reading).fits(text) => Fit::Unknown,
                Filled::Unknown(_) => Fit::No,
                Filled::Nothing => Fit::Void,
            },
        }
    }

    /// The keys of its variables.
    pub(super) fn keys(&self) -> Vec<&str> {
        match self {
            Self::Fixed(_) => Vec::new(),
            Self::Varying(template) => template.keys().collect(),
        }
    }
}

fn written(reading: Reading) -> fn(char) -> Token {
    match reading {
        Reading::Pattern => Token::of,
        Reading::Exact | Reading::ExactIgnoringCase => Token::Char,
    }
}

fn glob(tokens: Vec<Token>, reading: Reading) -> Glob {
    if reading == Reading::ExactIgnoringCase {
        let lower = tokens.into_iter().flat_map(|token| match token {
            Token::Char(c) => c.to_lowercase().map(Token::Char).collect(),
            other => vec![other],
        });
        return lower.collect();
    }
    tokens.into_iter().collect()
}
