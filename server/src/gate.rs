//! Before a route that is not for everybody: who asks, and whether they may.
//!
//! Must let nobody through whom the table of routes does not. It knows roles in any account only;
//! what a request is about, and so in which account it takes the role, is for the handler. Here, too,
//! is where a person's requests are counted: before this nobody knows whose they are.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use postern_app::person::Role;
use postern_app::routes;
use postern_plan::document::parse_pairs;
use thiserror::Error;
use url::form_urlencoded::Serializer;

use crate::error::{Audience, HttpError, SentForm};
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::middleware::BODY_LIMIT;
use crate::record::{Act, Entry};
use crate::recorder::Recorder;
use crate::roles::Roles;
use crate::sign_in::oidc::Oidc;
use crate::sign_in::{SignIn, Trouble, Way, bearer};
use crate::store::Store;
use crate::tokens::{self, PREFIX};
use crate::visitor::{Known, UsedToken, Visitor};

/// As many fields as are kept of a form that came too late: 200 grants with all they can have
const MOST_FIELDS: usize = 4_000;

/// How people sign in, and what they may do then
#[derive(Clone, Debug, Default)]
pub struct Gate {
    /// None where nobody has to sign in
    pub sign_in: Option<Arc<SignIn>>,
    /// Who may do what
    pub roles: Roles,
}

/// The router was put together without its gate
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("there is no gate before a route that needs one")]
struct NoGate;

/// Lets a request through if whoever sent it may ask for what takes `needed`, in any account; none
/// where it is enough to be signed in
pub async fn enter(
    needed: Option<Role>,
    request: Request,
    next: Next,
) -> Result<Response, HttpError> {
    let gate = request.extensions().get::<Arc<Gate>>().cloned();
    let gate = gate.ok_or_else(|| HttpError::internal(NoGate))?;
    let (mut parts, body) = request.into_parts();
    let recorder = parts.extensions.get::<Recorder>().cloned();
    let recorder = recorder.unwrap_or_default();
    let Some(visitor) = gate.visitor(&parts, recorder.store()).await? else {
        let request = Request::from_parts(parts, body);
        return signed_out(gate.sign_in.as_deref(), request).await;
    };
    let limits = parts.extensions.get::<Limits>();
    if let (Visitor::Known(known), Some(limits)) = (&visitor, limits)
        && let Err(wait) = limits.one_more(&known.person.id)
    {
        if let Some(metrics) = parts.extensions.get::<Metrics>() {
            metrics.limited();
        }
        return Err(HttpError::Limited { wait });
    }
    let allowed = needed.map_or(Ok(()), |role| visitor.must_somewhere(role));
    let what = format!("{} {}", parts.method, parts.uri.path());
    let mut response = match allowed {
        Ok(()) => {
            parts.extensions.insert(visitor.clone());
            next.run(Request::from_parts(parts, body)).await
        }
        Err(refused) => refused.into_response(),
    };
    if let Some(entry) = response.extensions().get().and_then(|e| refusal(e, &what)) {
        recorder.note(entry).await?;
    }
    if let Visitor::Known(_) = visitor {
        keep_private(response.headers_mut());
    }
    // A page of an error shows who is signed in as well.
    response.extensions_mut().insert(visitor);
    Ok(response)
}

/// What the record says of a refusal; nothing of one that whoever asks may mend
fn refusal(error: &HttpError, what: &str) -> Option<Entry> {
    let (who, needed, account) = match error {
        HttpError::MayNot(refused) => (
            &refused.who,
            refused.needed.as_str(),
            refused.account.clone(),
        ),
        HttpError::TokenMayNot { who } => (who, "to be signed in", None),
        _ => return None,
    };
    let entry = Entry::new(Act::Refused, who, what).with("needed", needed);
    Some(Entry { account, ..entry })
}

/// What is only for people who are signed in stays out of caches that others use
fn keep_private(headers: &mut HeaderMap) {
    let public = headers
        .get(header::CACHE_CONTROL)
        .and_then(|value| value.to_str().ok());
    if let Some(public) = public.filter(|value| value.contains("public"))
        && let Ok(private) = HeaderValue::try_from(public.replace("public", "private"))
    {
        headers.insert(header::CACHE_CONTROL, private);
    }
}

impl Gate {
    /// Who sent a request; none where they have to sign in first
    async fn visitor(
        &self,
        parts: &Parts,
        store: Option<&Store>,
    ) -> Result<Option<Visitor>, HttpError> {
        let Some(sign_in) = &self.sign_in else {
            return Ok(Some(Visitor::Anybody));
        };
        // A token opens no page: what a person sees is for whoever signed in.
        if let Audience::Program = Audience::of(parts.uri.path())
            && let Some(known) = self.program(sign_in, &parts.headers, store).await?
        {
            return Ok(Some(Visitor::Known(Arc::new(known))));
        }
        let Some(person) = sign_in.person(parts).await? else {
            return Ok(None);
        };
        // A session says what was so when it began, and signing in told the tokens.
        if !matches!(sign_in.way, Way::Oidc { .. })
            && let Some(store) = store
        {
            let told = tokens::know(store, &person).await;
            told.map_err(HttpError::internal)?;
        }
        Ok(Some(Visitor::Known(Arc::new(Known {
            held: self.roles.of(&person.groups),
            person,
            contact: sign_in.contact.clone(),
            token: None,
        }))))
    }

    /// The program that sent a token; none where there is no token that is for this server. One
    /// that is not believed is never made up for by a cookie beside it
    async fn program(
        &self,
        sign_in: &SignIn,
        headers: &HeaderMap,
        store: Option<&Store>,
    ) -> Result<Option<Known>, HttpError> {
        let ours = bearer::token(headers).map_err(|_| HttpError::BadToken)?;
        let Some(text) = ours else { return Ok(None) };
        if !text.starts_with(PREFIX) {
            return match &sign_in.way {
                Way::Oidc { oidc, .. } => self.vouched(sign_in, oidc, text).await.map(Some),
                // What stands before this server may send its own, for others.
                Way::LoadBalancer(_) | Way::Proxy(_) => Ok(None),
            };
        }
        let store = store.ok_or(HttpError::BadToken)?;
        let now = jiff::Timestamp::now().as_second();
        let token = tokens::used(store, text, now).await;
        let token = token.map_err(HttpError::internal)?;
        let token = token.ok_or(HttpError::BadToken)?;
        Ok(Some(Known {
            held: self.roles.within(&token.maker.groups, &token.scope),
            person: token.maker,
            contact: sign_in.contact.clone(),
            token: Some(UsedToken {
                id: token.id,
                name: token.name,
            }),
        }))
    }

    /// Whoever sent a token that the identity provider signed
    async fn vouched(&self, sign_in: &SignIn, oidc: &Oidc, text: &str) -> Result<Known, HttpError> {
        let person = oidc.vouched(text).await.map_err(|trouble| match trouble {
            Trouble::Unbelievable(cause) => {
                tracing::info!(
                    "a bearer token is not believed: {}",
                    crate::log::chain(&*cause)
                );
                HttpError::BadToken
            }
            other => other.into(),
        })?;
        Ok(Known {
            held: self.roles.of(&person.groups),
            person,
            contact: sign_in.contact.clone(),
            token: None,
        })
    }
}

/// People who open a page are led to sign in and back; what a form held is shown to be sent again;
/// everything else is told
async fn signed_out(sign_in: Option<&SignIn>, request: Request) -> Result<Response, HttpError> {
    let here = sign_in.is_some_and(|sign_in| matches!(sign_in.way, Way::Oidc { .. }));
    let person = matches!(Audience::of(request.uri().path()), Audience::Person);
    if !here || !person || !opens_a_page(&request) {
        return Err(HttpError::SignedOut(None));
    }
    if request.method() == Method::POST {
        let sent = sent(request).await;
        return Err(HttpError::SignedOut(sent.map(Arc::new)));
    }
    let wanted = request.uri().path_and_query().map_or("/", |it| it.as_str());
    let location = format!("{}?{}", routes::SIGN_IN.href(), next(wanted));
    let location = HeaderValue::try_from(location).map_err(HttpError::internal)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}

/// The query of the address to sign in that leads on to `wanted`
fn next(wanted: &str) -> String {
    let mut query = Serializer::new(String::new());
    query.append_pair(routes::NEXT, wanted);
    query.finish()
}

/// Whether a browser shows the answer as a page. One that does not say is believed to
fn opens_a_page(request: &Request) -> bool {
    let destination = request.headers().get("sec-fetch-dest");
    destination.is_none_or(|destination| destination == "document")
}

/// What a form held; none where it was no form, or larger than any
async fn sent(request: Request) -> Option<SentForm> {
    let path = request.uri().path().to_owned();
    let kind = request.headers().get(header::CONTENT_TYPE)?;
    if !kind
        .as_bytes()
        .starts_with(b"application/x-www-form-urlencoded")
    {
        return None;
    }
    let body = to_bytes(request.into_body(), BODY_LIMIT).await.ok()?;
    // The answers of a person have some hundred fields; more would only cost.
    let text = String::from_utf8(body.to_vec()).ok()?;
    if text.matches('&').count() >= MOST_FIELDS {
        return None;
    }
    Some(SentForm {
        path,
        fields: parse_pairs(&text),
    })
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    async fn kept(kind: &str, body: String) -> Option<usize> {
        let request = Request::builder().uri("/who").header("content-type", kind);
        let sent = sent(request.body(Body::from(body)).unwrap()).await?;
        Some(sent.fields.len())
    }

    #[tokio::test]
    async fn a_form_is_kept_and_nothing_that_only_costs() {
        let form = "application/x-www-form-urlencoded";
        assert_eq!(kept(form, "a=1&b=2".to_owned()).await, Some(2));
        assert_eq!(kept("application/json", "{}".to_owned()).await, None);
        assert_eq!(kept(form, "a&".repeat(MOST_FIELDS)).await, None);
        assert_eq!(kept(form, "x".repeat(BODY_LIMIT + 1)).await, None);
    }

    #[test]
    fn what_is_public_is_private_for_whoever_is_signed_in() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=1"),
        );
        keep_private(&mut headers);
        assert_eq!(headers[header::CACHE_CONTROL], "private, max-age=1");
    }

    #[test]
    fn the_way_back_is_one_value() {
        assert_eq!(next("/who?a=1&b=2"), "next=%2Fwho%3Fa%3D1%26b%3D2");
    }
}
