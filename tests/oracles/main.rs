//! Programs nobody here wrote that judge what Postern writes.
//!
//! Each is run as a program, on the loopback interface, with dummy credentials. One that is not
//! installed is a skip said in plain words.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on stops; clippy.toml excuses test functions, not what they call"
)]

mod argv;
mod case;
mod cases;
mod catalog;
mod cdk;
mod cloudformation;
mod connect;
mod create_existing;
mod create_faults;
mod create_sh;
mod deployed;
mod escapers;
mod evaluate;
mod forecast;
mod four_ways;
mod gitops;
mod harness;
mod hub;
mod inventory_sh;
mod inventory_twice;
mod lockdown;
mod made;
mod notices;
mod numbers;
mod openapi;
mod powershell;
mod preflight;
mod roles;
mod shellcheck;
mod stub;
mod switched;
mod targets;
mod teardown_faults;
mod terraform;
mod traces;
mod verify_sh;
mod words;
mod world;
