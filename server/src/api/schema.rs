//! What the API takes and gives, described for programs.
//!
//! The request and the plan are read and written by `postern-plan`, which knows no OpenAPI; the
//! types here mirror them. `tests/http` reads every golden request and plan through the mirrors
//! and back, so that neither says more or less than the other. No handler may use a mirror in
//! place of the real thing.

pub mod about;
pub mod catalog;
pub mod evaluate;
pub mod inventory;
pub mod lint;
pub mod network;
pub mod plan;
pub mod policy;
pub mod primitive;
pub mod proposals;
pub mod pull_requests;
pub mod request;
pub mod runs;
pub mod shared_dns;
pub mod targets;
pub mod words;
pub mod workload;
