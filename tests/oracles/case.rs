//! A golden request with its plan and artifacts, as the oracles read them.

use std::collections::BTreeMap;
use std::fs;

use postern_plan::artifact::{Format, render};
use postern_plan::catalog::Catalog;
use postern_plan::inventory::Inventory;
use postern_plan::plan::Plan;
use postern_plan::request::Request;
use postern_tests::golden_requests;

/// One request, planned and rendered.
pub(crate) struct Case {
    /// The file's name without its ending.
    pub(crate) name: String,
    /// The request as text.
    pub(crate) text: String,
    /// Its plan.
    pub(crate) plan: Plan,
    files: BTreeMap<String, String>,
}

impl Case {
    /// Plans and renders a request.
    pub(crate) fn new(name: &str, text: &str, inventory: Option<&Inventory>) -> Self {
        let catalog = Catalog::load().unwrap();
        let request =
            Request::parse(&catalog, text).unwrap_or_else(|errors| panic!("{name}: {errors:#?}"));
        let plan = postern_plan::plan(&catalog, inventory, &request);
        Self::of(name, text, plan)
    }

    /// What its agents need, where it says so.
    pub(crate) fn workload(&self) -> Option<Self> {
        let plan = self.plan.workload.as_ref()?.plan.clone();
        Some(Self::of(&format!("{}-part", self.name), &self.text, plan))
    }

    fn of(name: &str, text: &str, plan: Plan) -> Self {
        let files = render(&plan, Format::All)
            .unwrap()
            .into_iter()
            .map(|file| (file.path, file.text))
            .collect();
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
            plan,
            files,
        }
    }

    /// An artifact's text.
    pub(crate) fn file(&self, path: &str) -> &str {
        &self.files[path]
    }

    /// The artifacts whose path ends so.
    pub(crate) fn files(&self, ending: &str) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter(move |(path, _)| path.ends_with(ending))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }
}

/// Every golden request, with the inventory beside it where there is one, and what its agents need.
pub(crate) fn golden() -> Vec<Case> {
    let with_workload = |case: Case| {
        let workload = case.workload();
        std::iter::once(case).chain(workload)
    };
    golden_requests()
        .iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy();
            let inventory = fs::read_to_string(path.with_extension("inventory.json"))
                .ok()
                .map(|text| Inventory::parse(&text).unwrap());
            Case::new(
                &name,
                &fs::read_to_string(path).unwrap(),
                inventory.as_ref(),
            )
        })
        .flat_map(with_workload)
        .collect()
}

/// The golden request of this name.
pub(crate) fn named(name: &str) -> Case {
    golden()
        .into_iter()
        .find(|case| case.name == name)
        .unwrap_or_else(|| panic!("no golden request {name}"))
}

/// Two endpoints, of which the gateway's goes to fewer zones and has a group of its own.
pub(crate) fn two_doors() -> Case {
    let golden = named("overrides").text;
    Case::new(
        "two-doors",
        &golden.replace("private_dns = false\n", ""),
        None,
    )
}
