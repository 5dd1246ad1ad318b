//! How a command fails: what, and what to do, as often as there is something to say, and an exit
//! code that scripts read.

use std::process::ExitCode;

use thiserror::Error;

/// Why a command did not do what it was asked
#[derive(Debug, Error)]
#[error("{}", .first.message)]
pub struct CliError {
    first: Complaint,
    rest: Vec<Complaint>,
    exit: Exit,
}

/// One line of what, and one of what to do
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// What is wrong: lower case, no final period
    pub message: String,
    /// What to do next
    pub help: Option<String>,
}

#[derive(Clone, Copy, Debug)]
enum Exit {
    /// 1: asked for rightly, and the answer is no
    Refused,
    /// 2: the words, the file or the surroundings are not such that it could begin
    Usage,
    /// 3: it is not known yet, or can be gone on with
    Parked,
}

impl CliError {
    /// The command was asked for rightly, and the answer is no: exit code 1
    pub fn refused(message: impl Into<String>) -> Self {
        Self::new(message, Exit::Refused)
    }

    /// The command could not begin: exit code 2
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(message, Exit::Usage)
    }

    /// Something is left to be found out or done: exit code 3
    pub fn parked(message: impl Into<String>) -> Self {
        Self::new(message, Exit::Parked)
    }

    /// With what to do next
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.first.help = Some(help.into());
        self
    }

    /// The same as an answer: exit code 1
    #[must_use]
    pub fn into_refusal(mut self) -> Self {
        self.exit = Exit::Refused;
        self
    }

    /// With more that is wrong, said after the first
    #[must_use]
    pub fn and(mut self, more: impl IntoIterator<Item = Complaint>) -> Self {
        self.rest.extend(more);
        self
    }

    /// What to do next about the first complaint
    pub fn help_text(&self) -> Option<&str> {
        self.first.help.as_deref()
    }

    /// Everything that is wrong
    pub fn complaints(&self) -> impl Iterator<Item = &Complaint> {
        std::iter::once(&self.first).chain(&self.rest)
    }

    /// Something is left to be found out or done
    pub fn is_parked(&self) -> bool {
        matches!(self.exit, Exit::Parked)
    }

    /// The code that the process ends with
    pub fn exit_code(&self) -> ExitCode {
        match self.exit {
            Exit::Refused => ExitCode::from(1),
            Exit::Usage => ExitCode::from(2),
            Exit::Parked => ExitCode::from(3),
        }
    }

    fn new(message: impl Into<String>, exit: Exit) -> Self {
        let first = Complaint {
            message: message.into(),
            help: None,
        };
        Self {
            first,
            rest: Vec::new(),
            exit,
        }
    }
}
