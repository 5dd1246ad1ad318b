//! Where the repository is, and the golden requests in it.

use std::fs;
use std::path::{Path, PathBuf};

/// The root of the working tree these tests were built from.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the crate lies one level below the root")
        .to_path_buf()
}

/// Every golden request (`plan/tests/golden/*.toml`), sorted by name.
///
/// The golden files prove stability only; soundness tests and oracles read the same requests.
pub fn golden_requests() -> Vec<PathBuf> {
    let folder = repository().join("plan/tests/golden");
    let mut requests: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("cannot list {}: {error}", folder.display()))
        .map(|entry| entry.expect("a folder entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    requests.sort();
    assert!(
        !requests.is_empty(),
        "no golden request in {}",
        folder.display()
    );
    requests
}
