//! Looking at the account for a page, with the credentials that the server was started with.
//!
//! Must be asked for by a button, never by an address, and must only read.

use postern_app::pasted;
use postern_app::person::Role;
use postern_plan::id::{AccountId, Region};
use postern_plan::request::RequestError;

use crate::endpoints::cached::Freshness;
use crate::endpoints::{Place, Session};
use crate::error::HttpError;
use crate::record::{Act, Entry};
use crate::recorder::Recorder;
use crate::state::Door;
use crate::visitor::Visitor;

/// What is in the account and Region that a form names, as an inventory document
pub(crate) async fn look(
    door: &Door,
    visitor: &Visitor,
    pairs: &[(String, String)],
) -> Result<String, RequestError> {
    let last = |wanted: &str| {
        let found = pairs.iter().rfind(|(name, _)| name == wanted);
        found.map_or("", |(_, value)| value.trim())
    };
    let Some(accounts) = &door.accounts else {
        return Err(trouble(
            "this Postern cannot look at accounts",
            "paste what the AWS CLI prints",
        ));
    };
    let Ok(region) = last("region").parse::<Region>() else {
        return Err(trouble(
            "which Region is to be looked at is not known",
            "type the Region below first",
        ));
    };
    let account = last("account").parse::<AccountId>().ok();
    // An account that is not named is any account.
    let named = account.as_ref().map_or("", AccountId::as_str);
    if !visitor.may_in(Role::Viewer, named) {
        return Err(match &account {
            Some(account) => trouble(
                &format!("you may not look at account {account} with this server's credentials"),
                "ask for the role viewer there, or paste what the AWS CLI prints",
            ),
            None => trouble(
                "which account is to be looked at is not known",
                "type an account in which you have a role, or paste what the AWS CLI prints",
            ),
        });
    }
    let place = Place {
        account: account.as_ref().map(ToString::to_string),
        region: region.to_string(),
        profile: None,
        session: Session::looking(visitor.who().as_deref()),
    };
    if looked(&door.record, visitor, named, &place.region)
        .await
        .is_err()
    {
        return Err(trouble(
            "that you look at the account cannot be written down, so it is not looked at",
            "tell whoever runs this server that its record cannot be written",
        ));
    }
    // Whoever presses the button wants to see what is there now.
    let read = accounts.inventory(&place, Freshness::New).await;
    let inventory = read.map_err(|t| trouble(&t.message, t.cause.fix()))?;
    if inventory.read.is_empty() {
        let reason = inventory.gaps.first().map_or("", |gap| gap.reason.as_str());
        let message = format!("nothing could be read: {reason}");
        return Err(trouble(
            &message,
            "sign in to AWS where Postern runs, or paste what the AWS CLI prints",
        ));
    }
    // Texts and numbers in memory always serialise.
    Ok(serde_json::to_string(&*inventory).unwrap_or_default())
}

/// Records that somebody has this server read an account. An account that is not named is that of
/// the credentials
pub(crate) async fn looked(
    recorder: &Recorder,
    visitor: &Visitor,
    account: &str,
    region: &str,
) -> Result<(), HttpError> {
    let who = visitor.who().unwrap_or_else(|| "this machine".to_owned());
    let entry = Entry::new(Act::Looked, who, region);
    recorder
        .note(match account {
            "" => entry,
            account => entry.in_account(account),
        })
        .await
}

/// How many whole hours ago something was, by this machine's clock; none for what is no time, or is
/// yet to come
pub(super) fn hours_since(time: &str) -> Option<u64> {
    let then: jiff::Timestamp = time.parse().ok()?;
    let seconds = jiff::Timestamp::now().as_second() - then.as_second();
    u64::try_from(seconds).ok().map(|seconds| seconds / 3600)
}

fn trouble(message: &str, help: &str) -> RequestError {
    RequestError {
        path: pasted::TEXT.to_owned(),
        code: "inventory",
        text: None,
        message: message.to_owned(),
        help: help.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_hours_have_passed() {
        let ago = |minutes: i64| {
            let then = jiff::Timestamp::now() - jiff::SignedDuration::from_mins(minutes);
            hours_since(&then.to_string())
        };
        assert_eq!(ago(59), Some(0));
        assert_eq!(ago(150), Some(2));
        assert_eq!(ago(-60), None);
        assert_eq!(hours_since("yesterday"), None);
    }
}
