//! `postern audit verify`: a record that is what was written, and one that is not.

use std::fs;
use std::path::Path;
use std::process::Command;

use postern_server::record::{Act, Entry};
use postern_server::store::Store;

use crate::common::{Done, folder};

const NOW: &str = "2026-11-23T00:00:00Z";

fn verify(state: &Path, words: &[&str]) -> Done {
    let output = Command::new(env!("CARGO_BIN_EXE_postern"))
        .args(["audit", "verify", "--state"])
        .arg(state)
        .args(words)
        .env_remove("POSTERN_CONFIG")
        .output()
        .unwrap();
    Done {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn waited<T>(work: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(work)
}

/// A record of this many entries, and its lines
fn written(state: &Path, entries: usize) -> String {
    waited(async {
        let store = Store::open(state).await.unwrap();
        for number in 0..entries {
            let entry = Entry::new(Act::Began, format!("who {number}"), "run-1");
            store.record(&entry, NOW).await.unwrap();
        }
        let rows = store.record_from(1, 1000).await.unwrap();
        let lines = rows.iter().map(|row| row.line() + "\n").collect();
        store.close().await;
        lines
    })
}

fn changed(state: &Path, sql: &'static str) {
    waited(async {
        let address = format!("sqlite://{}/postern.db", state.display());
        let pool = sqlx::AnyPool::connect(&address).await.unwrap();
        sqlx::query(sql).execute(&pool).await.unwrap();
        pool.close().await;
    });
}

#[test]
fn a_record_is_proven_to_its_last_hash() {
    let state = folder("audit-right");
    assert_eq!(verify(&state, &[]).out, "the record is empty\n");
    let lines = written(&state, 3);
    let file = state.join("lines.jsonl");
    fs::write(&file, format!("Postern is listening on x\n{lines}")).unwrap();
    let done = verify(&state, &["--lines", file.to_str().unwrap()]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    let last = lines.rsplit("\"hash\":\"").next().unwrap();
    let last = last.split('"').next().unwrap();
    let said = format!("3 entries, all as they were written; the last hash is {last}\n");
    assert_eq!(done.out, said);
}

#[test]
fn whatever_was_done_to_a_record_is_found() {
    for (name, sql, said) in [
        (
            "changed",
            "UPDATE record SET entry = REPLACE(entry, 'who 1', 'eve') WHERE seq = 2",
            "entry 2 was changed: its text",
        ),
        (
            "misfiled",
            "UPDATE record SET who = 'eve' WHERE seq = 2",
            "entry 2 was changed: it is found",
        ),
        (
            "gone",
            "DELETE FROM record WHERE seq = 2",
            "entry 2 is missing: entry 3",
        ),
        (
            "first",
            "DELETE FROM record WHERE seq = 1",
            "entry 1 is missing: entry 2",
        ),
    ] {
        let state = folder(&format!("audit-{name}"));
        written(&state, 3);
        changed(&state, sql);
        let done = verify(&state, &[]);
        assert_eq!((done.code, done.out.as_str()), (1, ""), "{name}");
        assert!(done.err.contains(said), "{name}: {}", done.err);
    }
}

#[test]
fn an_end_that_was_cut_off_is_found_with_lines_that_were_kept() {
    let state = folder("audit-cut");
    let lines = written(&state, 3);
    changed(&state, "DELETE FROM record WHERE seq = 3");
    assert_eq!(verify(&state, &[]).code, 0, "the chain alone does not tell");
    let file = state.join("lines.jsonl");
    fs::write(&file, &lines).unwrap();
    let done = verify(&state, &["--lines", file.to_str().unwrap()]);
    assert_eq!(done.code, 1);
    assert!(
        done.err.contains("entry 3 is missing or was changed"),
        "{}",
        done.err
    );
    fs::write(&file, "nothing of it\n").unwrap();
    let done = verify(&state, &["--lines", file.to_str().unwrap()]);
    assert_eq!(done.code, 2);
    assert!(done.err.contains("no line of a record"), "{}", done.err);
}
