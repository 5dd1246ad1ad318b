//! Lists that are answered a part at a time, the newest first.
//!
//! Must say where the next part begins, and that there is none only where there is none.

use crate::error::{ErrorEntry, HttpError};

/// As many as are answered at most
const MOST: usize = 200;

/// As many as are answered unless told, as a query says it
pub(super) fn usual() -> String {
    "50".to_owned()
}

/// As many as are wanted
pub(super) fn limit(said: &str) -> Result<usize, HttpError> {
    let limit = said.parse().ok();
    let limit = limit.filter(|limit| (1..=MOST).contains(limit));
    limit.ok_or_else(|| wrong("limit", "this is not from 1 to 200"))
}

/// The id after which the part begins
pub(super) fn before<I: std::str::FromStr>(said: Option<&str>) -> Result<Option<I>, HttpError> {
    match said.map(str::parse) {
        None => Ok(None),
        Some(Ok(id)) => Ok(Some(id)),
        Some(Err(_)) => Err(wrong("before", "this is no id of what is listed here")),
    }
}

/// As many of one more than are wanted, and the id of the last where there is more
pub(super) fn cut<T>(
    mut all: Vec<T>,
    limit: usize,
    id: impl Fn(&T) -> String,
) -> (Vec<T>, Option<String>) {
    let more = all.len() > limit;
    all.truncate(limit);
    let last = all.last().filter(|_| more).map(id);
    (all, last)
}

/// Something in a query or a body that cannot be said there
pub(super) fn wrong(path: &str, message: &str) -> HttpError {
    let help = "/openapi.json says what can be said there.";
    HttpError::Invalid(vec![ErrorEntry {
        path: path.to_owned(),
        ..ErrorEntry::whole("unknown-word", message, help)
    }])
}
