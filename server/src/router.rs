//! Every route of Postern on one screen.
//!
//! Handlers are named here and written elsewhere; what applies to all routes alike is in
//! [`crate::middleware`].

use axum::Router;
use axum::handler::Handler;
use axum::middleware::from_fn;
use postern_app::person::Role::{Admin, Applier, Author, Viewer};

use crate::idempotent::once;
use crate::pages::{
    appearance, apply, audit, delete, explain, guardrails, preview, proposals, pull_request,
    record, run, sign_in, targets, tokens, wizard,
};
use crate::route_table::Access::{Needs, Public, SignedIn};
use crate::route_table::Verb::{Get, Post};
use crate::route_table::{RouteEntry, RouteTable};
use crate::state::AppState;
use crate::{api, assets, below, download, health, middleware, routes, watch};

/// The whole application, ready to be served
pub fn app(state: AppState) -> Router {
    let app = middleware::wrap(table().into_router(), &state).with_state(state);
    below::answering(routes::base(), app)
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
        .on(Get, routes::HOME, Needs(Viewer), wizard::get)
        .on(Post, routes::HOME, Needs(Viewer), wizard::post)
        .on(Get, routes::WHO, Needs(Viewer), wizard::get)
        .on(Post, routes::WHO, Needs(Viewer), wizard::post)
        .on(Get, routes::WHERE, Needs(Viewer), wizard::get)
        .on(Post, routes::WHERE, Needs(Viewer), wizard::post)
        .on(Get, routes::CHECK, Needs(Viewer), wizard::get)
        .on(Post, routes::CHECK, Needs(Viewer), wizard::post)
        .on(Get, routes::REVIEW, Needs(Viewer), wizard::get)
        .on(Post, routes::REVIEW, Needs(Viewer), wizard::post)
        .on(Get, routes::EVERYTHING, Needs(Viewer), wizard::get)
        .on(Post, routes::EVERYTHING, Needs(Viewer), wizard::post)
        .on(Get, routes::AUDIT, Needs(Viewer), audit::get)
        .on(Post, routes::AUDIT, Needs(Viewer), audit::post)
        .on(Get, routes::APPLY, Needs(Author), apply::get)
        .on(Post, routes::APPLY, Needs(Author), apply::post)
        .on(Get, routes::DELETE, Needs(Author), delete::get)
        .on(Post, routes::DELETE, Needs(Author), delete::post)
        .on(Get, routes::TARGETS, Needs(Viewer), targets::get)
        .on(Post, routes::TARGETS, Needs(Viewer), targets::post)
        .on(Get, routes::PROPOSALS, Needs(Viewer), proposals::list)
        .on(Get, routes::PROPOSAL, Needs(Viewer), proposals::get)
        .on(Post, routes::PROPOSAL, Needs(Viewer), proposals::post)
        .on(
            Post,
            routes::PULL_REQUEST,
            Needs(Author),
            pull_request::post,
        )
        .on(Get, routes::GUARDRAILS, Needs(Viewer), guardrails::get)
        .on(Get, routes::EXPLAIN, Public, explain::list)
        .on(Get, routes::EXPLAINED, Public, explain::get)
        .on(Get, routes::APPEARANCE, Public, appearance::get)
        .on(Post, routes::APPEARANCE, Public, appearance::post)
        .on(Get, routes::RUNS, Needs(Viewer), run::list)
        .on(Get, routes::RUN, Needs(Viewer), run::get)
        .on(Post, routes::RUN, Needs(Applier), run::post)
        .on(Get, routes::RUN_EVENTS, Needs(Viewer), run::events)
        .on(Get, routes::PREVIEW, Needs(Viewer), preview::get)
        .on(Post, routes::PREVIEW, Needs(Viewer), preview::post)
        .on(Get, routes::DOWNLOAD, Needs(Viewer), download::get)
        .on(Post, routes::DOWNLOAD, Needs(Viewer), download::post)
        .on(Post, routes::API_PLAN, Needs(Viewer), api::plan::post)
        .on(Post, routes::API_RENDER, Needs(Viewer), api::render::post)
        .on(
            Post,
            routes::API_EVALUATE,
            Needs(Viewer),
            api::evaluate::post,
        )
        .on(Post, routes::API_LINT, Needs(Viewer), api::lint::post)
        .on(Get, routes::API_CATALOG, Needs(Viewer), api::catalog::get)
        .on(
            Post,
            routes::API_APPLY,
            Needs(Author),
            api::apply::post.layer(from_fn(once)),
        )
        .on(
            Post,
            routes::API_DELETE,
            Needs(Author),
            api::delete::post.layer(from_fn(once)),
        )
        .on(Get, routes::API_RUNS, Needs(Viewer), api::runs::list)
        .on(Get, routes::API_RUN, Needs(Viewer), api::runs::get)
        .on(
            Post,
            routes::API_RUN,
            Needs(Applier),
            api::runs::post.layer(from_fn(once)),
        )
        .on(
            Get,
            routes::API_PROPOSALS,
            Needs(Viewer),
            api::proposals::list,
        )
        .on(
            Post,
            routes::API_PROPOSALS,
            Needs(Author),
            api::submit::post.layer(from_fn(once)),
        )
        .on(
            Get,
            routes::API_PROPOSAL,
            Needs(Viewer),
            api::proposals::get,
        )
        .on(
            Post,
            routes::API_PROPOSAL,
            Needs(Viewer),
            api::proposals::post.layer(from_fn(once)),
        )
        .on(
            Post,
            routes::API_PULL_REQUESTS,
            Needs(Author),
            api::pull_requests::post.layer(from_fn(once)),
        )
        .on(Post, routes::API_TARGETS, Needs(Viewer), api::targets::plan)
        .on(
            Post,
            routes::API_TARGETS_RENDER,
            Needs(Viewer),
            api::targets::render,
        )
        .on(
            Post,
            routes::API_TARGETS_APPLY,
            Needs(Author),
            api::targets::apply.layer(from_fn(once)),
        )
        .on(
            Post,
            routes::API_INVENTORY,
            Needs(Viewer),
            api::inventory::post,
        )
        .on(Get, routes::API_RECORD, Needs(Admin), api::record::get)
        .on(
            Get,
            routes::API_GUARDRAILS,
            Needs(Viewer),
            api::about::guardrails,
        )
        .on(Get, routes::API_ME, SignedIn, api::about::me)
        .on(Get, routes::OPENAPI, Public, api::openapi::get)
        .on(Get, routes::RECORD, Needs(Admin), record::get)
        .on(Get, routes::RECORD_CSV, Needs(Admin), record::csv)
        .on(Get, routes::RECORD_JSON, Needs(Admin), record::json)
        .on(Get, routes::SIGN_IN, Public, sign_in::get)
        .on(Get, routes::SIGN_IN_DONE, Public, sign_in::done)
        .on(Get, routes::SIGN_OUT, Public, sign_in::signed_out)
        .on(Post, routes::SIGN_OUT, Public, sign_in::sign_out)
        .on(Get, routes::YOU, SignedIn, sign_in::you)
        .on(Get, routes::TOKENS, Needs(Viewer), tokens::get)
        .on(Post, routes::TOKENS, Needs(Viewer), tokens::post)
        .on(Get, routes::ASSET, Public, assets::get)
        .on(Get, routes::HEALTHZ, Public, health::get)
        .on(Get, routes::READYZ, Public, health::ready)
        .on(Get, routes::METRICS, Needs(Viewer), watch::metrics)
}
