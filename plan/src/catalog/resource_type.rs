//! A resource type and how its ARN is written.
//!
//! Must not read what people type: `request/resource.rs` does.

use std::sync::OnceLock;

use regex_lite::Regex;
use serde::{Deserialize, Serialize};

use crate::arn::Partition;
use crate::id::{AccountId, Region};

/// A resource type of one IAM prefix.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceType {
    /// The type's name in the Service Authorization Reference.
    pub id: String,
    /// The IAM prefix, which is also the ARN's service.
    pub service: String,
    /// The ARN after the account, with `{id}` and, for a child, `{parent}`.
    pub path: String,
    /// Whose account the ARN names.
    pub owner: Owner,
    /// The pattern of its id, as the SDK's model has it.
    #[serde(default)]
    pub id_pattern: Option<String>,
    /// An ARN to show.
    #[serde(default)]
    pub example: Option<String>,
    /// The type it stands below.
    #[serde(default)]
    pub parent: Option<String>,
    /// The only id there is.
    #[serde(default)]
    pub only: Option<String>,
    /// Sources disagree whether the account is the caller's or `aws`: both are granted.
    #[serde(default)]
    pub also_aws_owned: bool,
    /// Members that belong to no account or Region.
    #[serde(default)]
    pub built_in: Option<BuiltIn>,
    /// Documentation names ARNs below this one that no reference defines; they are granted with it.
    #[serde(default)]
    pub parts: bool,
    /// Compiling the pattern takes longer than all that is asked of it in a plan.
    #[serde(skip)]
    shape: OnceLock<Option<Regex>>,
}

/// Members of a type that AWS ships.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BuiltIn {
    /// How their ids begin.
    pub id_prefixes: Vec<String>,
    /// Their ARN, with `{partition}` and `{id}`.
    pub arn: String,
}

/// Whose account an ARN names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The customer's.
    Account,
    /// The word `aws`.
    Aws,
}

impl ResourceType {
    /// The form of its ids; none where the model gives none.
    pub fn id_shape(&self) -> Option<&Regex> {
        let compiled = || Regex::new(&format!("^(?:{})$", self.id_pattern.as_ref()?)).ok();
        self.shape.get_or_init(compiled).as_ref()
    }

    /// The ARN of one resource, or a pattern when `id` or `parent` is `*`.
    pub fn arn(
        &self,
        region: &Region,
        account: &AccountId,
        parent: Option<&str>,
        id: &str,
    ) -> String {
        let account = match self.owner {
            Owner::Account => account.as_str(),
            Owner::Aws => "aws",
        };
        self.arn_in(region, account, parent, id)
    }

    /// The same under any account segment.
    pub fn arn_in(&self, region: &Region, account: &str, parent: Option<&str>, id: &str) -> String {
        let path = self
            .path
            .replace("{parent}", parent.unwrap_or("*"))
            .replace("{id}", id);
        format!(
            "arn:{}:{}:{region}:{account}:{path}",
            Partition::of(region),
            self.service
        )
    }

    /// The built-in member's ARN, when the id names one.
    pub fn built_in_arn(&self, region: &Region, id: &str) -> Option<String> {
        let built_in = self.built_in.as_ref()?;
        let arn = built_in
            .arn
            .replace("{partition}", Partition::of(region).as_str())
            .replace("{id}", id);
        (id == "*" || built_in.id_prefixes.iter().any(|p| id.starts_with(p))).then_some(arn)
    }

    /// Every resource of the type in the account and Region, AWS-owned ones included.
    pub fn every(&self, region: &Region, account: &AccountId) -> Vec<String> {
        let id = self.only.as_deref().unwrap_or("*");
        let mut arns = vec![match self.parent {
            // A pattern for the parent's id and one for the child's.
            Some(_) => self.arn(region, account, Some("*"), id),
            None => self.arn(region, account, None, id),
        }];
        if self.also_aws_owned {
            arns.push(self.arn_in(region, "aws", None, id));
        }
        arns.extend(self.built_in_arn(region, "*"));
        arns
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;

    #[test]
    fn every_pattern_is_understood_and_takes_the_catalogues_examples() {
        for kind in Catalog::load().unwrap().resource_types {
            if kind.id_pattern.is_none() {
                continue;
            }
            let shape = kind.id_shape().unwrap();
            if let Some(example) = &kind.example {
                assert!(
                    shape.is_match(example.rsplit('/').next().unwrap()),
                    "{example}"
                );
            }
            assert!(!shape.is_match("!"), "{}", kind.id);
        }
    }
}
