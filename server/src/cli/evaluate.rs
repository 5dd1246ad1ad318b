//! `postern evaluate`: calls on standard input, one a line; answers on standard output, one a
//! line, in the same order.
//!
//! A line that cannot be read is answered with an error in its place, and the exit code is 2.

use std::io::{self, BufRead, BufWriter, ErrorKind, Read, Write};

use clap::Args;
use postern_plan::evaluate::{Answered, Evaluator, LONGEST_LINE, Lines};

use super::CliError;
use super::input::Source;
use super::planned::catalog;
use crate::middleware::BODY_LIMIT;

/// What calls are asked of
#[derive(Debug, Args)]
pub(super) struct EvaluateArgs {
    /// The policy for lines that bring none, as JSON
    #[arg(long, value_name = "FILE")]
    policy: Option<Source>,
}

pub(super) fn run(args: &EvaluateArgs) -> Result<(), CliError> {
    let catalog = catalog()?;
    let policy = match &args.policy {
        None => None,
        Some(source) => Some(
            Evaluator::of_text(&source.read(BODY_LIMIT)?).map_err(|error| {
                CliError::usage(format!("{source}: {error}"))
                    .help("`postern lint` says more about a policy's faults")
            })?,
        ),
    };
    let mut lines = Lines::new(&catalog, policy);
    let refused = answer(&mut lines, io::stdin().lock(), io::stdout().lock())?;
    match refused {
        0 => Ok(()),
        1 => Err(CliError::usage("one line could not be read").help("its answer says why")),
        more => Err(CliError::usage(format!("{more} lines could not be read"))
            .help("their answers say why")),
    }
}

/// Answers every line, and counts those that could not be read.
fn answer(
    lines: &mut Lines<'_>,
    mut input: impl BufRead,
    output: impl Write,
) -> Result<usize, CliError> {
    let mut output = BufWriter::with_capacity(64 * 1024, output);
    let most = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX);
    let (mut refused, mut number) = (0, 0);
    let mut line = Vec::new();
    loop {
        line.clear();
        number += 1;
        let read = input.by_ref().take(most).read_until(b'\n', &mut line);
        match read {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) => {
                return Err(CliError::usage(format!(
                    "cannot read standard input: {error}"
                )));
            }
        }
        if line.len() == LONGEST_LINE && !line.ends_with(b"\n") {
            return Err(CliError::usage(format!(
                "line {number} is longer than {} KiB",
                LONGEST_LINE / 1024
            ))
            .help("send one call a line"));
        }
        let text = std::str::from_utf8(&line).map(str::trim).map_err(|_| {
            CliError::usage(format!("line {number} is not UTF-8 text")).help("send it as UTF-8")
        })?;
        if text.is_empty() {
            continue;
        }
        let answer = match lines.answer(text) {
            Answered::Decided(answer) => answer,
            Answered::Refused(answer) => {
                refused += 1;
                answer
            }
        };
        if let Err(error) = writeln!(output, "{answer}") {
            return gone(&error).map(|()| refused);
        }
    }
    match output.flush() {
        Ok(()) => Ok(refused),
        Err(error) => gone(&error).map(|()| refused),
    }
}

/// A reader that went away early is no error.
fn gone(error: &io::Error) -> Result<(), CliError> {
    if error.kind() == ErrorKind::BrokenPipe {
        return Ok(());
    }
    Err(CliError::refused(format!(
        "cannot write to standard output: {error}"
    )))
}
