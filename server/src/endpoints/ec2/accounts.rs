//! Opens accounts: the default chain of credentials, and the role that is configured for an account.
//!
//! Must hand out no account but the one that was asked for.

use std::sync::Arc;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_sdk_ec2::config::SharedHttpClient;
use aws_smithy_http_client::tls::{self, rustls_provider::CryptoMode};
use postern_plan::catalog::Catalog;
use postern_plan::run::{Cause, Trouble};

use super::Ec2;
use super::assumed::assumed;
use super::config::AwsConfig;
use super::counted::Counted;
use crate::endpoints::{Accounts, Endpoints, OnItsWay, Place};

/// The accounts that the credentials of this machine open
#[derive(Clone, Debug)]
pub struct AwsAccounts {
    config: AwsConfig,
    /// What follows the Region in the names of the services that matter
    suffixes: Vec<String>,
    http: SharedHttpClient,
}

impl AwsAccounts {
    /// Nothing is called and no credential is read until an account is opened
    pub fn new(catalog: &Catalog, config: AwsConfig) -> Self {
        let suffixes = catalog.endpoints.iter().map(|e| e.service_suffix.clone());
        let tls = tls::Provider::Rustls(CryptoMode::Ring);
        Self {
            config,
            suffixes: suffixes.collect(),
            http: aws_smithy_http_client::Builder::new()
                .tls_provider(tls)
                .build_https(),
        }
    }

    /// The credentials of the default chain, or of the role for the account
    async fn sdk(&self, place: &Place) -> SdkConfig {
        let region = Region::new(place.region.clone());
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(self.config.connect)
            .operation_attempt_timeout(self.config.attempt)
            .operation_timeout(self.config.reading)
            .build();
        let mut loader = aws_config::defaults(BehaviorVersion::v2026_01_12())
            .http_client(self.http.clone())
            .region(region)
            .timeout_config(timeouts)
            .retry_config(RetryConfig::standard().with_max_attempts(self.config.attempts));
        if let Some(profile) = &place.profile {
            loader = loader.profile_name(profile);
        }
        if let Some(file) = &self.config.file {
            let files = EnvConfigFiles::builder()
                .with_file(EnvConfigFileKind::Config, file)
                .build();
            loader = loader.profile_files(files);
        }
        let sdk = loader.load().await;
        let account = place.account.as_ref();
        match account.and_then(|account| self.config.roles.of(account)) {
            Some(roles) => assumed(sdk, &roles, &place.session, &self.config),
            None => sdk,
        }
    }

    async fn opened(&self, place: &Place) -> Result<Ec2, Trouble> {
        let sdk = self.sdk(place).await;
        let counted = Counted(self.config.metrics.clone());
        let once = aws_sdk_ec2::config::Builder::from(&sdk)
            .retry_config(RetryConfig::disabled())
            .interceptor(counted.clone())
            .build();
        let reads = aws_sdk_ec2::config::Builder::from(&sdk).interceptor(counted.clone());
        let sts = aws_sdk_sts::config::Builder::from(&sdk).interceptor(counted.clone());
        let quotas = aws_sdk_servicequotas::config::Builder::from(&sdk).interceptor(counted);
        let name = |suffix: &String| format!("com.amazonaws.{}.{suffix}", place.region);
        let ec2 = Ec2 {
            region: place.region.clone(),
            services: self.suffixes.iter().map(name).collect(),
            reads: aws_sdk_ec2::Client::from_conf(reads.build()),
            changes: aws_sdk_ec2::Client::from_conf(once),
            sts: aws_sdk_sts::Client::from_conf(sts.build()),
            quotas: aws_sdk_servicequotas::Client::from_conf(quotas.build()),
        };
        if let Some(wanted) = &place.account {
            let theirs = ec2.caller().await?.account;
            if theirs != *wanted {
                return Err(Trouble {
                    cause: Cause::Denied,
                    code: None,
                    message: format!(
                        "the credentials belong to account {theirs}, not to account {wanted}"
                    ),
                });
            }
        }
        Ok(ec2)
    }
}

impl Accounts for AwsAccounts {
    fn open<'a>(&'a self, place: &'a Place) -> OnItsWay<'a, Result<Arc<dyn Endpoints>, Trouble>> {
        Box::pin(async move {
            let ec2 = self.opened(place).await?;
            Ok(Arc::new(ec2) as Arc<dyn Endpoints>)
        })
    }
}
