//! Every route of Postern on one screen.
//!
//! Handlers are named here and written elsewhere; what applies to all routes alike is in
//! [`crate::middleware`].

use axum::Router;

use crate::pages::{appearance, apply, audit, delete, preview, run, wizard};
use crate::route_table::Access::Public;
use crate::route_table::Verb::{Get, Post};
use crate::route_table::{RouteEntry, RouteTable};
use crate::state::AppState;
use crate::{api, assets, download, health, middleware, routes};

/// The whole application, ready to be served
pub fn app(state: AppState) -> Router {
    middleware::wrap(table().into_router(), &state).with_state(state)
}

/// What is routed, for links, tests and the OpenAPI document
pub fn routes() -> Vec<RouteEntry> {
    table().entries().to_vec()
}

fn table() -> RouteTable<AppState> {
    let table = RouteTable::new();
    #[cfg(debug_assertions)]
    let table = table.on(
        Get,
        routes::STYLEGUIDE,
        Public,
        crate::pages::styleguide::get,
    );
    table
        .on(Get, routes::HOME, Public, wizard::get)
        .on(Post, routes::HOME, Public, wizard::post)
        .on(Get, routes::WHO, Public, wizard::get)
        .on(Post, routes::WHO, Public, wizard::post)
        .on(Get, routes::WHERE, Public, wizard::get)
        .on(Post, routes::WHERE, Public, wizard::post)
        .on(Get, routes::CHECK, Public, wizard::get)
        .on(Post, routes::CHECK, Public, wizard::post)
        .on(Get, routes::REVIEW, Public, wizard::get)
        .on(Post, routes::REVIEW, Public, wizard::post)
        .on(Get, routes::EVERYTHING, Public, wizard::get)
        .on(Post, routes::EVERYTHING, Public, wizard::post)
        .on(Get, routes::AUDIT, Public, audit::get)
        .on(Post, routes::AUDIT, Public, audit::post)
        .on(Get, routes::APPLY, Public, apply::get)
        .on(Post, routes::APPLY, Public, apply::post)
        .on(Get, routes::DELETE, Public, delete::get)
        .on(Post, routes::DELETE, Public, delete::post)
        .on(Get, routes::APPEARANCE, Public, appearance::get)
        .on(Post, routes::APPEARANCE, Public, appearance::post)
        .on(Get, routes::RUNS, Public, run::list)
        .on(Get, routes::RUN, Public, run::get)
        .on(Post, routes::RUN, Public, run::post)
        .on(Get, routes::RUN_EVENTS, Public, run::events)
        .on(Get, routes::PREVIEW, Public, preview::get)
        .on(Post, routes::PREVIEW, Public, preview::post)
        .on(Get, routes::DOWNLOAD, Public, download::get)
        .on(Post, routes::DOWNLOAD, Public, download::post)
        .on(Post, routes::API_PLAN, Public, api::plan::post)
        .on(Post, routes::API_RENDER, Public, api::render::post)
        .on(Post, routes::API_EVALUATE, Public, api::evaluate::post)
        .on(Post, routes::API_LINT, Public, api::lint::post)
        .on(Get, routes::API_CATALOG, Public, api::catalog::get)
        .on(Get, routes::OPENAPI, Public, api::openapi::get)
        .on(Get, routes::ASSET, Public, assets::get)
        .on(Get, routes::HEALTHZ, Public, health::get)
}
