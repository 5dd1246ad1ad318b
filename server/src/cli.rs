//! The commands: reads the words, runs one command, turns its error into two lines and an exit
//! code. A command's own work is in `cli/`, and what it decides is in `postern-plan`.

mod account;
mod apply;
mod audit;
mod backup;
mod catalog;
mod config;
mod delete;
mod drift;
mod error;
mod evaluate;
mod given;
mod guardrails;
mod health;
mod input;
mod inventory;
mod lint;
mod output;
mod paint;
mod plan;
mod planned;
mod pull_request;
mod render;
mod roles;
mod runs;
mod sarif;
mod serve;
mod summary;
mod targets;
mod tree;
mod usage;
mod visible;

use std::ffi::OsString;
use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use postern_plan::artifact::Format;
use postern_plan::request::EndpointKey;
use postern_plan::run::RunId;

use crate::log;
use input::Source;

pub use error::{CliError, Complaint};

/// A private door to Amazon Bedrock AgentCore: endpoints, policies and the commands that make them
#[derive(Debug, Parser)]
#[command(name = "postern", version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the web application; this is what `postern` alone does
    Serve(ServeArgs),
    /// Say what a request comes to: endpoints, policies, notes and cost. Makes nothing
    ///
    /// Exit code 0: the plan can be carried out. 1: a note blocks it, or there is a warning and
    /// `--fail-on warning` was given. 2: the request or the inventory cannot be read.
    Plan(PlanArgs),
    /// Write a plan as policies, scripts or templates
    ///
    /// Files of ours that are there already are overwritten; nothing is ever deleted. A plan that
    /// a note blocks is written too: its scripts but for teardown.sh refuse to run, each reason
    /// goes to standard error, and the exit code is 1.
    Render(RenderArgs),
    /// Put a plan's files into a repository: a branch of Postern's own, and a pull request
    ///
    /// The repository is that of `pull_requests` in the settings. One that is open is brought up to
    /// date. Exit code 0: done, or nothing to do. 1: a note blocks the plan, or the provider says
    /// no. 2: the request or the settings cannot be read.
    PullRequest(pull_request::PullRequestArgs),
    /// Say whether calls pass an endpoint policy: JSON lines in, JSON lines out, in the same order
    ///
    /// A line is `{id, policy?, request: {principal | anonymous: true, action, resource, context,
    /// unknown?}}`; its answer is `{id, decision, statement, reason}`. Exit code 0: every line was
    /// answered. 2: a line or the policy cannot be read.
    Evaluate(evaluate::EvaluateArgs),
    /// Say what is wrong with an endpoint policy, and print it with its slips mended
    ///
    /// Exit code 0: nothing blocks. 1: a part of the policy does not do what it says. 2: the file
    /// cannot be read.
    Lint(LintArgs),
    /// Carry a plan out: make and change endpoints in the account of the request
    ///
    /// Plans against what is there now, tries every call as a dry run first, and writes each step
    /// down before it is taken. Exit code 0: done, or nothing to do. 1: refused or failed, and
    /// everything is known. 3: parked, or something is not known: `postern resume` goes on.
    /// 2: the request cannot be read.
    Apply(ApplyArgs),
    /// Say whether what is there is what the request asks for, by meaning
    ///
    /// Reads the account, or the inventory that is named. Exit code 0: it is. 1: something differs,
    /// is missing or could not be compared. 2: the request or the inventory cannot be read.
    Drift(DriftArgs),
    /// Delete what earlier plans of a request made: whatever carries its tag in its VPC
    ///
    /// Says what goes and what stays, tries every endpoint as a dry run, looks at it once more, and
    /// writes each step down before it is taken. What is deleted cannot be given back; the same
    /// request makes it anew. Exit codes as of `apply`.
    Delete(DeleteArgs),
    /// List the runs, one a line, the newest first
    Runs(RunsArgs),
    /// Go on with a run that was interrupted, stopped or failed; exit codes as of `apply`
    Resume(ResumeArgs),
    /// Undo what a run made, and nothing else
    Rollback(RollbackArgs),
    /// Print what exists in the account as a document: as AWS says, or as the AWS CLI printed it
    ///
    /// `--script` prints the script that has the AWS CLI print it. Exit code 0: something was read;
    /// what was not is in the document, and warned of. 1: nothing could be read. 2: nothing in the
    /// file is of an account.
    Inventory(inventory::InventoryArgs),
    /// Plan, write or carry out one request for many accounts, each by itself
    Targets(targets::TargetsArgs),
    /// Write the roles by which one Postern reaches many accounts, as CloudFormation
    ///
    /// For one account, or as a stack set for a whole organisation; or the policy that lets Postern
    /// assume them. docs/ACCOUNTS.md says how it goes. Makes nothing.
    Roles(roles::RolesArgs),
    /// Look at the catalogue, the facts about AWS that everything rests on
    Catalog(catalog::CatalogArgs),
    /// Look at the record: who asked for what, and what became of it
    Audit(audit::AuditArgs),
    /// Write a copy of what the state folder keeps, while a server uses it
    Backup(backup::BackupArgs),
    /// Make a state folder of a backup, where there is none
    ///
    /// Runs that were under way then stop before their next call, and people sign in anew.
    Restore(backup::RestoreArgs),
    /// Look at the settings: those of the file, the environment and the command line together
    Config(ConfigArgs),
    /// Ask a running server whether it is alive, for container health checks
    #[command(hide = true)]
    Health(health::HealthArgs),
}

#[derive(Debug, Args)]
struct ServeArgs {
    #[command(flatten)]
    settings: given::SettingArgs,
    /// Show everything on an account that is made up: no AWS, no credentials
    #[arg(long, conflicts_with = "apply")]
    demo: bool,
}

#[derive(Debug, Args)]
struct ConfigArgs {
    #[command(subcommand)]
    command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Say everything that is wrong with the settings, each with its place and what to do
    ///
    /// Exit code 0: they are right. 1: something is wrong. 2: the file cannot be read.
    Check(ConfigFormArgs),
    /// Print the settings as they come out, each with who says it; of a secret, that it is set
    Show(ConfigFormArgs),
}

#[derive(Debug, Args)]
struct ConfigFormArgs {
    #[command(flatten)]
    settings: given::SettingArgs,
    /// Print JSON, and nothing else
    #[arg(long)]
    json: bool,
}

/// What is asked for, and what exists
#[derive(Debug, Args)]
struct RequestArgs {
    /// The request, in TOML or JSON; `-` is standard input
    file: Source,
    /// What exists in the account: a document of `postern inventory`, or what the AWS CLI printed;
    /// `-` is standard input
    #[arg(long, value_name = "FILE")]
    inventory: Option<Source>,
    #[command(flatten)]
    guardrails: guardrails::GuardrailArgs,
}

#[derive(Debug, Args)]
struct PlanArgs {
    #[command(flatten)]
    request: RequestArgs,
    /// Print the plan as JSON, and nothing else
    #[arg(long)]
    json: bool,
    /// Print the notes as SARIF 2.1.0, for code scanning, and nothing else
    #[arg(long, conflicts_with = "json")]
    sarif: bool,
    /// Exit with 1 for this too
    #[arg(long, value_name = "SEVERITY", value_enum)]
    fail_on: Option<plan::FailOn>,
}

#[derive(Debug, Args)]
struct RenderArgs {
    #[command(flatten)]
    request: RequestArgs,
    /// What to write
    #[arg(long = "as", value_name = "FORMAT", value_parser = usage::format())]
    format: Format,
    /// The folder to write to, made if need be; one file alone goes to standard output without it
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct LintArgs {
    /// The policy, as JSON, or what `aws ec2 describe-vpc-endpoints` prints; `-` is standard input
    file: Source,
    /// Whose policy it is; a listing says that itself
    #[arg(long, value_name = "KEY", value_parser = usage::endpoint())]
    endpoint: EndpointKey,
    /// Print the findings as JSON, and nothing else
    #[arg(long)]
    json: bool,
    /// Print the findings as SARIF 2.1.0, for code scanning, and nothing else
    #[arg(long, conflicts_with = "json")]
    sarif: bool,
}

#[derive(Debug, Args)]
struct ApplyArgs {
    /// The request, in TOML or JSON; `-` is standard input
    file: Source,
    /// Yes: make and change what the plan says
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    guardrails: guardrails::GuardrailArgs,
    #[command(flatten)]
    account: account::AccountArgs,
    #[command(flatten)]
    state: given::StateArgs,
}

#[derive(Debug, Args)]
struct DeleteArgs {
    /// The request, in TOML or JSON; `-` is standard input
    file: Source,
    /// Yes: delete what is listed
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    account: account::AccountArgs,
    #[command(flatten)]
    state: given::StateArgs,
}

#[derive(Debug, Args)]
struct DriftArgs {
    /// The request, in TOML or JSON; `-` is standard input
    file: Source,
    /// What exists in the account, in place of reading it; `-` is standard input
    #[arg(long, value_name = "FILE")]
    inventory: Option<Source>,
    /// Print the result as JSON, and nothing else
    #[arg(long)]
    json: bool,
    /// Print what differs as SARIF 2.1.0, for code scanning, and nothing else
    #[arg(long, conflicts_with = "json")]
    sarif: bool,
    #[command(flatten)]
    account: account::AccountArgs,
}

#[derive(Debug, Args)]
struct RunsArgs {
    #[command(flatten)]
    file: given::FileArgs,
    #[command(flatten)]
    state: given::StateArgs,
}

#[derive(Debug, Args)]
struct ResumeArgs {
    /// The run's id, as `postern runs` lists it
    #[arg(value_name = "RUN", value_parser = usage::run)]
    run: RunId,
    #[command(flatten)]
    account: account::AccountArgs,
    #[command(flatten)]
    state: given::StateArgs,
}

#[derive(Debug, Args)]
struct RollbackArgs {
    /// The run's id, as `postern runs` lists it
    #[arg(value_name = "RUN", value_parser = usage::run)]
    run: RunId,
    /// Yes: delete what the run made
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    account: account::AccountArgs,
    #[command(flatten)]
    state: given::StateArgs,
}

/// Runs the command that `words` name; the first of them is the program
pub fn run(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    panic::set_hook(Box::new(|panic| {
        let message = format!(
            "postern failed at {}: {}",
            log::place(panic),
            log::message(panic)
        );
        output::complain(
            "error",
            &message,
            Some("this is a fault of postern: please report it"),
        );
    }));
    match Cli::try_parse_from(words) {
        Ok(cli) => finish(execute(cli)),
        Err(error) => finish(usage::explain(&error)),
    }
}

fn execute(cli: Cli) -> Result<(), CliError> {
    match cli.command.unwrap_or(Command::Serve(cli.serve)) {
        Command::Serve(args) => serve::run(&args),
        Command::Plan(args) => plan::run(&args),
        Command::Render(args) => render::run(&args),
        Command::PullRequest(args) => pull_request::run(&args),
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Lint(args) => lint::run(&args),
        Command::Apply(args) => apply::apply(&args),
        Command::Delete(args) => delete::run(&args),
        Command::Drift(args) => drift::run(&args),
        Command::Runs(args) => runs::run(&args),
        Command::Resume(args) => apply::resume(&args),
        Command::Rollback(args) => apply::rollback(&args),
        Command::Inventory(args) => inventory::run(&args),
        Command::Targets(args) => targets::run(&args),
        Command::Roles(args) => roles::run(&args),
        Command::Catalog(args) => catalog::run(&args),
        Command::Audit(args) => audit::run(&args),
        Command::Backup(args) => backup::backup(&args),
        Command::Restore(args) => backup::restore(&args),
        Command::Config(args) => config::run(&args),
        Command::Health(args) => health::run(&args),
    }
}

fn finish(result: Result<(), CliError>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            for complaint in error.complaints() {
                output::complain("error", &complaint.message, complaint.help.as_deref());
            }
            error.exit_code()
        }
    }
}
