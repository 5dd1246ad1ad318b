//! Proposals in the store, and what happened to them.
//!
//! Must only ever add events, each together with its entry of the record: either both are there or
//! neither.

use std::collections::BTreeMap;
use std::time::Duration;

use postern_plan::proposal::{Event, Happened, ProposalId, Speaker};
use postern_plan::run::RunId;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::record::{add_entry, last_entry};
use super::runs::insert_run;
use super::{NewRun, Store, StoreError, TRIES, is_taken};
use crate::record::{Entry, Row};

/// The form in which requests and inventories are stored
const VERSION: i64 = 1;

/// A proposal as it is stored
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalRecord {
    /// Its id
    pub id: ProposalId,
    /// What a run of it is to do: `apply` or `delete`
    pub purpose: String,
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
    /// What the plan rests on, as its fingerprint
    pub fingerprint: String,
    /// Who submitted it
    pub author: Speaker,
    /// Their mail address; empty where it is not known
    pub email: String,
    /// When, RFC 3339
    pub submitted_at: String,
    /// When it expires, RFC 3339
    pub valid_until: String,
    /// The request, in TOML
    pub request: String,
    /// What was read of the account, as an inventory document; none where another version of
    /// Postern wrote it
    pub inventory: Option<String>,
}

/// What happens to a proposal next
#[derive(Clone, Debug)]
pub struct Decision<'a> {
    /// The proposal
    pub proposal: &'a ProposalId,
    /// The place of the event: how many there are
    pub seq: usize,
    /// What, by whom and when
    pub happened: &'a Happened,
    /// Whether anything can happen after it
    pub waiting: Waiting,
}

/// Whether somebody is waited for
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// For somebody's word, or for somebody to carry it out
    Yes,
    /// Nothing is decided of it any more
    No,
}

/// What is written down together: all of it, or nothing
#[derive(Clone, Copy, Debug)]
pub struct Together<'a> {
    /// A proposal that is new
    pub proposal: Option<&'a ProposalRecord>,
    /// What happens to proposals, each with its entry of the record
    pub decisions: &'a [(Decision<'a>, Entry)],
    /// A run that begins by the last of them
    pub run: Option<&'a NewRun>,
}

impl Store {
    /// Writes it down. Refused as [`StoreError::Meanwhile`] where something else happened to one of
    /// the proposals first
    pub async fn write(&self, together: &Together<'_>) -> Result<(), StoreError> {
        let mut tried = 0;
        loop {
            match self.written(together).await {
                Ok(rows) => {
                    for row in &rows {
                        self.say(row);
                    }
                    return Ok(());
                }
                Err(Hurdle::Taken(_)) if tried < TRIES => {
                    tried += 1;
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
                Err(Hurdle::Taken(error)) => return Err(error.into()),
                Err(Hurdle::Store(error)) => return Err(error),
            }
        }
    }

    async fn written(&self, together: &Together<'_>) -> Result<Vec<Row>, Hurdle> {
        let mut transaction = self.pool.begin().await?;
        if let Some(proposal) = together.proposal {
            insert(&mut transaction, proposal).await?;
        }
        let mut rows = Vec::new();
        for (decision, entry) in together.decisions {
            // What is changed comes first: SQLite lets nobody write who has only read so far.
            happen(&mut transaction, decision).await?;
            let (seq, before) = last_entry(&mut *transaction).await?;
            let row = entry.after(&before, seq + 1, &decision.happened.at);
            let row = row.row().map_err(StoreError::from)?;
            match add_entry(&mut *transaction, &row).await {
                Ok(()) => rows.push(row),
                Err(error) if is_taken(&error) => return Err(Hurdle::Taken(error)),
                Err(error) => return Err(error.into()),
            }
        }
        if let (Some(run), Some((decision, _))) = (together.run, together.decisions.last()) {
            insert_run(&mut *transaction, run, &decision.happened.at).await?;
            sqlx::query("UPDATE proposals SET run = $1 WHERE id = $2")
                .bind(run.id.as_str())
                .bind(decision.proposal.as_str())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(rows)
    }

    /// One proposal with what happened to it
    pub async fn proposal(
        &self,
        id: &ProposalId,
    ) -> Result<(ProposalRecord, Vec<Happened>), StoreError> {
        let row = sqlx::query("SELECT * FROM proposals WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await?
            .ok_or_else(|| StoreError::NoProposal(id.to_string()))?;
        let rows = sqlx::query("SELECT * FROM proposal_events WHERE proposal = $1 ORDER BY seq")
            .bind(id.as_str())
            .fetch_all(&self.pool)
            .await?;
        let events = rows.iter().map(happened).collect::<Result<_, _>>()?;
        Ok((record(&row)?, events))
    }

    /// The newest proposals first, each with what happened to it
    pub async fn proposals(
        &self,
        most: i64,
    ) -> Result<Vec<(ProposalRecord, Vec<Happened>)>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, version, purpose, name, account, region, vpc, plan, fingerprint, author, \
             who, email, submitted_at, valid_until, request, '' AS inventory \
             FROM proposals ORDER BY id DESC LIMIT $1",
        )
        .bind(most)
        .fetch_all(&self.pool)
        .await?;
        let all: Vec<ProposalRecord> = rows.iter().map(record).collect::<Result<_, _>>()?;
        let Some(oldest) = all.last() else {
            return Ok(Vec::new());
        };
        let rows = sqlx::query(
            "SELECT * FROM proposal_events WHERE proposal >= $1 ORDER BY proposal, seq",
        )
        .bind(oldest.id.as_str())
        .fetch_all(&self.pool)
        .await?;
        let mut events: BTreeMap<String, Vec<Happened>> = BTreeMap::new();
        for row in &rows {
            let proposal: String = row.try_get("proposal")?;
            events.entry(proposal).or_default().push(happened(row)?);
        }
        let with_events = |one: ProposalRecord| {
            let events = events.remove(one.id.as_str()).unwrap_or_default();
            (one, events)
        };
        Ok(all.into_iter().map(with_events).collect())
    }

    /// The proposals that wait and whose time is over
    pub async fn overdue(&self, now: &str) -> Result<Vec<ProposalId>, StoreError> {
        let rows = sqlx::query("SELECT id FROM proposals WHERE waiting = 1 AND valid_until <= $1")
            .bind(now)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(id).collect()
    }

    /// The proposals of an author for the same endpoints that wait
    pub async fn same_proposals(
        &self,
        like: &ProposalRecord,
    ) -> Result<Vec<ProposalId>, StoreError> {
        let rows = sqlx::query(
            "SELECT id FROM proposals WHERE waiting = 1 AND author = $1 AND account = $2 \
             AND region = $3 AND vpc = $4 AND name = $5 AND purpose = $6",
        )
        .bind(&like.author.id)
        .bind(&like.account)
        .bind(&like.region)
        .bind(&like.vpc)
        .bind(&like.name)
        .bind(&like.purpose)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(id).collect()
    }

    /// The proposal that a run is of
    pub async fn proposal_of(&self, run: &RunId) -> Result<Option<ProposalId>, StoreError> {
        let row = sqlx::query("SELECT id FROM proposals WHERE run = $1")
            .bind(run.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(id).transpose()
    }
}

/// Why something was not written
enum Hurdle {
    /// Somebody else took the next place of the record
    Taken(sqlx::Error),
    /// It cannot be
    Store(StoreError),
}

impl From<sqlx::Error> for Hurdle {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<StoreError> for Hurdle {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Adds an event; its place must be the next one
async fn happen(connection: &mut AnyConnection, decision: &Decision<'_>) -> Result<(), StoreError> {
    let Decision {
        proposal,
        seq,
        happened,
        waiting,
    } = decision;
    sqlx::query("UPDATE proposals SET waiting = $1 WHERE id = $2")
        .bind(i64::from(*waiting == Waiting::Yes))
        .bind(proposal.as_str())
        .execute(&mut *connection)
        .await?;
    let added = sqlx::query(
        "INSERT INTO proposal_events (proposal, seq, at, author, who, kind, event) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(proposal.as_str())
    .bind(i64::try_from(*seq).unwrap_or(i64::MAX))
    .bind(&happened.at)
    .bind(&happened.by.id)
    .bind(&happened.by.shown)
    .bind(happened.event.kind())
    .bind(serde_json::to_string(&happened.event)?)
    .execute(&mut *connection)
    .await;
    match added {
        Ok(_) => Ok(()),
        Err(error) if is_taken(&error) => Err(StoreError::Meanwhile(proposal.to_string())),
        Err(error) => Err(error.into()),
    }
}

async fn insert(
    connection: &mut AnyConnection,
    proposal: &ProposalRecord,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO proposals (id, version, purpose, name, account, region, vpc, plan, \
         fingerprint, author, who, email, submitted_at, valid_until, waiting, run, request, \
         inventory) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1, '', $15, $16)",
    )
    .bind(proposal.id.as_str())
    .bind(VERSION)
    .bind(&proposal.purpose)
    .bind(&proposal.name)
    .bind(&proposal.account)
    .bind(&proposal.region)
    .bind(&proposal.vpc)
    .bind(&proposal.plan)
    .bind(&proposal.fingerprint)
    .bind(&proposal.author.id)
    .bind(&proposal.author.shown)
    .bind(&proposal.email)
    .bind(&proposal.submitted_at)
    .bind(&proposal.valid_until)
    .bind(&proposal.request)
    .bind(proposal.inventory.as_deref().unwrap_or_default())
    .execute(connection)
    .await?;
    Ok(())
}

fn id(row: &AnyRow) -> Result<ProposalId, StoreError> {
    let id: String = row.try_get("id")?;
    id.parse().map_err(|_| StoreError::NoProposal(id))
}

fn record(row: &AnyRow) -> Result<ProposalRecord, StoreError> {
    let known = row.try_get::<i64, _>("version")? == VERSION;
    let inventory: String = row.try_get("inventory")?;
    Ok(ProposalRecord {
        id: id(row)?,
        purpose: row.try_get("purpose")?,
        name: row.try_get("name")?,
        account: row.try_get("account")?,
        region: row.try_get("region")?,
        vpc: row.try_get("vpc")?,
        plan: row.try_get("plan")?,
        fingerprint: row.try_get("fingerprint")?,
        author: Speaker {
            id: row.try_get("author")?,
            shown: row.try_get("who")?,
        },
        email: row.try_get("email")?,
        submitted_at: row.try_get("submitted_at")?,
        valid_until: row.try_get("valid_until")?,
        request: row.try_get("request")?,
        inventory: (known && !inventory.is_empty()).then_some(inventory),
    })
}

fn happened(row: &AnyRow) -> Result<Happened, StoreError> {
    Ok(Happened {
        by: Speaker {
            id: row.try_get("author")?,
            shown: row.try_get("who")?,
        },
        at: row.try_get("at")?,
        event: serde_json::from_str::<Event>(row.try_get("event")?)?,
    })
}
