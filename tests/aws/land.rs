//! An account that the contract is tried on: the ids of what it needs there.

use std::collections::BTreeMap;

use postern_plan::run::{Alteration, Call, RUN_TAG, ReadyCall};

/// What the contract needs.
#[derive(Clone, Debug)]
pub(crate) struct Land {
    pub(crate) account: &'static str,
    /// A sound VPC, two of its subnets and one of its groups
    pub(crate) vpc: &'static str,
    pub(crate) subnet: &'static str,
    pub(crate) second_subnet: &'static str,
    pub(crate) group: &'static str,
    /// A subnet of it in a zone that the gateway service lacks
    pub(crate) without_gateway: &'static str,
    /// A subnet of it that another account owns
    pub(crate) shared: &'static str,
    /// A VPC whose DNS attributes are off: itself, a subnet, a group
    pub(crate) without_names: [&'static str; 3],
    /// A VPC in which the data service's name is taken: itself, a subnet, a group
    pub(crate) taken: [&'static str; 3],
}

/// The one that our fake of EC2 has (`tests/support/ec2/world.py`).
pub(crate) const FAKE: Land = Land {
    account: "111122223333",
    vpc: "vpc-0a1b2c3d4e5f60718",
    subnet: "subnet-0bbbbbbbbbbbbbbbb",
    second_subnet: "subnet-0dddddddddddddddd",
    group: "sg-0cccccccccccccccc",
    without_gateway: "subnet-0aaaaaaaaaaaaaaaa",
    shared: "subnet-0ffffffffffffffff",
    without_names: [
        "vpc-0b1b2c3d4e5f60718",
        "subnet-0a0a0a0a0a0a0a0a0",
        "sg-0a0a0a0a0a0a0a0a0",
    ],
    taken: [
        "vpc-0c1b2c3d4e5f60718",
        "subnet-0b0b0b0b0b0b0b0b0",
        "sg-0b0b0b0b0b0b0b0b0",
    ],
};

/// The one of the demo (`server/data/demo.json`).
pub(crate) const DEMO: Land = Land {
    account: "111122223333",
    vpc: "vpc-0de30000000000001",
    subnet: "subnet-0de30000000000012",
    second_subnet: "subnet-0de30000000000013",
    group: "sg-0de30000000000011",
    without_gateway: "subnet-0de30000000000011",
    shared: "subnet-0de30000000000014",
    without_names: [
        "vpc-0de30000000000003",
        "subnet-0de30000000000031",
        "sg-0de30000000000031",
    ],
    taken: [
        "vpc-0de30000000000002",
        "subnet-0de30000000000021",
        "sg-0de30000000000021",
    ],
};

pub(crate) const EVERYONE: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#;
pub(crate) const NARROW: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"bedrock-agentcore:InvokeAgentRuntime","Resource":"*"}]}"#;

/// The name of a service.
pub(crate) fn service(suffix: &str) -> String {
    format!("com.amazonaws.us-east-1.{suffix}")
}

/// The tags of a run.
pub(crate) fn tags(run: &str) -> BTreeMap<String, String> {
    [("Name", "agents"), (RUN_TAG, run)]
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .into()
}

pub(crate) fn create_group(land: &Land, name: &str, run: &str) -> ReadyCall {
    Call::CreateGroup {
        name: name.to_owned(),
        description: "made by a test".to_owned(),
        vpc: land.vpc.to_owned(),
        tags: tags(run),
    }
}

pub(crate) fn admit(group: &str, sources: &[&str]) -> ReadyCall {
    Call::AdmitToGroup {
        group: group.to_owned(),
        sources: sources.iter().map(|s| (*s).to_owned()).collect(),
    }
}

pub(crate) fn revoke(group: &str, sources: &[&str]) -> ReadyCall {
    Call::RevokeFromGroup {
        group: group.to_owned(),
        sources: sources.iter().map(|s| (*s).to_owned()).collect(),
    }
}

/// An endpoint of the control service, which is free in each VPC.
pub(crate) fn create_endpoint(land: &Land, run: &str) -> ReadyCall {
    endpoint_at(
        [land.vpc, land.subnet, land.group],
        "bedrock-agentcore-control",
        run,
    )
}

/// An endpoint with private DNS.
pub(crate) fn endpoint_at([vpc, subnet, group]: [&str; 3], suffix: &str, run: &str) -> ReadyCall {
    Call::CreateEndpoint {
        token: format!("{run}-{suffix}"),
        vpc: vpc.to_owned(),
        service_name: service(suffix),
        subnets: vec![subnet.to_owned()],
        groups: vec![group.to_owned()],
        policy: EVERYONE.to_owned(),
        private_dns: true,
        ip_address_type: "ipv4".to_owned(),
        tags: tags(run),
    }
}

pub(crate) fn modify(endpoint: &str, alteration: Alteration<String>) -> ReadyCall {
    Call::ModifyEndpoint {
        endpoint: endpoint.to_owned(),
        alteration,
    }
}

pub(crate) fn delete_endpoint(endpoint: &str) -> ReadyCall {
    Call::DeleteEndpoint {
        endpoint: endpoint.to_owned(),
    }
}

pub(crate) fn delete_group(group: &str) -> ReadyCall {
    Call::DeleteGroup {
        group: group.to_owned(),
    }
}
