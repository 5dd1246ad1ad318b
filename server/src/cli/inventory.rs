//! `postern inventory`: what exists in an account as a document, read live or from what the AWS CLI
//! printed, and the script that has it print that.
//!
//! Must change nothing.

mod live;

use clap::Args;
use postern_plan::id::{Region, VpcId};
use postern_plan::inventory::described::{MOST_BYTES, Reading};
use postern_plan::inventory::{Inventory, script};

use super::account::AccountArgs;
use super::input::Source;
use super::planned::catalog;
use super::{CliError, output};

/// Which account is read, and how
#[derive(Debug, Args)]
#[group(id = "source", args = ["from", "script", "demo"])]
pub(super) struct InventoryArgs {
    /// What the AWS CLI printed; `-` is standard input
    #[arg(long, value_name = "FILE")]
    from: Option<Source>,
    /// Print the script, which needs bash and the AWS CLI and only reads
    #[arg(long)]
    script: bool,
    /// Read the account of the demo, which is built in
    #[arg(long)]
    demo: bool,
    /// The Region to ask; a script without one asks that of its shell
    #[arg(
        long,
        value_name = "REGION",
        conflicts_with = "from",
        required_unless_present = "source"
    )]
    region: Option<Region>,
    /// The one VPC to ask about; all of the Region without
    #[arg(long, value_name = "ID", conflicts_with = "from")]
    vpc: Option<VpcId>,
    #[command(flatten)]
    account: AccountArgs,
}

pub(super) fn run(args: &InventoryArgs) -> Result<(), CliError> {
    let vpc = args.vpc.as_ref().map(VpcId::as_str);
    if let Some(source) = &args.from {
        document(source)
    } else if args.demo {
        print(&live::demo(args.region.as_ref(), vpc)?)
    } else if let (false, Some(region)) = (args.script, &args.region) {
        print(&live::aws(&args.account, region, vpc)?)
    } else {
        let text = script(&catalog()?, args.region.as_ref(), args.vpc.as_ref());
        output::print(text.as_bytes())
    }
}

/// What exists in the account of the credentials, asked of AWS.
pub(super) fn of_account(args: &AccountArgs, region: &Region) -> Result<Inventory, CliError> {
    live::aws(args, region, None)
}

fn print(inventory: &Inventory) -> Result<(), CliError> {
    // Texts and numbers in memory always serialise.
    let printed = serde_json::to_string_pretty(inventory).unwrap_or_default() + "\n";
    output::print(printed.as_bytes())
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
    print(&reading.inventory)
}

/// Says what could not be read; the rest is used.
pub(super) fn warn(source: &Source, reading: &Reading) {
    for fault in &reading.faults {
        let message = format!("{source}, {fault}");
        let help = "the parts that were cut do not count as read";
        output::complain("warning", &message, Some(help));
    }
}
