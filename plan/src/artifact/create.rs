//! `create.sh`: makes the plan with bash and the AWS CLI.
//!
//! Must make nothing that the plan does not hold, and must leave out what the plan leaves alone.

use askama::Template;

use super::script::{self, About, CREATE_PERMISSIONS, Head};
use super::shared_dns::Names;
use super::steps::{self, Endpoint, Group, Kinds, Standing, Step};
use super::{Artifact, RenderError};
use crate::plan::Plan;

#[derive(Template)]
#[template(path = "create.sh")]
struct Create {
    about: About,
    head: Head,
    permissions: String,
    endpoints: Vec<Endpoint>,
    group: Option<Group>,
    standing: Option<Standing>,
    any: Kinds,
    names: Option<Names>,
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
    let names = Names::of(plan)?;
    Ok(Create {
        about: About::of(plan),
        head: Head::of(plan),
        permissions: Names::permissions(CREATE_PERMISSIONS, names.as_ref()),
        endpoints: steps::endpoints(plan)?,
        group: steps::group(plan)?,
        standing: steps::standing(plan),
        any: steps::kinds(plan),
        names,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::artifact::script::sample;

    #[test]
    fn what_stands_is_not_made() {
        let text = script(&sample::with(&sample::leave())).unwrap().text;
        assert!(text.contains("check_standing 'data' 'vpce-22222222'"));
        for word in [
            "create-vpc-endpoint",
            "create-security-group",
            "modify-vpc-endpoint",
            "policy_data",
        ] {
            assert!(!text.contains(word), "{word}");
        }
    }

    #[test]
    fn what_is_changed_is_not_made() {
        let text = script(&sample::with(&sample::modify())).unwrap().text;
        assert!(text.contains("'subnet-44444444' '' 'sg-55555555'\" $group\" 'sg-66666666'"));
        assert!(
            text.contains("create-security-group"),
            "a changed endpoint takes the new group"
        );
        assert!(!text.contains("create-vpc-endpoint"));
    }

    #[test]
    fn a_newline_in_a_grant_ends_no_comment() {
        let mut plan = sample::plan();
        plan.endpoints[0].origins[0].meaning = "a\nrm -rf /".to_owned();
        let text = script(&plan).unwrap().text;
        assert!(text.contains("#   - a rm -rf /\n"));
        assert!(!text.lines().any(|line| line.starts_with("rm")));
    }
}
