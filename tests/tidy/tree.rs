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

impl Text {
    /// The file's name without what follows its first full stop.
    pub(crate) fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.split('.').next().unwrap_or_default()
    }

    /// The numbered lines that ship: no comment, and nothing from `#[cfg(test)]` on.
    pub(crate) fn shipped_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.content
            .lines()
            .take_while(|line| !line.starts_with("#[cfg(test)]"))
            .enumerate()
            .map(|(before, line)| (before + 1, line))
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// Every text file that is committed or about to be, under this path.
pub(crate) fn texts(under: &str) -> Vec<Text> {
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
        .filter(|path| path.starts_with(under))
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
pub(crate) fn rust_files(under: &str) -> Vec<Text> {
    let mut files = texts(under);
    files.retain(|file| file.path.ends_with(".rs"));
    assert!(!files.is_empty(), "git lists no Rust file under `{under}`");
    files
}

/// Those of them that ship: the sources of the three crates, without their tests.
pub(crate) fn shipped_rust_files() -> Vec<Text> {
    let mut files = rust_files("");
    files.retain(|file| {
        let part = |name: &str| file.path.split('/').any(|part| part == name);
        part("src") && !part("tests") && !part("tests.rs")
    });
    files
}
