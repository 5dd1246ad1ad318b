//! `teardown.sh`: deletes what `create.sh` made.
//!
//! Must never delete what was there before: neither an endpoint that the plan changes nor one that
//! carries one of the two tags alone. Must work for a blocked plan too: what an earlier run made may
//! have to go all the same.

use askama::Template;
use askama::filters::Safe;

use super::script::{self, About, Head};
use super::shared_dns::Names;
use super::steps::private_dns;
use super::{Artifact, RenderError};
use crate::plan::{Change, GroupRef, Modification, Plan, PlannedEndpoint};

const PERMISSIONS: &str = "these credentials lack a permission: the script needs ec2:DeleteVpcEndpoints, \
     ec2:DeleteSecurityGroup, ec2:DescribeVpcEndpoints, ec2:DescribeSecurityGroups and ec2:DescribeNetworkInterfaces";

#[derive(Template)]
#[template(path = "teardown.sh")]
struct Teardown {
    about: About,
    head: Head,
    permissions: String,
    planned: Safe<String>,
    kept: Vec<Kept>,
    names: Option<Names>,
}

/// An endpoint that was there before.
struct Kept {
    title: Safe<String>,
    id: Safe<String>,
    undo: String,
}

/// The script.
pub(super) fn script(plan: &Plan) -> Result<Artifact, RenderError> {
    let text = super::text(&view(plan)?)?;
    Ok(Artifact::new("teardown.sh", "application/x-sh", text))
}

fn view(plan: &Plan) -> Result<Teardown, RenderError> {
    let names = Names::of(plan)?;
    Ok(Teardown {
        about: About::of(plan),
        head: Head::of(plan),
        permissions: Names::permissions(PERMISSIONS, names.as_ref()),
        planned: Safe(planned(plan)),
        kept: plan
            .endpoints
            .iter()
            .filter_map(|e| kept(plan, e))
            .collect(),
        names,
    })
}

/// The patterns of a `case` over `ID:SERVICE` and `ID:GROUP`. Service names and the group's name
/// hold letters, digits, dots and dashes only.
fn planned(plan: &Plan) -> String {
    let made = plan
        .endpoints
        .iter()
        .filter(|e| !matches!(e.change, Change::Modify(_)));
    let services = made.map(|e| format!("vpce-*:{}", e.service_name));
    let group = plan
        .security_group
        .iter()
        .map(|g| format!("sg-*:{}", g.name));
    let all: Vec<String> = services.chain(group).collect();
    if all.is_empty() {
        "'nothing:nothing'".to_owned()
    } else {
        all.join(" | ")
    }
}

fn kept(plan: &Plan, endpoint: &PlannedEndpoint) -> Option<Kept> {
    let Change::Modify(m) = &endpoint.change else {
        return None;
    };
    let undo = format!(
        "not deleted: {id} was there before, and create.sh only changes it; where it did, this undoes it: {command}",
        id = m.id,
        command = undo(plan, endpoint, m)
    );
    Some(Kept {
        title: script::comment(&endpoint.title),
        id: script::comment(m.id.as_str()),
        undo,
    })
}

/// The command that gives a changed endpoint what it had; its tags have commands of their own.
fn undo(plan: &Plan, endpoint: &PlannedEndpoint, change: &Modification) -> String {
    let mut words = vec![format!(
        "aws ec2 modify-vpc-endpoint --region {} --vpc-endpoint-id {} --policy-document file://restore-{}.json",
        plan.request.region, change.id, endpoint.key
    )];
    let mut add = |option: &str, ids: Vec<String>| {
        if !ids.is_empty() {
            words.push(format!("--{option} {}", ids.join(" ")));
        }
    };
    add(
        "remove-subnet-ids",
        change.add_subnets.iter().map(ToString::to_string).collect(),
    );
    add(
        "add-subnet-ids",
        change
            .remove_subnets
            .iter()
            .map(ToString::to_string)
            .collect(),
    );
    let group = |g: &GroupRef| match g {
        GroupRef::Id(id) => id.to_string(),
        GroupRef::New => "ID-OF-THE-NEW-GROUP".to_owned(),
    };
    add(
        "remove-security-group-ids",
        change.add_groups.iter().map(group).collect(),
    );
    add(
        "add-security-group-ids",
        change
            .remove_groups
            .iter()
            .map(ToString::to_string)
            .collect(),
    );
    if let Some(on) = change.private_dns {
        // What it is switched to is not what it was.
        words.push(private_dns(!on).to_owned());
    }
    if change.ip_address_type.is_some() {
        words.push("--ip-address-type ITS-FORMER-TYPE".to_owned());
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::artifact::script::sample;
    use crate::catalog::Severity;
    use crate::plan::Note;

    #[test]
    fn only_planned_services_and_the_group_are_deleted_by_tags() {
        assert_eq!(
            planned(&sample::plan()),
            "vpce-*:com.amazonaws.us-east-1.bedrock-agentcore | vpce-*:com.amazonaws.us-east-1.bedrock-agentcore.gateway | sg-*:agents-agentcore-endpoints"
        );
        let mut changing = sample::with(&sample::modify());
        assert_eq!(planned(&changing), "sg-*:agents-agentcore-endpoints");
        changing.security_group = None;
        assert_eq!(planned(&changing), "'nothing:nothing'");
    }

    #[test]
    fn a_blocked_plan_can_be_torn_down() {
        let plan = sample::plan();
        let mut blocked = plan.clone();
        blocked.notes = vec![Note {
            code: "c".to_owned(),
            severity: Severity::Blocked,
            subject: "s".to_owned(),
            detail: "d".to_owned(),
            fix: "f".to_owned(),
        }];
        let code = |plan: &Plan| {
            let text = script(plan).unwrap().text;
            let lines = text.lines().filter(|line| !line.starts_with('#'));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(code(&blocked), code(&plan));
    }

    #[test]
    fn a_changed_endpoint_is_kept_and_its_undo_is_printed() {
        let text = script(&sample::with(&sample::modify())).unwrap().text;
        assert!(text.contains("# Data: vpce-33333333 was there before, and is never deleted.\n"));
        assert!(text.contains(
            "--vpc-endpoint-id vpce-33333333 --policy-document file://restore-data.json --remove-subnet-ids subnet-44444444 \
             --remove-security-group-ids sg-55555555 ID-OF-THE-NEW-GROUP --add-security-group-ids sg-66666666 --private-dns-enabled --ip-address-type ITS-FORMER-TYPE'"
        ));
    }
}
