//! `postern render`: a plan as files.
//!
//! A blocked plan is written too: whoever reviews it wants to see what it would be, its scripts
//! but for the teardown refuse to run, and the exit code says no.

use std::path::{Path, PathBuf};

use postern_plan::artifact::{self, Artifact, Format};
use postern_plan::catalog::Severity;
use postern_plan::plan::{Note, Plan};

use super::planned::planned;
use super::{CliError, Complaint, RenderArgs, output, tree};

pub(super) fn run(args: &RenderArgs) -> Result<(), CliError> {
    let plan = planned(&args.request)?;
    let files = artifact::render(&plan, args.format).map_err(|error| {
        CliError::refused(format!("cannot write `{}`: {error}", args.format))
            .help("this is a fault of postern: please report it")
    })?;
    match (&files[..], folder(args)) {
        (files, Some(out)) => {
            let own = args.request.file.path();
            let written = tree::write(out, files, args.format, own)?;
            output::print(listed(&written).as_bytes())?;
        }
        ([only], None) if args.format != Format::All => output::print(only.text.as_bytes())?,
        (files, None) => return Err(several(args.format, files)),
    }
    verdict(&plan)
}

/// Where to write; `-` is standard output
fn folder(args: &RenderArgs) -> Option<&Path> {
    args.out.as_deref().filter(|out| *out != Path::new("-"))
}

fn several(format: Format, files: &[Artifact]) -> CliError {
    CliError::usage(format!(
        "`--as {format}` makes {} files here, and standard output takes one",
        files.len()
    ))
    .help("name a folder for them with `--out DIR`")
}

fn listed(written: &[PathBuf]) -> String {
    let lines = written.iter().map(|path| format!("{}\n", path.display()));
    lines.collect()
}

fn verdict(plan: &Plan) -> Result<(), CliError> {
    if !plan.is_blocked() {
        return Ok(());
    }
    let blocked = plan
        .notes
        .iter()
        .filter(|n| n.severity == Severity::Blocked);
    Err(CliError::refused(
        "this plan is blocked, and of the scripts made of it only teardown.sh runs",
    )
    .help("do what is said below and render again")
    .and(blocked.map(complaint)))
}

/// A note that blocks, as something to complain of
pub(super) fn complaint(note: &Note) -> Complaint {
    Complaint {
        message: format!("{}: {}: {}", note.code, note.subject, note.detail),
        help: Some(note.fix.clone()),
    }
}
