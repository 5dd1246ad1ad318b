//! The examples in the OpenAPI document: what is sent there is sent here, and what is answered here
//! stands there.
//!
//! `POSTERN_BLESS=1 cargo test --workspace --test http examples` writes the answers anew.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use postern_plan::guardrails::Guardrails;
use postern_server::api::examples::{ANSWERED, SENT, text};
use postern_server::pull_requests::{Provider, PullRequests};
use postern_server::state::Door;
use postern_tests::{Forge, skip};
use serde_json::{Value, json};

use crate::access::{PEER, behind_a_proxy, peer};
use crate::apply::applying_door;
use crate::asked::{get, request, send, state};
use crate::pull_requests::{TOKEN, settings};

/// In place of what differs from day to day
const TIME: &str = "2026-11-24T01:00:00Z";
const ULID: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

const RULES: &str = "version = 1\n[[rules]]\nname = \"known-regions\"\nreason = \"data stays there\"\n\
    owner = \"data protection\"\nregions = [\"us-east-1\", \"eu-central-1\"]\n";

fn sent(operation: &str) -> Value {
    let (_, name) = SENT.iter().find(|(o, _)| *o == operation).unwrap();
    serde_json::from_str(text(name).unwrap()).unwrap()
}

/// Somebody who may do everything asks
async fn ask(app: &Router, who: &str, path: &str, body: Option<Value>) -> Value {
    let kind = if path.ends_with("evaluate") {
        "application/x-ndjson"
    } else {
        "application/json"
    };
    let asked = request(body.as_ref().map_or("GET", |_| "POST"), path)
        .header("content-type", kind)
        .header("x-user", who)
        .header("x-groups", "admin");
    let body = body.map_or_else(String::new, |body| body.to_string());
    let answer = send(app.clone(), peer(asked.body(body.into()).unwrap(), PEER)).await;
    assert!(answer.status.is_success(), "{path}: {}", answer.text());
    answer.json()
}

/// The answer without what differs from day to day
fn settled(value: Value) -> Value {
    match value {
        Value::Object(map) => map
            .into_iter()
            .map(|(key, value)| (key, settled(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(settled).collect(),
        Value::String(text) => {
            let id = ["run-", "proposal-"]
                .iter()
                .find(|kind| text.starts_with(**kind) && text.len() == kind.len() + ULID.len());
            if let Some(kind) = id {
                json!(format!("{kind}{ULID}"))
            } else if [40, 64].contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit())
            {
                json!("0".repeat(text.len()))
            } else if text.parse::<jiff::Timestamp>().is_ok() {
                json!(TIME)
            } else {
                json!(text)
            }
        }
        other => other,
    }
}

/// What this server answers, by operation and status
async fn answers(app: &Router) -> BTreeMap<(&'static str, &'static str), Value> {
    let mut all = BTreeMap::new();
    for (operation, path) in [
        ("plan", "/api/v1/plan"),
        ("evaluate", "/api/v1/evaluate"),
        ("lint", "/api/v1/lint"),
        ("inventory", "/api/v1/inventory"),
        ("planTargets", "/api/v1/targets"),
        ("applyTargets", "/api/v1/targets/apply"),
        ("apply", "/api/v1/apply"),
    ] {
        let answer = ask(app, "ada", path, Some(sent(operation))).await;
        all.insert((operation, "200"), answer);
    }
    for (operation, path) in [("guardrails", "/api/v1/guardrails"), ("me", "/api/v1/me")] {
        all.insert((operation, "200"), ask(app, "ada", path, None).await);
    }

    let seen = all[&("apply", "200")]["fingerprint"].clone();
    let mut submit = sent("submit");
    submit["fingerprint"] = seen.clone();
    let made = ask(app, "ada", "/api/v1/proposals", Some(submit)).await;
    let at = format!("/api/v1/proposals/{}", made["id"].as_str().unwrap());
    let decided = ask(app, "grace", &at, Some(sent("decide"))).await;
    for (operation, status) in [
        ("submit", "201"),
        ("proposal", "200"),
        ("decide", "200"),
        ("decide", "202"),
    ] {
        all.insert((operation, status), decided.clone());
    }
    let listed = ask(app, "grace", "/api/v1/proposals", None).await;
    all.insert(("proposals", "200"), listed);

    let mut order = sent("apply");
    order["fingerprint"] = seen;
    let begun = ask(app, "ada", "/api/v1/apply", Some(order)).await;
    let at = format!("/api/v1/runs/{}", begun["id"].as_str().unwrap());
    let done = until_done(app, &at).await;
    for (operation, status) in [
        ("run", "200"),
        ("apply", "202"),
        ("delete", "202"),
        ("ask", "202"),
    ] {
        all.insert((operation, status), done.clone());
    }
    let deletion = ask(app, "ada", "/api/v1/delete", Some(sent("delete"))).await;
    all.insert(("delete", "200"), deletion);
    for (operation, path) in [
        ("runs", "/api/v1/runs"),
        ("record", "/api/v1/record?act=began"),
    ] {
        all.insert((operation, "200"), ask(app, "ada", path, None).await);
    }
    let opened = ask(
        app,
        "ada",
        "/api/v1/pull-requests",
        Some(sent("pullRequest")),
    )
    .await;
    all.insert(("pullRequest", "200"), opened);
    all
}

async fn until_done(app: &Router, at: &str) -> Value {
    for _ in 0..500 {
        let run = ask(app, "ada", at, None).await;
        if run["standing"] == "done" {
            return run;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{at} was never done");
}

#[tokio::test]
async fn every_example_is_what_is_answered() {
    let Some(forge) = Forge::start("github", TOKEN) else {
        return skip("examples", "python3 is not installed");
    };
    let (door, folder) = applying_door("examples").await;
    let opens = PullRequests::new(&settings(&forge, Provider::GitHub, TOKEN), None).unwrap();
    let door = Door {
        pull_requests: Some(Arc::new(opens)),
        ..door
    };
    let guardrails = Guardrails::parse(&postern_plan::catalog::Catalog::load().unwrap(), RULES);
    let state = state().with_door(door).within(guardrails.unwrap());
    let app = postern_server::router::app(behind_a_proxy(state));
    let answers = answers(&app).await;
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src/api/examples");
    for ((operation, status), answer) in &answers {
        let answer = settled(answer.clone());
        let of = ANSWERED
            .iter()
            .find(|(o, s, _)| o == operation && s == status);
        let (_, _, name) = of.unwrap();
        if std::env::var_os("POSTERN_BLESS").is_some() {
            let text = serde_json::to_string_pretty(&answer).unwrap() + "\n";
            std::fs::write(examples.join(name).with_extension("json"), text).unwrap();
            continue;
        }
        let shown: Value = serde_json::from_str(text(name).unwrap()).unwrap();
        assert_eq!(shown, answer, "{operation} {status}");
    }
    assert_eq!(
        answers.len(),
        ANSWERED.len(),
        "an example that nobody asks for"
    );
    let _ = std::fs::remove_dir_all(folder);
}

fn operations(document: &Value) -> impl Iterator<Item = &Value> {
    let paths = document["paths"].as_object().unwrap().values();
    paths.flat_map(|methods| methods.as_object().unwrap().values())
}

#[tokio::test]
async fn every_body_and_every_answer_has_an_example() {
    let document = get("/openapi.json").await.json();
    let mut lacking = BTreeSet::new();
    for operation in operations(&document) {
        let id = operation["operationId"].as_str().unwrap();
        if let Some(body) = operation.get("requestBody") {
            for content in body["content"].as_object().unwrap().values() {
                assert!(
                    content["examples"].is_object(),
                    "{id} has no example of a body"
                );
            }
        }
        for (status, answer) in operation["responses"].as_object().unwrap() {
            for (kind, content) in answer["content"].as_object().into_iter().flatten() {
                if kind != "application/problem+json" && !content["examples"].is_object() {
                    lacking.insert(format!("{id} {status} {kind}"));
                }
            }
        }
    }
    // The catalogue is the same for everybody, and artifacts are files: whoever asks has them.
    let files = lacking.iter().filter(|one| !one.starts_with("render"));
    assert_eq!(files.collect::<Vec<_>>(), ["catalog 200 application/json"]);
    let listed: BTreeSet<&str> = operations(&document)
        .map(|operation| operation["operationId"].as_str().unwrap())
        .collect();
    for (operation, ..) in ANSWERED {
        assert!(listed.contains(operation), "{operation}");
    }
    let problem = &document["components"]["schemas"]["Problem"];
    assert!(problem["example"].is_object());
}
