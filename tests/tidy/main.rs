//! The invariants of the source tree, held by reading it.

#![allow(
    clippy::case_sensitive_file_extension_comparisons,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on stops, and file names here are in lower case; clippy.toml excuses test functions, not what they call"
)]

mod tree;
