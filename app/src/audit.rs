//! A policy that somebody pasted, and what is to be said of it.
//!
//! Must keep everything as it was typed, and must try no call on a policy that cannot be read.

use postern_plan::attempt::{Attempt, Typed, Wrong, attempt, call};
use postern_plan::catalog::Catalog;
use postern_plan::language::{self, Document};
use postern_plan::lint::{Described, Report, described, lint};
use postern_plan::refusal::{Against, Refusal, refusal};
use postern_plan::request::EndpointKey;
use postern_plan::started::{Started, request_from};

use crate::asides::{self, Asides};

/// The field of the policy, or of a listing of endpoints.
pub const POLICY: &str = "policy";
/// The field of the Region whose endpoints the server looks at.
pub const REGION: &str = "region";
/// The field of the endpoint whose policy it is.
pub const ENDPOINT: &str = "endpoint";

/// What was sent, and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// The text.
    pub policy: String,
    /// The endpoint's key as chosen.
    pub endpoint: String,
    /// A call to be tried, and an error to be explained.
    pub asides: Asides,
    /// What came of it.
    pub found: Found,
    /// The Region whose endpoints the server looked at, or was asked to.
    pub region: String,
    /// Why the server could not look at the account.
    pub unseen: Option<String>,
}

/// What came of an audit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Found {
    /// Nobody asked yet.
    #[default]
    Nothing,
    /// It cannot be answered: the fields, and what is wrong with each.
    Refused(Vec<Slip>),
    /// A policy that cannot be read, and why.
    Unreadable(Report),
    /// One policy.
    Policy(Box<Judged>),
    /// The endpoints of a listing.
    Listing(Box<Listing>),
    /// An error, without a policy.
    Error(Box<Refusal>),
}

/// What is to be said of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Its endpoints.
    pub all: Vec<Described>,
    /// The endpoint that the call goes through, and what became of it; none when nobody tried one.
    pub attempt: Option<Tried>,
    /// Who gave the error; none when nobody pasted one.
    pub refusal: Option<Refusal>,
}

/// A call on a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    /// No endpoint of the listing that carries the action has a policy that can be read.
    Nowhere,
    /// The endpoint's id, and what became of the call or what is wrong with its fields.
    Through(String, Result<Attempt, Vec<Wrong>>),
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slip {
    /// The field.
    pub field: &'static str,
    /// What is wrong and what to do, in whole sentences.
    pub text: &'static str,
}

/// What is to be said of a policy that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The findings.
    pub report: Report,
    /// The policy.
    pub document: Document,
    /// What became of the call, or what is wrong with its fields; none when nobody tried one.
    pub attempt: Option<Result<Attempt, Vec<Wrong>>>,
    /// Who gave the error; none when nobody pasted one.
    pub refusal: Option<Refusal>,
    /// The request that the policy would be made by.
    pub started: Started,
}

impl Audit {
    /// The fields of a form of which nothing is to be judged.
    pub fn unjudged(pairs: Vec<(String, String)>) -> Self {
        let (asides, others) = Asides::split(pairs);
        let region = others.into_iter().rfind(|(name, _)| name == REGION);
        Self {
            asides,
            region: region.map_or_else(String::new, |(_, value)| value),
            ..Self::default()
        }
    }

    /// The fields of a form that was sent. Of a field that stands twice the last counts.
    pub fn read(catalog: &Catalog, pairs: Vec<(String, String)>) -> Self {
        let (asides, others) = Asides::split(pairs);
        let value = |wanted: &str| {
            let found = others.iter().rfind(|(name, _)| name == wanted);
            // A browser sends line breaks in two characters; columns are those of what was pasted.
            found.map_or_else(String::new, |(_, value)| value.replace("\r\n", "\n"))
        };
        let (policy, endpoint) = (value(POLICY), value(ENDPOINT));
        let found = judge(catalog, &policy, &endpoint, &asides);
        Self {
            policy,
            endpoint,
            asides,
            found,
            region: value(REGION),
            unseen: None,
        }
    }

    /// What is wrong with a field, if anything.
    pub fn slip(&self, field: &str) -> Option<&'static str> {
        match &self.found {
            Found::Refused(all) => all.iter().find(|s| s.field == field).map(|s| s.text),
            _ => None,
        }
    }

    /// What is wrong with the fields of the call.
    pub fn wrong(&self) -> &[Wrong] {
        match &self.found {
            Found::Policy(judged) => match &judged.attempt {
                Some(Err(wrong)) => wrong,
                _ => &[],
            },
            Found::Listing(listing) => match &listing.attempt {
                Some(Tried::Through(_, Err(wrong))) => wrong,
                _ => &[],
            },
            _ => &[],
        }
    }

    /// Something that was sent cannot be read.
    pub fn is_refused(&self) -> bool {
        let unread =
            self.unseen.is_some() || matches!(self.found, Found::Refused(_) | Found::Unreadable(_));
        unread || !self.wrong().is_empty()
    }
}

fn judge(catalog: &Catalog, text: &str, endpoint: &str, asides: &Asides) -> Found {
    if let Some(all) = described(catalog, text) {
        return Found::Listing(Box::new(listing(catalog, all, asides)));
    }
    let error = asides.value(asides::ERROR);
    if text.trim().is_empty() && asides.call().is_none() && !error.is_empty() {
        return Found::Error(Box::new(refusal(catalog, error, Against::Nothing)));
    }
    let key = endpoint.parse::<EndpointKey>().ok();
    let mut slips = Vec::new();
    if text.trim().is_empty() {
        slips.push(Slip {
            field: POLICY,
            text: "There is no policy. Paste one, or what `aws ec2 describe-vpc-endpoints` printed.",
        });
    }
    if key.is_none() {
        slips.push(Slip {
            field: ENDPOINT,
            text: "No endpoint is chosen. Choose the one whose policy it is.",
        });
    }
    let Some(key) = key.filter(|_| slips.is_empty()) else {
        return Found::Refused(slips);
    };
    let report = lint(catalog, text, key);
    let document = match language::read(text) {
        Ok(reading) if reading.faults.is_empty() => reading.document,
        _ => return Found::Unreadable(report),
    };
    let tried = asides.call().map(|typed| tried(catalog, &document, &typed));
    let explained =
        (!error.is_empty()).then(|| refusal(catalog, error, Against::Policy(&document)));
    Found::Policy(Box::new(Judged {
        report,
        attempt: tried,
        refusal: explained,
        started: request_from(catalog, &document, key),
        document,
    }))
}

fn tried(catalog: &Catalog, document: &Document, typed: &Typed<'_>) -> Result<Attempt, Vec<Wrong>> {
    let call = call(catalog, document, typed)?;
    Ok(attempt(document, &call))
}

fn listing(catalog: &Catalog, all: Vec<Described>, asides: &Asides) -> Listing {
    let attempt = asides.call().map(|typed| {
        carrying(catalog, &all, typed.action).map_or(Tried::Nowhere, |(id, document)| {
            Tried::Through(id, tried(catalog, &document, &typed))
        })
    });
    let error = asides.value(asides::ERROR);
    let refusal = (!error.is_empty()).then(|| {
        let alone = refusal(catalog, error, Against::Nothing);
        let action = alone.seen.action.as_deref().unwrap_or_default();
        match carrying(catalog, &all, action) {
            Some((_, document)) => refusal(catalog, error, Against::Policy(&document)),
            None => alone,
        }
    });
    Listing {
        all,
        attempt,
        refusal,
    }
}

/// The first endpoint of a listing that carries an action, with its policy.
fn carrying(catalog: &Catalog, all: &[Described], action: &str) -> Option<(String, Document)> {
    let (prefix, name) = action.trim().split_once(':')?;
    let keys: Vec<EndpointKey> = catalog
        .actions_named(prefix, name)
        .filter_map(|a| a.endpoint)
        .collect();
    all.iter()
        .filter(|d| d.endpoint.is_some_and(|key| keys.contains(&key)))
        .find_map(|d| {
            let reading = language::read(d.policy.as_deref()?).ok()?;
            let is_whole = reading.faults.is_empty();
            is_whole.then(|| (d.id.clone(), reading.document))
        })
}
