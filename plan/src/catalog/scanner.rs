//! What scanners check of endpoints and their groups, as checked-in data with sources and a date.
//!
//! Must not hold a check that nobody read, and must not judge: the planner asks a trigger.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The scanners as they are checked in.
pub(super) const SOURCE: &str = include_str!("../../data/scanners.json");

/// Every scanner and check that was read.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scanners {
    /// The shape's version; 1.
    pub version: u32,
    /// The day on which they were read, as `YYYY-MM-DD`.
    pub read: String,
    /// How the file came about.
    pub provenance: String,
    /// The scanners, in the order in which they are shown.
    pub scanners: Vec<Scanner>,
    /// Which conditions Prowler counts for an account.
    pub prowler_conditions: CountedConditions,
    /// Which address ranges are not public to Prowler.
    pub not_public: NotPublic,
    /// The checks, by scanner.
    pub checks: Vec<ScannerCheck>,
}

/// A scanner.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scanner {
    /// The word for it.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The version that was read.
    pub version: String,
    /// The project and where in it.
    pub source: String,
    /// How far the forecast was held against it.
    pub tried: Tried,
    /// The same in words.
    pub how: String,
    /// What it says of endpoint policies at all, in words.
    pub on_policies: String,
}

/// How far a forecast was held against the scanner itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tried {
    /// The tests run it and compare.
    Run,
    /// Its source or pages were read.
    Read,
}

/// The conditions that Prowler counts as keeping other accounts out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountedConditions {
    /// The keys in lower case, by the exact operator.
    pub counted: BTreeMap<String, Vec<String>>,
    /// Keys that count whatever their value; of others every value must hold the account's number.
    pub whatever_the_value: Vec<String>,
    /// Keys under the same operators whose values are judged in a way that is not told here.
    pub not_judged: Vec<String>,
    /// Where that is from.
    pub source: String,
}

/// Address ranges that are not public.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotPublic {
    /// The ranges in CIDR form.
    pub ranges: Vec<String>,
    /// Where that is from.
    pub source: String,
}

/// One check of a scanner.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScannerCheck {
    /// The scanner's word.
    pub scanner: String,
    /// The check's id, as the scanner prints it.
    pub id: String,
    /// Its title; what passes is as the title says.
    pub title: String,
    /// How much it weighs to the scanner, where it says.
    #[serde(default)]
    pub severity: Option<String>,
    /// Where it looks.
    pub places: Vec<Place>,
    /// What makes it speak.
    pub trigger: Trigger,
}

/// Where a scanner looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// At what stands in the account.
    Account,
    /// At `stack.yaml` and `stack.json`.
    Stack,
    /// At `terraform/main.tf`.
    Terraform,
}

/// What makes a check speak: the whole vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "if", rename_all = "snake_case", deny_unknown_fields)]
pub enum Trigger {
    /// A statement names somebody beyond the account, and no condition that counts keeps them out.
    /// The effect does not matter, and conditions matter more than names.
    OutsiderMayCall,
    /// The endpoint stands in fewer subnets than this.
    FewerSubnetsThan {
        /// The number that passes.
        number: usize,
    },
    /// The VPC has no endpoint whose service's name holds this.
    ServiceAbsent {
        /// The part of the name.
        service: String,
    },
    /// Every address is let in to one of these ports.
    OpenToWorld {
        /// The ports.
        ports: Vec<u16>,
    },
    /// Every address is let in to another port than these.
    OpenToWorldExcept {
        /// The ports that pass.
        ports: Vec<u16>,
    },
    /// Every address is let in, and the group is on other interfaces than endpoints' as well.
    OpenToWorldBeyondEndpoints,
    /// A range other than everything is named, and a range that is named is public.
    PublicRange,
    /// A public IPv4 range of this many bits or more is left open, though not everything.
    WidePublicRange {
        /// The length of prefix that passes.
        bits: u32,
    },
    /// A rule has no description.
    RuleWithoutDescription,
    /// The group says nothing of outbound traffic.
    NoEgressRule,
    /// A rule for ports lets everything out.
    EgressWithPortsToWorld,
    /// A rule names a range of more than one address.
    RangeOfSeveral,
    /// The group has a name of its own.
    OwnName,
    /// The group has no tag.
    NoTag,
    /// The group is on nothing.
    Unattached,
}

impl Place {
    /// In words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Account => "the account",
            Self::Stack => "stack.yaml and stack.json",
            Self::Terraform => "terraform/main.tf",
        }
    }
}

impl Scanners {
    /// The scanner of a word.
    pub fn scanner(&self, id: &str) -> Option<&Scanner> {
        self.scanners.iter().find(|s| s.id == id)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::catalog::Catalog;

    #[test]
    fn every_check_is_of_a_scanner_and_listed_once() {
        let scanners = Catalog::load().unwrap().scanners;
        assert_eq!(scanners.version, 1);
        let mut seen = BTreeSet::new();
        for check in &scanners.checks {
            assert!(scanners.scanner(&check.scanner).is_some(), "{}", check.id);
            assert!(!check.places.is_empty(), "{}", check.id);
            assert!(seen.insert((&check.scanner, &check.id)), "{}", check.id);
        }
        for scanner in &scanners.scanners {
            assert!(scanners.checks.iter().any(|c| c.scanner == scanner.id));
        }
        let lower = |key: &String| *key == key.to_lowercase();
        let counted = &scanners.prowler_conditions.counted;
        assert!(counted.values().flatten().all(lower));
    }
}
