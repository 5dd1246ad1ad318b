//! The pure core of Postern: a request and an inventory in, one immutable plan out, and every
//! artifact as a function of that plan.
//!
//! Must not do I/O, read a clock, an environment or a random number, or know HTML, HTTP or an SDK.

pub mod arn;
pub mod artifact;
pub mod attempt;
pub mod catalog;
mod check;
pub mod cost;
pub mod deletion;
pub mod difference;
pub mod document;
pub mod drift;
pub mod envelope;
pub mod evaluate;
pub mod extension;
pub mod forecast;
pub mod guardrails;
pub mod id;
pub mod inventory;
pub mod language;
pub mod lint;
pub mod lockdown;
pub mod packed;
pub mod permissions;
pub mod plan;
mod planner;
pub mod policy;
pub mod preflight;
pub mod proof;
pub mod proposal;
pub mod refusal;
pub mod request;
pub mod run;
pub mod sarif;
pub mod shared_dns;
pub mod spokes;
pub mod started;
pub mod targets;
pub mod workload;

pub use planner::{plan, plan_within};
