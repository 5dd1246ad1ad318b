//! The router, asked without a socket: headers, refusals, errors, assets.
//!
//! Every test goes through the whole application as `postern serve` builds it; only what the
//! product cannot do on purpose (panic, fail, hang) is routed here, inside the same layers.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on stops; clippy.toml excuses test functions, not what they call"
)]

mod access;
mod appearance;
mod apply;
mod approvals;
mod asked;
mod assets;
mod audit;
mod bodies;
mod branding;
mod catalog;
mod compression;
mod download;
mod errors;
mod evaluate;
mod examples;
mod explain;
mod golden;
mod guardrails;
mod headers;
mod hosts;
mod lint;
mod log;
mod machines;
mod methods;
mod openapi;
mod opened;
mod plan;
mod pull_requests;
mod render;
mod schema;
mod targets;
mod tokens;
mod watch;
mod wizard;
