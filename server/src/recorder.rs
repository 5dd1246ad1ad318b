//! Where handlers and the gate write the record.
//!
//! Must write before what is recorded is done, and where it cannot, what was asked is not done.

use std::sync::Arc;

use axum::extract::FromRef;

use crate::apply::now;
use crate::error::HttpError;
use crate::record::Entry;
use crate::state::Door;
use crate::store::Store;

/// Writes the record, where there is one
#[derive(Clone, Debug, Default)]
pub struct Recorder(Option<Store>);

impl Recorder {
    /// Into this store; nowhere without one
    pub fn new(store: Option<Store>) -> Self {
        Self(store)
    }

    /// Writes an entry down
    pub async fn note(&self, entry: Entry) -> Result<(), HttpError> {
        match &self.0 {
            None => Ok(()),
            Some(store) => {
                let written = store.record(&entry, &now()).await;
                written.map_err(HttpError::internal)
            }
        }
    }

    /// Where the record is; none where none is kept
    pub fn store(&self) -> Option<&Store> {
        self.0.as_ref()
    }
}

impl<S> FromRef<S> for Recorder
where
    Arc<Door>: FromRef<S>,
{
    fn from_ref(state: &S) -> Self {
        Arc::<Door>::from_ref(state).record.clone()
    }
}
