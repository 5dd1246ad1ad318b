//! What the tests that judge Postern from outside have in common.
//!
//! Nothing here decides whether Postern is right: it finds programs, starts them with dummy
//! credentials on the loopback interface, and stops what it started. A program that is missing is
//! a skip said in plain words ([`skip`]), never a silent pass.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    reason = "only tests call this crate, and a test that cannot go on stops; clippy.toml excuses test functions alone"
)]

mod ec2;
mod forge;
mod moto;
mod postern;
mod repository;
mod run;
mod scratch;
mod store;
mod tool;

pub use ec2::Ec2;
pub use forge::Forge;
pub use moto::{Moto, free_port};
pub use postern::postern_bin;
pub use repository::{golden_requests, repository};
pub use run::{Ended, Run};
pub use scratch::Scratch;
pub use store::fresh_store;
pub use tool::{node_modules, python_with, skip, tool};
