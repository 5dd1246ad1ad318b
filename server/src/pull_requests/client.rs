//! One repository, whoever keeps it: the steps that the providers have in common.
//!
//! Must say of what is missing what it is.

use super::calls::Calls;
use super::contents::{Edit, There};
use super::github::GitHub;
use super::gitlab::GitLab;
use super::trouble::Trouble;
use super::{Onto, Open, Own, Provider, Texts, Wanted};
use crate::settings::value::{BranchName, RepositoryPath};

/// A repository
#[derive(Clone, Debug)]
pub(super) enum Client {
    GitHub(GitHub),
    GitLab(GitLab),
}

impl Client {
    pub(super) fn new(
        provider: Provider,
        calls: Calls,
        repository: RepositoryPath,
        base: BranchName,
    ) -> Self {
        match provider {
            Provider::GitHub => Self::GitHub(GitHub {
                calls,
                repository,
                base,
            }),
            Provider::GitLab => Self::GitLab(GitLab {
                calls,
                repository,
                base,
            }),
        }
    }

    pub(super) fn repository(&self) -> &RepositoryPath {
        match self {
            Self::GitHub(client) => &client.repository,
            Self::GitLab(client) => &client.repository,
        }
    }

    pub(super) fn provider(&self) -> Provider {
        match self {
            Self::GitHub(_) => Provider::GitHub,
            Self::GitLab(_) => Provider::GitLab,
        }
    }

    pub(super) fn base(&self) -> &str {
        match self {
            Self::GitHub(client) => client.base.as_str(),
            Self::GitLab(client) => client.base.as_str(),
        }
    }

    pub(super) async fn found(&self, own: &Own) -> Result<Option<Open>, Trouble> {
        let found = match self {
            Self::GitHub(client) => client.open(own).await,
            Self::GitLab(client) => client.open(own).await,
        };
        self.naming(found, || format!("repository `{}`", self.repository()))
    }

    /// The commit at the end of a branch that must be there
    pub(super) async fn end(&self, branch: &str) -> Result<String, Trouble> {
        let found = match self {
            Self::GitHub(client) => client.head(branch).await?,
            Self::GitLab(client) => client.head(branch).await?,
        };
        let missing = || Trouble::Missing(self.provider(), format!("branch `{branch}`"));
        found.ok_or_else(missing)
    }

    pub(super) async fn files(&self, commit: &str, folder: &str) -> Result<Vec<There>, Trouble> {
        match self {
            Self::GitHub(client) => client.files(commit, folder).await,
            Self::GitLab(client) => client.files(commit, folder).await,
        }
    }

    pub(super) async fn commit(
        &self,
        wanted: &Wanted,
        onto: &Onto,
        edits: &[Edit<'_>],
    ) -> Result<String, Trouble> {
        let Wanted {
            own,
            folder,
            message,
            ..
        } = wanted;
        let made = match self {
            Self::GitHub(client) => client.commit(own, onto, folder, edits, message).await,
            Self::GitLab(client) => client.commit(own, onto, folder, edits, message).await,
        };
        self.writing(made)
    }

    pub(super) async fn create(&self, own: &Own, texts: &Texts) -> Result<Open, Trouble> {
        let made = match self {
            Self::GitHub(client) => client.create(own, texts).await,
            Self::GitLab(client) => client.create(own, texts).await,
        };
        self.writing(made)
    }

    pub(super) async fn update(&self, open: &Open, texts: &Texts) -> Result<(), Trouble> {
        let made = match self {
            Self::GitHub(client) => client.update(open, texts).await,
            Self::GitLab(client) => client.update(open, texts).await,
        };
        self.writing(made)
    }

    /// What could be read is there, so what cannot be written is not for this token
    fn writing<T>(&self, made: Result<T, Trouble>) -> Result<T, Trouble> {
        made.map_err(|trouble| match trouble {
            Trouble::Missing(..) => Trouble::Forbidden(self.provider()),
            other => other,
        })
    }

    fn naming<T>(
        &self,
        found: Result<T, Trouble>,
        what: impl Fn() -> String,
    ) -> Result<T, Trouble> {
        found.map_err(|trouble| match trouble {
            Trouble::Missing(..) => Trouble::Missing(self.provider(), what()),
            other => other,
        })
    }
}
