//! Yes, no, or not known.
//!
//! Must not turn what is not known into either of the others.

/// The three answers, joined as in Kleene's logic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// It hangs on something that is not known.
    Unknown,
}

impl Truth {
    /// Both.
    pub(super) fn and(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::No => Self::No,
            Self::Yes => other(),
            Self::Unknown => match other() {
                Self::No => Self::No,
                Self::Yes | Self::Unknown => Self::Unknown,
            },
        }
    }

    /// At least one of them.
    pub(super) fn any(all: impl IntoIterator<Item = Self>) -> Self {
        let mut found = Self::No;
        for one in all {
            match one {
                Self::Yes => return Self::Yes,
                Self::Unknown => found = Self::Unknown,
                Self::No => {}
            }
        }
        found
    }

    /// Every one of them.
    pub fn all(all: impl IntoIterator<Item = Self>) -> Self {
        let mut found = Self::Yes;
        for one in all {
            match one {
                Self::No => return Self::No,
                Self::Unknown => found = Self::Unknown,
                Self::Yes => {}
            }
        }
        found
    }
}

/// How a text compares with one value of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// It fits.
    Yes,
    /// It does not.
    No,
    /// It hangs on a variable that is not known.
    Unknown,
    /// The value or the text means nothing here, as with a variable that has no value: neither the
    /// comparison nor its opposite holds.
    Void,
}

/// Whether a list of values is meant, or everything but it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// One of the values.
    Plain,
    /// None of the values.
    Negated,
}

impl Sense {
    /// The answer over a list of values.
    pub(super) fn over(self, fits: impl IntoIterator<Item = Fit>) -> Truth {
        let (mut unknown, mut void) = (false, false);
        for fit in fits {
            match (fit, self) {
                (Fit::Yes, Self::Plain) => return Truth::Yes,
                (Fit::Yes, Self::Negated) => return Truth::No,
                (Fit::Unknown, _) => unknown = true,
                (Fit::Void, _) => void = true,
                (Fit::No, _) => {}
            }
        }
        match self {
            Self::Negated if void => Truth::No,
            _ if unknown => Truth::Unknown,
            Self::Plain => Truth::No,
            Self::Negated => Truth::Yes,
        }
    }
}

impl From<bool> for Fit {
    fn from(fits: bool) -> Self {
        if fits { Self::Yes } else { Self::No }
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}
