//! The files of the repository, as git knows them.

use std::fs;

use postern_tests::{Run, repository};

/// A text file of the repository.
#[derive(Debug)]
pub(crate) struct Text {
    /// From the root, with `/`.
    pub(crate) path: String,
    /// All of it.
    pub(crate) content: String,
}

/// Every committed or about to be committed text file.
pub(crate) fn texts() -> Vec<Text> {
    let root = repository();
    let listed = Run::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .within(&root)
        .stdout();
    listed
        .split_terminator('\0')
        // A file removed but not yet staged is listed and not there; one not UTF-8 is not text.
        .filter_map(|path| {
            let content = fs::read_to_string(root.join(path)).ok()?;
            Some(Text {
                path: path.to_owned(),
                content,
            })
        })
        .collect()
}

/// The Rust files among them.
pub(crate) fn rust_files() -> Vec<Text> {
    let mut files = texts();
    files.retain(|file| file.path.ends_with(".rs"));
    assert!(!files.is_empty(), "git lists no Rust file");
    files
}

#[test]
fn every_module_says_why_it_exists_and_stays_short() {
    for Text { path, content } in rust_files() {
        assert!(
            content.starts_with("//! "),
            "{path} does not begin with `//!`"
        );
        let lines = content.lines().count();
        assert!(lines <= 400, "{path} has {lines} lines; look for the seam");
        assert!(
            !path.ends_with("/mod.rs"),
            "{path}: write foo.rs beside foo/"
        );
    }
}
