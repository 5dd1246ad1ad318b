//! Who reads an answer: a person in a browser, or a program.
//!
//! Must tell it from the path alone, which programs choose on purpose.

use crate::routes::{self, API_PREFIX, HEALTHZ, METRICS, OPENAPI, READYZ};

/// Who reads the answer
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Somebody in a browser, who reads pages
    Person,
    /// A program, which reads `application/problem+json`
    Program,
}

impl Audience {
    /// Of an answer at this path
    pub fn of(path: &str) -> Self {
        let fixed = [HEALTHZ, METRICS, OPENAPI, READYZ].map(routes::FixedPath::as_str);
        if path.starts_with(API_PREFIX) || fixed.contains(&path) {
            Self::Program
        } else {
            Self::Person
        }
    }
}
