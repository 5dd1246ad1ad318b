//! What exists in an account, asked of AWS or of the demo account.
//!
//! Must say of what is missing why, and must not print a document of nothing.

use postern_plan::id::Region;
use postern_plan::inventory::Inventory;
use postern_plan::run::Trouble;

use super::super::account::{self, AccountArgs};
use super::super::{CliError, output};
use crate::endpoints::demo::Demo;
use crate::endpoints::{Accounts, Place, Session};

/// The Region of the demo account
const DEMO_REGION: &str = "us-east-1";

/// Asks AWS
pub(super) fn aws(
    args: &AccountArgs,
    region: &Region,
    vpc: Option<&str>,
) -> Result<Inventory, CliError> {
    let reach = args.reach()?;
    let place = reach.own(region.as_str());
    read(reach.accounts.as_ref(), &place, vpc)
}

/// Asks the demo account
pub(super) fn demo(region: Option<&Region>, vpc: Option<&str>) -> Result<Inventory, CliError> {
    let demo = Demo::new().map_err(|error| {
        CliError::refused(crate::log::chain(&error))
            .help("this is a fault of postern: please report it")
    })?;
    let place = Place {
        account: None,
        region: region.map_or(DEMO_REGION, Region::as_str).to_owned(),
        profile: None,
        session: Session::looking(None),
    };
    read(&demo, &place, vpc)
}

fn read(accounts: &dyn Accounts, place: &Place, vpc: Option<&str>) -> Result<Inventory, CliError> {
    let inventory = account::block_on(async {
        let account = accounts.open(place).await.map_err(unreachable)?;
        Ok(account.inventory(vpc).await)
    })?;
    if inventory.read.is_empty() {
        let reason = inventory.gaps.first().map_or("", |gap| gap.reason.as_str());
        let message = format!("nothing could be read: {reason}");
        return Err(CliError::refused(message).help(
            "sign in to AWS or name a profile with --profile; or read from what the AWS CLI prints, with --script and --from",
        ));
    }
    for gap in &inventory.gaps {
        output::complain("warning", &format!("not read: {}", gap.reason), None);
    }
    Ok(inventory)
}

fn unreachable(trouble: Trouble) -> CliError {
    let fix = trouble.cause.fix();
    CliError::refused(trouble.message).help(fix)
}
