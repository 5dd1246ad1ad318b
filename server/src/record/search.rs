//! Looking for entries of the record, for pages and for programs.
//!
//! Must show whoever is an admin in some accounts what is about those, and no more.

use postern_app::person::Role;
use postern_app::record::Search;
use postern_plan::document::parse_pairs;
use url::form_urlencoded::Serializer;

use super::Row;
use crate::error::{ErrorEntry, HttpError};
use crate::store::{Store, Wanted};
use crate::visitor::Visitor;

/// As many as are read at once
pub(crate) const BATCH: i64 = 500;

/// Before every entry there is one
const NEWEST: i64 = i64::MAX;

/// What is looked for, and before which entry
pub(crate) struct Asked {
    /// As it was typed
    pub(crate) search: Search,
    /// As the store is asked
    pub(crate) wanted: Wanted,
    /// The place before which the newest are looked for
    pub(crate) before: i64,
}

/// The newest entries that are found and may be seen; and whether there are more
pub(crate) async fn found(
    store: &Store,
    asked: &Asked,
    visitor: &Visitor,
    most: usize,
) -> Result<(Vec<Row>, bool), HttpError> {
    let mut rows = Vec::new();
    let mut before = asked.before;
    while rows.len() <= most {
        let batch = store.recorded(&asked.wanted, before, BATCH).await;
        let batch = batch.map_err(HttpError::internal)?;
        let Some(last) = batch.last() else { break };
        before = last.index.seq;
        rows.extend(batch.into_iter().filter(|row| seen(row, visitor)));
    }
    let more = rows.len() > most;
    rows.truncate(most);
    Ok((rows, more))
}

/// What is about no account is for whoever is an admin everywhere
pub(crate) fn seen(row: &Row, visitor: &Visitor) -> bool {
    visitor.may_in(Role::Admin, &row.index.account)
}

impl Asked {
    /// What a query looks for
    pub(crate) fn read(query: &str) -> Result<Self, HttpError> {
        let pairs = parse_pairs(query);
        let last = |wanted: &str| {
            let found = pairs.iter().rfind(|(name, _)| name == wanted);
            found.map_or_else(String::new, |(_, value)| value.trim().to_owned())
        };
        let before = match last("before").as_str() {
            "" => NEWEST,
            text => text.parse().map_err(|_| unreadable(text))?,
        };
        let search = Search {
            act: last("act"),
            who: last("who"),
            target: last("target"),
            account: last("account"),
            from: last("from"),
            to: last("to"),
        };
        let Search {
            act,
            who,
            target,
            account,
            from,
            to,
        } = search.clone();
        Ok(Self {
            search,
            wanted: Wanted {
                act,
                who,
                target,
                account,
                from,
                to,
            },
            before,
        })
    }

    /// The query of an address that asks for the same
    pub(crate) fn query(&self, before: Option<i64>) -> String {
        let Search {
            act,
            who,
            target,
            account,
            from,
            to,
        } = &self.search;
        let mut query = Serializer::new(String::new());
        let said = [
            ("act", act),
            ("who", who),
            ("target", target),
            ("account", account),
            ("from", from),
            ("to", to),
        ];
        for (name, value) in said.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        if let Some(before) = before {
            query.append_pair("before", &before.to_string());
        }
        query.finish()
    }
}

fn unreadable(text: &str) -> HttpError {
    let help = "Go back to the record and use its link to older entries.";
    let message = format!("`{text}` is no entry's number");
    HttpError::Invalid(vec![ErrorEntry::whole("invalid-query", message, help)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_asks_for_the_same() {
        let asked = Asked::read("who=a%26b&before=7&act=began&x=1").unwrap();
        assert_eq!((asked.before, asked.wanted.who.as_str()), (7, "a&b"));
        assert_eq!(asked.query(Some(3)), "act=began&who=a%26b&before=3");
        assert!(Asked::read("before=x").is_err());
    }
}
