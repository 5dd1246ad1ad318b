//! What the endpoints of a plan are for, and how one is reached.
//!
//! Must not know a service.

use crate::id::RouteTableId;

/// What the endpoints of a plan are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Calls of AgentCore.
    AgentCore,
    /// What agents in VPC mode call beside it.
    Workload,
}

impl Purpose {
    /// What kind of endpoints they are, before that word.
    pub fn word(self) -> &'static str {
        match self {
            Self::AgentCore => "AgentCore",
            Self::Workload => "workload",
        }
    }

    /// Whose endpoints they are, for a title.
    pub fn of_whom(self) -> &'static str {
        match self {
            Self::AgentCore => "Amazon Bedrock AgentCore",
            Self::Workload => "services that agents need",
        }
    }
}

/// How an endpoint is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reached {
    /// By interfaces in its subnets.
    Interfaces,
    /// By routes in these tables. It has no subnets, no groups and no private DNS.
    Routes(Vec<RouteTableId>),
}

impl Reached {
    /// EC2's word for the type.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Interfaces => "Interface",
            Self::Routes(_) => "Gateway",
        }
    }

    /// The route tables; none of an endpoint that is reached by interfaces.
    pub fn route_tables(&self) -> &[RouteTableId] {
        match self {
            Self::Interfaces => &[],
            Self::Routes(tables) => tables,
        }
    }
}
