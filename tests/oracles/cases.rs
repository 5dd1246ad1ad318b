//! The golden requests as the oracles see them: a plan, and every file of it.

use std::collections::BTreeMap;
use std::fs;

use postern_plan::artifact::{Format, render};
use postern_plan::catalog::Catalog;
use postern_plan::inventory::Inventory;
use postern_plan::request::Request;
use postern_tests::golden_requests;
use serde_json::Value;

/// The requests for oracles that take seconds each: one and several endpoints, a listed and a made
/// group, overrides, GovCloud, an endpoint that is there, and hostile texts.
pub(crate) const SPANNING: [&str; 5] = [
    "three-doors",
    "hostile-names",
    "zz-templates-hostile",
    "zz-templates-overrides",
    "zz-templates-govcloud",
];

/// One request and what Postern makes of it.
pub(crate) struct Case {
    /// The stem of the request's file.
    pub(crate) name: String,
    /// The request's text.
    pub(crate) request: String,
    /// Its Region.
    pub(crate) region: String,
    /// Every file by its path.
    pub(crate) files: BTreeMap<String, String>,
}

impl Case {
    /// The case of a request's text.
    pub(crate) fn of(name: &str, request: String, inventory: Option<&str>) -> Self {
        let catalog = Catalog::load().unwrap();
        let parsed =
            Request::parse(&catalog, &request).unwrap_or_else(|e| panic!("{name}: {e:#?}"));
        let inventory = inventory.map(|text| Inventory::parse(text).unwrap());
        let plan = postern_plan::plan(&catalog, inventory.as_ref(), &parsed);
        let files = render(&plan, Format::All).unwrap();
        Self {
            name: name.to_owned(),
            request,
            region: parsed.region.to_string(),
            files: files.into_iter().map(|f| (f.path, f.text)).collect(),
        }
    }

    /// The same request with other ids in it.
    pub(crate) fn with_ids(&self, ids: &BTreeMap<String, String>) -> Self {
        let mut request = self.request.clone();
        for (old, new) in ids {
            request = request.replace(old, new);
        }
        Self::of(&self.name, request, None)
    }

    /// One of its files.
    pub(crate) fn file(&self, path: &str) -> &str {
        self.files
            .get(path)
            .unwrap_or_else(|| panic!("{} has no {path}", self.name))
    }

    /// One of its files, read as JSON.
    pub(crate) fn json(&self, path: &str) -> Value {
        serde_json::from_str(self.file(path))
            .unwrap_or_else(|e| panic!("{}: {path}: {e}", self.name))
    }
}

/// Every golden request.
pub(crate) fn all() -> Vec<Case> {
    let case = |path: std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let inventory = fs::read_to_string(path.with_extension("inventory.json")).ok();
        Case::of(
            &name,
            fs::read_to_string(&path).unwrap(),
            inventory.as_deref(),
        )
    };
    golden_requests().into_iter().map(case).collect()
}

/// The spanning ones.
pub(crate) fn spanning() -> Vec<Case> {
    let cases: Vec<_> = all()
        .into_iter()
        .filter(|c| SPANNING.contains(&&*c.name))
        .collect();
    assert_eq!(cases.len(), SPANNING.len());
    cases
}

/// The Regions of these cases that the catalogue knows.
pub(crate) fn regions(cases: &[Case]) -> Vec<String> {
    let catalog = Catalog::load().unwrap();
    let mut regions: Vec<_> = cases.iter().map(|c| c.region.clone()).collect();
    regions.retain(|r| catalog.region(&r.parse().unwrap()).is_some());
    regions.sort();
    regions.dedup();
    regions
}
