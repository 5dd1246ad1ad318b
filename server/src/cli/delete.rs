//! `postern delete`: deletes what earlier plans of a request made, as a run.
//!
//! Must say what goes and what stays before anything does.

use postern_plan::deletion::{Deletion, deletion};
use postern_plan::document::MAX_BYTES;
use postern_plan::guardrails::NONE;
use postern_plan::request::Request;

use super::account::{self, block_on};
use super::apply::{carry, consented};
use super::{CliError, DeleteArgs, output, planned};
use crate::apply::{Asked, Ordered, Purpose, begin, looked};
use crate::endpoints::Errand;

pub(super) fn run(args: &DeleteArgs) -> Result<(), CliError> {
    let reach = args.account.reach()?;
    let text = args.file.read(MAX_BYTES)?;
    let request =
        Request::parse(&reach.catalog, &text).map_err(|errors| planned::wrong(&errors))?;
    block_on(async {
        let errand = if args.yes {
            Errand::Carry
        } else {
            Errand::Look
        };
        let place = reach.place(&request, errand);
        let asked = Asked {
            request: &request,
            place: &place,
            guardrails: &NONE,
        };
        let guarded = looked(&*reach.accounts, &reach.catalog, &asked).await;
        let guarded = guarded.map_err(|refusal| account::refusal(&refusal))?;
        let deletion = deletion(&reach.catalog, &request, &guarded.inventory);
        output::print(said(&deletion).as_bytes())?;
        if deletion.is_nothing() {
            return output::print(b"nothing to do: nothing carries the tag of this request\n");
        }
        consented(args.yes, "delete deletes what is listed")?;
        let store = args.state.open(&reach.settings).await?;
        let ordered = Ordered {
            purpose: Purpose::Delete,
            who: &guarded.caller.arn,
            proposal: None,
        };
        let (mut run, lock) = begin(&store, &reach.catalog, &guarded, &ordered)
            .await
            .map_err(|error| account::apply(&error))?;
        output::print(format!("{}\n", run.id()).as_bytes())?;
        carry(&reach, &mut run, &*guarded.endpoints, &store, lock).await
    })
}

/// A line for each thing that goes or stays
fn said(deletion: &Deletion) -> String {
    let endpoints = deletion
        .endpoints
        .iter()
        .map(|e| format!("deletes {} {}: {}\n", e.key, e.endpoint.id, e.effect));
    let groups = deletion
        .groups
        .iter()
        .map(|g| format!("deletes group {} {}\n", g.id, g.name));
    let kept = deletion.kept.iter().map(|k| format!("stays: {k}\n"));
    endpoints.chain(groups).chain(kept).collect()
}
