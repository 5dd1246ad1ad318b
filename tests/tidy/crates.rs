//! The edges between crates, and what each may depend on.

use std::collections::{BTreeMap, BTreeSet};
use std::env;

use postern_tests::{Run, repository};
use serde_json::Value;

/// What `cargo metadata` knows, for this machine's kind of system, with no question to a network.
pub(crate) struct Crates {
    value: Value,
}

impl Crates {
    /// Asks cargo.
    pub(crate) fn read() -> Self {
        let system = cargo(&["-vV"]);
        let system = system
            .lines()
            .find_map(|line| line.strip_prefix("host: "))
            .expect("cargo says for which system it is");
        let told = cargo(&[
            "metadata",
            "--format-version=1",
            "--locked",
            "--offline",
            "--filter-platform",
            system,
        ]);
        Self {
            value: serde_json::from_str(&told).expect("cargo's own JSON"),
        }
    }

    /// Every package of the build.
    pub(crate) fn packages(&self) -> impl Iterator<Item = &Value> {
        self.value["packages"].as_array().expect("packages").iter()
    }

    fn name_of(&self) -> BTreeMap<&str, &str> {
        self.packages()
            .map(|package| (text(&package["id"]), text(&package["name"])))
            .collect()
    }

    /// The names of all packages that this one is built from, tests aside.
    pub(crate) fn closure(&self, name: &str) -> BTreeSet<&str> {
        let name_of = self.name_of();
        let nodes = self.value["resolve"]["nodes"].as_array().expect("nodes");
        let mut waiting = vec![
            *name_of
                .iter()
                .find(|(_, known)| **known == name)
                .expect("a member")
                .0,
        ];
        let mut reached = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if !reached.insert(id) {
                continue;
            }
            let node = nodes
                .iter()
                .find(|node| node["id"] == id)
                .expect("a node for each package");
            for edge in node["deps"].as_array().expect("edges") {
                let kinds = edge["dep_kinds"].as_array().expect("kinds");
                if kinds.iter().any(|kind| kind["kind"] != "dev") {
                    waiting.push(text(&edge["pkg"]));
                }
            }
        }
        reached.into_iter().map(|id| name_of[id]).collect()
    }

    /// The names this package itself asks for, tests aside.
    fn direct(&self, name: &str) -> BTreeSet<&str> {
        let package = self
            .packages()
            .find(|package| package["name"] == name)
            .expect("a member");
        package["dependencies"]
            .as_array()
            .expect("dependencies")
            .iter()
            .filter(|edge| edge["kind"] != "dev")
            .map(|edge| text(&edge["name"]))
            .collect()
    }
}

/// A JSON string.
pub(crate) fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}

/// The names of all packages that this one asks for when it is built by itself: in the workspace's
/// build what others ask of a shared package is added to it.
fn built_from(package: &str) -> BTreeSet<String> {
    let told = cargo(&[
        "tree",
        "--package",
        package,
        "--edges=normal,build",
        "--prefix=none",
        "--format={p}",
        "--locked",
        "--offline",
    ]);
    let names = told.lines().filter_map(|line| line.split(' ').next());
    names.map(str::to_owned).collect()
}

fn cargo(arguments: &[&str]) -> String {
    let mut run = Run::new("cargo").args(arguments).within(&repository());
    for kept in ["CARGO_HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN"] {
        if let Ok(value) = env::var(kept) {
            run = run.env(kept, value);
        }
    }
    run.stdout()
}

#[test]
fn the_core_is_built_from_nothing_that_waits_serves_or_calls() {
    let closure = built_from("postern-plan");
    assert!(
        closure.contains("serde"),
        "the closure is read wrongly: {closure:?}"
    );
    for name in closure {
        let banned = [
            "tokio",
            "axum",
            "leptos",
            "hyper",
            "rand",
            "getrandom",
            "chrono",
            "postern-app",
        ];
        assert!(
            !banned.contains(&name.as_str()),
            "postern-plan is built from {name}"
        );
        assert!(
            !name.starts_with("aws-"),
            "postern-plan is built from {name}"
        );
    }
}

#[test]
fn pages_know_the_core_and_leptos_alone() {
    let crates = Crates::read();
    assert_eq!(
        crates.direct("postern-app"),
        BTreeSet::from(["leptos", "postern-plan"])
    );
    let closure = crates.closure("postern-app");
    assert!(
        !closure.contains("axum") && !closure.contains("postern-server"),
        "{closure:?}"
    );
}

#[test]
fn there_is_one_program() {
    let crates = Crates::read();
    let programs: Vec<&str> = crates
        .packages()
        .filter(|package| package["source"].is_null())
        .flat_map(|package| package["targets"].as_array().expect("targets"))
        .filter(|target| target["kind"][0] == "bin")
        .map(|target| text(&target["name"]))
        .collect();
    assert_eq!(programs, ["postern"]);
}
