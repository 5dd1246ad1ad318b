//! Signing in and out, and the page of whoever is signed in.
//!
//! Must lead nobody to another site but the identity provider of the settings.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use postern_app::document::document;
use postern_app::href::Href;
use postern_app::pages::Still;
use postern_app::{pages, routes};
use postern_plan::document::parse_pairs;
use tower_sessions::Session;

use crate::error::HttpError;
use crate::extract::QueryText;
use crate::gate::Gate;
use crate::record::{Act, Entry};
use crate::recorder::Recorder;
use crate::sign_in::load_balancer::COOKIES;
use crate::sign_in::oidc::Oidc;
use crate::sign_in::session::{FORGOTTEN, Sessions};
use crate::sign_in::{SignIn, Trouble, Way};
use crate::themed::Themed;
use crate::tokens;
use crate::visitor::Visitor;

/// The longest address to which somebody is led after they signed in, in bytes
const LONGEST: usize = 16 * 1024;

/// The most that is shown of what a provider says, in characters
const MOST_WORDS: usize = 200;

/// Leads to the identity provider.
pub async fn get(
    State(gate): State<Arc<Gate>>,
    session: Option<Extension<Session>>,
    QueryText(query): QueryText,
) -> Result<Response, HttpError> {
    let Here {
        oidc,
        sessions,
        session,
    } = here(&gate, session)?;
    let pairs = parse_pairs(&query);
    let next = last(&pairs, routes::NEXT).unwrap_or_default();
    let (provider, pending) = oidc.begin(wanted(next)).await?;
    sessions.begin(&session, pending).await?;
    led_to(provider.as_str())
}

/// Takes in what the identity provider sends back.
pub async fn done(
    State(gate): State<Arc<Gate>>,
    State(recorder): State<Recorder>,
    session: Option<Extension<Session>>,
    QueryText(query): QueryText,
) -> Result<Response, HttpError> {
    let Here {
        oidc,
        sessions,
        session,
    } = here(&gate, session)?;
    let pairs = parse_pairs(&query);
    let pending = match last(&pairs, "state") {
        Some(state) => sessions.take(&session, state).await?,
        None => return Err(Trouble::NotBegun.into()),
    };
    let Some(code) = last(&pairs, "code") else {
        let said = ["error", "error_description"].map(|name| last(&pairs, name));
        let words = said.into_iter().flatten().collect::<Vec<_>>().join(": ");
        let words = words.chars().take(MOST_WORDS).collect();
        return Err(Trouble::Refused(words).into());
    };
    let person = oidc.complete(&pending, code.to_owned()).await?;
    let entry = Entry::new(Act::SignedIn, person.who(), "session");
    let entry = entry.with("groups", joined(&person.groups));
    recorder.note(entry).await?;
    if let Some(store) = recorder.store() {
        let told = tokens::know(store, &person).await;
        told.map_err(HttpError::internal)?;
    }
    sessions.sign_in(&session, person).await?;
    led_to(&routes::below(wanted(&pending.next)))
}

/// Who is signed in.
pub async fn you(
    Themed(shell): Themed,
    State(gate): State<Arc<Gate>>,
    visitor: Visitor,
) -> Result<Html<String>, HttpError> {
    let person = visitor.shown().ok_or(HttpError::NotFound)?;
    let contact = gate.sign_in.as_ref().and_then(|it| it.contact.as_deref());
    Ok(Html(document(&shell, pages::you(&person, contact))))
}

/// Signs out here, and says so at once: where a load balancer or a proxy stands before this server,
/// another address would sign in again.
pub async fn sign_out(
    Themed(shell): Themed,
    State(gate): State<Arc<Gate>>,
    State(recorder): State<Recorder>,
    session: Option<Extension<Session>>,
    request: Request,
) -> Result<Response, HttpError> {
    let sign_in = gate.sign_in.as_ref().ok_or(HttpError::NotFound)?;
    let (parts, _) = request.into_parts();
    // Whoever is not believed any more signs out all the same.
    let person = sign_in.person(&parts).await.ok().flatten();
    let still = match &sign_in.way {
        Way::Oidc { sessions, .. } => {
            if let Some(Extension(session)) = session {
                sessions.sign_out(&session).await?;
            }
            Still::Elsewhere
        }
        Way::LoadBalancer(_) => Still::Elsewhere,
        Way::Proxy(_) => Still::Here,
    };
    if let Some(person) = person {
        let entry = Entry::new(Act::SignedOut, person.who(), "session");
        recorder.note(entry).await?;
    }
    let provider = provider(sign_in).await;
    let href = provider.and_then(|address| address.parse::<Href>().ok());
    let page = document(&shell, pages::signed_out(href, still));
    let mut answer = Html(page).into_response();
    forget(answer.headers_mut(), &sign_in.way);
    Ok(answer)
}

/// Having signed out, for whoever asks again; whoever is signed in is led to where they sign out.
pub async fn signed_out(
    Themed(shell): Themed,
    State(gate): State<Arc<Gate>>,
    request: Request,
) -> Result<Response, HttpError> {
    let sign_in = gate.sign_in.as_ref().ok_or(HttpError::NotFound)?;
    let (parts, _) = request.into_parts();
    if sign_in.person(&parts).await?.is_some() {
        return led_to(&routes::YOU.href());
    }
    let provider = provider(sign_in).await;
    let href = provider.and_then(|address| address.parse::<Href>().ok());
    let page = document(&shell, pages::signed_out(href, Still::Elsewhere));
    Ok(Html(page).into_response())
}

fn joined(groups: &BTreeSet<String>) -> String {
    let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
    groups.join(", ")
}

struct Here<'a> {
    oidc: &'a Oidc,
    sessions: &'a Sessions,
    session: Session,
}

/// The provider and the session of this browser; nothing is here where people sign in elsewhere
fn here(gate: &Gate, session: Option<Extension<Session>>) -> Result<Here<'_>, HttpError> {
    let way = gate.sign_in.as_ref().map(|sign_in| &sign_in.way);
    match (way, session) {
        (Some(Way::Oidc { oidc, sessions }), Some(Extension(session))) => Ok(Here {
            oidc,
            sessions,
            session,
        }),
        _ => Err(HttpError::NotFound),
    }
}

/// Where people sign out of what they signed in with
async fn provider(sign_in: &SignIn) -> Option<String> {
    match &sign_in.way {
        Way::Oidc { oidc, .. } => oidc.end().await.map(String::from),
        Way::LoadBalancer(balancer) => balancer.sign_out().map(ToString::to_string),
        Way::Proxy(proxy) => proxy.sign_out().map(ToString::to_string),
    }
}

/// Has the browser forget what it was known by. A load balancer's session ends with its cookies
/// (Elastic Load Balancing, "Authenticate users using an Application Load Balancer",
/// "Authentication logout and session timeout")
fn forget(headers: &mut HeaderMap, way: &Way) {
    let mut cookies = Vec::new();
    match way {
        Way::Oidc { .. } => cookies.push(FORGOTTEN.to_owned()),
        Way::LoadBalancer(_) => cookies
            .extend(COOKIES.map(|name| format!("{name}=; Path=/; Max-Age=0; Secure; HttpOnly"))),
        Way::Proxy(_) => {}
    }
    for cookie in cookies {
        if let Ok(cookie) = HeaderValue::try_from(cookie) {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
}

/// Where somebody wants to go: a path of this server, else the first page
fn wanted(next: &str) -> &str {
    let local = next.starts_with('/') && next.len() <= LONGEST && next.parse::<Href>().is_ok();
    if local { next } else { routes::HOME.as_str() }
}

fn last<'a>(pairs: &'a [(String, String)], wanted: &str) -> Option<&'a str> {
    let found = pairs.iter().rfind(|(name, _)| name == wanted);
    found.map(|(_, value)| value.as_str())
}

fn led_to(address: &str) -> Result<Response, HttpError> {
    let location = HeaderValue::try_from(address).map_err(HttpError::internal)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_to_another_site() {
        for right in ["/", "/who?a=1&b=%2F%2Fx", "/runs/1#a"] {
            assert_eq!(wanted(right), right);
        }
        let long = format!("/{}", "a".repeat(LONGEST));
        for wrong in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "?a",
            "#a",
            "javascript:alert(1)",
            &long,
        ] {
            assert_eq!(wanted(wrong), "/", "{wrong}");
        }
    }
}
