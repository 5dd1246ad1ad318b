//! What the scripts that make a plan have in common: a step for each endpoint, and the group.
//!
//! Must not quote anything, and must not know in which language the steps are written.

use std::collections::BTreeMap;

use askama::filters::Safe;
use serde::Serialize;

use super::{RenderError, script};
use crate::plan::{Change, GroupRef, Modification, Plan, PlannedEndpoint, TagChange};
use crate::request::AllowFrom;

/// One endpoint.
pub(super) struct Endpoint {
    pub(super) key: String,
    /// The key as part of a name.
    pub(super) word: Safe<String>,
    /// Its title, for a comment.
    pub(super) title: Safe<String>,
    pub(super) service: String,
    /// The policy as it is sent.
    pub(super) policy: String,
    /// What each statement lets through, for a comment.
    pub(super) meanings: Vec<Safe<String>>,
    pub(super) step: Step,
}

/// What is done about it.
pub(super) enum Step {
    Create(Creation),
    Change(Difference),
    /// Nothing: the endpoint of this id stands already.
    Leave(Safe<String>),
}

/// What a new endpoint is made of.
pub(super) struct Creation {
    /// `Interface` or `Gateway`.
    pub(super) kind: Safe<&'static str>,
    /// The route tables of one that is reached by routes; it has nothing else of what follows.
    pub(super) route_tables: Vec<String>,
    pub(super) subnets: Vec<String>,
    pub(super) groups: Vec<Option<String>>,
    pub(super) address: String,
    /// The option for private DNS, which is always said.
    pub(super) private_dns: Safe<&'static str>,
    /// The JSON for `--tag-specifications`.
    pub(super) tags: String,
}

/// What differs on an endpoint that is there.
pub(super) struct Difference {
    pub(super) id: String,
    pub(super) add_subnets: Vec<String>,
    pub(super) remove_subnets: Vec<String>,
    pub(super) add_groups: Vec<Option<String>>,
    pub(super) remove_groups: Vec<String>,
    /// The option for private DNS, where it changes.
    pub(super) private_dns: Option<Safe<&'static str>>,
    /// The address type, where it changes.
    pub(super) address: Option<Safe<&'static str>>,
    pub(super) tags: Vec<TagStep>,
}

/// A tag that an endpoint which is there is given.
pub(super) struct TagStep {
    pub(super) key: String,
    pub(super) value: String,
    /// Empty where the endpoint lacks it.
    pub(super) former: String,
    /// The JSON for `--tags`.
    pub(super) json: String,
    /// The former value as JSON.
    pub(super) former_json: String,
}

/// The group that is made.
pub(super) struct Group {
    pub(super) name: String,
    pub(super) description: String,
    /// The JSON for `--tag-specifications`.
    pub(super) tags: String,
    pub(super) rules: Vec<Rule>,
}

/// The group that stands, and the rules that it is given.
pub(super) struct Standing {
    pub(super) id: String,
    pub(super) rules: Vec<Rule>,
}

/// One rule of the group, in EC2's words.
pub(super) struct Rule {
    pub(super) source: String,
    /// The list of a permission that takes this kind of source.
    pub(super) list: &'static str,
    /// The field of an entry in that list.
    pub(super) field: &'static str,
}

/// The kinds of steps a plan has.
#[derive(Clone, Copy)]
pub(super) struct Kinds {
    pub(super) create: bool,
    pub(super) modify: bool,
    /// A tag of an endpoint that is there changes.
    pub(super) tag: bool,
    pub(super) leave: bool,
}

impl Endpoint {
    /// Where the policy of an endpoint that is changed is kept.
    pub(super) fn restore_file(&self) -> String {
        format!("restore-{}.json", self.key)
    }

    /// The policy goes to EC2.
    pub(super) fn sends_policy(&self) -> bool {
        !matches!(self.step, Step::Leave(_))
    }
}

impl Difference {
    /// The groups to add that are there already.
    pub(super) fn known_groups(&self) -> Vec<String> {
        self.add_groups.iter().flatten().cloned().collect()
    }

    /// The group that the plan makes is added.
    pub(super) fn adds_new_group(&self) -> bool {
        self.add_groups.contains(&None)
    }
}

impl Rule {
    /// The shorthand for `--ip-permissions`.
    pub(super) fn permission(&self) -> String {
        format!(
            "IpProtocol=tcp,FromPort=443,ToPort=443,{}=[{{{}={}}}]",
            self.list, self.field, self.source
        )
    }

    /// The source, for a comment.
    pub(super) fn about(&self) -> Safe<String> {
        script::comment(&self.source)
    }
}

/// The kinds of steps of a plan.
pub(super) fn kinds(plan: &Plan) -> Kinds {
    let any = |wanted: fn(&Change) -> bool| plan.endpoints.iter().any(|e| wanted(&e.change));
    Kinds {
        create: any(|c| matches!(c, Change::Create)),
        modify: any(|c| matches!(c, Change::Modify(_))),
        leave: any(|c| matches!(c, Change::Leave { .. })),
        tag: any(|c| matches!(c, Change::Modify(m) if !m.tags.is_empty())),
    }
}

/// The steps, in the plan's order.
pub(super) fn endpoints(plan: &Plan) -> Result<Vec<Endpoint>, RenderError> {
    plan.endpoints.iter().map(endpoint).collect()
}

fn endpoint(planned: &PlannedEndpoint) -> Result<Endpoint, RenderError> {
    let step = match &planned.change {
        Change::Create => Step::Create(Creation {
            kind: Safe(planned.reached.type_name()),
            route_tables: texts(planned.reached.route_tables()),
            subnets: texts(&planned.subnets),
            groups: groups(&planned.security_groups),
            address: planned.ip_address_type.as_str().to_owned(),
            private_dns: Safe(private_dns(planned.private_dns)),
            tags: tags("vpc-endpoint", &planned.tags)?,
        }),
        Change::Modify(m) => Step::Change(difference(m)?),
        Change::Leave { id } => Step::Leave(script::comment(id.as_str())),
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

fn difference(change: &Modification) -> Result<Difference, serde_json::Error> {
    Ok(Difference {
        id: change.id.to_string(),
        add_subnets: texts(&change.add_subnets),
        remove_subnets: texts(&change.remove_subnets),
        add_groups: groups(&change.add_groups),
        remove_groups: texts(&change.remove_groups),
        private_dns: change.private_dns.map(private_dns).map(Safe),
        address: change.ip_address_type.map(|t| Safe(t.as_str())),
        tags: change.tags.iter().map(tag_step).collect::<Result<_, _>>()?,
    })
}

fn tag_step(change: &TagChange) -> Result<TagStep, serde_json::Error> {
    let former = change.former.clone().unwrap_or_default();
    let tag = Tag {
        key: &change.key,
        value: &change.value,
    };
    Ok(TagStep {
        key: change.key.clone(),
        value: change.value.clone(),
        json: serde_json::to_string(&[tag])?,
        former_json: serde_json::to_string(&former)?,
        former,
    })
}

/// The AWS CLI's option for private DNS, on or off.
pub(super) fn private_dns(on: bool) -> &'static str {
    if on {
        "--private-dns-enabled"
    } else {
        "--no-private-dns-enabled"
    }
}

/// The group, when an endpoint that is made or changed uses it.
pub(super) fn group(plan: &Plan) -> Result<Option<Group>, RenderError> {
    let used = plan.endpoints.iter().any(|e| match &e.change {
        Change::Create => e.security_groups.contains(&GroupRef::New),
        Change::Modify(m) => m.add_groups.contains(&GroupRef::New),
        Change::Leave { .. } => false,
    });
    let Some(planned) = plan.security_group.as_ref().filter(|_| used) else {
        return Ok(None);
    };
    Ok(Some(Group {
        name: planned.name.clone(),
        description: planned.description.clone(),
        tags: tags("security-group", &planned.tags)?,
        rules: planned.allow_from.iter().map(rule).collect(),
    }))
}

/// The group that stands, when it lacks rules.
pub(super) fn standing(plan: &Plan) -> Option<Standing> {
    let there = plan.standing_group.as_ref()?;
    (!there.admit.is_empty()).then(|| Standing {
        id: there.id.to_string(),
        rules: there.admit.iter().map(rule).collect(),
    })
}

fn rule(from: &AllowFrom) -> Rule {
    let (list, field) = match from {
        AllowFrom::Ipv4(_) => ("IpRanges", "CidrIp"),
        AllowFrom::Ipv6(_) => ("Ipv6Ranges", "CidrIpv6"),
        AllowFrom::Group(_) => ("UserIdGroupPairs", "GroupId"),
        AllowFrom::PrefixList(_) => ("PrefixListIds", "PrefixListId"),
    };
    Rule {
        source: from.as_str().to_owned(),
        list,
        field,
    }
}

/// Groups as words, `None` for the one that the script makes.
fn groups(groups: &[GroupRef]) -> Vec<Option<String>> {
    groups
        .iter()
        .map(|g| match g {
            GroupRef::Id(id) => Some(id.to_string()),
            GroupRef::New => None,
        })
        .collect()
}

fn texts(ids: &[impl ToString]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct TagSpecification<'a> {
    resource_type: &'static str,
    tags: Vec<Tag<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Tag<'a> {
    key: &'a str,
    value: &'a str,
}

fn tags(
    resource_type: &'static str,
    tags: &BTreeMap<String, String>,
) -> Result<String, serde_json::Error> {
    let tags = tags.iter().map(|(key, value)| Tag { key, value }).collect();
    serde_json::to_string(&[TagSpecification {
        resource_type,
        tags,
    }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_json() {
        let all = BTreeMap::from([("it's".to_owned(), "a \"b\"".to_owned())]);
        assert_eq!(
            tags("vpc-endpoint", &all).unwrap(),
            r#"[{"ResourceType":"vpc-endpoint","Tags":[{"Key":"it's","Value":"a \"b\""}]}]"#
        );
    }
}
