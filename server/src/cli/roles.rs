//! `postern roles`: the roles by which one Postern reaches many accounts.
//!
//! Must only write: whoever makes them does so with their own tools.

use clap::{Args, ValueEnum};
use postern_plan::arn::Arn;
use postern_plan::spokes::{Shape, Spokes, written};

use super::planned::catalog;
use super::{CliError, output};
use crate::settings::value::{RoleArn, Setting};

/// The characters of a role's name. Source: IAM API Reference, CreateRole, `RoleName`.
const NAME_CHARACTERS: &str = "_+=,.@-";
const LONGEST_NAME: usize = 64;

/// What follows the name of the role that reads, for the one that carries runs out
const APPLY: &str = "-apply";

#[derive(Debug, Args)]
pub(super) struct RolesArgs {
    /// What to write
    #[arg(long = "as", value_name = "SHAPE", value_enum, default_value = "spoke")]
    shape: ShapeWord,
    /// The role that Postern itself has; the template asks for it where it is not named
    #[arg(long, value_name = "ARN", value_parser = role_arn)]
    hub: Option<Arn>,
    /// The name of the role that reads; the one that carries runs out is called NAME-apply
    #[arg(long, value_name = "NAME", default_value = "postern", value_parser = role_name)]
    name: String,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ShapeWord {
    /// The template of the roles of one account
    Spoke,
    /// The template of a stack set that makes them in every account of organisational units
    Organization,
    /// The identity policy of the role that Postern itself has
    Hub,
}

pub(super) fn run(args: &RolesArgs) -> Result<(), CliError> {
    let spokes = Spokes {
        hub: args.hub.clone(),
        role: args.name.clone(),
        apply_role: format!("{}{APPLY}", args.name),
    };
    let shape = match args.shape {
        ShapeWord::Spoke => Shape::Spoke,
        ShapeWord::Organization => Shape::Organization,
        ShapeWord::Hub => Shape::Hub,
    };
    let text = written(&catalog()?, &spokes, shape);
    output::print(text.as_bytes())
}

fn role_arn(word: &str) -> Result<Arn, String> {
    let wrong = || format!("it must be {}", RoleArn::what());
    RoleArn::of_word(word).map_err(|_| wrong())?;
    word.parse().map_err(|_| wrong())
}

fn role_name(word: &str) -> Result<String, String> {
    let right = |c: char| c.is_ascii_alphanumeric() || NAME_CHARACTERS.contains(c);
    let long = word.len() + APPLY.len();
    if word.is_empty() || long > LONGEST_NAME || !word.chars().all(right) {
        let most = LONGEST_NAME - APPLY.len();
        return Err(format!(
            "it must be 1 to {most} of A-Z, a-z, 0-9 and {NAME_CHARACTERS}"
        ));
    }
    Ok(word.to_owned())
}
