//! What every script shares: who and where it is for, and the plan's lists as words of a shell.
//!
//! Must not quote anything: the templates' escapers do. What stands in a comment is made one line.

use std::collections::BTreeMap;

use askama::Template;
use askama::filters::Safe;
use serde::Serialize;

use crate::catalog::Severity;
use crate::plan::{Change, GroupRef, Note, Plan, PlannedEndpoint};
use crate::request::{AllowFrom, EndpointKey};

/// What the credentials need, in the words of the service authorisation reference.
pub(super) const CREATE_PERMISSIONS: &str = "these credentials lack a permission: the script needs ec2:CreateVpcEndpoint, \
     ec2:CreateTags, ec2:DescribeVpcEndpoints and ec2:DescribeSecurityGroups, with a new group also \
     ec2:CreateSecurityGroup and ec2:AuthorizeSecurityGroupIngress, and to change an endpoint ec2:ModifyVpcEndpoint";

/// The plan's own values, to be quoted.
pub(super) struct Head {
    pub(super) name: String,
    pub(super) plan: String,
    pub(super) account: String,
    pub(super) region: String,
    pub(super) vpc: String,
}

impl Head {
    pub(super) fn of(plan: &Plan) -> Self {
        Self {
            name: plan.request.name.to_string(),
            plan: plan.id.clone(),
            account: plan.request.account.to_string(),
            region: plan.request.region.to_string(),
            vpc: plan.request.placement.vpc.to_string(),
        }
    }
}

/// The same values for a comment.
pub(super) struct About {
    pub(super) name: Safe<String>,
    pub(super) plan: Safe<String>,
    pub(super) account: Safe<String>,
    pub(super) region: Safe<String>,
    pub(super) vpc: Safe<String>,
    pub(super) facts_date: Safe<String>,
    pub(super) notes: Safe<String>,
    pub(super) ids_file: Safe<String>,
}

impl About {
    pub(super) fn of(plan: &Plan) -> Self {
        let head = Head::of(plan);
        Self {
            notes: comment(&notes(plan)),
            ids_file: comment(&format!(
                "created.{}.{}.{}.txt",
                head.name, head.account, head.region
            )),
            facts_date: comment(&plan.facts_date),
            name: comment(&head.name),
            plan: comment(&head.plan),
            account: comment(&head.account),
            region: comment(&head.region),
            vpc: comment(&head.vpc),
        }
    }
}

/// `1 warning, 5 info`.
fn notes(plan: &Plan) -> String {
    let count = |severity| plan.notes.iter().filter(|n| n.severity == severity).count();
    let all = [
        ("blocked", Severity::Blocked),
        ("warning", Severity::Warning),
        ("info", Severity::Info),
    ];
    let said: Vec<String> = all
        .into_iter()
        .map(|(word, severity)| (count(severity), word))
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{n} {word}"))
        .collect();
    if said.is_empty() {
        "none".to_owned()
    } else {
        said.join(", ") + " (plan.json has them)"
    }
}

/// Text for a line comment: one line, whatever it holds.
pub(super) fn comment(text: &str) -> Safe<String> {
    Safe(
        text.chars()
            .map(|c| {
                if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                    ' '
                } else {
                    c
                }
            })
            .collect(),
    )
}

/// The key as part of a name in a script.
pub(super) fn word(key: EndpointKey) -> Safe<String> {
    Safe(key.as_str().replace('-', "_"))
}

/// A script that says why it does nothing, in place of one for a blocked plan.
#[derive(Template)]
#[template(path = "script/blocked.sh")]
struct Blocked<'a> {
    file: Safe<&'static str>,
    about: About,
    blocked: Vec<&'a Note>,
}

/// The script for a blocked plan; none when nothing is in the way.
pub(super) fn blocked(plan: &Plan, file: &'static str) -> Option<Result<String, askama::Error>> {
    plan.is_blocked().then(|| {
        let text = Blocked {
            file: Safe(file),
            about: About::of(plan),
            blocked: blocking(plan).collect(),
        }
        .render()?;
        Ok(text + "\n")
    })
}

/// The notes that stand in the way.
pub(super) fn blocking(plan: &Plan) -> impl Iterator<Item = &Note> {
    plan.notes
        .iter()
        .filter(|n| n.severity == Severity::Blocked)
}

/// The group is used by an endpoint that is made or changed.
pub(super) fn makes_group(plan: &Plan) -> bool {
    plan.security_group.is_some()
        && plan.endpoints.iter().any(|e| match &e.change {
            Change::Create => e.security_groups.contains(&GroupRef::New),
            Change::Modify(m) => m.add_groups.contains(&GroupRef::New),
            Change::Leave { .. } => false,
        })
}

/// One rule of the group, in EC2's words.
pub(super) struct Rule {
    pub(super) source: String,
    pub(super) list: &'static str,
    pub(super) field: &'static str,
}

impl Rule {
    pub(super) fn of(from: &AllowFrom) -> Self {
        let (list, field) = match from {
            AllowFrom::Ipv4(_) => ("IpRanges", "CidrIp"),
            AllowFrom::Ipv6(_) => ("Ipv6Ranges", "CidrIpv6"),
            AllowFrom::Group(_) => ("UserIdGroupPairs", "GroupId"),
            AllowFrom::PrefixList(_) => ("PrefixListIds", "PrefixListId"),
        };
        Self {
            source: from.as_str().to_owned(),
            list,
            field,
        }
    }
}

/// Groups as words, `None` for the one that the script makes.
pub(super) fn groups<'a>(groups: impl IntoIterator<Item = &'a GroupRef>) -> Vec<Option<String>> {
    groups
        .into_iter()
        .map(|g| match g {
            GroupRef::Id(id) => Some(id.to_string()),
            GroupRef::New => None,
        })
        .collect()
}

/// The option for private DNS, which is always said.
pub(super) fn private_dns(endpoint: &PlannedEndpoint) -> Safe<&'static str> {
    Safe(if endpoint.private_dns {
        "--private-dns-enabled"
    } else {
        "--no-private-dns-enabled"
    })
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

/// Tags as the JSON that the AWS CLI takes for `--tag-specifications`.
pub(super) fn tags(
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
    fn a_comment_stays_on_its_line() {
        assert_eq!(comment("a\nrm -rf /\r\u{2028}b\u{85}").0, "a rm -rf /  b ");
    }

    #[test]
    fn tags_are_json() {
        let all = BTreeMap::from([("it's".to_owned(), "a \"b\"".to_owned())]);
        assert_eq!(
            tags("vpc-endpoint", &all).unwrap(),
            r#"[{"ResourceType":"vpc-endpoint","Tags":[{"Key":"it's","Value":"a \"b\""}]}]"#
        );
    }
}
