//! Where files go in a repository: its path, a branch, a folder.
//!
//! Must take no name that git or an address would read as something else.

use serde_json::{Value, json};
use toml::de::DeValue;

use super::text::text;
use super::{Misfit, Setting, Shown};
use crate::pull_requests::{Own, Provider};
use postern_plan::id::Name;

/// The path of a repository, as in `owner/name`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepositoryPath(String);

/// The name of a branch that is not one of ours
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchName(String);

/// The folder of a request's files, with [`NAME`] where its name goes
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleFolder(String);

/// Stands for the name of a request in a folder
const NAME: &str = "{name}";

/// The most characters of each of them
const LONGEST: usize = 200;

impl RepositoryPath {
    /// The path
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the first slash
    pub fn owner(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }

    /// Whether it is `owner/name`
    pub fn is_pair(&self) -> bool {
        self.0.split('/').count() == 2
    }

    /// Whether this is its path too: providers do not tell letters by their case
    pub fn is(&self, path: &str) -> bool {
        self.0.eq_ignore_ascii_case(path)
    }
}

impl std::fmt::Display for RepositoryPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl BranchName {
    /// `main`
    pub fn main() -> Self {
        Self("main".to_owned())
    }

    /// The name
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl BundleFolder {
    /// `postern/{name}`
    pub fn usual() -> Self {
        Self(format!("postern/{NAME}"))
    }

    /// The folder of a request of this name
    pub fn of(&self, name: &Name) -> String {
        self.0.replace(NAME, name.as_str())
    }
}

/// A part of a path that is a name and nothing else, wherever it stands
fn is_plain(part: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    !part.is_empty() && part.bytes().all(plain) && !part.starts_with(['.', '-'])
}

/// What git takes as the name of a branch (git-check-ref-format), in plain characters
fn is_branch(word: &str) -> bool {
    let part = |part: &str| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.+=".contains(&b);
        let locked = part.rsplit_once('.').is_some_and(|(_, end)| end == "lock");
        is_plain(part.get(..1).unwrap_or_default())
            && part.bytes().all(plain)
            && !part.contains("..")
            && !part.ends_with('.')
            && !locked
    };
    word.len() <= LONGEST && word.split('/').all(part)
}

fn is_folder(word: &str) -> bool {
    let part = |part: &str| {
        let part = part.replacen(NAME, "name", 1);
        // A file system that does not tell letters by their case takes this for git's own folder.
        let first = part.strip_prefix('.').unwrap_or(&part);
        is_plain(first) && !part.eq_ignore_ascii_case(".git")
    };
    word.len() <= LONGEST && word.matches(NAME).count() == 1 && word.split('/').all(part)
}

text!(
    Provider,
    "`github` or `gitlab`",
    "github",
    |word| Self::ALL.into_iter().find(|one| one.as_str() == word),
    |one| one.as_str().to_owned()
);
text!(
    RepositoryPath,
    "the path of a repository, without the address before it",
    "example/network",
    |word| {
        let parts: Vec<&str> = word.split('/').collect();
        let right = word.len() <= LONGEST && parts.len() >= 2;
        let right = right
            && parts
                .iter()
                .all(|part| is_plain(part.trim_start_matches('.')));
        right.then(|| Self(word.to_owned()))
    },
    ToString::to_string
);
text!(
    BranchName,
    "the name of a branch that does not begin with `postern/`",
    "main",
    |word| (is_branch(word) && !word.starts_with(Own::PREFIX)).then(|| Self(word.to_owned())),
    |branch| branch.0.clone()
);
text!(
    BundleFolder,
    "a folder with `{name}` once in it, without `.` and `..`",
    "postern/{name}",
    |word| is_folder(word).then(|| Self(word.to_owned())),
    |folder| folder.0.clone()
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_nothing_but_a_name() {
        for right in [
            "a/b",
            "example/network.rs",
            "group/sub/project_1",
            "a/.github",
        ] {
            assert!(RepositoryPath::of_word(right).is_ok(), "{right}");
        }
        for wrong in [
            "",
            "a",
            "a/",
            "/a",
            "a//b",
            "a/..",
            "../a",
            "a/b?c",
            "a/b#c",
            "a/b c",
            "a/%2e",
            "a/-b",
            "https://github.com/a/b",
        ] {
            assert!(RepositoryPath::of_word(wrong).is_err(), "{wrong}");
        }
        for right in ["main", "release/1.0", "a+b=c", "_x"] {
            assert!(BranchName::of_word(right).is_ok(), "{right}");
        }
        for wrong in [
            "",
            "-a",
            "a..b",
            "a.lock",
            "a/b.lock",
            ".a",
            "a.",
            "a b",
            "a~1",
            "a^",
            "a:b",
            "a/",
            "/a",
            "a//b",
            "@{-1}",
            "postern/agents",
            "é",
        ] {
            assert!(BranchName::of_word(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_folder_is_one_for_each_request_and_never_the_whole_repository() {
        let name: Name = "agents-prod".parse().unwrap();
        for (folder, of) in [
            ("postern/{name}", "postern/agents-prod"),
            ("{name}", "agents-prod"),
            (
                "infra/vpc-{name}.d/endpoints",
                "infra/vpc-agents-prod.d/endpoints",
            ),
            (".postern/{name}", ".postern/agents-prod"),
        ] {
            assert_eq!(BundleFolder::of_word(folder).unwrap().of(&name), of);
        }
        for wrong in [
            "",
            ".",
            "postern",
            "{name}/../x",
            "./{name}",
            "/{name}",
            "{name}/",
            "a//{name}",
            "{name}/{name}",
            ".git/{name}",
            ".GIT/{name}",
            "a b/{name}",
            "..{name}",
        ] {
            assert!(BundleFolder::of_word(wrong).is_err(), "{wrong}");
        }
    }
}
