//! What is written down about a request, and what never is.

use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Once;

use postern_server::error::HttpError;
use postern_server::route_table::Access::Public;
use postern_server::route_table::RouteTable;
use postern_server::route_table::Verb::Get;
use postern_server::routes::FixedPath;

use crate::asked::{Answer, ask, layered, request};

thread_local! {
    /// What this test wrote: each test and its requests have one thread
    static WRITTEN: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Starts the one log of this process, before the first request of any test: a line of source
/// that logs before there is a log may stay silent
pub(crate) fn start() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(|| Log)
            .init();
    });
}

/// What this thread wrote since this was last asked
pub(crate) fn written() -> String {
    String::from_utf8(WRITTEN.take()).unwrap()
}

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        WRITTEN.with_borrow_mut(|written| written.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Asks for `path` and returns the answer with the log of it
async fn logged(path: &str) -> (Answer, String) {
    let fails = || async { HttpError::internal(io::Error::other("the cause")) };
    let table = RouteTable::new()
        .on(Get, FixedPath::new("/fine"), Public, || async { "fine" })
        .on(Get, FixedPath::new("/fail"), Public, fails);
    let answer = ask(layered(table), request("GET", path)).await;
    (answer, String::from_utf8(WRITTEN.take()).unwrap())
}

#[tokio::test]
async fn one_line_with_the_path_and_never_the_query() {
    let (answer, log) = logged("/fine?account=111122223333").await;
    assert_eq!(log.lines().count(), 1, "{log}");
    for part in [
        answer.header("x-request-id"),
        "method=GET",
        "\"/fine\"",
        "status=200",
    ] {
        assert!(log.contains(part), "{part}: {log}");
    }
    assert!(!log.contains("1111"), "{log}");
}

#[tokio::test]
async fn a_fault_is_written_down_once_with_its_cause_and_its_request() {
    let (answer, log) = logged("/fail").await;
    let faults: Vec<&str> = log.lines().filter(|line| line.contains("ERROR")).collect();
    assert_eq!(faults.len(), 1, "{log}");
    assert!(faults[0].contains("the cause"), "{log}");
    assert!(faults[0].contains(answer.header("x-request-id")), "{log}");
}
