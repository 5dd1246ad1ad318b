//! The golden requests, as files, as JSON, as fields of a page, and as plans.

use std::fs;
use std::path::Path;

use postern_plan::catalog::Catalog;
use postern_plan::plan::Plan;
use postern_plan::request::Request;
use serde_json::Value;

/// One golden request
pub(crate) struct Case {
    /// The file's stem
    pub(crate) name: String,
    /// The same document in JSON
    pub(crate) json: Value,
    /// The plan
    pub(crate) plan: Plan,
}

impl Case {
    /// The request as a program sends it
    pub(crate) fn body(&self) -> String {
        self.json.to_string()
    }
}

/// Every golden request
pub(crate) fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plan/tests/golden");
    let catalog = Catalog::load().unwrap();
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 30);
    paths.iter().map(|path| case(&catalog, path)).collect()
}

/// One of them
pub(crate) fn named(name: &str) -> Case {
    cases().into_iter().find(|case| case.name == name).unwrap()
}

fn case(catalog: &Catalog, path: &Path) -> Case {
    let text = fs::read_to_string(path).unwrap();
    let request = Request::parse(catalog, &text).unwrap();
    Case {
        name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
        json: serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap(),
        plan: postern_plan::plan(catalog, None, &request),
    }
}
