//! One run at a time in a VPC: a lock on a file where one machine keeps the store, a lease where
//! several do.
//!
//! Must not outlive a crash: whoever comes after takes the run up.

mod file;
mod lease;

use std::fmt;

use thiserror::Error;

use crate::store::{Keeper, Store, StoreError};
use file::FileLock;
use lease::Lease;

/// A lock that is held until it is dropped
#[derive(Debug)]
pub struct Lock(Kind);

#[derive(Debug)]
enum Kind {
    File { _held: FileLock },
    Lease(Lease),
}

/// What is locked
#[derive(Clone, Copy, Debug)]
pub struct VpcPlace<'a> {
    /// The account
    pub account: &'a str,
    /// The Region
    pub region: &'a str,
    /// The VPC
    pub vpc: &'a str,
}

/// The lock cannot be taken
#[derive(Debug, Error)]
pub enum LockError {
    /// Another process holds it
    #[error("another run works on {0}: wait for it, or cancel it")]
    Held(String),
    /// It cannot be made
    #[error("the lock of {0} cannot be taken")]
    Unusable(String, #[source] std::io::Error),
    /// The database does not say
    #[error("the lock of {0} cannot be taken")]
    Unknown(String, #[source] StoreError),
}

impl Lock {
    /// Takes the lock of a VPC
    pub async fn take(store: &Store, of: &VpcPlace<'_>) -> Result<Self, LockError> {
        match store.keeper() {
            Keeper::Sqlite(folder) => {
                let held = FileLock::take(folder, of)?;
                Ok(Self(Kind::File { _held: held }))
            }
            Keeper::Postgres { lease } => Lease::take(store, of, *lease)
                .await
                .map(|lease| Self(Kind::Lease(lease))),
        }
    }

    /// Waits until somebody else may hold it: whoever holds it must stop then. A file's never is
    pub async fn lost(&self) {
        match &self.0 {
            Kind::File { .. } => std::future::pending().await,
            Kind::Lease(lease) => lease.lost().await,
        }
    }
}

impl VpcPlace<'_> {
    /// Its name in the store
    fn key(&self) -> String {
        format!("{}-{}-{}", self.account, self.region, self.vpc)
    }
}

impl fmt::Display for VpcPlace<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            account,
            region,
            vpc,
        } = self;
        write!(f, "{vpc} of account {account} in {region}")
    }
}
