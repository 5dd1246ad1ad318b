//! A bundle as a branch and a pull request: opened, brought up to date, or found as it should be.
//!
//! Must write to no branch but one of its own, must open no second pull request for it, and must say
//! the token to nobody but the provider.

pub(crate) mod asked;
mod calls;
mod client;
mod contents;
mod github;
mod gitlab;
mod object;
mod trouble;

use std::fmt;
use std::time::Duration;

use postern_plan::artifact::{Format, RenderError, pull_request_text, render};
use postern_plan::id::Name;
use postern_plan::inventory::Inventory;
use postern_plan::plan::Plan;
use postern_plan::request::{Link, link};
use serde::Serialize;

use crate::routes;
use crate::settings::sections::PullRequestSettings;
use crate::settings::value::{BundleFolder, RepositoryPath};
use crate::web_address::WebAddress;

pub use calls::CallsError;
pub use contents::{File, Mode};
pub use trouble::Trouble;

use calls::Calls;
use client::Client;
use contents::edits;

/// How long it may take altogether: less than an answer of this server may
const TIME_LIMIT: Duration = Duration::from_secs(25);

/// Who keeps the repository
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// GitHub, or GitHub Enterprise Server
    GitHub,
    /// GitLab, on gitlab.com or elsewhere
    GitLab,
}

/// A repository in which pull requests are opened
#[derive(Clone, Debug)]
pub struct PullRequests {
    client: Client,
    folder: BundleFolder,
    public: Option<WebAddress>,
}

/// What is to stand in the repository, and what is said of it
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    own: Own,
    folder: String,
    files: Vec<File>,
    message: String,
    texts: Texts,
}

/// The title and the text of a pull request
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Texts {
    /// The title
    pub title: String,
    /// The text, in Markdown
    pub body: String,
}

/// A branch of ours: nobody else's has such a name
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own(String);

/// A pull request that is open
struct Open {
    number: u64,
    url: String,
    texts: Texts,
}

/// The commit that a commit is put onto
enum Onto {
    /// The end of the branch of ours, which others may have added to
    Own(String),
    /// The end of the branch that it is to go into: what our branch held before is over
    Base(String),
}

/// What became of it
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// What was done
    pub state: CameState,
    /// The address and the number of the pull request; none where nothing is to be asked for
    pub pull_request: Option<(String, u64)>,
    /// The branch
    pub branch: String,
    /// The commit at its end; of the base where there is no pull request
    pub commit: String,
}

/// What was done
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameState {
    /// There was none, and there is one now
    Created,
    /// There was one, and its files or texts are others now
    Updated,
    /// Everything was as it should be
    Unchanged,
}

impl Provider {
    /// Each of them
    pub const ALL: [Self; 2] = [Self::GitHub, Self::GitLab];

    /// The word in the settings
    pub fn as_str(self) -> &'static str {
        match self {
            Self::GitHub => "github",
            Self::GitLab => "gitlab",
        }
    }

    /// Where its API is unless told
    fn usual_api(self) -> &'static str {
        match self {
            Self::GitHub => "https://api.github.com",
            Self::GitLab => "https://gitlab.com/api/v4",
        }
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GitHub => "GitHub",
            Self::GitLab => "GitLab",
        })
    }
}

impl CameState {
    /// The word for it
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
        }
    }
}

impl Own {
    /// What the names of our branches begin with
    pub const PREFIX: &'static str = "postern/";

    /// The branch for a request of this name
    pub fn of(name: &Name) -> Self {
        Self(format!("{}{name}", Self::PREFIX))
    }

    /// The name of the branch
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Onto {
    fn commit(&self) -> &str {
        match self {
            Self::Own(commit) | Self::Base(commit) => commit,
        }
    }
}

impl PullRequests {
    /// As the settings say, with links to a server that people reach at `public`
    pub fn new(
        settings: &PullRequestSettings,
        public: Option<WebAddress>,
    ) -> Result<Self, CallsError> {
        let provider = settings.provider;
        let api = match &settings.api_url {
            Some(api) => api.clone(),
            // These are such addresses.
            None => provider
                .usual_api()
                .parse()
                .map_err(|_| CallsError::Token)?,
        };
        let limit = settings.timeout_ms.duration();
        let calls = Calls::new(provider, api, settings.token.clone(), limit)?;
        let (repository, base) = (settings.repository.clone(), settings.base.clone());
        Ok(Self {
            client: Client::new(provider, calls, repository, base),
            folder: settings.folder.clone(),
            public,
        })
    }

    /// The repository
    pub fn repository(&self) -> &RepositoryPath {
        self.client.repository()
    }

    /// Who keeps it
    pub fn provider(&self) -> Provider {
        self.client.provider()
    }

    /// What a plan asks for, beside what is known of its account
    pub fn wanted(
        &self,
        plan: &Plan,
        inventory: Option<&Inventory>,
    ) -> Result<Wanted, RenderError> {
        let request = &plan.request;
        let (account, region) = (&request.account, &request.region);
        let files = render(plan, Format::All)?.into_iter().map(|file| File {
            mode: if file.is_executable() {
                Mode::Executable
            } else {
                Mode::Plain
            },
            path: file.path,
            text: file.text,
        });
        Ok(Wanted {
            own: Own::of(&request.name),
            folder: self.folder.of(&request.name),
            files: files.collect(),
            message: format!(
                "postern: plan {} of {}\n\nAccount {account}, {region}, {}.\n",
                plan.id, request.name, request.placement.vpc
            ),
            texts: Texts {
                title: format!("Postern: {} in {account}, {region}", request.name),
                body: pull_request_text(plan, inventory, self.answers(plan).as_deref())?,
            },
        })
    }

    /// The address of the review with the answers, where people reach a server and they fit into it
    fn answers(&self, plan: &Plan) -> Option<String> {
        let public = self.public.as_ref()?;
        let Link::Query(query) = link(&plan.request.to_pairs()) else {
            return None;
        };
        let review = public.below(routes::REVIEW.as_str());
        Some(format!("{review}?{query}"))
    }

    /// Opens a pull request, or brings the one that is open up to date
    pub async fn open(&self, wanted: &Wanted) -> Result<Came, Trouble> {
        let opened = tokio::time::timeout(TIME_LIMIT, self.opened(wanted));
        let late = |_| Err(Trouble::Late(self.provider()));
        opened.await.unwrap_or_else(late)
    }

    async fn opened(&self, wanted: &Wanted) -> Result<Came, Trouble> {
        let Wanted { own, texts, .. } = wanted;
        let open = self.client.found(own).await?;
        let onto = match open {
            Some(_) => Onto::Own(self.client.end(own.as_str()).await?),
            None => Onto::Base(self.client.end(self.client.base()).await?),
        };
        let there = self.client.files(onto.commit(), &wanted.folder).await?;
        let edits = edits(&wanted.files, &there);
        let commit = if edits.is_empty() {
            onto.commit().to_owned()
        } else {
            self.client.commit(wanted, &onto, &edits).await?
        };
        let state = match &open {
            None if edits.is_empty() => CameState::Unchanged,
            None => CameState::Created,
            Some(open) => {
                let same = open.texts.reads_like(texts);
                if !same {
                    self.client.update(open, texts).await?;
                }
                if same && edits.is_empty() {
                    CameState::Unchanged
                } else {
                    CameState::Updated
                }
            }
        };
        let open = match (open, state) {
            (None, CameState::Created) => Some(self.client.create(own, texts).await?),
            (open, _) => open,
        };
        Ok(Came {
            state,
            pull_request: open.map(|open| (open.url, open.number)),
            branch: own.as_str().to_owned(),
            commit,
        })
    }
}

impl Texts {
    /// Providers write the ends of lines in their own way
    fn reads_like(&self, other: &Self) -> bool {
        let plain = |text: &str| text.replace("\r\n", "\n").trim_end().to_owned();
        self.title == other.title && plain(&self.body) == plain(&other.body)
    }
}
