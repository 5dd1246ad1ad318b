//! `postern inventory`: what the AWS CLI printed as an inventory document, and the script that has
//! it print that.

use postern_plan::inventory::described::{MOST_BYTES, Reading};
use postern_plan::inventory::{Inventory, script};

use super::input::Source;
use super::planned::catalog;
use super::{CliError, InventoryArgs, output};

pub(super) fn run(args: &InventoryArgs) -> Result<(), CliError> {
    match &args.from {
        Some(source) => document(source),
        None => {
            let text = script(&catalog()?, args.region.as_ref(), args.vpc.as_ref());
            output::print(text.as_bytes())
        }
    }
}

fn document(source: &Source) -> Result<(), CliError> {
    let text = source.read(MOST_BYTES)?;
    let reading = Inventory::open(&text).unwrap_or_default();
    warn(source, &reading);
    if reading.is_empty() && reading.inventory == Inventory::default() {
        let message = format!("{source} holds nothing that the AWS CLI prints of an account");
        return Err(CliError::usage(message).help(
            "run the script that `postern inventory --script` prints, and give all that it prints",
        ));
    }
    // Texts and numbers in memory always serialise.
    let printed = serde_json::to_string_pretty(&reading.inventory).unwrap_or_default() + "\n";
    output::print(printed.as_bytes())
}

/// Says what could not be read; the rest is used.
pub(super) fn warn(source: &Source, reading: &Reading) {
    for fault in &reading.faults {
        let message = format!("{source}, {fault}");
        let help = "the parts that were cut do not count as read";
        output::complain("warning", &message, Some(help));
    }
}
