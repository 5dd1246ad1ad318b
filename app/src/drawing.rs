//! The plan's picture as HTML that a page may hold as it stands.
//!
//! Must come from the core alone, whose writer of pictures escapes every word: it is not escaped
//! again.

use postern_plan::artifact::{Surface, in_words, picture};
use postern_plan::plan::Plan;

/// A picture and what it shows in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    html: String,
    words: Vec<String>,
}

impl Drawing {
    /// The picture of a plan; none where it cannot be made.
    pub fn of(plan: &Plan) -> Option<Self> {
        Some(Self {
            html: picture(plan, Surface::Page).ok()?,
            words: in_words(plan),
        })
    }

    /// The picture as SVG.
    pub fn html(&self) -> &str {
        &self.html
    }

    /// What it shows, in sentences.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// A small one for the samples of its component.
    #[cfg(any(test, debug_assertions))]
    pub(crate) fn sample(word: String) -> Self {
        Self {
            html: "<svg class=\"picture\" viewBox=\"0 0 9 9\" role=\"img\"><title>A gate</title></svg>"
                .to_owned(),
            words: vec![word],
        }
    }
}
