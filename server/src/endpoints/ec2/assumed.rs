//! Assumes the role for an account, in the name of whoever asked.
//!
//! Must not keep credentials: the SDK does, until they end, and asks again.

use std::time::SystemTime;

use aws_config::SdkConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, Result, future};
use aws_sdk_ec2::config::SharedCredentialsProvider;
use aws_sdk_sts::operation::assume_role::builders::AssumeRoleFluentBuilder;
use postern_plan::run::{Cause, Trouble};
use thiserror::Error;

use super::config::{AccountRoles, AwsConfig, SourceIdentity};
use super::counted::Counted;
use super::trouble::trouble;
use crate::endpoints::Session;

/// The characters that the name of a session and a source identity may have, and the most of them.
/// Source: STS API Reference, AssumeRole, `RoleSessionName` and `SourceIdentity`.
const CHARACTERS: &str = "_=,.@-";
const LONGEST: usize = 64;

/// How long a session lasts, in seconds: the shortest that STS gives. It is assumed again while a run
/// lasts. Source: STS API Reference, AssumeRole, `DurationSeconds`.
const SECONDS: i32 = 900;

/// A role that could not be assumed
#[derive(Debug, Error)]
#[error("the role {role} could not be assumed: {}", .trouble.message)]
pub(super) struct NotAssumed {
    /// Its ARN
    pub(super) role: String,
    /// Why
    pub(super) trouble: Trouble,
}

/// The configuration with the credentials of the role for an errand
pub(super) fn assumed(
    sdk: SdkConfig,
    roles: &AccountRoles,
    session: &Session,
    config: &AwsConfig,
) -> SdkConfig {
    let role = roles.arn(session.errand);
    let name = session_name(&session.who);
    let source = match config.source_identity {
        SourceIdentity::Set => Some(name.clone()),
        SourceIdentity::Unset => None,
    };
    let counted = Counted(config.metrics.clone());
    let sts = aws_sdk_sts::config::Builder::from(&sdk).interceptor(counted);
    let asking = aws_sdk_sts::Client::from_conf(sts.build())
        .assume_role()
        .role_arn(role)
        .role_session_name(name)
        .set_source_identity(source)
        .set_external_id(roles.external_id.clone())
        .duration_seconds(SECONDS);
    let assuming = Assuming {
        role: role.to_owned(),
        asking,
    };
    let provider = SharedCredentialsProvider::new(assuming);
    sdk.into_builder().credentials_provider(provider).build()
}

#[derive(Debug)]
struct Assuming {
    role: String,
    asking: AssumeRoleFluentBuilder,
}

impl ProvideCredentials for Assuming {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.assume())
    }
}

impl Assuming {
    async fn assume(&self) -> Result {
        let answered = self.asking.clone().send().await;
        let answered = answered.map_err(|error| self.refused(trouble(&error)))?;
        let garbage = || {
            self.refused(Trouble {
                cause: Cause::Garbage,
                code: None,
                message: "the answer could not be read".to_owned(),
            })
        };
        let given = answered.credentials.ok_or_else(garbage)?;
        let until = SystemTime::try_from(given.expiration).map_err(|_| garbage())?;
        Ok(Credentials::new(
            given.access_key_id,
            given.secret_access_key,
            Some(given.session_token),
            Some(until),
            "AssumeRole",
        ))
    }

    fn refused(&self, trouble: Trouble) -> CredentialsError {
        CredentialsError::provider_error(NotAssumed {
            role: self.role.clone(),
            trouble,
        })
    }
}

/// What STS takes for the name of a session, with as much of who asked as it can hold: what it does
/// not take is a dash, and several are one
fn session_name(who: &str) -> String {
    let mut name = "postern-".to_owned();
    for c in who.chars() {
        let taken = c.is_ascii_alphanumeric() || CHARACTERS.contains(c);
        match if taken { c } else { '-' } {
            '-' if name.ends_with('-') => {}
            c => name.push(c),
        }
    }
    name.truncate(LONGEST);
    name.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_carries_the_person_in_the_characters_of_sts() {
        assert_eq!(session_name("ana@example.org"), "postern-ana@example.org");
        assert_eq!(session_name("4711 (Ána Ruiz)"), "postern-4711-na-Ruiz");
        assert_eq!(
            session_name("arn:aws:iam::111122223333:user/ana"),
            "postern-arn-aws-iam-111122223333-user-ana"
        );
        assert_eq!(session_name(""), "postern");
        assert_eq!(session_name(&"a".repeat(100)).len(), 64);
    }
}
