//! The stack that CloudFormation and CDK share: its parameters, logical ids and what it leaves out.
//!
//! Must not know either's syntax; both write this one value, so their resources are the same.

use std::collections::BTreeMap;

use super::remark;
use super::shared_stack::{self, StackZone};
use crate::plan::{Change, GroupRef, Plan, PlannedEndpoint, PlannedGroup, Reached};
use crate::request::EndpointKey;

/// The logical id of the security group.
pub(crate) const GROUP_ID: &str = "EndpointSecurityGroup";

/// What a stack makes of a plan.
pub(super) struct Stack<'p> {
    /// What the stack is, and how to replace an endpoint in it; at most 1,024 bytes.
    pub(super) description: String,
    /// The plan's values as parameters.
    pub(super) parameters: Vec<Parameter>,
    /// The group, where an endpoint of the stack uses it.
    pub(super) group: Option<&'p PlannedGroup>,
    /// The endpoints that the stack makes.
    pub(super) endpoints: Vec<StackEndpoint<'p>>,
    /// The zones that give other VPCs their names.
    pub(super) zones: Vec<StackZone<'p>>,
}

/// One endpoint of a stack.
pub(super) struct StackEndpoint<'p> {
    /// Its logical id.
    pub(super) id: String,
    /// What it is.
    pub(super) planned: &'p PlannedEndpoint,
    /// The parameters that hold its subnets.
    pub(super) subnets: Vec<String>,
    /// Its groups.
    pub(super) groups: Vec<StackGroup>,
    /// The parameters that hold the route tables of one that is reached by routes; it has no
    /// subnets and groups.
    pub(super) route_tables: Vec<String>,
    /// The parameter that switches its private DNS, where it can have any.
    pub(super) private_dns: Option<String>,
    /// The logical id of the endpoint that must be there first.
    pub(super) after: Option<String>,
}

/// A group on an endpoint of a stack.
pub(super) enum StackGroup {
    /// The parameter that holds its id.
    Parameter(String),
    /// The group of the stack.
    New,
}

/// One parameter.
pub(super) struct Parameter {
    /// Its logical id.
    pub(super) id: String,
    /// What it holds.
    pub(super) kind: Kind,
    /// The plan's value.
    pub(super) default: String,
    /// What it is for.
    pub(super) description: String,
}

/// What a parameter holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Vpc,
    Subnet,
    Group,
    RouteTable,
    Switch,
}

impl Kind {
    /// CloudFormation's type. Lists are taken apart into single parameters: each is checked on
    /// its own, and their number is the plan's.
    pub(super) fn type_name(self) -> &'static str {
        match self {
            Self::Vpc => "AWS::EC2::VPC::Id",
            Self::Subnet => "AWS::EC2::Subnet::Id",
            Self::Group => "AWS::EC2::SecurityGroup::Id",
            // CloudFormation knows no type for the ids of route tables.
            Self::RouteTable | Self::Switch => "String",
        }
    }
}

impl<'p> Stack<'p> {
    /// The stack of a plan.
    pub(super) fn of(plan: &'p Plan) -> Self {
        let created: Vec<_> = plan
            .endpoints
            .iter()
            .filter(|e| e.change == Change::Create)
            .collect();
        let mut parameters = Parameters::new(plan);
        let endpoints: Vec<_> = created
            .iter()
            .map(|e| parameters.endpoint(e, waits_for(e, &created)))
            .collect();
        let uses_group = created
            .iter()
            .any(|e| e.security_groups.contains(&GroupRef::New));
        let mut parameters = if created.is_empty() {
            Vec::new()
        } else {
            parameters.all
        };
        let (zones, vpcs) = shared_stack::zones(plan, &endpoints);
        parameters.extend(vpcs);
        Self {
            description: description(plan),
            parameters,
            group: plan.security_group.as_ref().filter(|_| uses_group),
            endpoints,
            zones,
        }
    }
}

/// The notes that stand in the way of a plan, and what a stack of it leaves out, a line each.
pub(super) fn warnings(plan: &Plan) -> Vec<String> {
    let changed = plan.endpoints.iter().filter_map(|e| match &e.change {
        Change::Modify(m) => Some(format!(
            "left out: {} of the {} endpoint, which is there already; change it with create.sh; \
             if this template made it, plan without existing and without the inventory, or an update would delete it",
            m.id, e.key
        )),
        Change::Create | Change::Leave { .. } => None,
    });
    let lines = remark::blocked(plan).into_iter().chain(changed);
    lines
        .chain(remark::standing(plan))
        .chain(shared_stack::left_out(plan))
        .collect()
}

/// Tags in the order in which CDK writes them, so that both templates are alike.
pub(super) fn tags(tags: &BTreeMap<String, String>) -> Vec<(&str, &str)> {
    let mut all: Vec<_> = tags.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    all.sort_by_key(|(key, _)| key.to_lowercase());
    all
}

/// The logical id of an endpoint.
fn logical_id(key: EndpointKey) -> String {
    key.as_str()
        .split('-')
        .flat_map(capitalised)
        .chain("Endpoint".chars())
        .collect()
}

fn capitalised(word: &str) -> impl Iterator<Item = char> {
    let mut chars = word.chars();
    chars
        .next()
        .map(|c| c.to_ascii_uppercase())
        .into_iter()
        .chain(chars)
}

/// Private DNS of the data endpoint hides the gateways' names until the gateway endpoint is there.
pub(super) fn waits_for(
    endpoint: &PlannedEndpoint,
    created: &[&PlannedEndpoint],
) -> Option<EndpointKey> {
    let private = |key| created.iter().any(|e| e.key == key && e.private_dns);
    (endpoint.key == EndpointKey::Data && endpoint.private_dns && private(EndpointKey::Gateway))
        .then_some(EndpointKey::Gateway)
}

fn description(plan: &Plan) -> String {
    format!(
        "VPC endpoints of {} for {}, plan {}. To replace an endpoint that \
         has private DNS, take two steps: CloudFormation makes the new endpoint before it deletes \
         the old one, and the two can collide on the private name. First update the stack with \
         the change and that endpoint's PrivateDns parameter at false; when it is done, update \
         it again with true.",
        plan.purpose.of_whom(),
        plan.request.name,
        plan.id
    )
}

struct Parameters {
    all: Vec<Parameter>,
}

impl Parameters {
    fn new(plan: &Plan) -> Self {
        let vpc = Parameter {
            id: "VpcId".to_owned(),
            kind: Kind::Vpc,
            default: plan.request.placement.vpc.to_string(),
            description: "The VPC".to_owned(),
        };
        Self { all: vec![vpc] }
    }

    fn endpoint<'p>(
        &mut self,
        planned: &'p PlannedEndpoint,
        after: Option<EndpointKey>,
    ) -> StackEndpoint<'p> {
        let subnets = planned
            .subnets
            .iter()
            .map(|s| self.shared(Kind::Subnet, s.as_str()))
            .collect();
        let groups = planned
            .security_groups
            .iter()
            .map(|g| match g {
                GroupRef::Id(id) => StackGroup::Parameter(self.shared(Kind::Group, id.as_str())),
                GroupRef::New => StackGroup::New,
            })
            .collect();
        let id = logical_id(planned.key);
        let tables = planned.reached.route_tables().iter();
        let route_tables = tables
            .map(|t| self.shared(Kind::RouteTable, t.as_str()))
            .collect();
        let private_dns = (planned.reached == Reached::Interfaces).then(|| {
            let private_dns = format!("{id}PrivateDns");
            self.all.push(Parameter {
                id: private_dns.clone(),
                kind: Kind::Switch,
                default: planned.private_dns.to_string(),
                description: format!("Private DNS of the {} endpoint", planned.key),
            });
            private_dns
        });
        StackEndpoint {
            id,
            planned,
            subnets,
            groups,
            route_tables,
            private_dns,
            after: after.map(logical_id),
        }
    }

    /// The parameter that holds a value, made when there is none yet.
    fn shared(&mut self, kind: Kind, value: &str) -> String {
        if let Some(there) = self
            .all
            .iter()
            .find(|p| p.kind == kind && p.default == value)
        {
            return there.id.clone();
        }
        let number = self.all.iter().filter(|p| p.kind == kind).count() + 1;
        let (stem, description) = match kind {
            Kind::Group => ("SecurityGroupId", "A security group that is there already"),
            Kind::RouteTable => ("RouteTableId", "A route table of the VPC"),
            _ => ("SubnetId", "A subnet of the VPC"),
        };
        let id = format!("{stem}{number}");
        self.all.push(Parameter {
            id: id.clone(),
            kind,
            default: value.to_owned(),
            description: description.to_owned(),
        });
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::request::Request;

    fn plan(name: &str) -> Plan {
        let catalog = Catalog::load().unwrap();
        let text = format!(
            r#"{{
            "version": 1, "name": "{name}", "region": "us-east-1", "account": "111122223333",
            "placement": {{
                "vpc": "vpc-0a1b2c3d4e5f60718",
                "subnets": ["subnet-00000000000000a00", "subnet-00000000000000a01"],
                "security_groups": ["sg-0cccccccccccccccc"], "allow_from": ["10.0.0.0/16"]
            }},
            "grants": [
                {{"primitive": "memory", "auth": "sigv4", "callers": ["*"], "resources": ["*"], "access": "read"}},
                {{"primitive": "gateway", "auth": "oauth", "resources": ["*"], "access": "invoke"}}
            ],
            "endpoints": {{"gateway": {{"subnets": ["subnet-00000000000000a01"]}}}}
            }}"#
        );
        let request = Request::parse(&catalog, &text).unwrap();
        crate::plan(&catalog, None, &request)
    }

    #[test]
    fn one_parameter_holds_one_value() {
        let plan = plan("a");
        let stack = Stack::of(&plan);
        let ids: Vec<_> = stack.parameters.iter().map(|p| p.id.as_str()).collect();
        let expect = [
            "VpcId",
            "SubnetId1",
            "SubnetId2",
            "SecurityGroupId1",
            "DataEndpointPrivateDns",
            "GatewayEndpointPrivateDns",
        ];
        assert_eq!(ids, expect);
        let gateway = &stack.endpoints[1];
        assert_eq!(gateway.subnets, ["SubnetId2"]);
        assert_eq!(stack.endpoints[0].after.as_deref(), Some("GatewayEndpoint"));
    }

    #[test]
    fn a_description_fits_cloudformations_1024_bytes() {
        let plan = plan(&"a".repeat(40));
        assert!(Stack::of(&plan).description.len() <= 1024);
    }

    #[test]
    fn a_logical_id_has_letters_and_digits_only() {
        assert_eq!(
            logical_id(EndpointKey::RegistryControl),
            "RegistryControlEndpoint"
        );
    }

    #[test]
    fn tags_stand_in_the_order_of_their_letters() {
        let all = ["cost", "Name", "a"]
            .map(|k| (k.to_owned(), String::new()))
            .into();
        let keys: Vec<_> = tags(&all).into_iter().map(|(k, _)| k).collect();
        assert_eq!(keys, ["a", "cost", "Name"]);
    }
}
