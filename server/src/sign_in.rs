//! How people sign in: with OpenID Connect, at a load balancer or behind a proxy.
//!
//! Must only find out who somebody is. What they may do is in [`crate::roles`], and what a route
//! takes in [`crate::gate`].

pub mod bearer;
pub mod calls;
pub mod claims;
pub mod load_balancer;
pub mod oidc;
pub mod pending;
pub mod provider;
pub mod proxy;
pub mod session;
mod trouble;

use axum::http::request::Parts;
use thiserror::Error;

use crate::settings::Settings;
use crate::settings::value::Line;
use crate::store::Store;
use crate::visitor::Person;
use calls::Calls;
use load_balancer::LoadBalancer;
use oidc::Oidc;
use proxy::Proxy;
use session::Sessions;

pub use trouble::Trouble;

/// How people sign in
#[derive(Debug)]
pub struct SignIn {
    /// By what
    pub way: Way,
    /// Whom to ask for a role
    pub contact: Option<String>,
}

/// By what people sign in
#[derive(Debug)]
pub enum Way {
    /// Here, with OpenID Connect
    Oidc {
        /// The provider
        oidc: Box<Oidc>,
        /// Who is signed in
        sessions: Sessions,
    },
    /// At a load balancer
    LoadBalancer(Box<LoadBalancer>),
    /// Behind a proxy
    Proxy(Box<Proxy>),
}

/// Sign-in cannot be offered
#[derive(Debug, Error)]
pub enum SignInError {
    /// The identity provider's certificates cannot be judged on this machine
    #[error("no calls can be made to an identity provider")]
    Calls(#[from] calls::CallError),
    /// An address is none
    #[error("this address cannot be used to sign in")]
    Address(#[from] url::ParseError),
}

impl SignIn {
    /// As the settings say; none where nobody has to sign in
    pub fn of(settings: &Settings, store: &Store) -> Result<Option<Self>, SignInError> {
        let (oidc, balancer, proxy) = (&settings.oidc, &settings.load_balancer, &settings.proxy);
        let way = if let (Some(oidc), Some(here)) = (oidc, &settings.server.public_url) {
            Way::Oidc {
                oidc: Box::new(Oidc::new(oidc, here, Calls::new()?)?),
                sessions: Sessions::new(store.clone(), &settings.sign_in),
            }
        } else if let Some(balancer) = balancer {
            Way::LoadBalancer(Box::new(LoadBalancer::new(balancer, Calls::new()?)))
        } else if let Some(proxy) = proxy {
            Way::Proxy(Box::new(Proxy::new(proxy)))
        } else {
            return Ok(None);
        };
        let contact = settings.sign_in.contact.as_ref().map(Line::as_str);
        Ok(Some(Self {
            way,
            contact: contact.map(str::to_owned),
        }))
    }

    /// Who sent a request; none where nobody that is known did
    pub async fn person(&self, parts: &Parts) -> Result<Option<Person>, Trouble> {
        match &self.way {
            Way::Oidc { sessions, .. } => sessions.person(parts).await,
            Way::LoadBalancer(balancer) => balancer.person(&parts.headers).await,
            Way::Proxy(proxy) => Ok(proxy.person(parts)),
        }
    }
}
