//! What a rule may demand, and how it is said in English.
//!
//! Must not judge: `judge.rs` does.

use std::collections::BTreeMap;

use super::Patterns;
use crate::id::{AccountId, Region, SubnetId, VpcId};
use crate::request::{Condition, EndpointKey, Preset};

/// The one thing that a rule demands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Demand {
    /// The request's account is one of these.
    Accounts(Vec<AccountId>),
    /// The Region is one of these.
    Regions(Vec<Region>),
    /// The VPC is listed or tagged so.
    Vpcs(Place<VpcId>),
    /// Every subnet is listed or tagged so.
    Subnets(Place<SubnetId>),
    /// Endpoints of these services alone.
    Services(Vec<EndpointKey>),
    /// Grants of these primitives alone, by their ids in the catalogue.
    Primitives(Vec<String>),
    /// What is made has these tags, each with a value that fits.
    Tags(BTreeMap<String, Patterns>),
    /// Private DNS of every endpoint is on, or off.
    PrivateDns(bool),
    /// An endpoint is in at most so many zones.
    MostZones(u64),
    /// All endpoints together cost at most so much a month before data, in US cents.
    MostMonthlyCents(u64),
    /// Signed grants name who calls: not `*`.
    NamedCallers,
    /// Every grant has these conditions.
    Conditions(Required),
    /// No grant allows more than this.
    Access(Ceiling),
    /// No grant has an action whose name fits.
    ForbiddenActions(Patterns),
    /// The request's name fits.
    RequestName(Patterns),
}

/// Which VPCs or subnets are allowed: those that are listed, and those that have every one of the
/// tags. At least one of the two says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<T> {
    /// By their ids.
    pub ids: Vec<T>,
    /// By their tags.
    pub tags: BTreeMap<String, Patterns>,
}

/// Conditions that every grant must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Required {
    /// Of signed grants.
    pub signed: Vec<Condition>,
    /// Of grants whose callers present a token or nothing; empty where nothing is required of them.
    /// None of them is on a key that such calls lack.
    pub bearer: Vec<Condition>,
}

/// The most that a grant may allow: what the presets stand for, and actions whose names fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ceiling {
    /// Presets.
    pub presets: Vec<Preset>,
    /// Names of actions, without their prefix.
    pub actions: Option<Patterns>,
}

impl Demand {
    /// The key in the document.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Accounts(_) => "accounts",
            Self::Regions(_) => "regions",
            Self::Vpcs(_) => "vpcs",
            Self::Subnets(_) => "subnets",
            Self::Services(_) => "services",
            Self::Primitives(_) => "primitives",
            Self::Tags(_) => "tags",
            Self::PrivateDns(_) => "private_dns",
            Self::MostZones(_) => "most_zones",
            Self::MostMonthlyCents(_) => "most_monthly_usd",
            Self::NamedCallers => "named_callers",
            Self::Conditions(_) => "conditions",
            Self::Access(_) => "access",
            Self::ForbiddenActions(_) => "forbidden_actions",
            Self::RequestName(_) => "request_name",
        }
    }

    /// What it demands: a clause without a final period.
    pub fn says(&self) -> String {
        match self {
            Self::Accounts(ids) => format!(
                "the account is {}",
                any_of(ids.iter().map(AccountId::as_str))
            ),
            Self::Regions(ids) => {
                format!("the Region is {}", any_of(ids.iter().map(Region::as_str)))
            }
            Self::Vpcs(place) => format!("the VPC {}", place.says(VpcId::as_str)),
            Self::Subnets(place) => format!("every subnet {}", place.says(SubnetId::as_str)),
            Self::Services(keys) => {
                format!(
                    "the endpoints are {}",
                    any_of(keys.iter().map(|k| k.as_str()))
                )
            }
            Self::Primitives(ids) => {
                format!("what is used is {}", any_of(ids.iter().map(String::as_str)))
            }
            Self::Tags(tags) => format!("what is made has {}", tagged(tags)),
            Self::PrivateDns(on) => {
                format!(
                    "private DNS of every endpoint is {}",
                    if *on { "on" } else { "off" }
                )
            }
            Self::MostZones(1) => "an endpoint is in one zone".to_owned(),
            Self::MostZones(most) => format!("an endpoint is in at most {most} zones"),
            Self::MostMonthlyCents(most) => {
                format!(
                    "all endpoints cost at most {} a month before data",
                    dollars_of(*most)
                )
            }
            Self::NamedCallers => {
                "signed grants name their callers: `*` is none, nor is AWS's default policy"
                    .to_owned()
            }
            Self::Conditions(required) => required.says(),
            Self::Access(ceiling) => ceiling.says(),
            Self::ForbiddenActions(patterns) => {
                format!("no grant allows an action such as {}", patterns.listed())
            }
            Self::RequestName(patterns) => format!("the request is called {}", patterns.listed()),
        }
    }
}

impl<T> Place<T> {
    fn says(&self, id: impl Fn(&T) -> &str) -> String {
        let ids = format!("is {}", any_of(self.ids.iter().map(id)));
        let tags = format!("has {}", tagged(&self.tags));
        match (self.ids.is_empty(), self.tags.is_empty()) {
            (false, true) => ids,
            (true, _) => tags,
            (false, false) => format!("{ids}, or {tags}"),
        }
    }
}

impl Required {
    /// What is required of grants whose callers sign, or do not.
    pub fn of(&self, signs: Signs) -> &[Condition] {
        match signs {
            Signs::Yes => &self.signed,
            Signs::No => &self.bearer,
        }
    }

    fn says(&self) -> String {
        let signed = written(&self.signed);
        if self.signed == self.bearer {
            return format!("every grant has {signed}");
        }
        let others = if self.bearer.is_empty() {
            "nothing is required of others".to_owned()
        } else {
            format!("others have {}", written(&self.bearer))
        };
        format!("signed grants have {signed}; {others}, whose calls lack such keys")
    }
}

impl Ceiling {
    fn says(&self) -> String {
        let presets = any_of(self.presets.iter().map(|p| p.as_str()));
        match (&self.actions, self.presets.is_empty()) {
            (None, _) => format!("no grant allows more than {presets}"),
            (Some(actions), true) => {
                format!("grants allow only actions such as {}", actions.listed())
            }
            (Some(actions), false) => {
                format!(
                    "no grant allows more than {presets}, and actions such as {}",
                    actions.listed()
                )
            }
        }
    }
}

/// Whether callers sign with AWS credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signs {
    /// They do.
    Yes,
    /// They present a token, or nothing.
    No,
}

/// Conditions in one line: `StringEquals aws:PrincipalOrgID o-1`.
pub(super) fn written(conditions: &[Condition]) -> String {
    let one = |c: &Condition| format!("`{} {} {}`", c.operator, c.key, c.values.join(", "));
    let all: Vec<String> = conditions.iter().map(one).collect();
    all.join(" and ")
}

/// `the tags team (any value) and tier (private)`.
pub(super) fn tagged(tags: &BTreeMap<String, Patterns>) -> String {
    let one = |(key, patterns): (&String, &Patterns)| format!("`{key}` as {}", patterns.listed());
    let all: Vec<String> = tags.iter().map(one).collect();
    let word = if all.len() == 1 { "tag" } else { "tags" };
    format!("the {word} {}", all.join(" and "))
}

/// `a, b or c`, each in backticks.
pub(super) fn any_of<'t>(all: impl Iterator<Item = &'t str>) -> String {
    let all: Vec<String> = all.map(|text| format!("`{text}`")).collect();
    match all.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => "none".to_owned(),
    }
}

/// `$36.50`.
pub(super) fn dollars_of(cents: u64) -> String {
    format!("${}.{:02}", cents / 100, cents % 100)
}
