//! Leases in PostgreSQL, by its clock.
//!
//! Must give a lease to one holder at a time, and must tell a holder whose lease another has taken.

use std::time::Duration;

use sqlx::Row as _;

use super::{Store, StoreError};

/// The clock of the database, in whole seconds of Unix time
macro_rules! now {
    () => {
        "CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp())) AS BIGINT)"
    };
}

/// A lease that was taken
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaseHold {
    place: String,
    holder: String,
    /// How often the lease was taken: another holder has another
    fence: i64,
}

impl Store {
    /// Takes the lease of a place for so long; none where another holds it
    pub async fn take_lease(
        &self,
        place: &str,
        length: Duration,
    ) -> Result<Option<LeaseHold>, StoreError> {
        let holder = ulid::Ulid::generate().to_string();
        let row = sqlx::query(concat!(
            "INSERT INTO leases (place, holder, fence, valid_until) VALUES ($1, $2, 1, ",
            now!(),
            " + $3) ON CONFLICT (place) DO UPDATE SET holder = excluded.holder, \
             fence = leases.fence + 1, valid_until = excluded.valid_until \
             WHERE leases.valid_until < ",
            now!(),
            " RETURNING fence"
        ))
        .bind(place)
        .bind(&holder)
        .bind(seconds(length))
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(LeaseHold {
            place: place.to_owned(),
            fence: row.try_get("fence")?,
            holder,
        }))
    }

    /// Renews a lease; whether it was still held
    pub async fn renew_lease(
        &self,
        hold: &LeaseHold,
        length: Duration,
    ) -> Result<bool, StoreError> {
        let renewed = sqlx::query(concat!(
            "UPDATE leases SET valid_until = ",
            now!(),
            " + $1 WHERE place = $2 AND holder = $3 AND fence = $4 AND valid_until >= ",
            now!()
        ))
        .bind(seconds(length))
        .bind(&hold.place)
        .bind(&hold.holder)
        .bind(hold.fence)
        .execute(&self.pool)
        .await?;
        Ok(renewed.rows_affected() == 1)
    }

    /// Lets go of a lease, if it is still held
    pub async fn release_lease(&self, hold: &LeaseHold) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE leases SET valid_until = 0 WHERE place = $1 AND holder = $2 AND fence = $3",
        )
        .bind(&hold.place)
        .bind(&hold.holder)
        .bind(hold.fence)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}

fn seconds(length: Duration) -> i64 {
    i64::try_from(length.as_secs()).unwrap_or(i64::MAX)
}
