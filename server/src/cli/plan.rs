//! `postern plan`: what a request comes to, for people or as JSON.

use clap::ValueEnum;
use postern_plan::artifact::plan_json;
use postern_plan::catalog::Severity;
use postern_plan::plan::Plan;
use postern_plan::sarif::{Named, of_plan};

use super::paint::Paint;
use super::planned::{Inputs, inputs};
use super::{CliError, PlanArgs, output, sarif, summary};

/// What ends `postern plan` with 1 beside a note that blocks
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FailOn {
    /// A warning
    Warning,
}

pub(super) fn run(args: &PlanArgs) -> Result<(), CliError> {
    let inputs = inputs(&args.request).map_err(|why| {
        if args.sarif {
            sarif::unplanned(&args.request.file, why)
        } else {
            why.error()
        }
    })?;
    let Inputs {
        catalog,
        text,
        plan,
        ..
    } = inputs;
    let text = if args.sarif {
        let (file, text) = (&args.request.file.name(), &text);
        of_plan(&catalog, Named { file, text }, &plan)
    } else if args.json {
        let document = plan_json(&plan).map_err(|error| {
            CliError::refused(format!("cannot write the plan: {error}"))
                .help("this is a fault of postern: please report it")
        })?;
        document.text
    } else {
        summary::of(&plan, &catalog, Paint::of_stdout())
    };
    output::print(text.as_bytes())?;
    verdict(&plan, args.fail_on)
}

fn verdict(plan: &Plan, fail_on: Option<FailOn>) -> Result<(), CliError> {
    let blocked = codes(plan, Severity::Blocked);
    if !blocked.is_empty() {
        let message = format!("this plan is blocked: {}", blocked.join(", "));
        return Err(CliError::refused(message).help("do what the notes' fixes say and plan again"));
    }
    let warnings = codes(plan, Severity::Warning);
    match fail_on {
        Some(FailOn::Warning) if !warnings.is_empty() => {
            let message = format!("this plan has warnings: {}", warnings.join(", "));
            Err(CliError::refused(message).help(
                "do what the notes' fixes say, or accept the warnings and leave `--fail-on` out",
            ))
        }
        _ => Ok(()),
    }
}

/// The codes of a severity's notes, each once
fn codes(plan: &Plan, severity: Severity) -> Vec<String> {
    let notes = plan.notes.iter().filter(|note| note.severity == severity);
    let mut codes: Vec<String> = notes.map(|note| format!("`{}`", note.code)).collect();
    codes.dedup();
    codes
}
