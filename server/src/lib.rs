//! Postern's outside: the web application, the JSON API and the commands.
//!
//! The only async code and the only I/O of the product live here. What a request means, which
//! plan answers it and what an artifact says is decided in `postern-plan`; what a page looks like
//! is decided in `postern-app`. Nothing here may decide either.

pub mod api;
pub mod apply;
pub mod approvals;
pub mod archive;
pub mod assets;
pub mod attachment;
pub mod below;
mod blocking;
pub mod bounds;
pub mod branding;
pub mod cli;
pub mod colours;
pub mod download;
pub mod endpoints;
pub mod error;
pub mod explained;
pub mod extract;
pub mod fixed;
pub mod gate;
pub mod guardrails;
pub mod health;
pub mod hosts;
mod idempotent;
mod kept;
pub mod limits;
pub mod listen;
pub mod log;
pub mod metrics;
pub mod middleware;
pub mod notices;
pub mod pages;
mod proposals;
pub mod pull_requests;
pub mod record;
pub mod recorder;
pub mod repeats;
pub mod roles;
pub mod route_table;
pub mod router;
mod runs;
pub use postern_app::routes;
pub mod settings;
pub mod sign_in;
pub mod state;
pub mod store;
mod targets;
mod themed;
pub mod tokens;
mod traces;
pub mod visitor;
pub mod watch;
pub mod web_address;
