//! The table of routes: one entry for each method and path, with who may use it.
//!
//! Links, the OpenAPI document, authorisation and the tests read this table, since axum cannot be
//! asked what it routes. Nothing may be routed except through [`RouteTable::on`].

use std::collections::BTreeMap;

use axum::Router;
use axum::handler::Handler;
use axum::http::{Method, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter};

use postern_app::person::Role;

use crate::error::HttpError;
use crate::gate;
use crate::routes::RoutePath;

/// How a route is asked for. `Get` answers HEAD as well
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// Reads, and changes nothing
    Get,
    /// Carries a body
    Post,
}

/// Who may use a route
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everyone who reaches the server
    Public,
    /// Whoever is signed in, whatever they may do
    SignedIn,
    /// Whoever has this role in any account; what it takes in one account the handler asks
    Needs(Role),
}

/// One line of the table
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteEntry {
    /// The method
    pub verb: Verb,
    /// The path, with its parameters in braces
    pub path: &'static str,
    /// Who may use it
    pub access: Access,
}

/// The routes while they are being listed
pub struct RouteTable<S> {
    entries: Vec<RouteEntry>,
    methods: BTreeMap<&'static str, MethodRouter<S>>,
}

impl<S: Clone + Send + Sync + 'static> RouteTable<S> {
    /// A table without routes
    pub fn new() -> Self {
        Self {
            entries: Vec::new(),
            methods: BTreeMap::new(),
        }
    }

    /// Adds one route. The only way to do so
    ///
    /// # Panics
    ///
    /// When the same method and path are added twice, as axum does; every test that builds the
    /// router would show it.
    #[must_use]
    pub fn on<H, T>(mut self, verb: Verb, path: impl RoutePath, access: Access, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        let path = path.pattern();
        let methods = self.methods.remove(path).unwrap_or_default();
        // A new kind of access does not compile until it is enforced here.
        let needed = match access {
            Access::Public => None,
            Access::SignedIn => Some(None),
            Access::Needs(role) => Some(Some(role)),
        };
        let methods = match needed {
            None => methods.on(verb.filter(), handler),
            Some(role) => {
                let guard = from_fn(move |request, next| gate::enter(role, request, next));
                methods.on(verb.filter(), handler.layer(guard))
            }
        };
        self.methods.insert(path, methods);
        self.entries.push(RouteEntry { verb, path, access });
        self
    }

    /// The lines, in the order in which they were added
    pub fn entries(&self) -> &[RouteEntry] {
        &self.entries
    }

    /// The router of this table: unknown paths are 404, other methods 405 with `Allow`, and
    /// OPTIONS is answered for every path
    pub fn into_router(self) -> Router<S> {
        let Self { entries, methods } = self;
        let router = methods
            .into_iter()
            .fold(Router::new(), |router, (path, methods)| {
                let allow = allow(&entries, path);
                let other = move |method: Method| async move { other_method(&method, allow) };
                router.route(path, methods.fallback(other))
            });
        router.fallback(|| async { HttpError::NotFound })
    }
}

impl<S: Clone + Send + Sync + 'static> Default for RouteTable<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl Verb {
    fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
        }
    }

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Get => &["GET", "HEAD"],
            Self::Post => &["POST"],
        }
    }
}

fn allow(entries: &[RouteEntry], path: &str) -> String {
    let mut verbs: Vec<Verb> = entries
        .iter()
        .filter(|entry| entry.path == path)
        .map(|entry| entry.verb)
        .collect();
    verbs.sort_unstable();
    let mut names: Vec<&str> = verbs
        .iter()
        .flat_map(|verb| verb.names())
        .copied()
        .collect();
    names.push("OPTIONS");
    names.join(", ")
}

fn other_method(method: &Method, allow: String) -> Response {
    if method == Method::OPTIONS {
        (StatusCode::NO_CONTENT, [(header::ALLOW, allow)]).into_response()
    } else {
        HttpError::MethodNotAllowed { allow }.into_response()
    }
}
