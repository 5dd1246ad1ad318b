//! Tokens for programs: listed, made and revoked by people.
//!
//! Must make none that may do more than whoever makes it, and must show its secret once.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use postern_app::document::document;
use postern_app::person::Role;
use postern_app::tokens::{
    MadeToken, TokenLine, TokenState, TokensPage, TypedToken, Whose, WrongField,
};
use postern_app::{pages, routes};
use postern_plan::document::parse_pairs;

use crate::error::{ErrorEntry, HttpError};
use crate::extract::FormText;
use crate::gate::Gate;
use crate::record::{Act, Entry};
use crate::recorder::Recorder;
use crate::roles::Roles;
use crate::store::{Store, TokenRow};
use crate::themed::Themed;
use crate::tokens::{self, LISTED, LongestDays, MOST, NewToken, Place, Scope, Token, TokenName};
use crate::visitor::{Known, Visitor};

/// Days that are offered where nobody typed any
const USUAL_DAYS: u32 = 30;

/// The page.
pub async fn get(
    Themed(shell): Themed,
    State(recorder): State<Recorder>,
    State(longest): State<LongestDays>,
    visitor: Visitor,
) -> Result<Html<String>, HttpError> {
    let page = match here(&recorder, &visitor) {
        None => None,
        Some((store, known)) => Some(page(store, known, longest).await?),
    };
    Ok(Html(document(&shell, pages::tokens(page.as_ref()))))
}

/// Makes one, or revokes one.
pub async fn post(
    Themed(shell): Themed,
    State(recorder): State<Recorder>,
    State(longest): State<LongestDays>,
    State(gate): State<Arc<Gate>>,
    visitor: Visitor,
    FormText(text): FormText,
) -> Result<Response, HttpError> {
    let (store, known) = here(&recorder, &visitor).ok_or(HttpError::NotFound)?;
    let pairs = parse_pairs(&text);
    let last = |wanted: &str| {
        let found = pairs.iter().rfind(|(name, _)| name == wanted);
        found.map_or_else(String::new, |(_, value)| value.trim().to_owned())
    };
    match last("do").as_str() {
        "revoke" => {
            revoke(store, &recorder, known, &last("token")).await?;
            return Ok(Redirect::to(&routes::TOKENS.href()).into_response());
        }
        "make" => {}
        _ => {
            let help = "Go back to the page and use its buttons.";
            let entry = ErrorEntry::whole("unknown-ask", "this cannot be done with tokens", help);
            return Err(HttpError::Invalid(vec![entry]));
        }
    }
    let typed = TypedToken {
        name: last("name"),
        role: last("role"),
        places: last("places"),
        days: last("days"),
    };
    let now = jiff::Timestamp::now().as_second();
    let good = good_ones(store, known, now).await?;
    let maker = Maker {
        known,
        roles: &gate.roles,
        good: &good,
    };
    let (status, page) = match wanted(&typed, &maker, longest) {
        Err(wrong) => {
            let page = TokensPage {
                typed,
                wrong,
                ..page(store, known, longest).await?
            };
            (StatusCode::UNPROCESSABLE_ENTITY, page)
        }
        Ok(new) => {
            let made = make(store, &recorder, known, &new, now).await?;
            let page = TokensPage {
                made: Some(made),
                ..page(store, known, longest).await?
            };
            (StatusCode::CREATED, page)
        }
    };
    let html = document(&shell, pages::tokens(Some(&page)));
    Ok((status, Html(html)).into_response())
}

/// The store, and who asks; none where nobody has to sign in
fn here<'a>(recorder: &'a Recorder, visitor: &'a Visitor) -> Option<(&'a Store, &'a Known)> {
    match visitor {
        Visitor::Anybody => None,
        Visitor::Known(known) => Some((recorder.store()?, known)),
    }
}

/// The record has it before it is done
async fn make(
    store: &Store,
    recorder: &Recorder,
    known: &Known,
    new: &NewToken,
    now: i64,
) -> Result<MadeToken, HttpError> {
    let name = new.name.to_string();
    let entry = Entry::new(Act::TokenMade, known.who(), &name)
        .with("role", new.scope.role.as_str())
        .with("where", new.scope.words())
        .with("days", new.days.to_string());
    recorder.note(entry).await?;
    let made = tokens::make(store, &known.person, new, now).await;
    let (_, secret) = made.map_err(HttpError::internal)?;
    let secret = secret.reveal().to_owned();
    Ok(MadeToken { name, secret })
}

async fn revoke(
    store: &Store,
    recorder: &Recorder,
    known: &Known,
    id: &str,
) -> Result<(), HttpError> {
    let row = store.token(id).await.map_err(HttpError::internal)?;
    // Whoever may not see it finds nothing there.
    let row = row.filter(|row| row.maker == known.person.id || sees_all(known));
    let row = row.ok_or(HttpError::NotFound)?;
    let entry = Entry::new(Act::TokenRevoked, known.who(), &row.name).with("maker", &row.maker);
    recorder.note(entry).await?;
    let now = jiff::Timestamp::now().as_second();
    let revoked = store.revoke_token(id, now).await;
    revoked.map_err(HttpError::internal)
}

/// Whoever is an admin of every account answers for what programs may do
fn sees_all(known: &Known) -> bool {
    known.held.may_in(Role::Admin, "")
}

async fn page(
    store: &Store,
    known: &Known,
    LongestDays(longest_days): LongestDays,
) -> Result<TokensPage, HttpError> {
    let all = sees_all(known);
    let rows = store.tokens((!all).then_some(known.person.id.as_str()), LISTED);
    let rows = rows.await.map_err(HttpError::internal)?;
    let now = jiff::Timestamp::now().as_second();
    Ok(TokensPage {
        lines: rows.into_iter().filter_map(|row| line(row, now)).collect(),
        whose: if all { Whose::Everybodys } else { Whose::Own },
        roles: Role::ALL
            .into_iter()
            .filter(|role| known.held.may_somewhere(*role))
            .collect(),
        longest_days,
        typed: TypedToken {
            days: USUAL_DAYS.min(longest_days).to_string(),
            ..TypedToken::default()
        },
        wrong: Vec::new(),
        made: None,
    })
}

fn line(row: TokenRow, now: i64) -> Option<TokenLine> {
    let token = Token::of(row)?;
    let time = |seconds: i64| {
        let time = jiff::Timestamp::from_second(seconds).unwrap_or_default();
        time.to_string()
    };
    let state = if token.revoked.is_some() {
        TokenState::Revoked
    } else if token.is_good(now) {
        TokenState::Good
    } else {
        TokenState::Ended
    };
    Some(TokenLine {
        maker: token.maker.who(),
        role: token.scope.role.as_str().to_owned(),
        places: token.scope.words(),
        until: time(token.until),
        used: token.used.map(time),
        id: token.id,
        name: token.name,
        state,
    })
}

/// The names of the tokens of whoever asks that are good
async fn good_ones(store: &Store, known: &Known, now: i64) -> Result<Vec<String>, HttpError> {
    let rows = store.tokens(Some(&known.person.id), i64::MAX).await;
    let rows = rows.map_err(HttpError::internal)?;
    let good = rows
        .into_iter()
        .filter(|row| row.revoked == 0 && row.until > now);
    Ok(good.map(|row| row.name).collect())
}

/// Who makes one
struct Maker<'a> {
    known: &'a Known,
    /// Who may do what
    roles: &'a Roles,
    /// The names of the tokens that they have
    good: &'a [String],
}

impl Maker<'_> {
    /// The first place in which they do not have the role: a token for it could do nothing
    fn powerless<'p>(&self, role: Role, places: &'p BTreeSet<Place>) -> Option<&'p Place> {
        places.iter().find(|place| {
            let places = BTreeSet::from([(*place).clone()]);
            let there = Scope { role, places };
            let held = self.roles.within(&self.known.person.groups, &there);
            !held.may_somewhere(role)
        })
    }
}

/// What is to be made, or everything that is wrong with what was typed
fn wanted(
    typed: &TypedToken,
    maker: &Maker<'_>,
    LongestDays(longest): LongestDays,
) -> Result<NewToken, Vec<WrongField>> {
    let Maker { known, good, .. } = maker;
    let mut wrong = Vec::new();
    let mut say = |field, sentence: &str| {
        let sentence = sentence.to_owned();
        wrong.push(WrongField { field, sentence });
    };
    let name = typed.name.parse::<TokenName>().ok();
    if name.is_none() {
        say(
            "name",
            "Type a name of at most 60 letters, digits, spaces, dots, hyphens and underscores.",
        );
    } else if good.contains(&typed.name) {
        say(
            "name",
            "You have a good token of this name. Choose another, so that the record tells them apart.",
        );
    } else if good.len() >= MOST {
        say(
            "name",
            "You have as many good tokens as one person may have. Revoke those that nobody needs.",
        );
    }
    let role = tokens::role(&typed.role).filter(|role| known.held.may_somewhere(*role));
    if role.is_none() {
        say("role", "Choose one of the roles that you have.");
    }
    let words = typed.places.split([' ', ',', '\n', '\t']);
    let words = words.filter(|word| !word.is_empty());
    let places: Result<BTreeSet<Place>, ()> = words.map(str::parse).collect();
    if places.is_err() {
        say(
            "places",
            "Type accounts of twelve digits, or names of environments, with spaces between.",
        );
    } else if let (Some(role), Ok(places)) = (role, &places)
        && let Some(place) = maker.powerless(role, places)
    {
        say(
            "places",
            &format!("You do not have the role {role} in {place}. Name a place where you have it."),
        );
    }
    let days = typed
        .days
        .parse()
        .ok()
        .filter(|days| (1..=longest).contains(days));
    if days.is_none() {
        say(
            "days",
            &format!("Type a number of days from 1 to {longest}."),
        );
    }
    match (name, role, places, days) {
        (Some(name), Some(role), Ok(places), Some(days)) if wrong.is_empty() => Ok(NewToken {
            name,
            scope: Scope { role, places },
            days,
        }),
        _ => Err(wrong),
    }
}
