//! What judges an account as Postern reads and changes it: one contract for the demo account and
//! for AWS's SDK against our fake of EC2, every fault of the wire, and moto for the wire itself.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "only tests are here; clippy.toml excuses test functions alone"
)]

mod cached;
mod contract;
mod counted;
mod demo;
mod ec2;
mod faults;
mod inventory;
mod land;
mod moto;
mod opened;
mod targets;
