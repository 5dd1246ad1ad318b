//! What the command line says of the settings, and settings that are wrong as an error.
//!
//! Must decide nothing: who is heard before whom is in [`crate::settings`].

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{CliError, Complaint, output, usage};
use crate::hosts::HostName;
use crate::settings::sources::{FILE_VARIABLE, Given, Sources};
use crate::settings::wrong::Wrong;
use crate::settings::{Loaded, Purpose, Settings};

/// What a file of settings is usually called
const USUAL: &str = "postern.toml";

/// Where settings are
#[derive(Debug, Args)]
pub(super) struct FileArgs {
    /// The settings, in TOML: docs/CONFIGURATION.md lists them. POSTERN_CONFIG names it too
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
}

/// Settings that have an option of their own
#[derive(Debug, Args)]
pub(super) struct SettingArgs {
    /// Where to listen, as in 127.0.0.1:3000; port 0 takes any free one
    #[arg(long, value_name = "ADDR:PORT", value_parser = usage::socket)]
    listen: Option<SocketAddr>,
    /// A host name to answer to beside localhost; may be repeated
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<HostName>,
    /// Carry plans out from the pages, with the credentials of this machine
    #[arg(long)]
    apply: bool,
    /// What may be asked for: a document of guardrails, in TOML or JSON
    #[arg(long, value_name = "FILE")]
    guardrails: Option<String>,
    #[command(flatten)]
    state: StateArgs,
    #[command(flatten)]
    file: FileArgs,
}

/// Where runs are kept
#[derive(Debug, Args)]
pub(super) struct StateArgs {
    /// The folder for runs and records; `postern` in the usual place for state unless told
    #[arg(long, value_name = "DIR")]
    pub(super) state: Option<String>,
}

impl FileArgs {
    /// The settings of a command that does not serve
    pub(super) fn settings(&self) -> Result<Settings, CliError> {
        let sources = Sources::of_process(self.config.clone());
        let loaded = Loaded::read(&sources, Purpose::Command).map_err(wrong)?;
        Ok(loaded.settings)
    }
}

impl SettingArgs {
    /// Everybody who says anything of the settings
    pub(super) fn sources(&self) -> Sources {
        let mut sources = Sources::of_process(self.file.config.clone());
        let mut say = |key, option, word: String| sources.options.push(Given { key, option, word });
        if let Some(listen) = self.listen {
            say("server.listen", "--listen", listen.to_string());
        }
        if !self.allow_host.is_empty() {
            let names: Vec<String> = self.allow_host.iter().map(ToString::to_string).collect();
            say("server.allow_hosts", "--allow-host", names.join(","));
        }
        if self.apply {
            say("apply.enabled", "--apply", "true".to_owned());
        }
        if let Some(file) = &self.guardrails {
            say("guardrails.file", "--guardrails", file.clone());
        }
        if let Some(state) = &self.state.state {
            say("server.state", "--state", state.clone());
        }
        sources
    }
}

/// A file that lies in the working directory is not read; whoever put it there may think it is
pub(super) fn warn_of_unread(sources: &Sources) {
    if sources.file.is_none() && Path::new(USUAL).exists() {
        output::complain(
            "warning",
            &format!("`{USUAL}` in this folder is not read, since nobody named it"),
            Some(&format!(
                "read it, then name it with --config {USUAL} or in {FILE_VARIABLE}"
            )),
        );
    }
}

/// Settings that are wrong, as a command's error
pub(super) fn wrong(all: Vec<Wrong>) -> CliError {
    let mut all = all.into_iter().map(|wrong| Complaint {
        message: wrong.to_string(),
        help: Some(wrong.help),
    });
    let first = all.next().unwrap_or_else(|| Complaint {
        message: "the settings are wrong".to_owned(),
        help: None,
    });
    let error = CliError::usage(first.message).and(all);
    match first.help {
        Some(help) => error.help(help),
        None => error,
    }
}
