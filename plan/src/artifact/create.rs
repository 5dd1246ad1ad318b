//! `create.sh`: makes the plan with bash and the AWS CLI.
//!
//! Must make nothing that the plan does not hold, and must leave out what the plan leaves alone.

use askama::Template;

use super::script::{self, About, CREATE_PERMISSIONS, Head};
use super::steps::{self, Endpoint, Group, Kinds, Step};
use super::{Artifact, RenderError};
use crate::plan::Plan;

#[derive(Template)]
#[template(path = "create.sh")]
struct Create {
    about: About,
    head: Head,
    permissions: &'static str,
    endpoints: Vec<Endpoint>,
    group: Option<Group>,
    any: Kinds,
}

impl Create {
    fn makes_something(&self) -> bool {
        self.any.create || self.group.is_some()
    }
}

/// The script.
pub(super) fn script(plan: &Plan) -> Result<Artifact, RenderError> {
    let text = match script::blocked(plan, "create.sh") {
        Some(text) => text?,
        None => super::text(&view(plan)?)?,
    };
    Ok(Artifact::new("create.sh", "application/x-sh", text))
}

fn view(plan: &Plan) -> Result<Create, RenderError> {
    Ok(Create {
        about: About::of(plan),
        head: Head::of(plan),
        permissions: CREATE_PERMISSIONS,
        endpoints: steps::endpoints(plan)?,
        group: steps::group(plan)?,
        any: steps::kinds(plan),
    })
}
