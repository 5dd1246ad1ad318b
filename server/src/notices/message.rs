//! What is told of an entry of the record: as JSON for programs, as a few lines for people.
//!
//! Must say what the entry says and where to look, and nothing that stands only in the store.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use postern_app::routes;
use serde::Serialize;

use crate::record::{Act, Written};
use crate::web_address::WebAddress;

/// A message
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What tells it apart: the same however often it is sent
    pub id: String,
    /// For programs, in JSON
    pub json: String,
    /// For people, in one line
    pub subject: String,
    /// For people
    pub text: String,
}

#[derive(Serialize)]
struct Told<'a> {
    r#type: &'a str,
    timestamp: &'a str,
    data: ToldEntry<'a>,
}

#[derive(Serialize)]
struct ToldEntry<'a> {
    entry: i64,
    who: &'a str,
    target: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    details: &'a BTreeMap<String, String>,
    url: &'a str,
}

impl Message {
    /// Of an entry with this hash, with links that begin with `public`
    pub fn of(entry: &Written, hash: &str, public: &WebAddress) -> Self {
        let url = public.below(&path(entry));
        let told = Told {
            r#type: entry.act.as_str(),
            timestamp: &entry.at,
            data: ToldEntry {
                entry: entry.seq,
                who: &entry.who,
                target: &entry.target,
                account: entry.account.as_deref(),
                plan: entry.plan.as_deref(),
                details: &entry.details,
                url: &url,
            },
        };
        let beginning: String = hash.chars().take(16).collect();
        Self {
            id: format!("entry-{}-{beginning}", entry.seq),
            // Texts and numbers in memory always serialise.
            json: serde_json::to_string(&told).unwrap_or_default(),
            subject: format!("Postern: {}", sentence(entry)),
            text: text(entry, &url),
        }
    }
}

/// The page about what an entry is about
fn path(entry: &Written) -> String {
    let target = entry.target.as_str();
    if target.starts_with("run-") {
        routes::RUN.with(target)
    } else if target.starts_with("proposal-") {
        routes::PROPOSAL.with(target)
    } else {
        routes::RECORD.as_str().to_owned()
    }
}

fn sentence(entry: &Written) -> String {
    let word = |name: &str| entry.details.get(name).map_or("", String::as_str);
    let name = match word("name") {
        "" => entry.target.as_str(),
        name => name,
    };
    let who = &entry.who;
    let did = match entry.act {
        Act::Proposed => format!("{who} submits {name} for approval"),
        Act::Commented => format!("{who} says something of {name}"),
        Act::Approved => format!("{who} approves {name}"),
        Act::Rejected => format!("{who} rejects {name}"),
        Act::Withdrawn => format!("{who} takes {name} back"),
        Act::SentBack => format!("{name} goes back to its author: it is another plan now"),
        Act::Expired => format!("{name} has expired"),
        Act::Began => format!("{who} has {name} carried out ({})", word("purpose")),
        Act::Asked => format!("{who} asks {name} to {}", word("ask")),
        Act::Stood => format!("{name} is {}", word("standing")),
        Act::PullRequest => format!(
            "{who} has a pull request of {name} opened ({})",
            word("came")
        ),
        Act::TokenMade => format!("{who} makes the token {name}"),
        Act::TokenRevoked => format!("{who} revokes the token {name}"),
        Act::SignedIn | Act::SignedOut | Act::Refused | Act::Looked => {
            format!("{who}: {} {name}", entry.act)
        }
    };
    match entry.account.as_deref() {
        Some(account) => format!("{did}, in account {account}"),
        None => did,
    }
}

fn text(entry: &Written, url: &str) -> String {
    let mut text = format!("{}.\n\n", sentence(entry));
    let mut line = |word: &str, value: &str| {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{word}: {value}");
    };
    line("when", &entry.at);
    line("who", &entry.who);
    for (word, value) in &entry.details {
        line(word, value);
    }
    line("entry of the record", &entry.seq.to_string());
    let _ = write!(text, "\n{url}\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Entry, Hash};

    fn message(act: Act, target: &str) -> Message {
        let entry = Entry::new(act, "grace (Grace)", target)
            .in_account("111122223333")
            .with("name", "agents-prod");
        let written = entry.after(&Hash(Hash::START.to_owned()), 7, "2026-11-24T00:00:00Z");
        let public = "https://postern.example.org/".parse().unwrap();
        Message::of(&written, &"ab".repeat(32), &public)
    }

    #[test]
    fn it_says_what_happened_and_where_to_look() {
        let message = message(Act::Approved, "proposal-01ARZ3NDEKTSV4RRFFQ69G5FAV");
        assert_eq!(message.id, "entry-7-abababababababab");
        assert_eq!(
            message.subject,
            "Postern: grace (Grace) approves agents-prod, in account 111122223333"
        );
        let url = "https://postern.example.org/proposals/proposal-01ARZ3NDEKTSV4RRFFQ69G5FAV";
        assert!(
            message.text.ends_with(&format!("\n{url}\n")),
            "{}",
            message.text
        );
        let json: serde_json::Value = serde_json::from_str(&message.json).unwrap();
        assert_eq!(json["type"], "approved");
        assert_eq!(json["timestamp"], "2026-11-24T00:00:00Z");
        assert_eq!(json["data"]["url"], url);
        assert_eq!(json["data"]["details"]["name"], "agents-prod");
    }

    #[test]
    fn every_act_is_a_sentence() {
        let mut all = std::collections::BTreeSet::new();
        for act in Act::ALL {
            let subject = message(act, "run-01").subject;
            assert!(subject.contains("agents-prod"), "{subject}");
            all.insert(subject);
        }
        assert_eq!(all.len(), Act::ALL.len());
    }
}
