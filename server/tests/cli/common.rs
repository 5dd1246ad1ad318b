//! The binary, requests to feed it, and folders to write into.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use postern_plan::artifact::{Artifact, Format, render};
use postern_plan::catalog::Catalog;
use postern_plan::plan::Plan;
use postern_plan::request::Request;

pub(crate) const REQUEST: &str = r#"version = 1
name = "cli"
region = "us-east-1"
account = "111122223333"
[placement]
vpc = "vpc-0a1b2c3d4e5f60718"
subnets = ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"]
allow_from = ["10.0.0.0/16"]
[[grants]]
primitive = "memory"
auth = "sigv4"
callers = ["arn:aws:iam::111122223333:role/app"]
resources = ["notes-AbCdEf1234"]
access = "use"
[[grants]]
primitive = "gateway"
auth = "oauth"
resources = ["tools-abcdef1234"]
access = "invoke"
"#;

/// What a command did
pub(crate) struct Done {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs `postern` with these words and this on standard input
pub(crate) fn postern(words: &[&str], input: &str) -> Done {
    let mut child = Command::new(env!("CARGO_BIN_EXE_postern"))
        .args(words)
        .env_remove("NO_COLOR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // It is written while the answers are read: both may be longer than a pipe holds.
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            // A command that reads no input may be gone already.
            let _ = stdin.write_all(input.as_bytes());
        });
        child.wait_with_output().unwrap()
    });
    Done {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// An empty folder of the test's own
pub(crate) fn folder(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

pub(crate) fn plan_of(request: &str) -> Plan {
    let catalog = Catalog::load().unwrap();
    postern_plan::plan(&catalog, None, &Request::parse(&catalog, request).unwrap())
}

pub(crate) fn files(request: &str, format: Format) -> Vec<Artifact> {
    render(&plan_of(request), format).unwrap()
}

pub(crate) fn golden() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plan/tests/golden");
    let mut cases: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .map(|path| {
            (
                path.display().to_string(),
                fs::read_to_string(path).unwrap(),
            )
        })
        .collect();
    cases.sort();
    assert!(cases.len() >= 30);
    cases
}
