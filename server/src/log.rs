//! Where the server's own notes go: standard error, one line each.
//!
//! Standard output belongs to what a command was asked for. A panic is written here, once, with
//! the id of its request; nobody ever sees a backtrace.

use std::io::IsTerminal;
use std::panic::PanicHookInfo;

use tracing_subscriber::EnvFilter;

use crate::cli::CliError;

/// The variable that sets what is logged, as in `info` (unless set) or `postern_server=debug`
const FILTER: &str = "POSTERN_LOG";

/// Starts logging, and makes a panic one log line
pub fn start() -> Result<(), CliError> {
    let text = std::env::var(FILTER).unwrap_or_else(|_| "info".to_owned());
    let filter = EnvFilter::try_new(&text).map_err(|_| {
        CliError::usage(format!("`{text}` in {FILTER} is not a log filter"))
            .help(format!("set {FILTER} to error, warn, info or debug"))
    })?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
    std::panic::set_hook(Box::new(|panic| {
        tracing::error!(panic = message(panic), place = place(panic), "panicked");
    }));
    Ok(())
}

/// An error and everything behind it, in words
pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut words = error.to_string();
    let mut behind = error.source();
    while let Some(cause) = behind {
        words.push_str(": ");
        words.push_str(&cause.to_string());
        behind = cause.source();
    }
    words
}

/// What a panic said
pub(crate) fn message<'a>(panic: &'a PanicHookInfo<'_>) -> &'a str {
    panic.payload_as_str().unwrap_or("no message")
}

/// The line of source that panicked
pub(crate) fn place(panic: &PanicHookInfo<'_>) -> String {
    panic
        .location()
        .map(ToString::to_string)
        .unwrap_or_default()
}
