//! What a command finds as SARIF, on standard output in the place of the text for people.
//!
//! Must leave exit codes and complaints as they are without it.

use postern_plan::sarif::{Named, of_errors, of_trouble};

use super::input::Source;
use super::planned::Unplanned;
use super::{CliError, output};

/// Prints why there is no plan, and has it as the command's error
pub(super) fn unplanned(request: &Source, why: Unplanned) -> CliError {
    let log = match &why {
        Unplanned::Document { file, text, errors } => of_errors(Named { file, text }, errors),
        Unplanned::Other(error) => {
            let troubles = error.complaints().map(|one| one.message.clone());
            of_trouble(&request.name(), &troubles.collect::<Vec<_>>())
        }
    };
    match output::print(log.as_bytes()) {
        Ok(()) => why.error(),
        Err(unprinted) => unprinted,
    }
}
