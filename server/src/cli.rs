//! The commands: reads the words, runs one command, turns its error into two lines and an exit
//! code. A command's own work is in `cli/`, and what it decides is in `postern-plan`.

mod error;
mod health;
mod output;
mod serve;
mod usage;

use std::ffi::OsString;
use std::panic;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::config::HostName;
use crate::log;

pub use error::CliError;

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
    /// Ask a running server whether it is alive, for container health checks
    #[command(hide = true)]
    Health(HealthArgs),
}

#[derive(Debug, Args)]
struct ServeArgs {
    /// Where to listen, as in 127.0.0.1:3000; port 0 takes any free one
    #[arg(long, value_name = "ADDR:PORT", value_parser = usage::socket)]
    listen: Option<std::net::SocketAddr>,
    /// A host name to answer to beside localhost; may be repeated
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<HostName>,
}

#[derive(Debug, Args)]
struct HealthArgs {
    /// Where the server listens
    #[arg(long, value_name = "ADDR:PORT", value_parser = usage::socket)]
    listen: Option<std::net::SocketAddr>,
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
        Command::Serve(args) => serve::run(args),
        Command::Health(args) => health::run(&args),
    }
}

fn finish(result: Result<(), CliError>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::complain("error", &error.to_string(), error.help_text());
            error.exit_code()
        }
    }
}
