//! The guardrails of a command: those of a file that is named for it.
//!
//! Must not decide which rules hold, nor what they say.

use clap::Args;
use postern_plan::catalog::Catalog;
use postern_plan::guardrails::{Guardrails, MAX_BYTES};

use super::CliError;
use super::input::Source;
use super::planned;

/// Rules that somebody set
#[derive(Debug, Args)]
pub(super) struct GuardrailArgs {
    /// What may be asked for: a document of guardrails, in TOML or JSON; `-` is standard input
    #[arg(id = "guardrails", long, value_name = "FILE")]
    pub(super) file: Option<Source>,
}

impl GuardrailArgs {
    /// The rules; none where no file is named
    pub(super) fn read(&self, catalog: &Catalog) -> Result<Guardrails, CliError> {
        let Some(source) = &self.file else {
            return Ok(Guardrails::default());
        };
        let text = source.read(MAX_BYTES)?;
        Guardrails::parse(catalog, &text).map_err(|errors| planned::wrong(&errors))
    }

    /// They come from standard input, which nothing else can be then
    pub(super) fn is_stdin(&self) -> bool {
        self.file == Some(Source::Stdin)
    }
}
