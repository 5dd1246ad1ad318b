//! The record: searched on a page, and taken away as CSV or as lines of JSON.
//!
//! Must show whoever is an admin in some accounts what is about those, and no more.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use futures_util::stream;
use postern_app::document::document;
use postern_app::record::{Kept, RecordLine, RecordPage};
use postern_app::{pages, routes};

use crate::error::HttpError;
use crate::extract::QueryText;
use crate::record::search::{Asked, BATCH, found, seen};
use crate::record::{Act, Row};
use crate::recorder::Recorder;
use crate::state::Door;
use crate::themed::Themed;
use crate::visitor::Visitor;

/// As many as a page shows
const MOST: usize = 100;

/// The page.
pub async fn get(
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
    visitor: Visitor,
    QueryText(query): QueryText,
) -> Result<Html<String>, HttpError> {
    let Some(store) = door.record.store() else {
        return Ok(Html(document(
            &shell,
            pages::record(&RecordPage::default()),
        )));
    };
    let asked = Asked::read(&query)?;
    let (rows, more) = found(store, &asked, &visitor, MOST).await?;
    let last = rows.last().filter(|_| more).map(|row| row.index.seq);
    let page = RecordPage {
        query: asked.query(None),
        older: last.map(|seq| asked.query(Some(seq))),
        acts: Act::ALL.iter().map(|act| act.as_str()).collect(),
        lines: rows.iter().map(line).collect(),
        kept: Kept::Yes,
        search: asked.search,
    };
    Ok(Html(document(&shell, pages::record(&page))))
}

/// All that is found, as CSV.
pub async fn csv(
    State(recorder): State<Recorder>,
    visitor: Visitor,
    QueryText(query): QueryText,
) -> Result<Response, HttpError> {
    let head = [
        "entry", "at", "who", "act", "target", "account", "hash", "text",
    ];
    let kind = "text/csv; charset=utf-8; header=present";
    taken(&recorder, visitor, &query, kind, cells(head), csv_line)
}

/// All that is found, as lines of JSON: what was said when it was written.
pub async fn json(
    State(recorder): State<Recorder>,
    visitor: Visitor,
    QueryText(query): QueryText,
) -> Result<Response, HttpError> {
    let kind = "application/x-ndjson";
    let line = |row: &Row| row.line() + "\n";
    taken(&recorder, visitor, &query, kind, String::new(), line)
}

/// Reads and sends a batch at a time, so that no record is too long
fn taken(
    recorder: &Recorder,
    visitor: Visitor,
    query: &str,
    kind: &'static str,
    head: String,
    line: fn(&Row) -> String,
) -> Result<Response, HttpError> {
    let store = recorder.store().ok_or(HttpError::NotFound)?.clone();
    let asked = Asked::read(query)?;
    let first = Some((Some(head), asked.before));
    let body = stream::unfold(first, move |state| {
        let (store, visitor, wanted) = (store.clone(), visitor.clone(), asked.wanted.clone());
        async move {
            let (head, before) = state?;
            if let Some(head) = head {
                return Some((Ok(Bytes::from(head)), Some((None, before))));
            }
            match store.recorded(&wanted, before, BATCH).await {
                Ok(rows) => {
                    let next = rows.last()?.index.seq;
                    let lines = rows.iter().filter(|row| seen(row, &visitor)).map(line);
                    let text: String = lines.collect();
                    Some((Ok(Bytes::from(text)), Some((None, next))))
                }
                // What was sent is cut off, so that nobody takes it for all.
                Err(error) => Some((Err(error), None)),
            }
        }
    });
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, "attachment"),
    ];
    Ok((headers, Body::from_stream(body)).into_response())
}

fn line(row: &Row) -> RecordLine {
    let index = row.index.clone();
    let written = row.read();
    let mut details: Vec<String> = Vec::new();
    if let Some(written) = written {
        let words = written.details.iter();
        details.extend(words.map(|(word, value)| format!("{word}: {value}")));
        details.extend(written.plan.map(|plan| format!("plan: {plan}")));
        if !written.requests.is_empty() {
            details.push(format!("AWS requests: {}", written.requests.join(", ")));
        }
    }
    let run = index
        .target
        .starts_with("run-")
        .then(|| routes::run(&index.target));
    RecordLine {
        seq: index.seq,
        at: index.at,
        who: index.who,
        act: index.act,
        target: index.target,
        account: index.account,
        details,
        href: run,
    }
}

fn csv_line(row: &Row) -> String {
    let index = &row.index;
    let seq = index.seq.to_string();
    cells([
        seq.as_str(),
        &index.at,
        &index.who,
        &index.act,
        &index.target,
        &index.account,
        &row.hash,
        &row.text,
    ])
}

/// A line of CSV (RFC 4180). What a spreadsheet would take for a formula begins with an apostrophe,
/// which spreadsheets do not show
fn cells<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    let quoted = values.into_iter().map(|value| {
        let formula = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let guard = if formula { "'" } else { "" };
        format!("\"{guard}{}\"", value.replace('"', "\"\""))
    });
    quoted.collect::<Vec<_>>().join(",") + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_or_ends_early() {
        assert_eq!(cells(["a", "b,c", "d\"e"]), "\"a\",\"b,c\",\"d\"\"e\"\r\n");
        assert_eq!(cells(["=1+1", "@x"]), "\"'=1+1\",\"'@x\"\r\n");
        assert_eq!(cells(["a\nb"]), "\"a\nb\"\r\n");
    }
}
