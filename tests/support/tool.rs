//! Finds the programs nobody here wrote, and says so when one is missing.

use std::env;
use std::io::{Write, stderr};
use std::path::PathBuf;

use crate::Run;

/// The program of this name: in the tests' own Python environment first (`POSTERN_TEST_VENV`),
/// then in `PATH`.
pub fn tool(name: &str) -> Option<PathBuf> {
    folders()
        .into_iter()
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

/// Python, when it can import `module`; [`None`] when there is no Python or no such module.
pub fn python_with(module: &str) -> Option<PathBuf> {
    let python = tool("python3")?;
    let asked = Run::new(&python)
        .args(["-c", &format!("import {module}")])
        .end();
    asked.ok().then_some(python)
}

/// The folder `node_modules` of the tests' own npm packages (`POSTERN_TEST_NODE`).
pub fn node_modules() -> Option<PathBuf> {
    env::var_os("POSTERN_TEST_NODE")
        .map(PathBuf::from)
        .filter(|path| path.is_dir())
}

/// Says that a check did not run. `./tests/run` counts these lines; in CI one that
/// `tests/allowed-skips` does not name is a failure.
///
/// `name` is the check's, with no colon in it; `reason` is what is missing.
pub fn skip(name: &str, reason: &str) {
    // One write to the handle: the test harness captures `eprintln!`, and other tests write too.
    let line = format!("skipped: {name}: {reason}\n");
    let _ = stderr().write_all(line.as_bytes());
}

/// Where programs are looked for, first to last.
pub(crate) fn folders() -> Vec<PathBuf> {
    let own = env::var_os("POSTERN_TEST_VENV").map(|venv| PathBuf::from(venv).join("bin"));
    let path = env::var_os("PATH").unwrap_or_default();
    own.into_iter().chain(env::split_paths(&path)).collect()
}
