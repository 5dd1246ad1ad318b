//! The API asked by Schemathesis: what the OpenAPI document lets programs send, and what it does not.
//!
//! Every answer must be one that the document has, of its type and its schema, and never a fault.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use postern_tests::{Run, Scratch, postern_bin, python_with, skip, tool};

/// How many cases of each operation are made up, beside those that its schema lists
const CASES: &str = "25";

/// A Postern of the demo, stopped on drop
struct Demo {
    child: Child,
    url: String,
}

impl Demo {
    fn start(scratch: &Scratch, settings: &[(&str, &str)]) -> Self {
        let mut child = Command::new(postern_bin())
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--state"])
            .arg(scratch.path().join("state"))
            .env_clear()
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        said.read_line(&mut line).unwrap();
        let url = line.split_whitespace().last().unwrap().to_owned();
        Self { child, url }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn judge(name: &str, settings: &[(&str, &str)], headers: &[&str]) {
    let Some(schemathesis) = tool("schemathesis") else {
        return skip(name, "schemathesis not installed");
    };
    let scratch = Scratch::new(name);
    let demo = Demo::start(&scratch, settings);
    let hooks = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracles/schemathesis.py");
    let config = scratch.path().join("schemathesis.toml");
    std::fs::write(
        &config,
        format!("hooks = {:?}\n", hooks.display().to_string()),
    )
    .unwrap();
    let mut asked = Run::new(&schemathesis)
        .within(scratch.path())
        .deadline(Duration::from_mins(4))
        .args(["--config-file", "schemathesis.toml", "run"])
        .arg(format!("{}/openapi.json", demo.url))
        .args(["--phases", "examples,coverage,fuzzing"])
        .args(["--max-examples", CASES, "--seed", "1"])
        .args([
            "--no-shrink",
            "--request-timeout",
            "30",
            "--warnings",
            "off",
        ])
        .args([
            "--checks",
            "not_a_server_error,status_code_conformance,content_type_conformance,\
             response_headers_conformance,response_schema_conformance",
        ]);
    for header in headers {
        asked = asked.args(["--header", header]);
    }
    let ended = asked.end();
    assert!(ended.ok(), "{ended}");
    // It asked for something: a document without operations would be well, too.
    let cases = ended
        .stdout
        .lines()
        .find_map(|line| line.trim().split_once(" generated, "))
        .and_then(|(count, _)| count.parse::<u32>().ok());
    assert!(cases.is_some_and(|count| count > 1000), "{ended}");
}

#[test]
fn every_example_is_as_its_schema_says() {
    let Some(python) = python_with("jsonschema") else {
        return skip("openapi examples", "Python with jsonschema not found");
    };
    let scratch = Scratch::new("openapi-examples");
    let demo = Demo::start(&scratch, &[]);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracles/examples.py");
    let held = Run::new(&python)
        .arg(script)
        .arg(format!("{}/openapi.json", demo.url))
        .stdout();
    let held: usize = held.trim().parse().unwrap();
    assert!(held > 30, "{held} were held against their schemas");
}

#[test]
fn every_answer_is_one_that_the_document_has() {
    judge("openapi", &[], &[]);
}

#[test]
fn every_answer_to_whoever_signed_in_is_too() {
    let settings = [
        ("POSTERN_PROXY__PEERS", "127.0.0.1"),
        ("POSTERN_PROXY__GROUPS_HEADER", "x-groups"),
        ("POSTERN_ROLES__VIEWER", "staff"),
        ("POSTERN_ROLES__ADMIN", "platform"),
        ("POSTERN_APPLY__ENABLED", "true"),
        ("POSTERN_APPROVALS__REQUIRED", "true"),
        ("POSTERN_LIMITS__PER_MINUTE", "60000"),
        ("POSTERN_LIMITS__AT_ONCE", "60000"),
    ];
    let headers = ["x-forwarded-user: ada", "x-groups: platform"];
    judge("openapi-signed-in", &settings, &headers);
}
