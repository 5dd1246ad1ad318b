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
/// group, overrides, GovCloud, an endpoint that is there, hostile texts, and what agents need.
pub(crate) const SPANNING: [&str; 6] = [
    "three-doors",
    "hostile-names",
    "zz-templates-hostile",
    "zz-templates-overrides",
    "zz-templates-govcloud",
    "workload-part",
];

/// Which plan of a request a case is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The endpoints of AgentCore.
    AgentCore,
    /// What agents need beside them.
    Workload,
}

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
    part: Part,
}

impl Case {
    /// The case of a request's text.
    pub(crate) fn of(name: &str, request: String, inventory: Option<&str>) -> Self {
        Self::part(name, request, inventory, Part::AgentCore).unwrap()
    }

    /// The case of a part of it, where it has that.
    fn part(name: &str, request: String, inventory: Option<&str>, part: Part) -> Option<Self> {
        let catalog = Catalog::load().unwrap();
        let parsed =
            Request::parse(&catalog, &request).unwrap_or_else(|e| panic!("{name}: {e:#?}"));
        let inventory = inventory.map(|text| Inventory::parse(text).unwrap());
        let plan = postern_plan::plan(&catalog, inventory.as_ref(), &parsed);
        let plan = match part {
            Part::AgentCore => &plan,
            Part::Workload => &plan.workload.as_ref()?.plan,
        };
        let files = render(plan, Format::All).unwrap();
        Some(Self {
            name: name.to_owned(),
            request,
            region: parsed.region.to_string(),
            files: files.into_iter().map(|f| (f.path, f.text)).collect(),
            part,
        })
    }

    /// The same request with other ids in it.
    pub(crate) fn with_ids(&self, ids: &BTreeMap<String, String>) -> Self {
        let mut request = self.request.clone();
        for (old, new) in ids {
            request = request.replace(old, new);
        }
        Self::part(&self.name, request, None, self.part).unwrap()
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

/// Every golden request, and after it what its agents need.
pub(crate) fn all() -> Vec<Case> {
    let cases = |path: std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let inventory = fs::read_to_string(path.with_extension("inventory.json")).ok();
        let request = fs::read_to_string(&path).unwrap();
        let whole = Case::of(&name, request.clone(), inventory.as_deref());
        let name = format!("{name}-part");
        let part = Case::part(&name, request, inventory.as_deref(), Part::Workload);
        std::iter::once(whole).chain(part)
    };
    golden_requests().into_iter().flat_map(cases).collect()
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
