//! Where the server's own notes go: standard error, one line each.
//!
//! Standard output belongs to what a command was asked for. A panic is written here, once, with
//! the id of its request; nobody ever sees a backtrace.

use std::io::IsTerminal;
use std::panic::PanicHookInfo;

use tracing_subscriber::filter::{EnvFilter, filter_fn};
use tracing_subscriber::prelude::*;
use tracing_subscriber::{Registry, fmt, registry, reload};

use crate::settings::sections::LogSettings;
use crate::settings::value::{LogFilter, LogFormat};
use crate::traces::{self, Traces};

/// Sets what is logged from now on
pub struct Filtering(Box<dyn Fn(&LogFilter) + Send + Sync>);

impl Filtering {
    /// From now on this is logged
    pub fn set(&self, filter: &LogFilter) {
        (self.0)(filter);
    }
}

/// Starts logging and tracing, and makes a panic one log line
pub(crate) fn start(log: &LogSettings, traces: Option<&Traces>) -> Filtering {
    let (filter, handle) = reload::Layer::<EnvFilter, Registry>::new(lines(&log.filter));
    let written = fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(log.format == LogFormat::Text && std::io::stderr().is_terminal())
        .with_target(false);
    let logging = match log.format {
        LogFormat::Text => written.boxed(),
        LogFormat::Json => written.json().flatten_event(true).boxed(),
    };
    let logging = logging.with_filter(filter);
    let ours = filter_fn(|about| about.target() == traces::TARGET);
    let tracing = traces.map(|traces| traces.layer().with_filter(ours));
    registry().with(logging).with(tracing).init();
    std::panic::set_hook(Box::new(|panic| {
        tracing::error!(panic = message(panic), place = place(panic), "panicked");
    }));
    // It fails where the log is gone, and then there is nothing to filter.
    Filtering(Box::new(move |filter| drop(handle.reload(lines(filter)))))
}

/// What becomes a line: all that the filter lets through, but for what is for traces alone
fn lines(filter: &LogFilter) -> EnvFilter {
    let filter = filter.filter();
    match format!("{}=off", traces::TARGET).parse() {
        Ok(off) => filter.add_directive(off),
        Err(_) => filter,
    }
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
