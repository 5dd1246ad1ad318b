//! What became of a pull request, described for programs.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::pull_requests::{Came, CameState};

/// What became of a pull request
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PullRequestDocument {
    /// What was done
    pub state: PullRequestState,
    /// Its address; null where the base branch holds the same files and none is open
    #[schema(required)]
    pub url: Option<String>,
    /// Its number in the repository; null where there is none
    #[schema(required)]
    pub number: Option<u64>,
    /// The branch
    pub branch: String,
    /// The commit at the end of the branch; of the base branch where there is no pull request
    pub commit: String,
}

/// What was done with a pull request
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PullRequestState {
    /// There was none, and there is one now
    Created,
    /// There was one, and its files or texts are others now
    Updated,
    /// Everything was as it should be
    Unchanged,
}

impl From<CameState> for PullRequestState {
    fn from(state: CameState) -> Self {
        match state {
            CameState::Created => Self::Created,
            CameState::Updated => Self::Updated,
            CameState::Unchanged => Self::Unchanged,
        }
    }
}

impl From<Came> for PullRequestDocument {
    fn from(came: Came) -> Self {
        let (url, number) = came.pull_request.unzip();
        Self {
            state: came.state.into(),
            url,
            number,
            branch: came.branch,
            commit: came.commit,
        }
    }
}
