//! `commands.sh`: the plan as single commands, to paste one at a time.
//!
//! Must hold no quote, bracket or semicolon in the comments between the commands: pasted into an
//! interactive zsh, a comment is a command.

use askama::Template;

use super::script::{self, About, Head};
use super::shared_dns::Names;
use super::steps::{self, Endpoint, Group, Standing, Step};
use super::{Artifact, RenderError};
use crate::plan::Plan;
use crate::policy::Layout;

#[derive(Template)]
#[template(path = "commands.sh")]
struct Commands {
    about: About,
    head: Head,
    endpoints: Vec<Endpoint>,
    group: Option<Group>,
    standing: Option<Standing>,
    names: Option<Names>,
}

/// The commands.
pub(super) fn commands(plan: &Plan) -> Result<Artifact, RenderError> {
    let text = match script::blocked(plan, "commands.sh") {
        Some(text) => text?,
        None => super::text(&view(plan)?)?,
    };
    Ok(Artifact::new("commands.sh", "application/x-sh", text))
}

fn view(plan: &Plan) -> Result<Commands, RenderError> {
    let mut endpoints = steps::endpoints(plan)?;
    for (endpoint, planned) in endpoints.iter_mut().zip(&plan.endpoints) {
        // One line: an interactive shell may take a pasted text line by line.
        endpoint.policy = planned.policy_as(Layout::Compact);
    }
    Ok(Commands {
        about: About::of(plan),
        head: Head::of(plan),
        endpoints,
        group: steps::group(plan)?,
        standing: steps::standing(plan),
        names: Names::of(plan)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::artifact::script::sample;

    #[test]
    fn a_changed_policy_is_kept_in_a_file_that_must_be_new() {
        let text = commands(&sample::with(&sample::modify())).unwrap().text;
        assert!(text.contains("--output text) &&\n  (set -o noclobber && printf "));
        assert!(text.contains(">'restore-data.json') &&\n  aws ec2 modify-vpc-endpoint"));
    }

    #[test]
    fn a_comment_between_commands_holds_no_quote_or_bracket() {
        for plan in [
            sample::plan(),
            sample::with(&sample::modify()),
            sample::with(&sample::leave()),
        ] {
            let text = commands(&plan).unwrap().text;
            let comments = text.lines().skip(1).filter(|line| line.starts_with('#'));
            for comment in comments {
                assert!(
                    !comment.contains(['\'', '"', '`', ';', '(', ')', '$', '|', '&', '<', '>']),
                    "{comment}"
                );
            }
        }
    }
}
