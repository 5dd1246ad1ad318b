//! `ci/`: recipes that hold a repository's request against its rules and its account, for GitHub
//! Actions and GitLab.
//!
//! Must decide nothing that `postern plan` and `postern drift` decide, and must hold no account's
//! credentials.

use askama::Template;

use super::{Artifact, RenderError};
use crate::plan::Plan;

#[derive(Template)]
#[template(path = "ci/github-actions.yml")]
struct GitHub<'a> {
    title: String,
    folder: String,
    region: &'a str,
    plan_category: String,
    drift_category: String,
}

#[derive(Template)]
#[template(path = "ci/gitlab-ci.yml")]
struct GitLab<'a> {
    job: String,
    drift_job: String,
    folder: String,
    region: &'a str,
}

/// The files.
pub(super) fn files(plan: &Plan) -> Result<Vec<Artifact>, RenderError> {
    let name = plan.request.name.as_str();
    let region = plan.request.region.as_str();
    // Where pull requests of Postern put the bundle unless told.
    let folder = format!("postern/{name}");
    let github = GitHub {
        title: format!("Postern {name}"),
        folder: folder.clone(),
        region,
        plan_category: format!("postern-plan-{name}"),
        drift_category: format!("postern-drift-{name}"),
    };
    let gitlab = GitLab {
        job: format!("postern plan {name}"),
        drift_job: format!("postern drift {name}"),
        folder,
        region,
    };
    // `.yml`, since programs that take every `.yaml` for CloudFormation read the bundle too.
    Ok(vec![
        Artifact::new(
            "ci/github-actions.yml",
            "application/yaml",
            super::text(&github)?,
        ),
        Artifact::new(
            "ci/gitlab-ci.yml",
            "application/yaml",
            super::text(&gitlab)?,
        ),
    ])
}
