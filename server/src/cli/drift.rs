//! `postern drift`: what is there against the request, by meaning.

use postern_plan::document::MAX_BYTES;
use postern_plan::drift::{Drift, DriftState, drift};
use postern_plan::inventory::Inventory;
use postern_plan::plan::Plan;
use postern_plan::request::Request;
use postern_plan::sarif::{Named, of_drift};
use serde::Serialize;

use super::account::{self, block_on};
use super::planned::Unplanned;
use super::{CliError, DriftArgs, output, planned, sarif};
use crate::apply::open;
use crate::endpoints::Errand;

#[derive(Serialize)]
struct Document<'a> {
    drift: &'a [Drift],
}

pub(super) fn run(args: &DriftArgs) -> Result<(), CliError> {
    let compared = compared(args).map_err(|why| {
        if args.sarif {
            sarif::unplanned(&args.file, why)
        } else {
            why.error()
        }
    })?;
    let Compared { text, plan, drift } = compared;
    let text = if args.sarif {
        let (file, text) = (&args.file.name(), &text);
        of_drift(Named { file, text }, &plan, &drift)
    } else if args.json {
        // Texts in memory always serialise.
        serde_json::to_string_pretty(&Document { drift: &drift }).unwrap_or_default() + "\n"
    } else {
        drift.iter().map(line).collect()
    };
    output::print(text.as_bytes())?;
    let apart: Vec<&str> = drift
        .iter()
        .filter(|d| d.state != DriftState::Same)
        .map(|d| d.key.as_str())
        .collect();
    if apart.is_empty() {
        return Ok(());
    }
    let message = format!("not as the request says: {}", apart.join(", "));
    Err(CliError::refused(message)
        .help("`postern plan` with the same inventory shows what would be done about it"))
}

/// A request and how what is there stands to it
struct Compared {
    text: String,
    plan: Plan,
    drift: Vec<Drift>,
}

fn compared(args: &DriftArgs) -> Result<Compared, Unplanned> {
    let catalog = planned::catalog()?;
    let text = args.file.read(MAX_BYTES)?;
    let request = planned::request(&catalog, &args.file, &text)?;
    let inventory = match &args.inventory {
        Some(source) => planned::inventory(source)?,
        None => live(args, &request)?,
    };
    let plan = postern_plan::plan(&catalog, Some(&inventory), &request);
    let drift = drift(&plan, &inventory);
    Ok(Compared { text, plan, drift })
}

fn line(drift: &Drift) -> String {
    let id = drift
        .endpoint
        .as_deref()
        .map(|id| format!(" {id}"))
        .unwrap_or_default();
    let mut text = format!("{}{id}: {}\n", drift.key, drift.state.as_str());
    for difference in drift.differences.iter().chain(&drift.rules) {
        text.push_str("  ");
        text.push_str(difference);
        text.push('\n');
    }
    text
}

/// What is in the account now
fn live(args: &DriftArgs, request: &Request) -> Result<Inventory, CliError> {
    let reach = args.account.reach()?;
    block_on(async {
        let place = reach.place(request, Errand::Look);
        let (endpoints, _) = open(&*reach.accounts, &place)
            .await
            .map_err(|refusal| account::refusal(&refusal))?;
        let vpc = request.placement.vpc.as_str();
        Ok(endpoints.inventory(Some(vpc)).await)
    })
}
