//! Writing to the terminal or to whatever stands in for it.
//!
//! A reader that goes away early (`postern … | head`) is no error. Nothing else may print.

use std::io::{self, ErrorKind, Write};

use super::CliError;
use super::visible::visible;

/// Writes `text` to standard output, as it is
pub(super) fn print(text: &[u8]) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(CliError::refused(format!(
            "cannot write to standard output: {error}"
        ))),
        _ => Ok(()),
    }
}

/// Writes `KIND: message` and `help: …` to standard error, each on one line
pub(super) fn complain(kind: &str, message: &str, help: Option<&str>) {
    let mut text = format!("{kind}: {}\n", visible(message));
    if let Some(help) = help {
        text.push_str("help: ");
        text.push_str(&visible(help));
        text.push('\n');
    }
    // Where standard error is gone there is nobody left to tell.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
