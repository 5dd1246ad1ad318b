//! Looking at the account for a page, with the credentials that the server was started with.
//!
//! Must be asked for by a button, never by an address, and must only read.

use postern_app::pasted;
use postern_plan::id::{AccountId, Region};
use postern_plan::request::RequestError;

use crate::endpoints::Place;
use crate::endpoints::cached::Freshness;
use crate::state::Door;

/// What is in the account and Region that a form names, as an inventory document
pub(super) async fn look(door: &Door, pairs: &[(String, String)]) -> Result<String, RequestError> {
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
    let place = Place {
        account: account.map(|a| a.to_string()),
        region: region.to_string(),
        profile: None,
        session: "web".to_owned(),
    };
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
