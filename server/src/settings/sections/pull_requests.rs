//! The section of pull requests.

use std::time::Duration;

use crate::pull_requests::Provider;
use crate::settings::secret::Secret;
use crate::settings::section::section;
use crate::settings::value::{BranchName, BundleFolder, Milliseconds, RepositoryPath};
use crate::web_address::WebAddress;

section! {
    /// Pull requests: the repository to which the files of a plan go, as a branch that people review. docs/GITOPS.md says how it goes.
    pub struct PullRequestSettings {
        /// Who keeps the repository.
        provider: Provider, Restart;
        /// The address of the API, for a server of your own, as in `https://github.example.org/api/v3` or `https://gitlab.example.org/api/v4`.
        /// Where it is not set it is that of github.com or gitlab.com.
        api_url: Option<WebAddress> = None, Restart;
        /// The repository: `owner/name` of GitHub, the path of a project of GitLab.
        repository: RepositoryPath, Restart;
        /// The branch that the pull requests are to go into.
        base: BranchName = BranchName::main(), Restart;
        /// The folder of a request's files, with `{name}` in the place of its name.
        /// Everything in it belongs to Postern: what is not in the plan's files is deleted there.
        folder: BundleFolder = BundleFolder::usual(), Restart;
        /// The token: of GitHub one that may read and write contents and pull requests of the repository, of GitLab one with the scope `api` and the role Developer.
        token: Secret, Restart;
        /// How long one call may take, in milliseconds.
        timeout_ms: Milliseconds = Milliseconds::near(Duration::from_secs(10)), Restart;
    }
}
