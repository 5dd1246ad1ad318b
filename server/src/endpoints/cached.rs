//! Inventories that were read a moment ago, so that each page does not ask AWS for all of it.
//!
//! Must not keep what nobody could read, and nothing that a run goes by is taken from here.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use postern_plan::inventory::Inventory;
use postern_plan::run::Trouble;
use tokio::time::Instant;

use super::{Accounts, Place};

/// How long a reading is kept unless told
pub const KEPT: Duration = Duration::from_mins(1);

/// The account, the Region and the profile: who asks is not among them
type Key = (Option<String>, String, Option<String>);

/// The last reading; whoever reads holds the lock, and the others wait for what comes of it
type Slot = Arc<tokio::sync::Mutex<Option<Reading>>>;

/// Accounts whose inventories are kept for a while
pub struct Cached {
    accounts: Arc<dyn Accounts>,
    kept: Duration,
    slots: Mutex<BTreeMap<Key, Slot>>,
}

/// How new an inventory has to be
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// One that is kept will do
    Recent,
    /// It must be read to its end after this was asked
    New,
}

#[derive(Clone)]
struct Reading {
    ended: Instant,
    inventory: Arc<Inventory>,
}

impl Cached {
    /// Nothing is read until somebody asks
    pub fn new(accounts: Arc<dyn Accounts>, kept: Duration) -> Self {
        Self {
            accounts,
            kept,
            slots: Mutex::default(),
        }
    }

    /// What is there in all of a Region; its `observed_at` says when. Those who ask while somebody
    /// reads get the same reading
    pub async fn inventory(
        &self,
        place: &Place,
        freshness: Freshness,
    ) -> Result<Arc<Inventory>, Trouble> {
        let asked = Instant::now();
        let slot = self.slot(place);
        let mut last = slot.lock().await;
        if let Some(reading) = last.as_ref()
            && self.will_do(reading, freshness, asked)
        {
            return Ok(Arc::clone(&reading.inventory));
        }
        *last = None;
        let account = self.accounts.open(place).await?;
        let inventory = Arc::new(account.inventory(None).await);
        if !inventory.read.is_empty() {
            *last = Some(Reading {
                ended: Instant::now(),
                inventory: Arc::clone(&inventory),
            });
        }
        Ok(inventory)
    }

    fn will_do(&self, reading: &Reading, freshness: Freshness, asked: Instant) -> bool {
        match freshness {
            Freshness::Recent => reading.ended.elapsed() < self.kept,
            Freshness::New => reading.ended >= asked,
        }
    }

    /// The slot of a place; those that hold nothing of use are cleared away
    fn slot(&self, place: &Place) -> Slot {
        let mut slots = self.slots();
        slots.retain(|_, slot| {
            Arc::strong_count(slot) > 1
                || slot.try_lock().is_ok_and(|last| {
                    let ended = last.as_ref().map(|reading| reading.ended);
                    ended.is_some_and(|ended| ended.elapsed() < self.kept)
                })
        });
        let key = (
            place.account.clone(),
            place.region.clone(),
            place.profile.clone(),
        );
        Arc::clone(slots.entry(key).or_default())
    }

    fn slots(&self) -> MutexGuard<'_, BTreeMap<Key, Slot>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
