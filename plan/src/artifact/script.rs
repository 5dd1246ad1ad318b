//! What every script shares: who and where it is for, and the plan's lists as words of a shell.
//!
//! Must not quote anything: the templates' escapers do. What stands in a comment is made one line.

use askama::Template;
use askama::filters::Safe;

use crate::catalog::Severity;
use crate::plan::{Note, Plan, Purpose};
use crate::request::EndpointKey;

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
    /// What kind of endpoints it is about.
    pub(super) kind: Safe<&'static str>,
    /// They are those that agents need beside AgentCore.
    pub(super) is_workload: bool,
}

impl About {
    pub(super) fn of(plan: &Plan) -> Self {
        let head = Head::of(plan);
        Self {
            notes: comment(&notes(plan)),
            kind: Safe(plan.purpose.word()),
            is_workload: plan.purpose == Purpose::Workload,
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

/// `2 warnings, 5 info, listed in plan.json`.
fn notes(plan: &Plan) -> String {
    let said = [
        (Severity::Blocked, "blocked", "blocked"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Info, "info", "info"),
    ]
    .into_iter()
    .filter_map(|(severity, one, more)| {
        match plan.notes.iter().filter(|n| n.severity == severity).count() {
            0 => None,
            1 => Some(format!("1 {one}")),
            count => Some(format!("{count} {more}")),
        }
    })
    .collect::<Vec<_>>()
    .join(", ");
    if said.is_empty() {
        "none".to_owned()
    } else {
        said + ", listed in plan.json"
    }
}

/// Text for a line comment: one line, whatever it holds.
pub(super) fn comment(text: &str) -> Safe<String> {
    Safe(super::remark::line(text))
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
    notes: Vec<&'a Note>,
}

/// The script for a blocked plan; none when nothing is in the way.
pub(super) fn blocked(plan: &Plan, file: &'static str) -> Option<Result<String, askama::Error>> {
    plan.is_blocked().then(|| {
        super::text(&Blocked {
            file: Safe(file),
            about: About::of(plan),
            notes: blocking(plan).collect(),
        })
    })
}

/// The notes that stand in the way.
pub(super) fn blocking(plan: &Plan) -> impl Iterator<Item = &Note> {
    plan.notes
        .iter()
        .filter(|n| n.severity == Severity::Blocked)
}

/// Plans for the tests of the scripts.
#[cfg(test)]
pub(super) mod sample {
    use crate::catalog::Catalog;
    use crate::plan::{Change, GroupRef, Modification, Plan, PolicyChange, TagChange};
    use crate::request::{IpAddressType, Request};

    const REQUEST: &str = r#"
version = 1
name = "agents"
region = "us-east-1"
account = "111122223333"
[placement]
vpc = "vpc-11111111"
subnets = ["subnet-11111111"]
allow_from = ["10.0.0.0/8"]
[[grants]]
primitive = "memory"
auth = "sigv4"
callers = ["111122223333"]
resources = ["m-AbCdEf1234"]
access = "use"
[[grants]]
primitive = "gateway"
auth = "oauth"
resources = ["tools-abcdef1234"]
access = "invoke"
"#;

    /// A data and a gateway endpoint, and a group.
    pub(in crate::artifact) fn plan() -> Plan {
        let catalog = Catalog::load().unwrap();
        crate::plan(&catalog, None, &Request::parse(&catalog, REQUEST).unwrap())
    }

    /// The same, with another change for every endpoint.
    pub(in crate::artifact) fn with(change: &Change) -> Plan {
        let mut plan = plan();
        for endpoint in &mut plan.endpoints {
            endpoint.change = change.clone();
        }
        plan
    }

    pub(in crate::artifact) fn leave() -> Change {
        Change::Leave {
            id: "vpce-22222222".parse().unwrap(),
        }
    }

    pub(in crate::artifact) fn modify() -> Change {
        Change::Modify(Box::new(Modification {
            id: "vpce-33333333".parse().unwrap(),
            add_subnets: vec!["subnet-44444444".parse().unwrap()],
            remove_subnets: Vec::new(),
            add_groups: vec![GroupRef::Id("sg-55555555".parse().unwrap()), GroupRef::New],
            remove_groups: vec!["sg-66666666".parse().unwrap()],
            policy: PolicyChange::Unknown,
            private_dns: Some(false),
            ip_address_type: Some(IpAddressType::Dualstack),
            tags: vec![
                TagChange {
                    key: "Cost Center".to_owned(),
                    value: "it's 7".to_owned(),
                    former: None,
                },
                TagChange {
                    key: "Owner".to_owned(),
                    value: "agents".to_owned(),
                    former: Some("them".to_owned()),
                },
            ],
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_stays_on_its_line() {
        assert_eq!(comment("a\nrm -rf /\r\u{2028}b\u{85}").0, "a rm -rf /  b ");
    }
}
