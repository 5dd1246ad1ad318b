//! The `postern` program under test.
//!
//! It is never built from here: a test that builds would fight over the build lock with the
//! `cargo test` that runs it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::repository;

/// The built `postern`, from the environment variable `POSTERN_BIN`.
///
/// # Panics
///
/// When the variable is not set, names no file, or the file is older than the newest source it is
/// built from: an old program would be judged in the place of this one.
pub fn postern_bin() -> PathBuf {
    let path = env::var_os("POSTERN_BIN").map_or_else(
        || panic!("POSTERN_BIN is not set: run `cargo build`, then set it to target/debug/postern, or use ./tests/run"),
        PathBuf::from,
    );
    let built = modified(&path);
    let (source, written) = newest_source();
    assert!(
        built >= written,
        "POSTERN_BIN ({}) is older than {}: run `cargo build`, or use ./tests/run",
        path.display(),
        source.display(),
    );
    path
}

/// The newest file that the program is built from, and when it was written.
fn newest_source() -> (PathBuf, SystemTime) {
    let root = repository();
    let mut waiting = vec![];
    for package in ["plan", "app", "server"] {
        for part in ["Cargo.toml", "src", "templates", "data"] {
            waiting.push(root.join(package).join(part));
        }
    }
    let mut newest = (root, SystemTime::UNIX_EPOCH);
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder of sources");
            waiting.extend(entries.map(|entry| entry.expect("a folder entry").path()));
        } else if path.is_file() {
            let written = modified(&path);
            if written > newest.1 {
                newest = (path, written);
            }
        }
    }
    newest
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path)
        .and_then(|found| found.modified())
        .unwrap_or_else(|error| panic!("cannot look at {}: {error}", path.display()))
}
