//! How AWS is called: how long it may take, how often a reading is repeated, which role opens which
//! account.
//!
//! Must hold no credential, and must not show an external id.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

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
    /// A file in the form of the AWS configuration, in place of the usual ones
    pub file: Option<PathBuf>,
    /// The roles of other accounts, by account
    pub roles: BTreeMap<String, AssumedRole>,
}

/// A role that is assumed for an account
#[derive(Clone, PartialEq, Eq)]
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
            file: None,
            roles: BTreeMap::new(),
        }
    }
}

impl fmt::Debug for AssumedRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssumedRole")
            .field("arn", &self.arn)
            .finish_non_exhaustive()
    }
}
