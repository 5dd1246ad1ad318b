//! What `--config FILE` says of AWS and of runs: roles of other accounts, time-outs and pauses.
//!
//! Must refuse what it does not know, and must never hold a secret.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use thiserror::Error;

use crate::apply::Pace;

/// The whole file
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How AWS is called
    pub aws: AwsSettings,
    /// How runs are carried out
    pub apply: ApplySettings,
    /// The roles of other accounts, by account
    pub accounts: BTreeMap<String, AccountSettings>,
}

/// How AWS is called; times in milliseconds
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AwsSettings {
    /// For a connection to be made
    pub connect_timeout_ms: u64,
    /// For one attempt of a call
    pub attempt_timeout_ms: u64,
    /// For a reading with all its attempts
    pub reading_timeout_ms: u64,
    /// Attempts of a reading; a changing call has one
    pub reading_attempts: u32,
}

/// How runs are carried out; times in milliseconds
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ApplySettings {
    /// Whether the web application may carry plans out, as `--apply`
    pub enabled: bool,
    /// Before the first repetition of a call; doubled each time
    pub first_pause_ms: u64,
    /// Before any repetition at most
    pub longest_pause_ms: u64,
    /// Between two looks at an endpoint that is waited for
    pub poll_ms: u64,
    /// For one endpoint at most
    pub patience_ms: u64,
}

/// How an account is reached
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountSettings {
    /// The ARN of the role that is assumed
    pub role: String,
    /// The external id that it asks for
    pub external_id: Option<String>,
}

/// The file cannot be used
#[derive(Debug, Error)]
pub enum SettingsError {
    /// It cannot be read
    #[error("cannot read `{0}`")]
    Read(String, #[source] std::io::Error),
    /// It says something that is not known
    #[error("`{0}` cannot be used")]
    Text(String, #[source] toml::de::Error),
    /// An account is not one
    #[error("`{file}`: accounts.{account} is not twelve digits")]
    Account {
        /// The file
        file: String,
        /// What stands there
        account: String,
    },
}

impl Default for AwsSettings {
    fn default() -> Self {
        Self {
            connect_timeout_ms: 5_000,
            attempt_timeout_ms: 15_000,
            reading_timeout_ms: 25_000,
            reading_attempts: 4,
        }
    }
}

impl Default for ApplySettings {
    fn default() -> Self {
        let pace = Pace::default();
        let ms = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        Self {
            enabled: false,
            first_pause_ms: ms(pace.first_pause),
            longest_pause_ms: ms(pace.longest_pause),
            poll_ms: ms(pace.poll),
            patience_ms: ms(pace.patience),
        }
    }
}

impl Settings {
    /// Reads the file, where there is one
    pub fn read(file: Option<&Path>) -> Result<Self, SettingsError> {
        let Some(file) = file else {
            return Ok(Self::default());
        };
        let name = file.display().to_string();
        let text = std::fs::read_to_string(file)
            .map_err(|error| SettingsError::Read(name.clone(), error))?;
        let settings: Self =
            toml::from_str(&text).map_err(|error| SettingsError::Text(name.clone(), error))?;
        let wrong =
            |account: &&String| account.len() != 12 || !account.bytes().all(|b| b.is_ascii_digit());
        match settings.accounts.keys().find(wrong) {
            None => Ok(settings),
            Some(account) => Err(SettingsError::Account {
                file: name,
                account: account.clone(),
            }),
        }
    }

    /// How long runs wait
    pub fn pace(&self) -> Pace {
        Pace {
            first_pause: Duration::from_millis(self.apply.first_pause_ms),
            longest_pause: Duration::from_millis(self.apply.longest_pause_ms),
            poll: Duration::from_millis(self.apply.poll_ms),
            patience: Duration::from_millis(self.apply.patience_ms),
        }
    }

    /// How AWS is called
    #[cfg(feature = "aws")]
    pub fn aws(&self) -> crate::endpoints::ec2::AwsConfig {
        use crate::endpoints::ec2::{AssumedRole, AwsConfig};
        AwsConfig {
            connect: Duration::from_millis(self.aws.connect_timeout_ms),
            attempt: Duration::from_millis(self.aws.attempt_timeout_ms),
            reading: Duration::from_millis(self.aws.reading_timeout_ms),
            attempts: self.aws.reading_attempts.max(1),
            file: None,
            roles: self
                .accounts
                .iter()
                .map(|(account, reached)| {
                    let role = AssumedRole {
                        arn: reached.role.clone(),
                        external_id: reached.external_id.clone(),
                    };
                    (account.clone(), role)
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_those_of_the_parts() {
        assert_eq!(Settings::default().pace(), Pace::default());
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for wrong in ["[aws]\nx = 1", "[other]", "[accounts.1]\nrole = 'a'\nx = 1"] {
            assert!(toml::from_str::<Settings>(wrong).is_err(), "{wrong}");
        }
    }
}
