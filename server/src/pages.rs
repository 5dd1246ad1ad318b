//! The handlers of pages: read what was asked, call the page's function, answer.
//!
//! One file for each page, with `get` and `post` in it, named like the page in `postern-app`.

pub mod error;
pub mod home;
mod shell;
