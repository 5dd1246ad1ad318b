//! The commands as a shell sees them: what is on which stream, and the exit code.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on stops; clippy.toml excuses test functions, not what they call"
)]

mod audit;
mod backup;
mod catalog;
mod common;
mod config;
mod evaluate;
mod guardrails;
mod inventory;
mod lint;
mod plan;
mod reload;
mod render;
