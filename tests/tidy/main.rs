//! The invariants of the source tree, held by reading it.
//!
//! Only what neither the compiler nor clippy can hold is here. A word that is banned everywhere is
//! written in pieces, so that the file that bans it keeps the rule too.

#![allow(
    clippy::case_sensitive_file_extension_comparisons,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on stops, and file names here are in lower case; clippy.toml excuses test functions, not what they call"
)]

mod configuration;
mod crates;
mod explain;
mod files;
mod guardrails;
mod licences;
mod names;
mod tree;
mod views;
mod words;
