//! TCP 443 out of the client groups that `allow_from` names, to the endpoints.
//!
//! Must warn at most: a client may have other groups too.

use super::look::{Look, keys};
use super::ports::{Through, subnet_ranges, vpc_ranges};
use super::ranges::Ranges;
use super::row::{Question, Row};
use crate::id::SecurityGroupId;
use crate::inventory::Part;
use crate::plan::PlannedEndpoint;
use crate::request::AllowFrom;

pub(super) fn rows(look: &Look<'_>) -> Vec<Row> {
    let named = look.plan.request.placement.allow_from.iter();
    named
        .filter_map(|from| match from {
            AllowFrom::Group(id) => Some(out_of(look, id)),
            _ => None,
        })
        .collect()
}

fn out_of(look: &Look<'_>, id: &SecurityGroupId) -> Row {
    let all = keys(&look.plan.endpoints);
    let question = Question::new(
        "client-egress-443",
        id.as_str(),
        format!("TCP 443 out of {id} to {all}"),
    );
    let Some(group) = look.group(id.as_str()).there() else {
        return look.not_checked(question, Part::SecurityGroups);
    };
    let mut shut = Ranges::default();
    let mut unread: Option<String> = None;
    for endpoint in &look.plan.endpoints {
        let mut out = Through::default();
        out.add(look, &group.outbound, endpoint.ip_address_type);
        if endpoint
            .security_groups
            .iter()
            .any(|g| out.groups.contains(g.as_str()))
        {
            continue;
        }
        let left = |wanted: Ranges| {
            wanted
                .of_type(endpoint.ip_address_type)
                .without(&out.ranges)
        };
        match towards(look, endpoint).map(left) {
            Some(left) => {
                if !left.is_empty() {
                    unread = unread.or(out.unread);
                }
                shut = shut.union(&left);
            }
            // Who gets everywhere in the VPC gets to each of its subnets.
            None if vpc_ranges(look, look.vpc_id())
                .map(left)
                .is_some_and(|l| l.is_empty()) => {}
            None => unread = unread.or_else(|| Some(look.unread(Part::Subnets))),
        }
    }
    if let Some(why) = unread {
        return question
            .not_checked(why)
            .with_fix(format!("see that {id} lets TCP 443 out to the endpoints"));
    }
    if shut.is_empty() {
        return question.pass("its rules let it out");
    }
    question
        .warning(
            format!("no rule of {id} lets TCP 443 out to {shut}, where endpoints stand; clients that have no other group time out"),
            format!("let TCP 443 out of {id} to the endpoints' subnets or to their group"),
        )
        .with_command(look.aws(["ec2", "describe-security-groups", "--group-ids", id.as_str()]))
}

/// Where the interfaces of an endpoint are.
fn towards(look: &Look<'_>, endpoint: &PlannedEndpoint) -> Option<Ranges> {
    let mut all = Ranges::default();
    for id in &endpoint.subnets {
        all = all.union(&subnet_ranges(look, id.as_str())?);
    }
    Some(all)
}
