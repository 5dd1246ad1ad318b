//! A request on the command line into its plan, with everything that is wrong said at once.

use std::error::Error;

use postern_plan::catalog::Catalog;
use postern_plan::document::MAX_BYTES;
use postern_plan::inventory::Inventory;
use postern_plan::plan::Plan;
use postern_plan::request::{Request, RequestError};

use super::input::Source;
use super::inventory::warn;
use super::{CliError, Complaint, RequestArgs};

/// The largest inventory that is read: an account's worth of endpoints with full policies
const INVENTORY_BYTES: usize = 64 * 1024 * 1024;

/// A plan, and what it was made of
pub(super) struct Inputs {
    pub(super) catalog: Catalog,
    /// The request as it was written
    pub(super) text: String,
    pub(super) plan: Plan,
    pub(super) inventory: Option<Inventory>,
}

/// Why there is no plan
pub(super) enum Unplanned {
    /// Everything that is wrong with the document of this name
    Document {
        file: String,
        text: String,
        errors: Vec<RequestError>,
    },
    /// Something else
    Other(CliError),
}

impl From<CliError> for Unplanned {
    fn from(error: CliError) -> Self {
        Self::Other(error)
    }
}

impl Unplanned {
    /// As a command's error
    pub(super) fn error(self) -> CliError {
        match self {
            Self::Document { errors, .. } => wrong(&errors),
            Self::Other(error) => error,
        }
    }
}

pub(super) fn planned(args: &RequestArgs) -> Result<Plan, CliError> {
    Ok(inputs(args).map_err(Unplanned::error)?.plan)
}

/// The request in a text
pub(super) fn request(catalog: &Catalog, file: &Source, text: &str) -> Result<Request, Unplanned> {
    Request::parse(catalog, text).map_err(|errors| Unplanned::Document {
        file: file.name(),
        text: text.to_owned(),
        errors,
    })
}

pub(super) fn inputs(args: &RequestArgs) -> Result<Inputs, Unplanned> {
    let inputs = [
        (args.file == Source::Stdin, "the request"),
        (args.inventory == Some(Source::Stdin), "the inventory"),
        (args.guardrails.is_stdin(), "the guardrails"),
    ];
    let inputs: Vec<&str> = inputs.iter().filter(|i| i.0).map(|i| i.1).collect();
    if let [one, other, ..] = inputs.as_slice() {
        let message = format!("{one} and {other} cannot both be standard input");
        let error = CliError::usage(message).help("name a file for one of them");
        return Err(error.into());
    }
    let catalog = catalog()?;
    let text = args.file.read(MAX_BYTES)?;
    let inventory = args.inventory.as_ref().map(inventory).transpose()?;
    let request = request(&catalog, &args.file, &text)?;
    let guardrails = args.guardrails.read(&catalog)?;
    let plan = postern_plan::plan_within(&guardrails, &catalog, inventory.as_ref(), &request);
    Ok(Inputs {
        catalog,
        text,
        plan,
        inventory,
    })
}

/// The catalogue that is checked in
pub(super) fn catalog() -> Result<Catalog, CliError> {
    Catalog::load().map_err(|error| {
        let cause = error.source().map(ToString::to_string).unwrap_or_default();
        CliError::refused(format!("{error}: {cause}"))
            .help("this is a fault of postern: please report it")
    })
}

pub(super) fn inventory(source: &Source) -> Result<Inventory, CliError> {
    let reading = Inventory::open(&source.read(INVENTORY_BYTES)?).map_err(|error| {
        let cause = error.source().map(ToString::to_string).unwrap_or_default();
        CliError::usage(format!("{source} is no inventory: {cause}"))
            .help("correct it, or leave it out: then nothing about the account is judged")
    })?;
    warn(source, &reading);
    Ok(reading.inventory)
}

pub(super) fn wrong(errors: &[RequestError]) -> CliError {
    let mut complaints = errors.iter().map(complaint);
    let first = complaints.next().unwrap_or_else(|| Complaint {
        message: "the request cannot be read".to_owned(),
        help: None,
    });
    CliError::usage(first.message)
        .help(first.help.unwrap_or_default())
        .and(complaints)
}

fn complaint(error: &RequestError) -> Complaint {
    let mut message = String::new();
    if !error.path.is_empty() {
        message.push_str(&error.path);
        message.push_str(": ");
    }
    message.push_str(&error.message);
    if let Some(text) = &error.text {
        message.push_str(": `");
        message.push_str(text);
        message.push('`');
    }
    Complaint {
        message,
        help: Some(error.help.clone()),
    }
}
