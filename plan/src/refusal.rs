//! Why was I refused? An error or a symptom that somebody pasted, into the layer that answered,
//! how sure that is, and what mends it.
//!
//! Must not call a guess known: only what the text itself names is known.

mod judged;
mod pattern;
mod phrase;
mod seen;

pub use seen::{Seen, SeenCaller};

use crate::catalog::Catalog;
use crate::language::Document;
use crate::plan::Plan;

/// The longest text that is read, in bytes; what follows is left out.
const LONGEST: usize = 65_536;

/// What a text tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The facts that stand in the text.
    pub seen: Seen,
    /// Who may have answered, the surest first; empty when nothing was recognised.
    pub diagnoses: Vec<Diagnosis>,
}

/// One layer that may have answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// Which layer.
    pub layer: Layer,
    /// How sure it is.
    pub certainty: Certainty,
    /// What the text says, in whole sentences.
    pub says: String,
    /// What the policy or plan says of the call, in whole sentences.
    pub findings: Vec<String>,
    /// What to do, in whole sentences.
    pub mend: String,
}

/// What stands between a caller and AgentCore.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// The policy of the VPC endpoint.
    EndpointPolicy,
    /// The policies of the role or user who calls.
    IdentityPolicy,
    /// The policy on the runtime, gateway or memory.
    ResourcePolicy,
    /// A service or resource control policy, a permissions boundary or a session policy.
    Guardrail,
    /// The bearer token, or the credentials that sign.
    Token,
    /// The name of the service in this VPC.
    Dns,
    /// Security groups, network ACLs, routes, proxies.
    Network,
    /// Nobody refused the call.
    NotARefusal,
}

impl Layer {
    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::EndpointPolicy => "The endpoint policy",
            Self::IdentityPolicy => "The caller's identity policy",
            Self::ResourcePolicy => "The resource policy",
            Self::Guardrail => "A control policy, boundary or session policy",
            Self::Token => "The token or credentials",
            Self::Dns => "DNS",
            Self::Network => "The network: security group, network ACL, proxy",
            Self::NotARefusal => "Not a refusal",
        }
    }
}

/// How sure something is; the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// The text says so.
    Known,
    /// It fits, and little else does.
    Likely,
    /// It is one of several.
    Guessed,
}

impl Certainty {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Likely => "likely",
            Self::Guessed => "guessed",
        }
    }
}

/// What is known besides the text.
#[derive(Debug, Clone, Copy)]
pub enum Against<'a> {
    /// Nothing.
    Nothing,
    /// The policy of the endpoint that the call went through.
    Policy(&'a Document),
    /// The plan whose endpoints it went through.
    Plan(&'a Plan),
}

/// Reads a text.
pub fn refusal(catalog: &Catalog, text: &str, against: Against<'_>) -> Refusal {
    let text = shortened(text);
    let seen = Seen::of(catalog, &text);
    let mut diagnoses: Vec<Diagnosis> = Vec::new();
    for found in pattern::found(&text, &seen) {
        if !diagnoses.iter().any(|d| d.layer == found.layer) {
            diagnoses.push(found);
        }
    }
    judged::add(catalog, &seen, against, &mut diagnoses);
    diagnoses.sort_by_key(|d| d.certainty);
    Refusal { seen, diagnoses }
}

/// The text with single spaces, as much of it as is read.
fn shortened(text: &str) -> String {
    let mut all = String::new();
    for word in text.split_whitespace() {
        if all.len() + word.len() > LONGEST {
            break;
        }
        if !all.is_empty() {
            all.push(' ');
        }
        all.push_str(word);
    }
    all
}

#[cfg(test)]
mod tests;
