//! Guardrails: what whoever answers for the accounts lets people ask for, as data.
//!
//! One rule demands one thing and says why and who answers for it. The form, the API, the commands
//! and a run ask the same function, [`Rule::against`]. Must not change what is planned, and must not
//! pass what it cannot judge: that is [`Verdict::Unknown`].

mod answer;
mod demand;
mod judge;
mod pattern;
mod read;
#[cfg(test)]
mod tests;

use std::fmt::Write;

use sha2::{Digest, Sha256};

pub use answer::{Answer, Verdict};
pub use demand::{Ceiling, Demand, Place, Required};
pub use pattern::Patterns;

use crate::catalog::Catalog;
use crate::request::RequestError;

/// The rules that hold; none where nobody set any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guardrails {
    rules: Vec<Rule>,
    digest: String,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What people call it.
    pub name: String,
    /// Why it is there: a clause or a sentence without its final period.
    pub reason: String,
    /// Who answers for it, and can be asked.
    pub owner: String,
    /// Where there is more to read, beginning with `https://`.
    pub link: Option<String>,
    /// What it demands.
    pub demand: Demand,
}

/// Why an answer does not pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Whether the rule is broken for certain.
    pub certainty: Certainty,
    /// What was seen, with the rule's name and reason: a lowercase clause.
    pub detail: String,
    /// What to do, and whom to ask: a lowercase clause.
    pub fix: String,
}

/// Whether a rule is broken for certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// It is.
    Broken,
    /// What it asks for is not known.
    Unknown,
}

/// The largest document that is read, in bytes.
pub const MAX_BYTES: usize = crate::document::MAX_BYTES;

/// No rules.
pub static NONE: Guardrails = Guardrails {
    rules: Vec::new(),
    digest: String::new(),
};

impl Guardrails {
    /// Reads a document in TOML or JSON; everything that is wrong otherwise.
    pub fn parse(catalog: &Catalog, text: &str) -> Result<Self, Vec<RequestError>> {
        read::guardrails(catalog, text).map(Self::of)
    }

    /// The rules of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let mut rules = self.rules;
        rules.extend(other.rules);
        Self::of(rules)
    }

    /// The rules, in the order of the document.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// A hash of the rules: other rules have another.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The first rule that an answer is known to break.
    pub fn against(&self, answer: &Answer<'_>) -> Option<&Rule> {
        self.rules
            .iter()
            .find(|rule| matches!(rule.against(answer), Verdict::Broken { .. }))
    }

    fn of(rules: Vec<Rule>) -> Self {
        let mut digest = String::new();
        if !rules.is_empty() {
            for byte in Sha256::digest(format!("{rules:?}").as_bytes()) {
                // Writing into a String cannot fail.
                let _ = write!(digest, "{byte:02x}");
            }
        }
        Self { rules, digest }
    }
}

impl Rule {
    /// What the rule says of one answer.
    pub fn against(&self, answer: &Answer<'_>) -> Verdict {
        judge::verdict(&self.demand, answer)
    }

    /// Why something is stopped, for whoever meets the rule: its name and its reason.
    pub fn because(&self) -> String {
        format!("guardrail `{}`: {}", self.name, self.reason)
    }

    /// What to tell somebody whose answer breaks the rule or cannot be judged; nothing of one that
    /// keeps to it.
    pub fn stop(&self, answer: &Answer<'_>) -> Option<Stop> {
        let asking = |fix: String| format!("{fix}; {} answers for this rule", self.whom_to_ask());
        match self.against(answer) {
            Verdict::Fine => None,
            Verdict::Broken { seen, fix } => Some(Stop {
                certainty: Certainty::Broken,
                detail: format!("{seen}, against {}", self.because()),
                fix: asking(fix),
            }),
            Verdict::Unknown { seen, fix } => Some(Stop {
                certainty: Certainty::Unknown,
                detail: format!("{seen}, which is what is asked for by {}", self.because()),
                fix: asking(fix),
            }),
        }
    }

    /// Whom to ask, with the link where there is one.
    pub fn whom_to_ask(&self) -> String {
        match &self.link {
            Some(link) => format!("{}, {link}", self.owner),
            None => self.owner.clone(),
        }
    }
}
