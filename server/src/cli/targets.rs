//! `postern targets`: one request for many accounts, each planned, written or carried out by itself.
//!
//! Must say of every target what became of it: none is passed over, and one that fails stops no other.

mod apply;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use postern_plan::artifact::{self, Artifact, Format, plan_json};
use postern_plan::catalog::{Catalog, Severity};
use postern_plan::document::MAX_BYTES;
use postern_plan::guardrails::Guardrails;
use postern_plan::id::Name;
use postern_plan::plan::Plan;
use postern_plan::targets::{Targeted, deploy_script, targeted};
use serde_json::value::RawValue;

use super::account::AccountArgs;
use super::given::StateArgs;
use super::guardrails::GuardrailArgs;
use super::input::Source;
use super::{CliError, output, planned, tree, usage};

#[derive(Debug, Args)]
pub(super) struct TargetsArgs {
    #[command(subcommand)]
    command: TargetsCommand,
}

#[derive(Debug, Subcommand)]
enum TargetsCommand {
    /// Say what the request comes to in each target. Makes nothing
    ///
    /// Exit code 0: every plan can be carried out. 1: a note blocks one. 2: the request or the
    /// targets cannot be read.
    Plan(PlanArgs),
    /// Write the plan of each target into a folder of its name
    ///
    /// CloudFormation comes with deploy.sh, which makes a stack in each target. Exit codes as of
    /// `plan`.
    Render(RenderArgs),
    /// Carry the plan of each target out, one after the other
    ///
    /// Each is a run of its own, as of `postern apply`. Exit code 0: all of them are done, or
    /// nothing was to do. 1: one was refused or failed. 3: none failed, and one is parked.
    Apply(ApplyArgs),
}

/// A request and where it goes
#[derive(Debug, Args)]
struct Documents {
    /// The request, in TOML or JSON, whose account, Region and placement are not used; `{account}`
    /// and `{region}` in it are those of each target
    file: PathBuf,
    /// The targets, in TOML or JSON: docs/ACCOUNTS.md says how they are written
    targets: PathBuf,
    #[command(flatten)]
    guardrails: GuardrailArgs,
}

#[derive(Debug, Args)]
struct PlanArgs {
    #[command(flatten)]
    documents: Documents,
    /// Print the plans as JSON, and nothing else
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct RenderArgs {
    #[command(flatten)]
    documents: Documents,
    /// What to write
    #[arg(long = "as", value_name = "FORMAT", value_parser = usage::format())]
    format: Format,
    /// The folder to write to, made if need be
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

#[derive(Debug, Args)]
struct ApplyArgs {
    #[command(flatten)]
    documents: Documents,
    /// Yes: make and change what the plans say
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    account: AccountArgs,
    #[command(flatten)]
    state: StateArgs,
}

pub(super) fn run(args: &TargetsArgs) -> Result<(), CliError> {
    match &args.command {
        TargetsCommand::Plan(args) => plan(args),
        TargetsCommand::Render(args) => render(args),
        TargetsCommand::Apply(args) => apply::run(args),
    }
}

impl Documents {
    fn read(&self, catalog: &Catalog) -> Result<Vec<Targeted>, CliError> {
        let read = |path: &PathBuf| Source::File(path.clone()).read(MAX_BYTES);
        let (common, targets) = (read(&self.file)?, read(&self.targets)?);
        targeted(catalog, &common, &targets).map_err(|errors| planned::wrong(&errors))
    }

    /// The plan of each target, without a look at any account
    fn plans(&self, catalog: &Catalog) -> Result<Vec<(Name, Plan)>, CliError> {
        let guardrails: Guardrails = self.guardrails.read(catalog)?;
        let all = self.read(catalog)?.into_iter().map(|target| {
            let plan = postern_plan::plan_within(&guardrails, catalog, None, &target.request);
            (target.name, plan)
        });
        Ok(all.collect())
    }
}

fn plan(args: &PlanArgs) -> Result<(), CliError> {
    let catalog = planned::catalog()?;
    let plans = args.documents.plans(&catalog)?;
    let text = if args.json {
        json(&plans)?
    } else {
        plans.iter().map(|(name, plan)| line(name, plan)).collect()
    };
    output::print(text.as_bytes())?;
    verdict(&plans)
}

/// One target on two lines: where it is, and what its plan comes to
fn line(name: &Name, plan: &Plan) -> String {
    let request = &plan.request;
    let keys: Vec<String> = plan.endpoints.iter().map(|e| e.key.to_string()).collect();
    let notes = |severity| plan.notes.iter().filter(|n| n.severity == severity).count();
    let blocked = match codes(plan) {
        codes if codes.is_empty() => String::new(),
        codes => format!("; blocked: {}", codes.join(", ")),
    };
    format!(
        "{name}: account {} in {}, {}\n  plan {}: {}; {} warnings{blocked}\n",
        request.account,
        request.region,
        request.placement.vpc,
        plan.id,
        keys.join(", "),
        notes(Severity::Warning),
    )
}

fn json(plans: &[(Name, Plan)]) -> Result<String, CliError> {
    #[derive(serde::Serialize)]
    struct One<'a> {
        name: &'a str,
        plan: Box<RawValue>,
    }
    let fault = |error: &dyn std::fmt::Display| {
        CliError::refused(format!("cannot write the plans: {error}"))
            .help("this is a fault of postern: please report it")
    };
    let mut targets = Vec::new();
    for (name, plan) in plans {
        let document = plan_json(plan).map_err(|error| fault(&error))?;
        let plan = RawValue::from_string(document.text).map_err(|error| fault(&error))?;
        targets.push(One {
            name: name.as_str(),
            plan,
        });
    }
    let document = std::collections::BTreeMap::from([("targets", targets)]);
    let text = serde_json::to_string(&document).map_err(|error| fault(&error))?;
    Ok(text + "\n")
}

fn render(args: &RenderArgs) -> Result<(), CliError> {
    let catalog = planned::catalog()?;
    let plans = args.documents.plans(&catalog)?;
    let mut listed: Vec<String> = Vec::new();
    let mut write = |folder: &PathBuf, files: &[Artifact]| -> Result<(), CliError> {
        for path in tree::write(folder, files, args.format, Some(&args.documents.file))? {
            listed.push(path.display().to_string());
        }
        Ok(())
    };
    for (name, plan) in &plans {
        let files = artifact::render(plan, args.format).map_err(|error| {
            CliError::refused(format!("cannot write `{}`: {error}", args.format))
                .help("this is a fault of postern: please report it")
        })?;
        write(&args.out.join(name.as_str()), &files)?;
    }
    if let Some(script) = deploy_script(&plans, args.format) {
        write(&args.out, &[script])?;
    }
    output::print((listed.join("\n") + "\n").as_bytes())?;
    verdict(&plans)
}

fn verdict(plans: &[(Name, Plan)]) -> Result<(), CliError> {
    let blocked = plans.iter().filter(|(_, plan)| plan.is_blocked());
    let blocked: Vec<String> = blocked
        .map(|(name, plan)| format!("{name} ({})", codes(plan).join(", ")))
        .collect();
    if blocked.is_empty() {
        return Ok(());
    }
    let message = format!(
        "{} of {} plans are blocked: {}",
        blocked.len(),
        plans.len(),
        blocked.join("; ")
    );
    Err(CliError::refused(message).help("`postern plan` on one of them says what to do"))
}

/// The codes of the notes that block, each once
fn codes(plan: &Plan) -> Vec<&str> {
    let blocks = plan.notes.iter();
    let blocks = blocks.filter(|note| note.severity == Severity::Blocked);
    let mut codes: Vec<&str> = blocks.map(|note| note.code.as_str()).collect();
    codes.dedup();
    codes
}
