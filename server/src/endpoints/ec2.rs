//! AWS itself. The only module that names the SDK of EC2.
//!
//! Must not retry a changing call, and must not let a credential or a header into a message.

mod accounts;
mod answered;
mod assumed;
mod change;
mod config;
mod counted;
mod look;
mod reading;
mod shape;
mod trouble;

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::Filter;
use postern_plan::inventory::{Endpoint, Inventory};
use postern_plan::run::{Finding, Mode, ReadyCall, Trouble};

use super::{Answered, Caller, Endpoints, OnItsWay};

pub use accounts::AwsAccounts;
pub use config::{AccountRoles, AwsConfig, SourceIdentity, SpokeRoles};

/// One account in one Region, by the EC2 API
#[derive(Clone, Debug)]
pub struct Ec2 {
    region: String,
    /// The names of the services that matter
    services: Vec<String>,
    /// Repeats what was throttled
    reads: Client,
    /// Never repeats
    changes: Client,
    sts: aws_sdk_sts::Client,
    quotas: aws_sdk_servicequotas::Client,
}

impl Endpoints for Ec2 {
    fn caller(&self) -> OnItsWay<'_, Result<Caller, Trouble>> {
        Box::pin(reading::caller(self))
    }

    fn inventory<'a>(&'a self, vpc: Option<&'a str>) -> OnItsWay<'a, Inventory> {
        Box::pin(reading::inventory(self, vpc))
    }

    fn call<'a>(&'a self, call: &'a ReadyCall, mode: Mode) -> OnItsWay<'a, Answered> {
        Box::pin(change::call(self, call, mode))
    }

    fn look_up<'a>(&'a self, call: &'a ReadyCall) -> OnItsWay<'a, Finding> {
        Box::pin(look::look_up(self, call))
    }

    fn endpoint<'a>(&'a self, id: &'a str) -> OnItsWay<'a, Result<Option<Endpoint>, Trouble>> {
        Box::pin(look::endpoint(self, id))
    }
}

fn filter(name: impl Into<String>, value: &str) -> Filter {
    Filter::builder().name(name).values(value).build()
}
