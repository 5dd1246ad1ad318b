//! What a person takes away: every artifact is a function of the plan alone.
//!
//! Must not choose anything, and must not put a value into a text but through the escaper of its
//! format.

mod callers;
mod cdk;
mod ci;
mod cloudformation;
mod code;
mod commands;
mod connect;
mod create;
mod documents;
pub(crate) mod escape;
mod forecast;
mod lockdown;
mod picture;
mod powershell;
mod preflight;
mod proof;
mod pull_request;
mod readme;
mod remark;
mod script;
mod shared_dns;
mod shared_stack;
mod stack;
mod steps;
mod teardown;
mod terraform;
mod verify;
mod workload;

use std::fmt;
use std::str::FromStr;

pub use cloudformation::template_bytes;
pub use documents::{Document, plan_json};
pub use picture::{Surface, in_words, picture};
pub use pull_request::pull_request_text;
pub(crate) use stack::GROUP_ID;
pub(crate) use terraform::rule_addresses;

use crate::plan::Plan;

/// A form in which a plan can be taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// The endpoint policies.
    Policy,
    /// A bash script with the AWS CLI.
    Cli,
    /// The same for PowerShell.
    Powershell,
    /// A CloudFormation template in YAML.
    Cloudformation,
    /// The same in JSON.
    CloudformationJson,
    /// A Terraform module.
    Terraform,
    /// A CDK application in TypeScript.
    Cdk,
    /// A script that proves the endpoints work, run inside the VPC.
    Verify,
    /// A script that removes what the create script made.
    Teardown,
    /// All of them, with the plan and the request.
    All,
}

impl Format {
    /// Every format, in the order in which pages show them.
    pub const ALL: &'static [Self] = &[
        Self::Policy,
        Self::Cli,
        Self::Powershell,
        Self::Cloudformation,
        Self::CloudformationJson,
        Self::Terraform,
        Self::Cdk,
        Self::Verify,
        Self::Teardown,
        Self::All,
    ];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Cli => "cli",
            Self::Powershell => "powershell",
            Self::Cloudformation => "cloudformation",
            Self::CloudformationJson => "cloudformation-json",
            Self::Terraform => "terraform",
            Self::Cdk => "cdk",
            Self::Verify => "verify",
            Self::Teardown => "teardown",
            Self::All => "all",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is none of the formats.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a format")]
pub struct FormatError;

impl FromStr for Format {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        Self::ALL
            .iter()
            .copied()
            .find(|f| f.as_str() == text)
            .ok_or(FormatError)
    }
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Its path in the bundle, with forward slashes.
    pub path: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its text.
    pub text: String,
}

/// An artifact could not be written: a fault of Postern's.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template failed.
    #[error("a template failed")]
    Template(#[from] askama::Error),
    /// A document could not be serialised.
    #[error("a document could not be serialised")]
    Json(#[from] serde_json::Error),
}

/// The files of a format.
pub fn render(plan: &Plan, format: Format) -> Result<Vec<Artifact>, RenderError> {
    match format {
        Format::Policy => Ok(documents::policies(plan)),
        Format::Cloudformation => Ok(vec![cloudformation::yaml(plan)]),
        Format::CloudformationJson => Ok(vec![cloudformation::json(plan)]),
        Format::Terraform => Ok(vec![terraform::main(plan)?]),
        Format::Cdk => cdk::files(plan),
        Format::Cli => Ok(vec![create::script(plan)?]),
        Format::Powershell => Ok(vec![powershell::script(plan)?]),
        Format::Verify => Ok(vec![verify::script(plan)?]),
        Format::Teardown => Ok(vec![teardown::script(plan)?]),
        Format::All => bundle(plan),
    }
}

/// Every file, in the order in which the bundle holds them.
fn bundle(plan: &Plan) -> Result<Vec<Artifact>, RenderError> {
    let mut files = Vec::new();
    for format in Format::ALL.iter().filter(|f| **f != Format::All) {
        files.extend(render(plan, *format)?);
    }
    files.push(commands::commands(plan)?);
    files.push(connect::page(plan)?);
    files.push(forecast::page(plan)?);
    files.push(picture::file(plan)?);
    files.push(preflight::page(plan)?);
    files.push(proof::page(plan)?);
    files.extend(callers::policies(plan));
    files.extend(lockdown::files(plan)?);
    files.extend(workload::files(plan)?);
    files.extend(shared_dns::files(plan)?);
    files.extend(ci::files(plan)?);
    files.push(documents::plan_json(plan)?);
    files.push(documents::request_toml(plan));
    files.insert(0, readme::page(plan, &files)?);
    Ok(files)
}

/// A template's text; askama leaves out the newline at its end.
fn text(template: &impl askama::Template) -> Result<String, askama::Error> {
    Ok(template.render()? + "\n")
}

impl Artifact {
    /// The file is a program: it begins with the line that names its interpreter.
    pub fn is_executable(&self) -> bool {
        self.text.starts_with("#!")
    }

    /// The name without its folders.
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    fn new(path: impl Into<String>, media_type: &'static str, text: String) -> Self {
        Self {
            path: path.into(),
            media_type,
            text,
        }
    }
}
