//! What an endpoint should be, to be held against what it is.
//!
//! Must compare by meaning: the order of lists and the form of a policy are no difference.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Alteration, Ref};
use crate::inventory::Endpoint;
use crate::language;

/// What an endpoint should be.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Expectation {
    /// What it is called: the endpoint's key.
    pub name: String,
    /// The endpoint.
    pub endpoint: Ref,
    /// Its service.
    pub service_name: String,
    /// Its VPC.
    pub vpc: String,
    /// Its subnets.
    pub subnets: Vec<String>,
    /// Its groups.
    pub groups: Vec<Ref>,
    /// Private DNS is on.
    pub private_dns: bool,
    /// Its policy.
    pub policy: String,
    /// Its address type, where the plan says one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip_address_type: Option<String>,
    /// Tags it must carry, with others beside them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
}

impl Expectation {
    /// The same with every id filled in; none where one is not known.
    pub(super) fn naming(&self, id: impl Fn(&Ref) -> Option<String>) -> Option<Self> {
        let groups = self.groups.iter().map(|g| id(g).map(Ref::Id));
        Some(Self {
            endpoint: Ref::Id(id(&self.endpoint)?),
            groups: groups.collect::<Option<_>>()?,
            ..self.clone()
        })
    }

    /// What differs from what is there, in words; nothing is there where there is none.
    pub fn differences(&self, there: Option<&Endpoint>) -> Vec<String> {
        let name = &self.name;
        let Some(there) = there.filter(|t| t.is_alive()) else {
            return vec![format!("the {name} endpoint is not there")];
        };
        let mut differences = Vec::new();
        let mut differ = |what: &str, wanted: String, seen: String| {
            if wanted != seen {
                differences.push(format!(
                    "{what} of the {name} endpoint is {seen}, not {wanted}"
                ));
            }
        };
        differ(
            "the service",
            self.service_name.clone(),
            there.service_name.clone(),
        );
        differ("the VPC", self.vpc.clone(), there.vpc.clone());
        differ(
            "the list of subnets",
            list(&self.subnets),
            list(&there.subnets),
        );
        let groups: Vec<String> = self.groups.iter().map(word).collect();
        differ(
            "the list of groups",
            list(&groups),
            list(&there.security_groups),
        );
        differ("private DNS", on(self.private_dns), on(there.private_dns));
        // One that did not say its type is not held to be of another.
        if let (Some(wanted), Some(seen)) = (&self.ip_address_type, &there.ip_address_type) {
            differ("the address type", wanted.clone(), seen.to_lowercase());
        }
        for (key, value) in &self.tags {
            let seen = there.tags.get(key);
            let seen = seen.map_or_else(|| "not there".to_owned(), |v| format!("`{v}`"));
            differ(&format!("the tag `{key}`"), format!("`{value}`"), seen);
        }
        match there.policy.as_deref() {
            None => differences.push(format!(
                "the policy of the {name} endpoint could not be read"
            )),
            Some(text) if !same_meaning(&self.policy, text) => {
                differences.push(format!(
                    "the policy of the {name} endpoint says something else"
                ));
            }
            Some(_) => {}
        }
        differences
    }
}

impl Alteration<String> {
    /// An endpoint is as this leaves it.
    pub fn holds(&self, there: &Endpoint) -> bool {
        let all = |ids: &[String], there: &[String]| ids.iter().all(|id| there.contains(id));
        let none = |ids: &[String], there: &[String]| !ids.iter().any(|id| there.contains(id));
        all(&self.add_subnets, &there.subnets)
            && none(&self.remove_subnets, &there.subnets)
            && all(&self.add_groups, &there.security_groups)
            && none(&self.remove_groups, &there.security_groups)
            && self.private_dns.is_none_or(|on| there.private_dns == on)
            && self.ip_address_type.as_deref().is_none_or(|wanted| {
                let seen = there.ip_address_type.as_deref();
                seen.is_some_and(|seen| seen.eq_ignore_ascii_case(wanted))
            })
            && self.policy.as_deref().is_none_or(|wanted| {
                let seen = there.policy.as_deref();
                seen.is_some_and(|seen| same_meaning(wanted, seen))
            })
    }
}

fn word(name: &Ref) -> String {
    match name {
        Ref::Id(id) => id.clone(),
        Ref::Step(step) => format!("what step {step} makes"),
    }
}

fn list(ids: &[String]) -> String {
    let sorted: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    sorted.into_iter().collect::<Vec<_>>().join(", ")
}

fn on(yes: bool) -> String {
    if yes { "on" } else { "off" }.to_owned()
}

fn same_meaning(wanted: &str, seen: &str) -> bool {
    wanted == seen
        || match (language::read(wanted), language::read(seen)) {
            (Ok(wanted), Ok(seen)) => {
                wanted.faults.is_empty()
                    && seen.faults.is_empty()
                    && wanted.document.means_the_same(&seen.document)
            }
            _ => false,
        }
}
