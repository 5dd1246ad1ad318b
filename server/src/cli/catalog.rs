//! `postern catalog`: whether the catalogue still says what AWS says.
//!
//! Must change neither the catalogue nor an account: what it prints is a patch.

use std::error::Error;

use clap::{Args, Subcommand};
use postern_plan::catalog::Catalog;
use postern_plan::difference::{
    self, Comparison, ComparisonError, Offered, Reference, ReferenceError, compare,
};
use postern_plan::id::Region;
use postern_plan::inventory::Inventory;

use super::account::AccountArgs;
use super::input::Source;
use super::paint::Paint;
use super::summary::Page;
use super::{CliError, inventory, output, planned};

/// The longest catalogue that is read; ours has some two hundred kilobytes
const CATALOG_BYTES: usize = 8 * 1024 * 1024;

#[derive(Debug, Args)]
pub(super) struct CatalogArgs {
    #[command(subcommand)]
    command: CatalogCommand,
}

#[derive(Debug, Subcommand)]
enum CatalogCommand {
    /// Say where the catalogue differs from what AWS says now, and print it as a patch
    ///
    /// Compares with what a Region offers, read from AWS or from a file, and with files of the AWS
    /// service reference. What is printed can be given to `git apply` or `patch -p1` as it is; what
    /// needs a decision is listed above it. Exit code 0: nothing differs. 1: something does. 2: a
    /// file cannot be read.
    Diff(DiffArgs),
}

#[derive(Debug, Args)]
struct DiffArgs {
    /// Another catalogue than the one that is built in; `-` is standard input
    #[arg(long, value_name = "FILE")]
    catalog: Option<Source>,
    /// What the Region offers, in place of asking AWS: a document of `postern inventory`, or what
    /// the AWS CLI printed; `-` is standard input
    #[arg(long, value_name = "FILE")]
    inventory: Option<Source>,
    /// The Region to ask AWS about
    #[arg(long, value_name = "REGION", conflicts_with = "inventory")]
    region: Option<Region>,
    /// A file of the AWS service reference, for `bedrock-agentcore` or `agent-registry`; can be
    /// given for each
    #[arg(long, value_name = "FILE")]
    reference: Vec<Source>,
    /// Print JSON, and nothing else
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    account: AccountArgs,
}

pub(super) fn run(args: &CatalogArgs) -> Result<(), CliError> {
    let CatalogCommand::Diff(args) = &args.command;
    args.inputs()?;
    let text = match &args.catalog {
        Some(source) => source.read(CATALOG_BYTES)?,
        None => Catalog::text().to_owned(),
    };
    let references: Result<Vec<Reference>, CliError> =
        args.reference.iter().map(reference).collect();
    let references = references?;
    let offered = args.offered()?;
    let offered = offered
        .as_ref()
        .map(|(name, inventory)| Offered { name, inventory });
    let compared = compare(&text, &references, offered);
    let compared = compared.map_err(|error| args.wrong(&error))?;
    let printed = if args.json {
        // Texts in memory always serialise.
        serde_json::to_string_pretty(&compared).unwrap_or_default() + "\n"
    } else {
        page(&compared)
    };
    output::print(printed.as_bytes())?;
    match compared.differences.len() {
        0 => Ok(()),
        count => {
            let places = if count == 1 { "place" } else { "places" };
            let message = format!("the catalogue differs in {count} {places}");
            Err(CliError::refused(message).help(
                "apply the patch with `git apply` or `patch -p1`, and decide the rest: docs/CATALOG.md says how",
            ))
        }
    }
}

impl DiffArgs {
    /// There is something to compare with, and one standard input at most
    fn inputs(&self) -> Result<(), CliError> {
        if self.inventory.is_none() && self.region.is_none() && self.reference.is_empty() {
            return Err(CliError::usage("there is nothing to compare the catalogue with").help(
                "name a Region to ask AWS about with --region, or files with --inventory and --reference",
            ));
        }
        let files = self.catalog.iter().chain(&self.inventory);
        let files = files.chain(&self.reference);
        if files.filter(|source| **source == Source::Stdin).count() > 1 {
            return Err(CliError::usage("only one file can be standard input")
                .help("name a file for each of the others"));
        }
        Ok(())
    }

    /// What the Region offers, and how it was read
    fn offered(&self) -> Result<Option<(String, Inventory)>, CliError> {
        match (&self.inventory, &self.region) {
            (Some(source), _) => Ok(Some((plain(source), planned::inventory(source)?))),
            (None, Some(region)) => {
                let inventory = inventory::of_account(&self.account, region)?;
                let name = "aws ec2 describe-vpc-endpoint-services".to_owned();
                Ok(Some((name, inventory)))
            }
            (None, None) => Ok(None),
        }
    }

    fn wrong(&self, error: &ComparisonError) -> CliError {
        match error {
            ComparisonError::Catalog(error) => {
                let name = self.catalog.as_ref().map_or_else(String::new, plain);
                let cause = error.source().map(ToString::to_string).unwrap_or_default();
                CliError::usage(format!("{name} is no catalogue of this version: {cause}"))
                    .help("name a file like plan/data/catalog.json")
            }
            ComparisonError::OtherService { .. } => CliError::usage(error.to_string())
                .help("give the references of bedrock-agentcore and agent-registry"),
            ComparisonError::Twice { .. } => {
                CliError::usage(error.to_string()).help("give the newer one alone")
            }
            ComparisonError::NoRegion(_) => CliError::usage(error.to_string())
                .help("read it with `postern inventory`, which writes the Region down"),
        }
    }
}

/// A file's name, as sources are named
fn plain(source: &Source) -> String {
    let path = source.path();
    path.map_or_else(|| source.to_string(), |path| path.display().to_string())
}

fn reference(source: &Source) -> Result<Reference, CliError> {
    let text = source.read(difference::MOST_BYTES)?;
    Reference::parse(plain(source), &text).map_err(|error| {
        let cause = match &error {
            ReferenceError::Form(cause) => format!("{error}: {cause}"),
            _ => error.to_string(),
        };
        CliError::usage(format!("{source} is no service reference: {cause}")).help(
            "get it as in curl -O https://servicereference.us-east-1.amazonaws.com/v1/bedrock-agentcore/bedrock-agentcore.json",
        )
    })
}

/// Above the patch, nothing may look like one: then it can be applied as it is printed
fn page(compared: &Comparison) -> String {
    let mut page = Page::new(Paint::of_stdout());
    let (patched, left): (Vec<_>, Vec<_>) = compared.differences.iter().partition(|d| d.patched);
    let date = &compared.facts_date;
    page.heading(&match (patched.len(), left.len()) {
        (0, 0) => format!("The catalogue of {date}: nothing differs"),
        (patched, left) => {
            format!("The catalogue of {date}: {patched} in the patch, {left} for a person")
        }
    });
    for source in &compared.sources {
        page.paragraph(2, &format!("against {source}"));
    }
    if !left.is_empty() {
        page.heading("For a person");
    }
    for difference in left {
        page.paragraph(2, &difference.to_string());
        page.paragraph(
            4,
            &format!("at {}, by {}", difference.path, difference.source),
        );
        page.paragraph(4, &difference.advice);
    }
    if !patched.is_empty() {
        page.heading("In the patch");
    }
    for difference in patched {
        page.paragraph(2, &difference.to_string());
        page.paragraph(4, &difference.advice);
    }
    if !compared.not_compared.is_empty() {
        page.heading("Not compared");
    }
    for what in &compared.not_compared {
        page.paragraph(2, what);
    }
    if !compared.patch.is_empty() {
        page.heading("Patch");
        page.verbatim(&compared.patch);
    }
    page.into_text()
}
