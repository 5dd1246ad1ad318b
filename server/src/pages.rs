//! The handlers of pages: read what was asked, call the page's function, answer.

pub mod appearance;
pub mod apply;
pub mod audit;
pub mod delete;
pub mod error;
mod live;
pub mod preview;
pub mod run;
#[cfg(debug_assertions)]
pub mod styleguide;
pub mod wizard;
