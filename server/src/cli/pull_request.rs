//! `postern pull-request`: the files of a plan as a branch and a pull request.
//!
//! Must open none of a plan that a note blocks, and must print nothing of the token.

use clap::Args;
use serde::Serialize;

use super::account::block_on;
use super::planned::{Inputs, Unplanned, inputs};
use super::render::complaint;
use super::{CliError, RequestArgs, given, output};
use crate::api::schema::pull_requests::PullRequestDocument;
use crate::log::chain;
use crate::pull_requests::asked::blocking;
use crate::pull_requests::{Came, PullRequests, Trouble};

/// What is asked for, and in which repository
#[derive(Debug, Args)]
pub(super) struct PullRequestArgs {
    #[command(flatten)]
    request: RequestArgs,
    #[command(flatten)]
    settings: given::FileArgs,
    /// Print what became of it as JSON, and nothing else
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &PullRequestArgs) -> Result<(), CliError> {
    let settings = args.settings.settings()?;
    let Some(section) = &settings.pull_requests else {
        let error = CliError::usage("no repository is set to open pull requests in");
        return Err(error.help(
            "write provider and repository below [pull_requests], and the token as docs/GITOPS.md says",
        ));
    };
    let public = settings.server.public_url.clone();
    let pull_requests = PullRequests::new(section, public).map_err(|error| {
        CliError::refused(chain(&error)).help("see that this machine has CA certificates")
    })?;
    let Inputs {
        plan, inventory, ..
    } = inputs(&args.request).map_err(Unplanned::error)?;
    let blocked = blocking(&plan);
    if !blocked.is_empty() {
        return Err(CliError::refused(
            "this plan is blocked, and no pull request is opened for it",
        )
        .help("do what is said below and ask again")
        .and(blocked.iter().map(complaint)));
    }
    let wanted = pull_requests.wanted(&plan, inventory.as_ref());
    let wanted = wanted.map_err(|error| {
        CliError::refused(format!("cannot write the files: {error}"))
            .help("this is a fault of postern: please report it")
    })?;
    let came = block_on(async {
        let came = pull_requests.open(&wanted).await;
        came.map_err(|trouble| no(&trouble))
    })?;
    let text = if args.json {
        in_json(&PullRequestDocument::from(came))
    } else {
        line(&came)
    };
    output::print(text.as_bytes())
}

fn no(trouble: &Trouble) -> CliError {
    CliError::refused(chain(trouble)).help(trouble.help())
}

fn in_json(document: &impl Serialize) -> String {
    // Texts and numbers in memory always serialise.
    serde_json::to_string_pretty(document).unwrap_or_default() + "\n"
}

fn line(came: &Came) -> String {
    let state = came.state.as_str();
    match &came.pull_request {
        Some((url, _)) => format!("{state}: {url}\n"),
        None => format!("{state}: the base branch holds these files already\n"),
    }
}
