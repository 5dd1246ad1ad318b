//! Postern's pages: HTML as functions of plain values.
//!
//! Nothing here routes, waits or reads the outside world. A page is a view; [`document`] alone turns
//! views into text. Every page is complete without JavaScript.

#![allow(
    clippy::needless_pass_by_value,
    reason = "a component owns its props: its view outlives the call"
)]

pub mod accent;
pub mod answers;
pub mod asides;
pub mod audit;
pub mod changed;
pub mod components;
pub mod document;
pub mod drawing;
pub mod examples;
pub mod explained;
pub mod form;
pub mod help;
pub mod href;
pub mod pages;
pub mod painted;
pub mod pasted;
pub mod person;
pub mod proposals;
pub mod pull_requests;
pub mod record;
pub mod routes;
pub mod runs;
pub mod step;
mod stops;
#[cfg(test)]
mod style;
pub mod targets;
pub mod theme;
pub mod tokens;
pub mod wording;
