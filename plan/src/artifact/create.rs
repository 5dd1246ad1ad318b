//! `create.sh`: makes the plan with bash and the AWS CLI.
//!
//! Must make nothing that the plan does not hold, and must leave out what the plan leaves alone.

use askama::Template;
use askama::filters::Safe;

use super::script::{self, About, CREATE_PERMISSIONS, Head, Rule};
use super::{Artifact, RenderError};
use crate::plan::{Change, GroupRef, Modification, Plan, PlannedEndpoint};

#[derive(Template)]
#[template(path = "create.sh")]
struct Create {
    about: About,
    head: Head,
    permissions: &'static str,
    endpoints: Vec<Endpoint>,
    group: Option<Group>,
    makes_something: bool,
    any_create: bool,
    any_modify: bool,
    any_leave: bool,
}

struct Endpoint {
    key: String,
    word: Safe<String>,
    title: Safe<String>,
    service: String,
    policy: String,
    meanings: Vec<Safe<String>>,
    step: Step,
}

enum Step {
    Create(Creation),
    Change(Difference),
    Leave(String),
}

struct Creation {
    subnets: Vec<String>,
    groups: Vec<Option<String>>,
    address: String,
    private_dns: Safe<&'static str>,
    tags: String,
}

/// Lists of ids with a space between them.
struct Difference {
    id: String,
    add_subnets: String,
    remove_subnets: String,
    add_groups: String,
    remove_groups: String,
    adds_new: NewGroup,
}

#[derive(PartialEq)]
enum NewGroup {
    Added,
    Unused,
}

struct Group {
    name: String,
    description: String,
    tags: String,
    rules: Vec<Rule>,
}

impl Endpoint {
    fn sends_policy(&self) -> bool {
        !matches!(self.step, Step::Leave(_))
    }
}

impl Difference {
    fn adds_new_group(&self) -> bool {
        self.adds_new == NewGroup::Added
    }
}

/// The script.
pub(super) fn script(plan: &Plan) -> Result<Artifact, RenderError> {
    let text = match script::blocked(plan, "create.sh") {
        Some(text) => text?,
        None => view(plan)?.render()? + "\n",
    };
    Ok(Artifact::new("create.sh", "application/x-sh", text))
}

fn view(plan: &Plan) -> Result<Create, RenderError> {
    let any = |wanted: fn(&Change) -> bool| plan.endpoints.iter().any(|e| wanted(&e.change));
    let any_create = any(|c| matches!(c, Change::Create));
    let group = group(plan)?;
    Ok(Create {
        about: About::of(plan),
        head: Head::of(plan),
        permissions: CREATE_PERMISSIONS,
        endpoints: plan
            .endpoints
            .iter()
            .map(endpoint)
            .collect::<Result<_, _>>()?,
        makes_something: any_create || group.is_some(),
        group,
        any_create,
        any_modify: any(|c| matches!(c, Change::Modify(_))),
        any_leave: any(|c| matches!(c, Change::Leave { .. })),
    })
}

fn endpoint(planned: &PlannedEndpoint) -> Result<Endpoint, RenderError> {
    let step = match &planned.change {
        Change::Create => Step::Create(Creation {
            subnets: planned.subnets.iter().map(ToString::to_string).collect(),
            groups: script::groups(&planned.security_groups),
            address: planned.ip_address_type.as_str().to_owned(),
            private_dns: script::private_dns(planned),
            tags: script::tags("vpc-endpoint", &planned.tags)?,
        }),
        Change::Modify(m) => Step::Change(difference(m)),
        Change::Leave { id } => Step::Leave(id.to_string()),
    };
    Ok(Endpoint {
        key: planned.key.to_string(),
        word: script::word(planned.key),
        title: script::comment(&planned.title),
        service: planned.service_name.clone(),
        policy: planned.policy_text(),
        meanings: planned
            .origins
            .iter()
            .map(|o| script::comment(&o.meaning))
            .collect(),
        step,
    })
}

fn difference(change: &Modification) -> Difference {
    let known = change.add_groups.iter().filter(|g| **g != GroupRef::New);
    let adds_new = change.add_groups.contains(&GroupRef::New);
    Difference {
        id: change.id.to_string(),
        add_subnets: list(&change.add_subnets),
        remove_subnets: list(&change.remove_subnets),
        add_groups: known.map(GroupRef::as_str).collect::<Vec<_>>().join(" "),
        remove_groups: list(&change.remove_groups),
        adds_new: if adds_new {
            NewGroup::Added
        } else {
            NewGroup::Unused
        },
    }
}

fn list(ids: &[impl ToString]) -> String {
    ids.iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}

fn group(plan: &Plan) -> Result<Option<Group>, RenderError> {
    let Some(planned) = plan
        .security_group
        .as_ref()
        .filter(|_| script::makes_group(plan))
    else {
        return Ok(None);
    };
    Ok(Some(Group {
        name: planned.name.clone(),
        description: planned.description.clone(),
        tags: script::tags("security-group", &planned.tags)?,
        rules: planned.allow_from.iter().map(Rule::of).collect(),
    }))
}
