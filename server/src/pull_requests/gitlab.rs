//! GitLab, by its API of version 4: the files of a folder, a commit of several actions, a merge
//! request.
//!
//! Must have a commit overwrite nothing but a branch of ours for which no merge request is open.

use axum::http::Method;
use serde::{Deserialize, Serialize};

use super::calls::Calls;
use super::contents::{Edit, File, Mode, There, Update};
use super::trouble::Trouble;
use super::{Onto, Open, Own, Provider, Texts};
use crate::settings::value::{BranchName, RepositoryPath};

/// How many are listed at once; GitLab's most
const PER_PAGE: &str = "100";

/// How many pages of a folder are read: what has more is no bundle of ours
const MOST_PAGES: usize = 50;

/// A project
#[derive(Clone, Debug)]
pub(super) struct GitLab {
    pub(super) calls: Calls,
    pub(super) repository: RepositoryPath,
    pub(super) base: BranchName,
}

#[derive(Deserialize)]
struct MergeRequest {
    iid: u64,
    web_url: String,
    title: String,
    description: Option<String>,
    source_branch: String,
    target_branch: String,
    source_project_id: Option<u64>,
    target_project_id: Option<u64>,
}

#[derive(Deserialize)]
struct Branch {
    commit: Named,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    path: String,
    r#type: String,
    mode: String,
}

#[derive(Serialize)]
struct NewCommit<'a> {
    branch: &'a str,
    commit_message: &'a str,
    #[serde(flatten)]
    start: Option<Start<'a>>,
    actions: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Start<'a> {
    start_sha: &'a str,
    force: bool,
}

#[derive(Serialize)]
struct Change<'a> {
    action: &'static str,
    file_path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    execute_filemode: Option<bool>,
}

#[derive(Serialize)]
struct NewMergeRequest<'a> {
    source_branch: &'a str,
    target_branch: &'a str,
    title: &'a str,
    description: &'a str,
}

#[derive(Serialize)]
struct NewTexts<'a> {
    title: &'a str,
    description: &'a str,
}

impl GitLab {
    /// The open merge request of a branch of ours
    pub(super) async fn open(&self, own: &Own) -> Result<Option<Open>, Trouble> {
        let query = [
            ("state", "opened"),
            ("source_branch", own.as_str()),
            ("target_branch", self.base.as_str()),
            ("per_page", PER_PAGE),
        ];
        let at = self.at(&["merge_requests"]);
        let all = self.calls.get::<Vec<MergeRequest>>(&at, &query).await?;
        let ours = all.value.into_iter().find(|one| {
            // A fork may have a branch of the same name.
            one.source_branch == own.as_str()
                && one.target_branch == self.base.as_str()
                && one.source_project_id == one.target_project_id
        });
        Ok(ours.map(MergeRequest::open))
    }

    /// The commit at the end of a branch; none where there is no such branch
    pub(super) async fn head(&self, branch: &str) -> Result<Option<String>, Trouble> {
        let at = self.at(&["repository", "branches", branch]);
        let found = self.calls.find::<Branch>(&at, &[]).await?;
        Ok(found.map(|answer| answer.value.commit.id))
    }

    /// The files of a folder in a commit
    pub(super) async fn files(&self, commit: &str, folder: &str) -> Result<Vec<There>, Trouble> {
        let at = self.at(&["repository", "tree"]);
        let below = format!("{folder}/");
        let (mut all, mut page) = (Vec::new(), "1".to_owned());
        for _ in 0..MOST_PAGES {
            let query = [
                ("path", folder),
                ("ref", commit),
                ("recursive", "true"),
                ("per_page", PER_PAGE),
                ("page", &page),
            ];
            // A folder that is not there is answered so.
            let Some(answer) = self.calls.find::<Vec<Entry>>(&at, &query).await? else {
                return Ok(Vec::new());
            };
            let files = answer.value.into_iter().filter(|e| e.r#type != "tree");
            all.extend(files.filter_map(|entry| {
                Some(There {
                    path: entry.path.strip_prefix(&below)?.to_owned(),
                    mode: Mode::of(&entry.mode),
                    id: entry.id,
                })
            }));
            let next = answer.headers.get("x-next-page");
            match next.and_then(|next| next.to_str().ok()) {
                None | Some("") => return Ok(all),
                Some(next) => next.clone_into(&mut page),
            }
        }
        Err(Trouble::Unreadable(Provider::GitLab))
    }

    /// Makes a commit of these edits at the end of the branch of ours
    pub(super) async fn commit(
        &self,
        own: &Own,
        onto: &Onto,
        folder: &str,
        edits: &[Edit<'_>],
        message: &str,
    ) -> Result<String, Trouble> {
        let commit = NewCommit {
            branch: own.as_str(),
            commit_message: message,
            start: match onto {
                Onto::Own(_) => None,
                Onto::Base(base) => Some(Start {
                    start_sha: base,
                    force: true,
                }),
            },
            actions: edits.iter().flat_map(|e| actions(folder, e)).collect(),
        };
        let at = self.at(&["repository", "commits"]);
        let made: Named = self.calls.send(Method::POST, &at, &commit).await?;
        Ok(made.id)
    }

    /// Opens a merge request
    pub(super) async fn create(&self, own: &Own, texts: &Texts) -> Result<Open, Trouble> {
        let wanted = NewMergeRequest {
            source_branch: own.as_str(),
            target_branch: self.base.as_str(),
            title: &texts.title,
            description: &texts.body,
        };
        let at = self.at(&["merge_requests"]);
        let made: MergeRequest = self.calls.send(Method::POST, &at, &wanted).await?;
        Ok(made.open())
    }

    /// Writes the texts of one anew
    pub(super) async fn update(&self, open: &Open, texts: &Texts) -> Result<(), Trouble> {
        let number = open.number.to_string();
        let at = self.at(&["merge_requests", &number]);
        let wanted = NewTexts {
            title: &texts.title,
            description: &texts.body,
        };
        let _: MergeRequest = self.calls.send(Method::PUT, &at, &wanted).await?;
        Ok(())
    }

    /// The whole path of the project is one segment
    fn at<'p>(&'p self, rest: &[&'p str]) -> Vec<&'p str> {
        let mut path = vec!["projects", self.repository.as_str()];
        path.extend(rest);
        path
    }
}

impl MergeRequest {
    fn open(self) -> Open {
        Open {
            number: self.iid,
            url: self.web_url,
            texts: Texts {
                title: self.title,
                body: self.description.unwrap_or_default(),
            },
        }
    }
}

/// The mode is of no account but in an action of its own (docs.gitlab.com, "Commits API")
fn actions<'a>(folder: &str, edit: &Edit<'a>) -> Vec<Change<'a>> {
    let action = |action, path: &str, content, execute_filemode| Change {
        action,
        file_path: format!("{folder}/{path}"),
        content,
        execute_filemode,
    };
    let write = |word, file: &'a File| action(word, &file.path, Some(file.text.as_str()), None);
    let chmod = |file: &File| {
        let executable = file.mode == Mode::Executable;
        action("chmod", &file.path, None, Some(executable))
    };
    match edit {
        Edit::Create(file) if file.mode == Mode::Executable => {
            vec![write("create", file), chmod(file)]
        }
        Edit::Create(file) => vec![write("create", file)],
        Edit::Update(file, Update::Text) => vec![write("update", file)],
        Edit::Update(file, Update::Mode) => vec![chmod(file)],
        Edit::Update(file, Update::TextAndMode) => vec![write("update", file), chmod(file)],
        Edit::Delete(path) => vec![action("delete", path, None, None)],
    }
}
