//! GitHub, by its Git Data API: blobs and a tree, a commit, a reference, a pull request.
//!
//! Must update by force nothing but a branch of ours for which no pull request is open.

use axum::http::Method;
use serde::{Deserialize, Serialize};

use super::calls::Calls;
use super::contents::{Edit, File, Mode, There};
use super::trouble::Trouble;
use super::{Onto, Open, Own, Provider, Texts};
use crate::settings::value::{BranchName, RepositoryPath};

/// How many pull requests of one branch are looked at: there is one at most
const PER_PAGE: &str = "100";

/// A repository
#[derive(Clone, Debug)]
pub(super) struct GitHub {
    pub(super) calls: Calls,
    pub(super) repository: RepositoryPath,
    pub(super) base: BranchName,
}

#[derive(Deserialize)]
struct Pull {
    number: u64,
    html_url: String,
    title: String,
    body: Option<String>,
    head: Side,
    base: Side,
}

#[derive(Deserialize)]
struct Side {
    r#ref: String,
    repo: Option<Repo>,
}

#[derive(Deserialize)]
struct Repo {
    full_name: String,
}

#[derive(Deserialize)]
struct Reference {
    object: Named,
}

#[derive(Deserialize)]
struct Named {
    sha: String,
}

#[derive(Deserialize)]
struct Commit {
    tree: Named,
}

#[derive(Deserialize)]
struct Tree {
    tree: Vec<Entry>,
    #[serde(default)]
    truncated: bool,
}

#[derive(Deserialize)]
struct Entry {
    path: String,
    mode: String,
    r#type: String,
    sha: String,
}

#[derive(Serialize)]
struct NewTree<'a> {
    base_tree: &'a str,
    tree: Vec<NewEntry<'a>>,
}

#[derive(Serialize)]
struct NewEntry<'a> {
    path: String,
    mode: &'static str,
    r#type: &'static str,
    #[serde(flatten)]
    what: What<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum What<'a> {
    Text {
        content: &'a str,
    },
    /// `null`: the file is deleted (docs.github.com, "Create a tree")
    Gone {
        sha: Option<&'a str>,
    },
}

#[derive(Serialize)]
struct NewCommit<'a> {
    message: &'a str,
    tree: &'a str,
    parents: [&'a str; 1],
}

#[derive(Serialize)]
struct NewReference<'a> {
    r#ref: String,
    sha: &'a str,
}

#[derive(Serialize)]
struct MovedReference<'a> {
    sha: &'a str,
    force: bool,
}

#[derive(Serialize)]
struct NewPull<'a> {
    title: &'a str,
    head: &'a str,
    base: &'a str,
    body: &'a str,
}

impl GitHub {
    /// The open pull request of a branch of ours
    pub(super) async fn open(&self, own: &Own) -> Result<Option<Open>, Trouble> {
        let head = format!("{}:{}", self.repository.owner(), own.as_str());
        let query = [
            ("state", "open"),
            ("head", &head),
            ("base", self.base.as_str()),
            ("per_page", PER_PAGE),
        ];
        let at = self.at(&["pulls"]);
        let all = self.calls.get::<Vec<Pull>>(&at, &query).await?;
        let ours = all.value.into_iter().find(|pull| {
            // A head that is not understood is answered with all that are open.
            let repo = pull.head.repo.as_ref();
            pull.head.r#ref == own.as_str()
                && pull.base.r#ref == self.base.as_str()
                && repo.is_some_and(|repo| self.repository.is(&repo.full_name))
        });
        Ok(ours.map(Pull::open))
    }

    /// The commit at the end of a branch; none where there is no such branch
    pub(super) async fn head(&self, branch: &str) -> Result<Option<String>, Trouble> {
        let path = ["git", "ref", "heads"].into_iter().chain(branch.split('/'));
        let path: Vec<&str> = path.collect();
        let found = self.calls.find::<Reference>(&self.at(&path), &[]).await?;
        Ok(found.map(|answer| answer.value.object.sha))
    }

    /// The files of a folder in a commit
    pub(super) async fn files(&self, commit: &str, folder: &str) -> Result<Vec<There>, Trouble> {
        let mut tree = self.tree_of(commit).await?;
        for name in folder.split('/') {
            let level = self.tree(&tree, &[]).await?;
            let named = |entry: &Entry| entry.path == name && entry.r#type == "tree";
            match level.into_iter().find(named) {
                Some(entry) => tree = entry.sha,
                None => return Ok(Vec::new()),
            }
        }
        let all = self.tree(&tree, &[("recursive", "1")]).await?;
        let files = all.into_iter().filter(|entry| entry.r#type != "tree");
        Ok(files
            .map(|entry| There {
                path: entry.path,
                id: entry.sha,
                mode: Mode::of(&entry.mode),
            })
            .collect())
    }

    /// Makes a commit of these edits, and has the branch of ours end with it
    pub(super) async fn commit(
        &self,
        own: &Own,
        onto: &Onto,
        folder: &str,
        edits: &[Edit<'_>],
        message: &str,
    ) -> Result<String, Trouble> {
        let base_tree = self.tree_of(onto.commit()).await?;
        let tree = NewTree {
            base_tree: &base_tree,
            tree: edits.iter().map(|edit| entry(folder, edit)).collect(),
        };
        let tree: Named = self.post(&["git", "trees"], &tree).await?;
        let commit = NewCommit {
            message,
            tree: &tree.sha,
            parents: [onto.commit()],
        };
        let commit: Named = self.post(&["git", "commits"], &commit).await?;
        let sha = commit.sha.as_str();
        let there = match onto {
            Onto::Own(_) => true,
            Onto::Base(_) => self.head(own.as_str()).await?.is_some(),
        };
        if there {
            let force = matches!(onto, Onto::Base(_));
            let path = ["git", "refs", "heads"].into_iter();
            let path: Vec<&str> = path.chain(own.as_str().split('/')).collect();
            let moved = MovedReference { sha, force };
            let at = self.at(&path);
            let _: Reference = self.calls.send(Method::PATCH, &at, &moved).await?;
        } else {
            let r#ref = format!("refs/heads/{}", own.as_str());
            let made = NewReference { r#ref, sha };
            let _: Reference = self.post(&["git", "refs"], &made).await?;
        }
        Ok(commit.sha)
    }

    /// Opens a pull request
    pub(super) async fn create(&self, own: &Own, texts: &Texts) -> Result<Open, Trouble> {
        let pull = NewPull {
            title: &texts.title,
            head: own.as_str(),
            base: self.base.as_str(),
            body: &texts.body,
        };
        let made: Pull = self.post(&["pulls"], &pull).await?;
        Ok(made.open())
    }

    /// Writes the texts of one anew
    pub(super) async fn update(&self, open: &Open, texts: &Texts) -> Result<(), Trouble> {
        let number = open.number.to_string();
        let at = self.at(&["pulls", &number]);
        let _: Pull = self.calls.send(Method::PATCH, &at, texts).await?;
        Ok(())
    }

    async fn tree_of(&self, commit: &str) -> Result<String, Trouble> {
        let at = self.at(&["git", "commits", commit]);
        Ok(self.calls.get::<Commit>(&at, &[]).await?.value.tree.sha)
    }

    async fn tree(&self, sha: &str, query: &[(&str, &str)]) -> Result<Vec<Entry>, Trouble> {
        let at = self.at(&["git", "trees", sha]);
        let tree = self.calls.get::<Tree>(&at, query).await?.value;
        if tree.truncated {
            // What is not listed would be taken for new.
            return Err(Trouble::Unreadable(Provider::GitHub));
        }
        Ok(tree.tree)
    }

    async fn post<T: serde::de::DeserializeOwned>(
        &self,
        path: &[&str],
        body: &impl Serialize,
    ) -> Result<T, Trouble> {
        self.calls.send(Method::POST, &self.at(path), body).await
    }

    fn at<'p>(&'p self, rest: &[&'p str]) -> Vec<&'p str> {
        let mut path = vec!["repos"];
        path.extend(self.repository.as_str().split('/'));
        path.extend(rest);
        path
    }
}

impl Pull {
    fn open(self) -> Open {
        Open {
            number: self.number,
            url: self.html_url,
            texts: Texts {
                title: self.title,
                body: self.body.unwrap_or_default(),
            },
        }
    }
}

fn entry<'a>(folder: &str, edit: &Edit<'a>) -> NewEntry<'a> {
    let (path, mode, what) = match edit {
        Edit::Create(file) | Edit::Update(file, _) => {
            let File { path, text, mode } = file;
            (path.as_str(), mode.digits(), What::Text { content: text })
        }
        Edit::Delete(path) => (*path, Mode::Plain.digits(), What::Gone { sha: None }),
    };
    NewEntry {
        path: format!("{folder}/{path}"),
        mode,
        r#type: "blob",
        what,
    }
}
