//! `postern audit verify`: whether the record is what was written.
//!
//! Must only read, and must say where the first thing is that is not as it was.

use std::collections::BTreeMap;

use clap::{Args, Subcommand};
use serde::Deserialize;

use super::account::{self, block_on};
use super::given::{FileArgs, StateArgs};
use super::input::Source;
use super::{CliError, output};
use crate::record::{Broken, Hash, Proof};
use crate::store::Store;

/// As many as are read at once
const BATCH: i64 = 1_000;

/// The most that is read of lines that were kept elsewhere, in bytes
const LARGEST: usize = 256 * 1024 * 1024;

#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    #[command(subcommand)]
    command: AuditCommand,
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// Prove that no entry was changed, taken away or put between
    ///
    /// That none was cut off at the end only lines can prove that were kept elsewhere. Exit code 0:
    /// the record is what was written. 1: it is not. 2: the lines cannot be read.
    Verify(VerifyArgs),
}

#[derive(Debug, Args)]
struct VerifyArgs {
    /// Lines that the server wrote to standard output and that were kept elsewhere: each must be
    /// there; `-` is standard input
    #[arg(long, value_name = "FILE")]
    lines: Option<Source>,
    #[command(flatten)]
    file: FileArgs,
    #[command(flatten)]
    state: StateArgs,
}

/// A line that was kept elsewhere, as far as it is compared
#[derive(Deserialize)]
struct Line {
    seq: i64,
    hash: String,
}

pub(super) fn run(args: &AuditArgs) -> Result<(), CliError> {
    match &args.command {
        AuditCommand::Verify(args) => verify(args),
    }
}

fn verify(args: &VerifyArgs) -> Result<(), CliError> {
    let settings = args.file.settings()?;
    let kept = args.lines.as_ref().map(lines).transpose()?;
    block_on(async {
        let store = args.state.open(&settings).await?;
        let proof = proven(&store, kept.unwrap_or_default()).await?;
        let (entries, Hash(last)) = (proof.entries(), proof.last());
        let text = match entries {
            0 => "the record is empty\n".to_owned(),
            1 => format!("1 entry, and it is what was written; its hash is {last}\n"),
            _ => format!("{entries} entries, all as they were written; the last hash is {last}\n"),
        };
        output::print(text.as_bytes())
    })
}

/// Proves all of it, and that every line that was kept elsewhere is in it
pub(super) async fn proven(
    store: &Store,
    mut kept: BTreeMap<i64, String>,
) -> Result<Proof, CliError> {
    let mut proof = Proof::new();
    loop {
        let rows = store.record_from(proof.entries() + 1, BATCH).await;
        let rows = rows.map_err(|error| account::store(&error))?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            proof.take(row).map_err(|broken| refused(&broken))?;
            let elsewhere = kept.remove(&row.index.seq);
            if elsewhere.is_some_and(|hash| hash != row.hash) {
                return Err(refused(&Broken::Elsewhere(row.index.seq)));
            }
        }
    }
    match kept.keys().next() {
        Some(seq) => Err(refused(&Broken::Elsewhere(*seq))),
        None => Ok(proof),
    }
}

/// The hashes of lines that were kept elsewhere. What is no line of the record is passed over:
/// other lines may stand between
fn lines(source: &Source) -> Result<BTreeMap<i64, String>, CliError> {
    let text = source.read(LARGEST)?;
    let read = text
        .lines()
        .filter_map(|line| serde_json::from_str::<Line>(line).ok());
    let kept: BTreeMap<i64, String> = read.map(|line| (line.seq, line.hash)).collect();
    if kept.is_empty() {
        return Err(
            CliError::usage("no line of a record is in what --lines names")
                .help("name a file with the lines that `record.stdout` had the server write"),
        );
    }
    Ok(kept)
}

fn refused(broken: &Broken) -> CliError {
    CliError::refused(format!("the record is not what was written: {broken}")).help(
        "keep the database as it is, and compare it with a backup and with the lines that were \
         kept elsewhere",
    )
}
