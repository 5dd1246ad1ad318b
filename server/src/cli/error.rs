//! How a command fails: one line of what, one of what to do, and an exit code that scripts read.

use std::process::ExitCode;

use thiserror::Error;

/// Why a command did not do what it was asked
#[derive(Debug, Error)]
#[error("{message}")]
pub struct CliError {
    message: String,
    help: Option<String>,
    exit: Exit,
}

#[derive(Clone, Copy, Debug)]
enum Exit {
    /// 1: asked for rightly, and the answer is no
    Refused,
    /// 2: the words, the file or the surroundings are not such that it could begin
    Usage,
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

    /// With what to do next
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What to do next
    pub fn help_text(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The code that the process ends with
    pub fn exit_code(&self) -> ExitCode {
        match self.exit {
            Exit::Refused => ExitCode::from(1),
            Exit::Usage => ExitCode::from(2),
        }
    }

    fn new(message: impl Into<String>, exit: Exit) -> Self {
        Self {
            message: message.into(),
            help: None,
            exit,
        }
    }
}
