//! A place in a JSON text.
//!
//! Must not look whether anything is there.

use std::fmt;

/// From a value to one inside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::difference) enum Step {
    /// To a property.
    Key(String),
    /// To an element.
    Index(usize),
}

/// The steps from the whole text to a value; shown as a JSON pointer (RFC 6901).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::difference) struct Path(Vec<Step>);

impl Path {
    /// The whole text.
    pub(in crate::difference) fn root() -> Self {
        Self::default()
    }

    /// A property of it.
    pub(in crate::difference) fn key(&self, key: &str) -> Self {
        self.then(Step::Key(key.to_owned()))
    }

    /// An element of it.
    pub(in crate::difference) fn index(&self, at: usize) -> Self {
        self.then(Step::Index(at))
    }

    /// Where a new element of it would come.
    pub(in crate::difference) fn end(&self) -> Self {
        self.key("-")
    }

    pub(super) fn steps(&self) -> &[Step] {
        &self.0
    }

    fn then(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.0 {
            match step {
                Step::Key(key) => write!(f, "/{}", key.replace('~', "~0").replace('/', "~1"))?,
                Step::Index(at) => write!(f, "/{at}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Path;

    #[test]
    fn it_is_shown_as_a_pointer() {
        let path = Path::root().key("a/b~c").index(3).end();
        assert_eq!(path.to_string(), "/a~1b~0c/3/-");
    }
}
