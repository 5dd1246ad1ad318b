//! What the identity provider says of itself, with its keys: read when first needed, and again when
//! it is old or when a key is not among those that are known.
//!
//! Must not ask more often than once a minute for keys, however many tokens come that nobody signed,
//! nor more often than every ten seconds a provider that does not answer.

use std::sync::Arc;
use std::time::{Duration, Instant};

use openidconnect::{IssuerUrl, ProviderMetadataWithLogout};
use tokio::sync::Mutex;

use super::Trouble;
use super::calls::Calls;

/// How long what was read holds
const HOLDS: Duration = Duration::from_hours(1);

/// How soon it may be read again because of a key that is not known
const SOONEST: Duration = Duration::from_mins(1);

/// How long whoever asks is told what came of the last reading that failed
const REMEMBERED: Duration = Duration::from_secs(10);

/// What a provider says of itself
pub type Metadata = Arc<ProviderMetadataWithLogout>;

/// A provider
#[derive(Debug)]
pub struct Provider {
    issuer: IssuerUrl,
    calls: Calls,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    read: Option<(Metadata, Instant)>,
    /// What came of the last reading, where it failed
    failed: Option<(Trouble, Instant)>,
}

impl Provider {
    /// The provider of this issuer
    pub fn new(issuer: IssuerUrl, calls: Calls) -> Self {
        Self {
            issuer,
            calls,
            known: Mutex::default(),
        }
    }

    /// What makes calls to it
    pub fn calls(&self) -> &Calls {
        &self.calls
    }

    /// What it says of itself
    pub async fn metadata(&self) -> Result<Metadata, Trouble> {
        self.younger_than(HOLDS).await
    }

    /// The same, read again because a key was not among those that were known; none where it was
    /// read a moment ago
    pub async fn again(&self, before: &Metadata) -> Result<Option<Metadata>, Trouble> {
        let now = self.younger_than(SOONEST).await?;
        Ok((!Arc::ptr_eq(&now, before)).then_some(now))
    }

    /// What it said of itself when it was last asked, however long ago; none where it never was
    pub async fn known(&self) -> Option<Metadata> {
        let known = self.known.lock().await;
        known
            .read
            .as_ref()
            .map(|(metadata, _)| Arc::clone(metadata))
    }

    async fn younger_than(&self, age: Duration) -> Result<Metadata, Trouble> {
        let mut known = self.known.lock().await;
        if let Some((metadata, at)) = &known.read
            && at.elapsed() < age
        {
            return Ok(Arc::clone(metadata));
        }
        if let Some((trouble, at)) = &known.failed
            && at.elapsed() < REMEMBERED
        {
            return Err(trouble.clone());
        }
        let read = ProviderMetadataWithLogout::discover_async(self.issuer.clone(), &self.calls);
        match read.await {
            Ok(metadata) => {
                let metadata = Arc::new(metadata);
                known.read = Some((Arc::clone(&metadata), Instant::now()));
                Ok(metadata)
            }
            Err(error) => {
                let trouble = Trouble::unanswered(error);
                known.failed = Some((trouble.clone(), Instant::now()));
                Err(trouble)
            }
        }
    }
}
