//! Who asks, what holds, what was recorded, and which account is to be read.

use std::collections::BTreeMap;

use postern_plan::guardrails::Guardrails;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::record::Row;
use crate::visitor::Visitor;

/// Who asks, and what they may do
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "ada", "name": "Ada Lovelace", "email": null,
    "groups": ["platform"], "token": "deploy",
    "roles": [{"environment": null, "accounts": [], "roles": ["viewer", "applier"]}]}))]
pub struct MeDocument {
    /// What tells them apart; null where nobody has to sign in, and everything may be done
    pub id: Option<String>,
    /// Their name
    pub name: Option<String>,
    /// Their mail address, where it is known
    pub email: Option<String>,
    /// The groups that are known of them
    pub groups: Vec<String>,
    /// The name of the token of this server that the request came with
    pub token: Option<String>,
    /// What they may do, and where
    pub roles: Vec<HeldDocument>,
}

/// The roles that somebody has in one place
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldDocument {
    /// The name of the environment, or the account of a token; null for every account
    pub environment: Option<String>,
    /// Its accounts
    pub accounts: Vec<String>,
    /// The roles
    pub roles: Vec<&'static str>,
}

impl MeDocument {
    /// Whoever this is
    pub fn of(visitor: &Visitor) -> Self {
        let shown = visitor.shown();
        let held = shown.iter().flat_map(|person| &person.held);
        let roles = held.map(|held| HeldDocument {
            environment: held.environment.clone(),
            accounts: held.accounts.clone(),
            roles: held.roles.iter().map(|role| role.as_str()).collect(),
        });
        let roles = roles.collect();
        let token = match visitor {
            Visitor::Known(known) => known.token.as_ref().map(|token| token.name.clone()),
            Visitor::Anybody => None,
        };
        let (id, name, email, groups) = shown.map_or_else(Default::default, |person| {
            (
                Some(person.id),
                Some(person.name),
                person.email,
                person.groups,
            )
        });
        Self {
            id,
            name,
            email,
            groups,
            token,
            roles,
        }
    }
}

/// The rules that hold
#[derive(Debug, Serialize, ToSchema)]
pub struct GuardrailsDocument {
    /// The rules, in the order of their document
    pub rules: Vec<GuardrailDocument>,
}

/// One rule
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"name": "known-regions", "key": "regions", "says": "the Region is `us-east-1`",
    "reason": "other Regions are not watched", "owner": "the platform team", "link": null}))]
pub struct GuardrailDocument {
    /// What people call it
    pub name: String,
    /// What it is about: its key in the document of rules
    pub key: &'static str,
    /// What it demands, in words
    pub says: String,
    /// Why it is there
    pub reason: String,
    /// Who answers for it
    pub owner: String,
    /// Where there is more to read
    pub link: Option<String>,
}

impl GuardrailsDocument {
    /// These rules
    pub fn of(guardrails: &Guardrails) -> Self {
        let rules = guardrails.rules().iter().map(|rule| GuardrailDocument {
            name: rule.name.clone(),
            key: rule.demand.key(),
            says: rule.demand.says(),
            reason: rule.reason.clone(),
            owner: rule.owner.clone(),
            link: rule.link.clone(),
        });
        Self {
            rules: rules.collect(),
        }
    }
}

/// A part of the record
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordDocument {
    /// The entries, the newest first
    pub entries: Vec<EntryDocument>,
    /// What to say as `before` to read on; null where these are all
    pub before: Option<i64>,
}

/// One entry
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"seq": 7, "at": "2026-11-24T01:00:00Z", "act": "began",
    "who": "ada (Ada) by token deploy", "target": "run-01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "account": "111122223333", "plan": "0123456789ab", "requests": [],
    "details": {"purpose": "apply"}, "before": "a1", "hash": "b2"}))]
pub struct EntryDocument {
    /// Its place, from 1
    pub seq: i64,
    /// When, RFC 3339
    pub at: String,
    /// What was done
    pub act: String,
    /// By whom
    pub who: String,
    /// To what
    pub target: String,
    /// The account, where it is about one
    pub account: Option<String>,
    /// The plan's id, where it is about one
    pub plan: Option<String>,
    /// The ids that AWS gave its requests
    pub requests: Vec<String>,
    /// What else is worth knowing, by a word for each
    pub details: BTreeMap<String, String>,
    /// The hash of the entry before
    pub before: String,
    /// Its own hash: of its line in `/record.json` without this
    pub hash: String,
}

impl EntryDocument {
    /// An entry; none where another version of Postern wrote it
    pub fn of(row: &Row) -> Option<Self> {
        let written = row.read()?;
        Some(Self {
            seq: written.seq,
            at: written.at,
            act: written.act.as_str().to_owned(),
            who: written.who,
            target: written.target,
            account: written.account,
            plan: written.plan,
            requests: written.requests,
            details: written.details,
            before: written.before,
            hash: row.hash.clone(),
        })
    }
}

/// Which account is to be read
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"account": "111122223333", "region": "us-east-1"}))]
pub struct LookBody {
    /// The account
    #[schema(pattern = "^[0-9]{12}$")]
    pub account: String,
    /// The Region
    pub region: String,
}
