//! The group that an earlier plan of the request made, taken in place of a new one.
//!
//! Must take no group that does not carry the request's tag: another one of its name is somebody
//! else's.

use crate::inventory::{Inventory, SecurityGroup};
use crate::plan::{GroupRef, PlannedEndpoint, PlannedGroup, StandingGroup};
use crate::request::Request;

use super::REQUEST_TAG;

/// Puts the id of the group that stands in the place of the new one, which is then not made.
pub(in crate::planner) fn join(
    inventory: &Inventory,
    request: &Request,
    endpoints: &mut [PlannedEndpoint],
    group: &mut Option<PlannedGroup>,
) -> Option<StandingGroup> {
    let planned = group.as_ref()?;
    let there = inventory.security_groups.iter().find(|g| {
        g.vpc == request.placement.vpc.as_str()
            && g.name == planned.name
            && g.tags.get(REQUEST_TAG).map(String::as_str) == Some(request.name.as_str())
    })?;
    let standing = standing(planned, there)?;
    for endpoint in endpoints {
        for name in &mut endpoint.security_groups {
            if *name == GroupRef::New {
                *name = GroupRef::Id(standing.id.clone());
            }
        }
    }
    *group = None;
    Some(standing)
}

fn standing(planned: &PlannedGroup, there: &SecurityGroup) -> Option<StandingGroup> {
    let admitted = there.admits(443);
    let wanted = |source: &str| planned.allow_from.iter().any(|w| w.as_str() == source);
    let missing = planned
        .allow_from
        .iter()
        .filter(|w| !admitted.contains(&w.as_str()));
    let others = admitted.iter().filter(|source| !wanted(source));
    Some(StandingGroup {
        id: there.id.parse().ok()?,
        admit: missing.cloned().collect(),
        others: others.map(|s| (*s).to_owned()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::inventory::Rule;
    use crate::plan::{Change, Plan};
    use crate::request::AllowFrom;

    const REQUEST: &str = r#"
version = 1
name = "agents"
region = "us-east-1"
account = "111122223333"
[placement]
vpc = "vpc-11111111"
subnets = ["subnet-11111111"]
allow_from = ["10.0.0.0/16", "sg-22222222"]
[[grants]]
primitive = "memory"
auth = "sigv4"
callers = ["111122223333"]
resources = ["m-AbCdEf1234"]
access = "use"
"#;

    fn planned(tag: &str) -> Plan {
        let catalog = Catalog::load().unwrap();
        let request = Request::parse(&catalog, REQUEST).unwrap();
        let mut inventory = Inventory::parse("{\"version\":1}").unwrap();
        inventory.security_groups.push(SecurityGroup {
            id: "sg-11111111".to_owned(),
            vpc: "vpc-11111111".to_owned(),
            name: "agents-agentcore-endpoints".to_owned(),
            inbound: vec![Rule {
                protocol: "tcp".to_owned(),
                from_port: Some(443),
                to_port: Some(443),
                cidrs: vec!["10.0.0.0/16".to_owned(), "192.0.2.0/24".to_owned()],
                ..Rule::default()
            }],
            tags: [(REQUEST_TAG.to_owned(), tag.to_owned())].into(),
            ..SecurityGroup::default()
        });
        crate::plan(&catalog, Some(&inventory), &request)
    }

    #[test]
    fn our_group_is_used_again_and_given_what_it_lacks() {
        let plan = planned("agents");
        let standing = plan.standing_group.as_ref().unwrap();
        let admit: Vec<&str> = standing.admit.iter().map(AllowFrom::as_str).collect();
        assert_eq!(admit, ["sg-22222222"]);
        assert_eq!(standing.others, ["192.0.2.0/24"]);
        assert_eq!(plan.security_group, None);
        let endpoint = plan.endpoints.first().unwrap();
        assert_eq!(
            endpoint.security_groups,
            [GroupRef::Id(standing.id.clone())]
        );
        assert_eq!(endpoint.change, Change::Create);
        assert_eq!(
            plan.id,
            planned("others").id,
            "the id does not depend on it"
        );
    }

    #[test]
    fn a_group_of_others_is_not_taken() {
        let plan = planned("others");
        assert_eq!(plan.standing_group, None);
        assert!(plan.security_group.is_some());
    }
}
