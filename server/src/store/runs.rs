//! Runs and what happened to them.
//!
//! Must only ever add events: none is changed or taken away.

use postern_plan::run::{Event, PlannedStep, RunId, Standing};
use sqlx::any::AnyRow;
use sqlx::{Any, Executor, Row};

use super::{Store, StoreError};
use crate::apply::VpcPlace;

/// The form in which steps and events are stored
const VERSION: i64 = 1;

/// A run that is to begin
#[derive(Clone, Debug)]
pub struct NewRun {
    /// Its id
    pub id: RunId,
    /// The name in the request
    pub name: String,
    /// The account
    pub account: String,
    /// The Region
    pub region: String,
    /// The VPC
    pub vpc: String,
    /// The plan's id
    pub plan: String,
    /// Who asked for it
    pub who: String,
    /// The request, in TOML
    pub request: String,
    /// The steps
    pub steps: Vec<PlannedStep>,
}

/// A run as it is stored
#[derive(Clone, Debug)]
pub struct RunRecord {
    /// Its id
    pub id: RunId,
    /// The name in the request
    pub name: String,
    /// The account
    pub account: String,
    /// The Region
    pub region: String,
    /// The VPC
    pub vpc: String,
    /// The plan's id
    pub plan: String,
    /// Who asked for it
    pub who: String,
    /// When it was made, RFC 3339
    pub begun_at: String,
    /// When something last happened to it, RFC 3339
    pub changed_at: String,
    /// How it stood then
    pub standing: String,
    /// The request, in TOML
    pub request: String,
    /// The steps; none where another version of Postern wrote them in a form that is not known
    pub steps: Option<Vec<PlannedStep>>,
}

/// An event with its time
#[derive(Clone, Debug)]
pub struct StoredEvent {
    /// Its place, from 0
    pub seq: i64,
    /// When, RFC 3339
    pub at: String,
    /// What; none where another version of Postern wrote it in a form that is not known
    pub event: Option<Event>,
}

impl Store {
    /// Writes a run down before anything is done
    pub async fn add_run(&self, run: &NewRun, now: &str) -> Result<(), StoreError> {
        insert_run(&self.pool, run, now).await
    }

    /// Writes an event down, and how the run stands after it
    ///
    /// The place must be the next one: two that carry one run on would meet here, and one be told.
    pub async fn add_event(
        &self,
        run: &RunId,
        event: &NewEvent<'_>,
        now: &str,
    ) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query(
            "INSERT INTO run_events (run, seq, at, kind, step, action, event) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(run.as_str())
        .bind(event.seq)
        .bind(now)
        .bind(event.event.kind())
        .bind(event.event.step().and_then(|s| i64::try_from(s).ok()))
        .bind(event.action)
        .bind(serde_json::to_string(event.event)?)
        .execute(&mut *transaction)
        .await?;
        sqlx::query("UPDATE runs SET standing = $1, changed_at = $2 WHERE id = $3")
            .bind(event.standing.as_str())
            .bind(now)
            .bind(run.as_str())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// One run
    pub async fn run(&self, id: &RunId) -> Result<RunRecord, StoreError> {
        let row = sqlx::query("SELECT * FROM runs WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await?
            .ok_or_else(|| StoreError::NoRun(id.to_string()))?;
        record(&row)
    }

    /// The newest runs first
    pub async fn runs(&self, most: i64) -> Result<Vec<RunRecord>, StoreError> {
        let rows = sqlx::query("SELECT * FROM runs ORDER BY id DESC LIMIT $1")
            .bind(most)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(record).collect()
    }

    /// The runs that somebody carries on, or should
    pub async fn going(&self) -> Result<Vec<RunRecord>, StoreError> {
        let rows = sqlx::query("SELECT * FROM runs WHERE standing = $1 ORDER BY id")
            .bind(Standing::Going.as_str())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(record).collect()
    }

    /// What happened to a run from a place on
    pub async fn events(&self, id: &RunId, from: i64) -> Result<Vec<StoredEvent>, StoreError> {
        let rows = sqlx::query(
            "SELECT seq, at, event FROM run_events WHERE run = $1 AND seq >= $2 ORDER BY seq",
        )
        .bind(id.as_str())
        .bind(from)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(StoredEvent {
                    seq: row.try_get("seq")?,
                    at: row.try_get("at")?,
                    event: serde_json::from_str(row.try_get("event")?).ok(),
                })
            })
            .collect()
    }
}

/// Adds a run
pub(super) async fn insert_run<'e>(
    executor: impl Executor<'e, Database = Any>,
    run: &NewRun,
    now: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO runs (id, version, name, account, region, vpc, plan, who, begun_at, \
         changed_at, standing, request, steps) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(run.id.as_str())
    .bind(VERSION)
    .bind(&run.name)
    .bind(&run.account)
    .bind(&run.region)
    .bind(&run.vpc)
    .bind(&run.plan)
    .bind(&run.who)
    .bind(now)
    .bind(now)
    .bind(Standing::Going.as_str())
    .bind(&run.request)
    .bind(serde_json::to_string(&run.steps)?)
    .execute(executor)
    .await?;
    Ok(())
}

/// An event that is to be written down
#[derive(Clone, Copy, Debug)]
pub struct NewEvent<'a> {
    /// Its place
    pub seq: i64,
    /// What
    pub event: &'a Event,
    /// The API's name of the step's call
    pub action: Option<&'a str>,
    /// How the run stands after it
    pub standing: Standing,
}

impl RunRecord {
    /// Where it works
    pub fn place(&self) -> VpcPlace<'_> {
        VpcPlace {
            account: &self.account,
            region: &self.region,
            vpc: &self.vpc,
        }
    }
}

fn record(row: &AnyRow) -> Result<RunRecord, StoreError> {
    let id: String = row.try_get("id")?;
    let steps: &str = row.try_get("steps")?;
    let version: i64 = row.try_get("version")?;
    let known = version == VERSION;
    Ok(RunRecord {
        id: id.parse().map_err(|_| StoreError::NoRun(id.clone()))?,
        name: row.try_get("name")?,
        account: row.try_get("account")?,
        region: row.try_get("region")?,
        vpc: row.try_get("vpc")?,
        plan: row.try_get("plan")?,
        who: row.try_get("who")?,
        begun_at: row.try_get("begun_at")?,
        changed_at: row.try_get("changed_at")?,
        standing: row.try_get("standing")?,
        request: row.try_get("request")?,
        steps: known.then(|| serde_json::from_str(steps).ok()).flatten(),
    })
}
