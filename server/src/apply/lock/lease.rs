//! A lease in the database: held as long as it is renewed, by the database's clock.
//!
//! Must be given up in doubt: a holder that cannot renew counts it as lost before anybody else can
//! take it.

use std::time::Duration;

use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, sleep, timeout};

use super::{LockError, VpcPlace};
use crate::store::{LeaseHold, Store};

/// A lease that is renewed until it is dropped
#[derive(Debug)]
pub(super) struct Lease {
    lost: watch::Receiver<bool>,
    /// Dropped with the lease, which lets go of it
    _held: oneshot::Sender<()>,
}

impl Lease {
    /// Takes the lease of a VPC
    pub(super) async fn take(
        store: &Store,
        of: &VpcPlace<'_>,
        length: Duration,
    ) -> Result<Self, LockError> {
        let begun = Instant::now();
        let taken = store.take_lease(&of.key(), length).await;
        let hold = taken.map_err(|error| LockError::Unknown(of.to_string(), error))?;
        let hold = hold.ok_or_else(|| LockError::Held(of.to_string()))?;
        let (held, released) = oneshot::channel();
        let (losing, lost) = watch::channel(false);
        let keeping = Keeping {
            store: store.clone(),
            hold,
            length,
        };
        tokio::spawn(async move {
            keeping.keep(begun, released).await;
            // Whoever does not listen any more has let go of it.
            let _ = losing.send(true);
        });
        Ok(Self { lost, _held: held })
    }

    /// Waits until it is lost
    pub(super) async fn lost(&self) {
        let mut lost = self.lost.clone();
        // Without whoever renews it, it is not renewed.
        let _ = lost.wait_for(|lost| *lost).await;
    }
}

struct Keeping {
    store: Store,
    hold: LeaseHold,
    length: Duration,
}

impl Keeping {
    /// Renews it until it is let go of, or lost. `renewed` is when the database was last asked
    async fn keep(&self, mut renewed: Instant, mut released: oneshot::Receiver<()>) {
        let pause = self.length / 6;
        loop {
            tokio::select! {
                _ = &mut released => {
                    // What is not let go of ends by itself.
                    let _ = self.store.release_lease(&self.hold).await;
                    return;
                }
                () = sleep(pause) => {}
            }
            let asked = Instant::now();
            let renewing = self.store.renew_lease(&self.hold, self.length);
            match timeout(pause, renewing).await {
                Ok(Ok(true)) => renewed = asked,
                // Two thirds: whole seconds, and another's clock.
                Ok(Err(_)) | Err(_) if renewed.elapsed() < self.length * 2 / 3 => {}
                Ok(_) | Err(_) => return,
            }
        }
    }
}
