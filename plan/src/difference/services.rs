//! The catalogue's endpoint services against what a Region offers.
//!
//! Must not take a service that was not listed for one that is not there, nor what a listing leaves
//! out for a contradiction.

mod regions;

use super::edit::{Edit, Json, Path};
use super::found::{Found, Seen};
use super::{Kind, Offered, Source};
use crate::arn::Partition;
use crate::catalog::{Catalog, EndpointFacts};
use crate::id::Region;
use crate::inventory::{Part, ServiceDetail};

/// The kind of endpoint that Postern makes.
const INTERFACE: &str = "Interface";

/// What a Region says otherwise of a service that the catalogue knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Contradiction {
    /// The private DNS names.
    Names {
        catalog: Vec<String>,
        found: Vec<String>,
    },
    /// Whether endpoints take a policy.
    Policy { catalog: bool, found: bool },
    /// Whether each endpoint is accepted by hand.
    Acceptance { catalog: bool, found: bool },
    /// The kinds of endpoint that it takes.
    Types { catalog: String, found: Vec<String> },
}

/// What a Region says otherwise than the catalogue; what either does not say is no contradiction.
pub(crate) fn contradictions(
    catalog: &Catalog,
    region: &Region,
    facts: &EndpointFacts,
    detail: &ServiceDetail,
) -> Vec<Contradiction> {
    let mut all = Vec::new();
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names.dedup();
        names
    };
    let ours = sorted(catalog.private_dns_names(facts.key, region));
    let theirs = sorted(detail.private_dns_names.clone());
    if !theirs.is_empty() && theirs != ours {
        all.push(Contradiction::Names {
            catalog: ours,
            found: theirs,
        });
    }
    match (facts.policy_supported, detail.policy_supported) {
        (Some(catalog), Some(found)) if catalog != found => {
            all.push(Contradiction::Policy { catalog, found });
        }
        _ => {}
    }
    match (facts.acceptance_required, detail.acceptance_required) {
        (Some(catalog), Some(found)) if catalog != found => {
            all.push(Contradiction::Acceptance { catalog, found });
        }
        _ => {}
    }
    let kind = facts.service_type.as_ref();
    let takes = |kind: &String| detail.types.iter().any(|t| t.eq_ignore_ascii_case(kind));
    if let Some(kind) = kind.filter(|kind| !detail.types.is_empty() && !takes(kind)) {
        all.push(Contradiction::Types {
            catalog: kind.clone(),
            found: detail.types.clone(),
        });
    }
    all
}

pub(super) fn compare(catalog: &Catalog, region: &Region, offered: Offered<'_>, found: &mut Found) {
    let inventory = offered.inventory;
    let account = inventory.account.as_ref();
    let source = Source {
        name: offered.name.to_owned(),
        about: account.map_or_else(
            || region.to_string(),
            |account| format!("{region}, account {account}"),
        ),
        version: None,
        date: inventory.observed_at.clone(),
    };
    found.sources.push(source.clone());
    silence(offered, found);
    for (at, facts) in catalog.endpoints.iter().enumerate() {
        let name = catalog.service_name(facts.key, region);
        let mut services = inventory.services.iter();
        let Some(detail) = services.find(|s| s.service_name == name) else {
            continue;
        };
        let path = Path::root().key("endpoints").index(at);
        for one in contradictions(catalog, region, facts, detail) {
            contradicted(region, facts, &path, &one, &source, found);
        }
    }
    regions::compare(catalog, region, inventory, &source, found);
    unknown(catalog, region, offered, &source, found);
}

/// What cannot be compared, since one of the two does not say it.
fn silence(offered: Offered<'_>, found: &mut Found) {
    let inventory = offered.inventory;
    found.not_compared(
        "the zones and address types of services, which the catalogue leaves to each account",
    );
    found.not_compared("services that the listing does not name: Postern and its script ask for names that begin as those of the catalogue");
    if inventory.read.contains(&Part::Services) {
        return;
    }
    let why = inventory.gap(Part::Services).map(|gap| gap.reason.clone());
    let why = why.unwrap_or_else(|| "the services were not read to the end".to_owned());
    found.not_compared(format!(
        "services that {} does not list, which may be offered all the same: {why}",
        offered.name
    ));
}

fn contradicted(
    region: &Region,
    facts: &EndpointFacts,
    path: &Path,
    one: &Contradiction,
    source: &Source,
    found: &mut Found,
) {
    let key = facts.key;
    let yes_no = |yes: bool| Some(yes.to_string());
    let seen = |property: &str, what: &str, was: Option<String>, now: Option<String>| Seen {
        kind: Kind::Changed,
        path: path.key(property),
        subject: format!("{what} of endpoint {key}"),
        catalog: was,
        found: now,
        source,
    };
    let flag = |key: &'static str, value: bool| Edit::Put {
        table: path.clone(),
        key,
        after: &["private_dns_names", "type", "policy_supported"],
        value: Json::Bool(value),
    };
    match one {
        Contradiction::Names {
            catalog,
            found: now,
        } => {
            let words = (Some(catalog.join(", ")), Some(now.join(", ")));
            let seen = seen("private_dns_names", "private DNS names", words.0, words.1);
            let templates: Vec<String> = now.iter().map(|n| template(n, region)).collect();
            let edit = Edit::Put {
                table: path.clone(),
                key: "private_dns_names",
                after: &["key", "title", "service_suffix"],
                value: Json::texts(&templates),
            };
            found.mended(seen, "see that other Regions name it likewise", [edit]);
        }
        Contradiction::Policy {
            catalog,
            found: now,
        } => {
            let words = (yes_no(*catalog), yes_no(*now));
            let seen = seen("policy_supported", "policies", words.0, words.1);
            let edit = flag("policy_supported", *now);
            found.mended(seen, "see that other Regions say so too; without a policy, an endpoint lets every call through", [edit]);
        }
        Contradiction::Acceptance {
            catalog,
            found: now,
        } => {
            let words = (yes_no(*catalog), yes_no(*now));
            let seen = seen("acceptance_required", "acceptance", words.0, words.1);
            let edit = flag("acceptance_required", *now);
            found.mended(seen, "see that other Regions say so too; an endpoint that waits for acceptance carries nothing", [edit]);
        }
        Contradiction::Types {
            catalog,
            found: now,
        } => {
            let words = (Some(catalog.clone()), Some(now.join(", ")));
            let seen = seen("type", "type", words.0, words.1);
            let ours = now.iter().any(|t| t.eq_ignore_ascii_case(INTERFACE));
            if ours {
                let edit = Edit::Put {
                    table: path.clone(),
                    key: "type",
                    after: &["private_dns_names"],
                    value: Json::Text(INTERFACE.to_owned()),
                };
                found.mended(seen, "Postern makes interface endpoints", [edit]);
            } else {
                found.left(
                    seen,
                    "Postern makes interface endpoints only: decide what becomes of this one",
                );
            }
        }
    }
}

/// Services that belong to the catalogue's by name, and that it does not know.
fn unknown(
    catalog: &Catalog,
    region: &Region,
    offered: Offered<'_>,
    source: &Source,
    found: &mut Found,
) {
    let head = format!("com.amazonaws.{region}.");
    for detail in &offered.inventory.services {
        let Some(suffix) = detail.service_name.strip_prefix(&head) else {
            continue;
        };
        let known = catalog.endpoints.iter().any(|e| e.service_suffix == suffix);
        let mut ours = catalog.primitives.iter().map(|p| p.prefix.as_str());
        if known || !ours.any(|prefix| suffix.starts_with(prefix)) {
            continue;
        }
        let seen = Seen {
            kind: Kind::Added,
            path: Path::root().key("endpoints").end(),
            subject: format!("endpoint service {suffix}"),
            catalog: None,
            found: Some(detail.service_name.clone()),
            source,
        };
        found.left(seen, "decide what it carries, by which word requests name it, and which primitives' planes it takes; then add it to the endpoints");
    }
}

/// A name with the catalogue's placeholders.
fn template(name: &str, region: &Region) -> String {
    let suffix = match Partition::of(region) {
        Partition::Aws | Partition::AwsUsGov => "amazonaws.com",
    };
    let name = name.replace(region.as_str(), "{region}");
    match name.strip_suffix(suffix) {
        Some(rest) => format!("{rest}{{dns_suffix}}"),
        None => name,
    }
}
