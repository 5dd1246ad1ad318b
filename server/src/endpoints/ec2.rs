//! EC2 through AWS's SDK: the one place that names it.
//!
//! Must not decide anything: answers are told in domain words, and no changing call is repeated.

mod change;
mod look;
mod reading;
mod shape;
mod trouble;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::sts::AssumeRoleProvider;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_ec2::config::SharedCredentialsProvider;
use aws_smithy_http_client::{Builder, tls};
use postern_plan::catalog::Catalog;
use postern_plan::inventory::{Endpoint, Inventory};
use postern_plan::request::EndpointKey;
use postern_plan::run::{Cause, Finding, Mode, ReadyCall, Trouble};

use super::{Accounts, Answered, Caller, Endpoints, OnItsWay, Place};
use trouble::Failure;

/// How AWS is called
#[derive(Clone, Debug)]
pub struct AwsConfig {
    /// For a connection to be made
    pub connect: Duration,
    /// For one attempt of a call
    pub attempt: Duration,
    /// For a reading with all its attempts
    pub reading: Duration,
    /// Attempts of a reading; a changing call has one
    pub attempts: u32,
    /// The roles of other accounts, by account
    pub roles: BTreeMap<String, AssumedRole>,
}

/// A role that is assumed for an account
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssumedRole {
    /// Its ARN
    pub arn: String,
    /// The external id that it asks for
    pub external_id: Option<String>,
}

impl Default for AwsConfig {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            attempt: Duration::from_secs(15),
            // Within the time that a page may take.
            reading: Duration::from_secs(25),
            attempts: 4,
            roles: BTreeMap::new(),
        }
    }
}

/// Accounts behind the default chain of credentials
#[derive(Clone, Debug)]
pub struct AwsAccounts {
    catalog: Arc<Catalog>,
    config: AwsConfig,
}

impl AwsAccounts {
    /// With the catalogue that says which services there are
    pub fn new(catalog: Arc<Catalog>, config: AwsConfig) -> Self {
        Self { catalog, config }
    }

    async fn sdk(&self, place: &Place) -> SdkConfig {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(self.config.connect)
            .operation_attempt_timeout(self.config.attempt)
            .operation_timeout(self.config.reading)
            .build();
        let ring = tls::rustls_provider::CryptoMode::Ring;
        let mut loader = aws_config::defaults(BehaviorVersion::v2026_01_12())
            .http_client(
                Builder::new()
                    .tls_provider(tls::Provider::Rustls(ring))
                    .build_https(),
            )
            .region(Region::new(place.region.clone()))
            .retry_config(RetryConfig::standard().with_max_attempts(self.config.attempts))
            .timeout_config(timeouts);
        if let Some(profile) = &place.profile {
            loader = loader.profile_name(profile);
        }
        let own = loader.load().await;
        let Some(role) = place
            .account
            .as_ref()
            .and_then(|a| self.config.roles.get(a))
        else {
            return own;
        };
        let mut provider = AssumeRoleProvider::builder(&role.arn)
            .session_name(session_name(&place.session))
            .configure(&own);
        if let Some(id) = &role.external_id {
            provider = provider.external_id(id);
        }
        let provider = SharedCredentialsProvider::new(provider.build().await);
        own.into_builder().credentials_provider(provider).build()
    }
}

/// What STS takes for a session's name: 2 to 64 letters, digits and `_=,.@-`
/// Source: STS API Reference, AssumeRole.
fn session_name(who: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || "_=,.@-".contains(c);
    let who: String = who.chars().filter(|c| fits(*c)).take(56).collect();
    format!("postern-{who}")
}

impl Accounts for AwsAccounts {
    fn open<'a>(&'a self, place: &'a Place) -> OnItsWay<'a, Result<Arc<dyn Endpoints>, Trouble>> {
        Box::pin(async move {
            let sdk = self.sdk(place).await;
            let region = place.region.parse().map_err(|_| Trouble {
                cause: Cause::Other,
                code: None,
                message: format!("`{}` is not a Region", place.region),
            })?;
            let services = EndpointKey::ALL
                .iter()
                .map(|key| self.catalog.service_name(*key, &region))
                .collect();
            // A changing call is sent once: what becomes of it is the run's to find out.
            let once = aws_sdk_ec2::config::Builder::from(&sdk)
                .retry_config(RetryConfig::disabled())
                .build();
            let opened: Arc<dyn Endpoints> = Arc::new(Ec2 {
                reader: aws_sdk_ec2::Client::new(&sdk),
                writer: aws_sdk_ec2::Client::from_conf(once),
                sts: aws_sdk_sts::Client::new(&sdk),
                quotas: aws_sdk_servicequotas::Client::new(&sdk),
                region: place.region.clone(),
                services,
            });
            Ok(opened)
        })
    }
}

/// One account in one Region
#[derive(Clone, Debug)]
struct Ec2 {
    reader: aws_sdk_ec2::Client,
    writer: aws_sdk_ec2::Client,
    sts: aws_sdk_sts::Client,
    quotas: aws_sdk_servicequotas::Client,
    region: String,
    /// The names of the endpoint services in this Region
    services: Vec<String>,
}

impl Endpoints for Ec2 {
    fn caller(&self) -> OnItsWay<'_, Result<Caller, Trouble>> {
        Box::pin(async move {
            let identity = self.sts.get_caller_identity().send().await;
            let identity = identity.map_err(|error| Failure::of(&error).trouble)?;
            match (identity.account, identity.arn) {
                (Some(account), Some(arn)) => Ok(Caller { account, arn }),
                _ => Err(trouble::garbage("an identity without account or ARN")),
            }
        })
    }

    fn inventory<'a>(&'a self, vpc: Option<&'a str>) -> OnItsWay<'a, Inventory> {
        Box::pin(self.read(vpc))
    }

    fn call<'a>(&'a self, call: &'a ReadyCall, mode: Mode) -> OnItsWay<'a, Answered> {
        Box::pin(self.send(call, mode))
    }

    fn look_up<'a>(&'a self, call: &'a ReadyCall) -> OnItsWay<'a, Finding> {
        Box::pin(async move {
            match self.find(call).await {
                Ok(finding) => finding,
                Err(trouble) => Finding::Unreadable(trouble),
            }
        })
    }

    fn endpoint<'a>(&'a self, id: &'a str) -> OnItsWay<'a, Result<Option<Endpoint>, Trouble>> {
        Box::pin(self.one(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_carries_the_user_in_what_sts_takes() {
        assert_eq!(session_name("ana@example.org"), "postern-ana@example.org");
        assert_eq!(session_name("Ana Müller/x"), "postern-AnaMllerx");
        assert_eq!(session_name(&"x".repeat(99)).len(), 64);
    }
}
