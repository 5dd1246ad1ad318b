//! Plans that somebody submitted: frozen, decided upon, held against the account once more, and
//! carried out.
//!
//! Must carry nothing out but what was submitted, in an account that is as it was then; otherwise a
//! proposal is sent back.

use jiff::{SignedDuration, Timestamp};
use postern_plan::catalog::Catalog;
use postern_plan::deletion::deletion;
use postern_plan::guardrails::Guardrails;
use postern_plan::proposal::{Event, Happened, ProposalId, Speaker, Stage, Wish};
use postern_plan::run::RunId;

use super::{Applying, DecideError, Guarded, Ordered, Outcome, Purpose, Refusal, Submitted, now};
use crate::approvals::{AccountTerms, Begins};
use crate::endpoints::Session;
use crate::record::{Act, Entry};
use crate::store::{Decision, ProposalRecord, StoreError, Together, Waiting};

/// As many characters as somebody may say at once
pub const MOST_TEXT: usize = 2_000;

/// Whether an account is as it was
enum Held {
    /// It is, and this is the plan
    Still(Box<Guarded>),
    /// It is not, and why
    Otherwise(String),
}

/// What a plan rests on, as far as it must stay as it is
pub fn rests_on(catalog: &Catalog, purpose: Purpose, guarded: &Guarded) -> String {
    match purpose {
        Purpose::Apply | Purpose::Rehearse => guarded.plan.fingerprint.clone().unwrap_or_default(),
        Purpose::Delete => {
            deletion(catalog, &guarded.plan.request, &guarded.inventory).fingerprint()
        }
    }
}

impl Applying {
    /// What holds in an account
    pub fn terms(&self, account: &str) -> AccountTerms {
        self.approvals.of(account)
    }

    /// Submits what would be done, in the place of what its author submitted for the same before
    pub async fn submit(
        &self,
        guarded: &Guarded,
        purpose: Purpose,
        by: &Speaker,
        email: Option<&str>,
        text: &str,
    ) -> Result<ProposalId, DecideError> {
        let request = &guarded.plan.request;
        let terms = self.terms(request.account.as_str());
        let at = now();
        let record = ProposalRecord {
            id: new_id(),
            purpose: purpose.as_str().to_owned(),
            name: request.name.to_string(),
            account: request.account.to_string(),
            region: request.region.to_string(),
            vpc: request.placement.vpc.to_string(),
            plan: guarded.plan.id.clone(),
            fingerprint: rests_on(&self.catalog, purpose, guarded),
            author: by.clone(),
            email: email.unwrap_or_default().to_owned(),
            valid_until: after(&at, terms.valid),
            submitted_at: at.clone(),
            request: request.to_toml(),
            // Texts and numbers in memory always serialise.
            inventory: serde_json::to_string(&guarded.inventory).ok(),
        };
        let before = self.store.same_proposals(&record).await?;
        let id = record.id.clone();
        let submitted = Submitted::new(record, Vec::new(), terms);
        let first = happened(
            by,
            &at,
            Event::Submitted {
                text: text.to_owned(),
            },
        );
        let replaced = happened(by, &at, Event::Replaced { by: id.clone() });
        let mut decisions = vec![(
            Decision {
                proposal: &id,
                seq: 0,
                happened: &first,
                waiting: Waiting::Yes,
            },
            submitted.entry(Act::Proposed, by),
        )];
        for old in &before {
            let old_one = self.submitted(old).await?;
            decisions.push((
                Decision {
                    proposal: old,
                    seq: old_one.proposal.events.len(),
                    happened: &replaced,
                    waiting: Waiting::No,
                },
                old_one
                    .entry(Act::Withdrawn, by)
                    .with("replaced-by", id.as_str()),
            ));
        }
        let together = Together {
            proposal: Some(&submitted.record),
            decisions: &decisions,
            run: None,
        };
        self.store.write(&together).await?;
        self.tell();
        Ok(id)
    }

    /// A proposal as it stands now
    pub async fn submitted(&self, id: &ProposalId) -> Result<Submitted, DecideError> {
        let (record, events) = self.store.proposal(id).await?;
        let terms = self.terms(&record.account);
        let submitted = Submitted::new(record, events, terms);
        if submitted.record.valid_until > now() || submitted.stage().is_over() {
            return Ok(submitted);
        }
        let ours = Speaker {
            id: String::new(),
            shown: "Postern".to_owned(),
        };
        match self.happen(&submitted, &ours, Event::Expired).await {
            // Somebody was faster: it stands as they left it.
            Ok(()) | Err(StoreError::Meanwhile(_)) => {}
            Err(error) => return Err(error.into()),
        }
        let (record, events) = self.store.proposal(id).await?;
        Ok(Submitted::new(record, events, terms))
    }

    /// The newest proposals, the newest first
    pub async fn all_submitted(&self, most: i64) -> Result<Vec<Submitted>, DecideError> {
        let all = self.store.proposals(most).await?;
        let with_terms = |(record, events): (ProposalRecord, Vec<Happened>)| {
            let terms = self.terms(&record.account);
            Submitted::new(record, events, terms)
        };
        Ok(all.into_iter().map(with_terms).collect())
    }

    /// Ends the proposals whose time is over
    pub async fn expire(&self) -> Result<(), DecideError> {
        for id in self.store.overdue(&now()).await? {
            self.submitted(&id).await?;
        }
        Ok(())
    }

    /// Has happen to a proposal what somebody wants, who has the role that it takes
    pub async fn wish(
        &self,
        guardrails: &Guardrails,
        id: &ProposalId,
        wish: Wish,
        by: &Speaker,
        text: &str,
    ) -> Result<Outcome, DecideError> {
        let submitted = self.submitted(id).await?;
        let terms = submitted.terms;
        submitted.proposal.allows(terms.terms, &by.id, wish, text)?;
        let text = text.trim().to_owned();
        let event = match wish {
            Wish::Comment => Event::Commented { text },
            Wish::Reject => Event::Rejected { text },
            Wish::Withdraw => Event::Withdrawn,
            Wish::Approve => Event::Approved { text },
            Wish::Begin => return self.begin_submitted(guardrails, &submitted, by).await,
        };
        if wish == Wish::Approve
            && let Held::Otherwise(why) = {
                let session = Session::looking(Some(&by.shown));
                self.held(guardrails, &submitted, session).await?
            }
        {
            return self.send_back(&submitted, by, why).await;
        }
        self.happen(&submitted, by, event).await?;
        let after = self.submitted(id).await?;
        if wish == Wish::Approve
            && after.stage() == Stage::Approved
            && terms.begins == Begins::AtOnce
        {
            return self.begin_submitted(guardrails, &after, by).await;
        }
        Ok(Outcome::Done)
    }

    async fn begin_submitted(
        &self,
        guardrails: &Guardrails,
        submitted: &Submitted,
        by: &Speaker,
    ) -> Result<Outcome, DecideError> {
        let session = Session::carrying(Some(&by.shown));
        match self.held(guardrails, submitted, session).await? {
            Held::Otherwise(why) => self.send_back(submitted, by, why).await,
            Held::Still(guarded) => {
                let ordered = Ordered {
                    purpose: submitted.purpose(),
                    who: &by.shown,
                    proposal: Some((submitted, by)),
                };
                let run = self.order(&guarded, &ordered).await?;
                self.tell();
                Ok(Outcome::Begun(run))
            }
        }
    }

    /// Reads the account, and holds what was submitted against it
    async fn held(
        &self,
        guardrails: &Guardrails,
        submitted: &Submitted,
        session: Session,
    ) -> Result<Held, DecideError> {
        let request = submitted.request(&self.catalog);
        let request = request.ok_or(DecideError::ReadOnly)?;
        let record = &submitted.record;
        let otherwise = |why: &str| Ok(Held::Otherwise(why.to_owned()));
        let changed = "the account has changed since the plan was submitted";
        match submitted.purpose() {
            Purpose::Delete => {
                let guarded = self.looked(&request, session).await?;
                if rests_on(&self.catalog, Purpose::Delete, &guarded) != record.fingerprint {
                    return otherwise(changed);
                }
                Ok(Held::Still(Box::new(guarded)))
            }
            Purpose::Apply | Purpose::Rehearse => {
                let seen = Some(record.fingerprint.as_str());
                match self.guard(guardrails, &request, session, seen).await {
                    Ok(guarded) if guarded.is_nothing() => {
                        otherwise("everything stands as planned already")
                    }
                    Ok(guarded) if guarded.plan.id == record.plan => {
                        Ok(Held::Still(Box::new(guarded)))
                    }
                    Ok(_) => otherwise(
                        "the same request makes another plan now: the rules or Postern have changed",
                    ),
                    Err(Refusal::Changed(_)) => otherwise(changed),
                    Err(refusal @ Refusal::Blocked(_)) => Ok(Held::Otherwise(refusal.to_string())),
                    Err(refusal) => Err(refusal.into()),
                }
            }
        }
    }

    async fn send_back(
        &self,
        submitted: &Submitted,
        by: &Speaker,
        why: String,
    ) -> Result<Outcome, DecideError> {
        self.happen(submitted, by, Event::SentBack { why }).await?;
        Ok(Outcome::SentBack)
    }

    async fn happen(
        &self,
        submitted: &Submitted,
        by: &Speaker,
        event: Event,
    ) -> Result<(), StoreError> {
        let at = now();
        let entry = submitted.entry(act(&event), by);
        let happened = happened(by, &at, event);
        let decision = decision(submitted, &happened);
        let together = Together {
            proposal: None,
            decisions: &[(decision, entry)],
            run: None,
        };
        self.store.write(&together).await?;
        self.tell();
        Ok(())
    }
}

/// That a run of a proposal begins, with its entry of the record
pub(super) fn began(
    submitted: &Submitted,
    by: &Speaker,
    run: &RunId,
    at: &str,
) -> (Happened, Entry) {
    let event = Event::Begun { run: run.clone() };
    let approvers = submitted.proposal.approvers(submitted.terms.terms);
    let approvers: Vec<&str> = approvers.iter().map(|one| one.shown.as_str()).collect();
    let entry = Entry {
        target: run.to_string(),
        ..submitted.entry(Act::Began, by)
    };
    let entry = entry
        .with("proposal", submitted.record.id.as_str())
        .with("submitted-by", &submitted.record.author.shown)
        .with("approved-by", approvers.join(", "));
    (happened(by, at, event), entry)
}

/// What happens next to a proposal as it stands
pub(super) fn decision<'a>(submitted: &'a Submitted, happened: &'a Happened) -> Decision<'a> {
    let mut after = submitted.proposal.clone();
    after.events.push(happened.clone());
    let over = after.stage(submitted.terms.terms).is_over();
    Decision {
        proposal: &submitted.record.id,
        seq: submitted.proposal.events.len(),
        happened,
        waiting: if over { Waiting::No } else { Waiting::Yes },
    }
}

fn act(event: &Event) -> Act {
    match event {
        Event::Submitted { .. } => Act::Proposed,
        Event::Commented { .. } => Act::Commented,
        Event::Approved { .. } => Act::Approved,
        Event::Rejected { .. } => Act::Rejected,
        Event::Withdrawn | Event::Replaced { .. } => Act::Withdrawn,
        Event::SentBack { .. } => Act::SentBack,
        Event::Expired => Act::Expired,
        Event::Begun { .. } => Act::Began,
    }
}

fn happened(by: &Speaker, at: &str, event: Event) -> Happened {
    Happened {
        by: by.clone(),
        at: at.to_owned(),
        event,
    }
}

/// A time so much later, RFC 3339, in whole seconds
fn after(at: &str, valid: SignedDuration) -> String {
    let at: Timestamp = at.parse().unwrap_or_default();
    let end = at.saturating_add(valid).unwrap_or(Timestamp::MAX);
    format!("{end:.0}")
}

fn new_id() -> ProposalId {
    loop {
        if let Ok(id) = format!("proposal-{}", ulid::Ulid::generate()).parse() {
            return id;
        }
    }
}
