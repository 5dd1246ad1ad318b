//! The handlers of pages: read what was asked, call the page's function, answer.

pub mod appearance;
pub mod apply;
pub mod audit;
pub mod delete;
pub mod error;
pub mod explain;
pub mod guardrails;
pub(crate) mod live;
pub mod preview;
pub mod proposals;
pub mod pull_request;
pub mod record;
pub mod run;
pub mod sign_in;
#[cfg(debug_assertions)]
pub mod styleguide;
pub mod targets;
pub mod tokens;
pub mod wizard;
