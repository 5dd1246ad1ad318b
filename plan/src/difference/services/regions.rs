//! Which services a Region has, by the catalogue and by what it offers.
//!
//! Must not conclude from one service what the catalogue says of several.

use std::collections::BTreeSet;

use crate::catalog::{Catalog, EndpointFacts, RegionFacts};
use crate::id::Region;
use crate::inventory::{Inventory, Part};
use crate::request::EndpointKey;

use super::super::edit::{Edit, Json, Path};
use super::super::found::{Found, Seen};
use super::super::{Kind, Source};

/// What is compared, and where findings go.
struct Look<'a> {
    catalog: &'a Catalog,
    region: &'a Region,
    inventory: &'a Inventory,
    source: &'a Source,
}

pub(super) fn compare(
    catalog: &Catalog,
    region: &Region,
    inventory: &Inventory,
    source: &Source,
    found: &mut Found,
) {
    let look = Look {
        catalog,
        region,
        inventory,
        source,
    };
    let regions = catalog.regions.iter();
    let Some((at, facts)) = regions.enumerate().find(|(_, r)| r.id == region.as_str()) else {
        return look.other_region(found);
    };
    let path = Path::root().key("regions").index(at);
    for endpoint in &catalog.endpoints {
        let features = look.features(endpoint.key);
        let lacking: Vec<&str> = features
            .iter()
            .copied()
            .filter(|f| facts.lacks.iter().any(|lack| lack == f))
            .collect();
        let carries = look.always(endpoint.key) || lacking.len() < features.len();
        match (carries, look.offers(endpoint)) {
            (true, false) if look.inventory.read.contains(&Part::Services) => {
                look.missing(facts, endpoint, &features, &path, found);
            }
            (false, true) => look.come(facts, endpoint, &lacking, &path, found),
            _ => {}
        }
    }
}

impl<'a> Look<'a> {
    /// The features of a Region on which an endpoint's primitives rest.
    fn features(&self, key: EndpointKey) -> BTreeSet<&'a str> {
        let on = self.catalog.primitives.iter();
        on.filter(|p| p.planes.values().any(|plane| plane.endpoint == key))
            .filter_map(|p| p.region_feature.as_deref())
            .collect()
    }

    /// A primitive of the endpoint is in every Region.
    fn always(&self, key: EndpointKey) -> bool {
        let mut on = self.catalog.primitives.iter();
        on.any(|p| {
            p.region_feature.is_none() && p.planes.values().any(|plane| plane.endpoint == key)
        })
    }

    fn offers(&self, endpoint: &EndpointFacts) -> bool {
        let name = self.catalog.service_name(endpoint.key, self.region);
        self.inventory
            .services
            .iter()
            .any(|s| s.service_name == name)
    }

    /// Every endpoint that rests on one feature alone is offered, or none is.
    fn all_of(&self, feature: &str, offered: Offer) -> bool {
        let mut on = self.resting_on(feature).peekable();
        on.peek().is_some() && on.all(|e| self.offers(e) == (offered == Offer::All))
    }

    /// The endpoints that carry nothing without a feature.
    fn resting_on(&self, feature: &str) -> impl Iterator<Item = &'a EndpointFacts> {
        let endpoints = self.catalog.endpoints.iter();
        endpoints.filter(move |e| {
            let features = self.features(e.key);
            features.len() == 1 && features.contains(feature) && !self.always(e.key)
        })
    }

    fn missing(
        &self,
        facts: &RegionFacts,
        endpoint: &EndpointFacts,
        features: &BTreeSet<&str>,
        path: &Path,
        found: &mut Found,
    ) {
        let lacks = path.key("lacks");
        let seen = Seen {
            kind: Kind::Removed,
            path: lacks.clone(),
            subject: format!("endpoint {} in {}", endpoint.key, self.region),
            catalog: Some("offered".to_owned()),
            found: Some("not offered".to_owned()),
            source: self.source,
        };
        let mut features = features.iter().copied();
        let rests = |f: &&str| self.resting_on(f).any(|e| e.key == endpoint.key);
        let only = features.next().filter(rests);
        match only.filter(|feature| self.all_of(feature, Offer::None)) {
            Some(feature) => {
                let insert = Edit::Insert {
                    list: lacks,
                    before: facts.lacks.len(),
                    value: Json::Text(feature.to_owned()),
                };
                let edit = self.is_first(endpoint, feature).then_some(insert);
                found.mended(seen, "see that another account of this Region says so too, and what else rests on the feature", edit);
            }
            None => found.left(seen, "see that another account of this Region says so too; then decide what the Region lacks, or whether it goes"),
        }
    }

    fn come(
        &self,
        facts: &RegionFacts,
        endpoint: &EndpointFacts,
        lacking: &[&str],
        path: &Path,
        found: &mut Found,
    ) {
        let lacks = path.key("lacks");
        let seen = Seen {
            kind: Kind::Added,
            path: lacks.clone(),
            subject: format!("endpoint {} in {}", endpoint.key, self.region),
            catalog: Some("not offered".to_owned()),
            found: Some("offered".to_owned()),
            source: self.source,
        };
        let advice = "look up what has come with the feature";
        match lacking {
            [feature] if self.all_of(feature, Offer::All) => {
                let named = facts.lacks.iter().enumerate();
                let drops = named.filter(|(_, lack)| lack == feature);
                let edits = drops.map(|(at, _)| Edit::Drop {
                    at: lacks.index(at),
                });
                found.mended(seen, advice, edits);
            }
            _ => found.left(seen, "decide what the Region lacks now"),
        }
    }

    /// The first of the endpoints that rest on a feature: one edit is enough for all.
    fn is_first(&self, endpoint: &EndpointFacts, feature: &str) -> bool {
        let first = self.resting_on(feature).next();
        first.is_some_and(|first| first.key == endpoint.key)
    }

    /// A Region that the catalogue does not list.
    fn other_region(&self, found: &mut Found) {
        let endpoints = self.catalog.endpoints.iter().filter(|e| self.offers(e));
        let keys: Vec<&str> = endpoints.map(|e| e.key.as_str()).collect();
        if keys.is_empty() {
            return;
        }
        let seen = Seen {
            kind: Kind::Added,
            path: Path::root().key("regions").end(),
            subject: format!("Region {}", self.region),
            catalog: None,
            found: Some(format!("offers {}", keys.join(", "))),
            source: self.source,
        };
        found.left(seen, "look up its name, what it lacks and the zones for a runtime's own interfaces; then add it to the regions");
    }
}

/// Whether all endpoints of a feature are offered, or none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Offer {
    All,
    None,
}
