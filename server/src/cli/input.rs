//! Reading the files that a command is given, or standard input in place of one.

use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::CliError;

/// Where a text comes from
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// `-`
    Stdin,
    /// A file by its name
    File(PathBuf),
}

impl Source {
    /// The whole text, of at most `limit` bytes
    pub(super) fn read(&self, limit: usize) -> Result<String, CliError> {
        let bytes = match self {
            Self::Stdin => up_to(io::stdin().lock(), limit),
            Self::File(path) => File::open(path).and_then(|file| up_to(file, limit)),
        }
        .map_err(|error| self.unreadable(&error))?;
        if bytes.len() > limit {
            return Err(
                CliError::usage(format!("{self} is larger than {} KiB", limit / 1024))
                    .help("name the file that you mean"),
            );
        }
        let text = String::from_utf8(bytes).map_err(|_| {
            CliError::usage(format!("{self} is not UTF-8 text")).help("save it as UTF-8")
        })?;
        // Some editors put a mark in front of UTF-8; it is no part of the text.
        Ok(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        })
    }

    /// The file, where it is one
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdin => None,
            Self::File(path) => Some(path),
        }
    }

    /// Its name for programs: the path as it was given, or `stdin`
    pub(super) fn name(&self) -> String {
        match self {
            Self::Stdin => "stdin".to_owned(),
            Self::File(path) => path.to_string_lossy().into_owned(),
        }
    }

    fn unreadable(&self, error: &io::Error) -> CliError {
        let (why, help) = match error.kind() {
            ErrorKind::NotFound => (
                "there is no such file".to_owned(),
                "check the name, or use `-` for standard input",
            ),
            ErrorKind::PermissionDenied => (
                "not permitted".to_owned(),
                "make it readable for you, or use `-` for standard input",
            ),
            ErrorKind::IsADirectory => (
                "it is a folder".to_owned(),
                "name a file in it, or use `-` for standard input",
            ),
            _ => (error.to_string(), "name a file that can be read"),
        };
        CliError::usage(format!("cannot read {self}: {why}")).help(help)
    }
}

impl From<OsString> for Source {
    fn from(word: OsString) -> Self {
        if word == "-" {
            Self::Stdin
        } else {
            Self::File(word.into())
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stdin => f.write_str("standard input"),
            Self::File(path) => write!(f, "`{}`", path.display()),
        }
    }
}

/// One byte past the limit at most: an endless source ends here
fn up_to(source: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    source
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}
