//! `postern runs`: what was carried out, the newest first.

use super::account::{self, block_on};
use super::{CliError, RunsArgs, output};

/// As many as anybody looks through
const MOST: i64 = 1_000;

pub(super) fn run(args: &RunsArgs) -> Result<(), CliError> {
    let settings = args.file.settings()?;
    block_on(async {
        let store = args.state.open(&settings).await?;
        let runs = store
            .runs(MOST)
            .await
            .map_err(|error| account::store(&error))?;
        let mut text = String::new();
        for run in runs {
            let words = [
                run.id.as_str(),
                &run.standing,
                &run.begun_at,
                &run.account,
                &run.region,
                &run.vpc,
                &run.name,
            ];
            text.push_str(&words.join("  "));
            text.push('\n');
        }
        output::print(text.as_bytes())
    })
}
