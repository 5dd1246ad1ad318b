//! Colour, where somebody looks at it and has not declined it.

use std::env;
use std::io::{self, IsTerminal};

use postern_plan::catalog::Severity;

/// How text that stands out is written
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    /// As it is
    Plain,
    /// With the terminal's colours
    Coloured,
}

impl Paint {
    /// For what goes to standard output. `NO_COLOR` with any value but an empty one declines
    /// colour (no-color.org), and so does a terminal that says it is dumb
    pub(super) fn of_stdout() -> Self {
        let declined = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
        if io::stdout().is_terminal() && !declined && !dumb {
            Self::Coloured
        } else {
            Self::Plain
        }
    }

    pub(super) fn heading(self, text: &str) -> String {
        self.with("1", text)
    }

    pub(super) fn severity(self, severity: Severity) -> String {
        let word = severity.to_string();
        match severity {
            Severity::Blocked => self.with("1;31", &word),
            Severity::Warning => self.with("33", &word),
            Severity::Info => word,
        }
    }

    fn with(self, code: &str, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Coloured => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        }
    }
}
