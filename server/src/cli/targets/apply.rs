//! `postern targets apply`: a run for each target, one after the other.

use postern_plan::guardrails::Guardrails;
use postern_plan::targets::Targeted;

use super::super::account::block_on;
use super::super::apply::{Came, consented, one};
use super::super::{CliError, given, output};
use super::ApplyArgs;
use crate::guardrails;

pub(super) fn run(args: &ApplyArgs) -> Result<(), CliError> {
    consented(args.yes, "apply makes and changes endpoints")?;
    let reach = args.account.reach()?;
    let targets = args.documents.read(&reach.catalog)?;
    // Those of the settings hold whatever is named beside them.
    let guardrails: Guardrails =
        guardrails::load(&reach.settings, &reach.catalog).map_err(given::wrong)?;
    let guardrails = guardrails.and(args.documents.guardrails.read(&reach.catalog)?);
    block_on(async {
        let store = args.state.open(&reach.settings).await?;
        let mut ends: Vec<(&Targeted, Result<Came, CliError>)> = Vec::new();
        for target in &targets {
            output::print(format!("{}\n", heading(target)).as_bytes())?;
            let came = one(&reach, &target.request, &guardrails, &store).await;
            if let Err(error) = &came {
                for complaint in error.complaints() {
                    output::complain("error", &complaint.message, complaint.help.as_deref());
                }
            }
            ends.push((target, came));
        }
        summed_up(&ends)
    })
}

fn heading(target: &Targeted) -> String {
    let request = &target.request;
    let (account, region) = (&request.account, &request.region);
    format!("== {}: account {account} in {region}", target.name)
}

/// Every target with what became of it, and the worst of it as the command's own
fn summed_up(ends: &[(&Targeted, Result<Came, CliError>)]) -> Result<(), CliError> {
    let word = |came: &Result<Came, CliError>| match came {
        Ok(Came::Done) => "done",
        Ok(Came::Nothing) => "nothing to do",
        Err(error) if error.is_parked() => "parked",
        Err(_) => "failed",
    };
    output::print(b"==\n")?;
    for (target, came) in ends {
        output::print(format!("{}: {}\n", target.name, word(came)).as_bytes())?;
    }
    let named = |wanted: &str| {
        let those = ends.iter().filter(|(_, came)| word(came) == wanted);
        let names: Vec<String> = those.map(|(target, _)| target.name.to_string()).collect();
        names
    };
    let (failed, parked) = (named("failed"), named("parked"));
    let some = |these: &[String], what: &str| {
        format!(
            "{} of {} targets {what}: {}",
            these.len(),
            ends.len(),
            these.join(", ")
        )
    };
    if !failed.is_empty() {
        return Err(CliError::refused(some(&failed, "failed"))
            .help("do what is said above, and apply again: what stands already is left"));
    }
    if !parked.is_empty() {
        return Err(CliError::parked(some(&parked, "are parked"))
            .help("`postern runs` lists them, and `postern resume` goes on with one"));
    }
    Ok(())
}
