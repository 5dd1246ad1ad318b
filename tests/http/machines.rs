//! What a person can do a program can do: look, begin, watch, ask, delete, read the record; and what
//! is asked under one key is done once.

use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use postern_server::route_table::Verb;
use postern_server::router;
use postern_server::state::Door;
use serde_json::{Value, json};

use crate::access;
use crate::apply::applying_door;
use crate::asked::{Answer, request, send, state};
use crate::tokens::{program, token};

/// The request that these tests ask for
pub(crate) fn document() -> Value {
    json!({
        "version": 1, "name": "agents-prod", "region": "us-east-1", "account": "111122223333",
        "placement": {
            "vpc": "vpc-0de30000000000001", "subnets": ["subnet-0de30000000000012"],
            "allow_from": ["10.0.0.0/16"],
        },
        "grants": [{
            "primitive": "runtime", "auth": "sigv4", "access": "invoke",
            "callers": ["arn:aws:iam::111122223333:role/app"], "resources": ["support-AbCdEf1234"],
        }],
    })
}

fn body(fingerprint: Option<&str>) -> String {
    json!({ "request": document(), "fingerprint": fingerprint }).to_string()
}

/// Where nobody has to sign in
struct Open {
    app: Router,
    door: Door,
    folder: std::path::PathBuf,
}

impl Open {
    async fn start(name: &str) -> Self {
        let (door, folder) = applying_door(name).await;
        let app = router::app(state().with_door(door.clone()));
        Self { app, door, folder }
    }

    async fn get(&self, path: &str) -> Answer {
        let asked = request("GET", path).body(String::new().into()).unwrap();
        send(self.app.clone(), asked).await
    }

    async fn post(&self, path: &str, key: &str, body: String) -> Answer {
        let mut asked = request("POST", path).header("content-type", "application/json");
        if !key.is_empty() {
            asked = asked.header("idempotency-key", key);
        }
        send(self.app.clone(), asked.body(body.into()).unwrap()).await
    }

    /// The fingerprint of the plan as things are
    async fn looked(&self) -> String {
        let looked = self.post("/api/v1/apply", "", body(None)).await;
        assert_eq!(looked.status, StatusCode::OK, "{}", looked.text());
        looked.json()["fingerprint"].as_str().unwrap().to_owned()
    }

    async fn until(&self, path: &str, standing: &str) -> Value {
        for _ in 0..500 {
            let run = self.get(path).await.json();
            if run["standing"] == standing {
                return run;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{path} never was {standing}");
    }

    async fn runs(&self) -> usize {
        let store = self.door.record.store().unwrap();
        store.runs(100).await.unwrap().len()
    }

    fn end(self) {
        let _ = std::fs::remove_dir_all(self.folder);
    }
}

#[tokio::test]
async fn a_program_looks_begins_watches_and_takes_back() {
    let open = Open::start("machine-whole").await;
    let seen = open.looked().await;
    let begun = open.post("/api/v1/apply", "", body(Some(&seen))).await;
    assert_eq!(begun.status, StatusCode::ACCEPTED, "{}", begun.text());
    let run = begun.header("location").to_owned();
    let done = open.until(&run, "done").await;
    assert!(
        done["steps"]
            .as_array()
            .unwrap()
            .iter()
            .any(|step| step["made"].is_string())
    );
    assert!(
        done["events"]
            .as_array()
            .unwrap()
            .iter()
            .all(|event| event["event"].is_object())
    );
    let listed = open.get("/api/v1/runs").await.json();
    assert_eq!(listed["runs"][0]["id"], done["id"]);
    assert_eq!(listed["before"], Value::Null);
    let stale = open.post("/api/v1/apply", "", body(Some(&seen))).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert_eq!(stale.json()["errors"][0]["code"], "changed");
    let now = open.looked().await;
    let nothing = open.post("/api/v1/apply", "", body(Some(&now))).await;
    assert_eq!(nothing.status, StatusCode::OK, "what stands makes nothing");
    let asked = open
        .post(&run, "", json!({ "ask": "rollback" }).to_string())
        .await;
    assert_eq!(asked.status, StatusCode::ACCEPTED, "{}", asked.text());
    let back = open.until(&run, "rolled-back").await;
    assert!(
        back["steps"]
            .as_array()
            .unwrap()
            .iter()
            .any(|step| step["undoes"].is_number())
    );
    for (body, status) in [
        (json!({ "ask": "dance" }), StatusCode::UNPROCESSABLE_ENTITY),
        (json!({ "ask": 1 }), StatusCode::UNPROCESSABLE_ENTITY),
        (json!([]), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(
            open.post(&run, "", body.to_string()).await.status,
            status,
            "{body}"
        );
    }
    let record = open.get("/api/v1/record?act=began").await.json();
    assert_eq!(record["entries"][0]["target"], done["id"]);
    open.end();
}

#[tokio::test]
async fn what_a_request_made_is_deleted_once_it_is_confirmed() {
    let open = Open::start("machine-delete").await;
    let seen = open.looked().await;
    let begun = open.post("/api/v1/apply", "", body(Some(&seen))).await;
    open.until(begun.header("location"), "done").await;
    let shown = open.post("/api/v1/delete", "", body(None)).await.json();
    assert_eq!(shown["nothing"], false);
    let said = |confirm: &str, seen: &Value| {
        json!({ "request": document(), "fingerprint": seen, "confirm": confirm }).to_string()
    };
    let seen = &shown["fingerprint"];
    let unsure = open.post("/api/v1/delete", "", said("agents", seen)).await;
    assert_eq!(unsure.json()["errors"][0]["code"], "not-confirmed");
    let stale = open
        .post("/api/v1/delete", "", said("agents-prod", &json!("x")))
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let gone = open
        .post("/api/v1/delete", "", said("agents-prod", seen))
        .await;
    assert_eq!(gone.status, StatusCode::ACCEPTED, "{}", gone.text());
    open.until(gone.header("location"), "done").await;
    let left = open.post("/api/v1/delete", "", body(None)).await.json();
    assert_eq!(left["nothing"], true);
    open.end();
}

#[tokio::test]
async fn what_is_asked_under_one_key_is_done_once() {
    let open = Open::start("machine-key").await;
    let seen = open.looked().await;
    let first = open.post("/api/v1/apply", "k-1", body(Some(&seen))).await;
    assert_eq!(first.status, StatusCode::ACCEPTED, "{}", first.text());
    let again = open.post("/api/v1/apply", "k-1", body(Some(&seen))).await;
    assert_eq!(
        (
            again.status,
            again.header("location"),
            again.header("content-type"),
            again.text()
        ),
        (
            first.status,
            first.header("location"),
            first.header("content-type"),
            first.text()
        )
    );
    assert_eq!(open.runs().await, 1);
    for (path, other) in [
        ("/api/v1/apply", body(None)),
        // The same bytes elsewhere are something else.
        ("/api/v1/delete", body(Some(&seen))),
    ] {
        let other = open.post(path, "k-1", other).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert_eq!(other.json()["errors"][0]["code"], "key-reused");
    }
    // A refusal did nothing, and lets go.
    for ask in ["dance", "dance"] {
        let refused = open
            .post(
                first.header("location"),
                "k-2",
                json!({ "ask": ask }).to_string(),
            )
            .await;
        assert_eq!(refused.json()["errors"][0]["code"], "unknown-word");
    }
    for wrong in ["a b", &"k".repeat(256)] {
        let refused = open.post("/api/v1/apply", wrong, body(None)).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    open.end();
}

#[tokio::test]
async fn many_that_ask_at_once_under_one_key_begin_one_run() {
    let open = Open::start("machine-race").await;
    let seen = open.looked().await;
    let mut asks = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let asked = request("POST", "/api/v1/apply")
            .header("content-type", "application/json")
            .header("idempotency-key", "k");
        let asked = asked.body(body(Some(&seen)).into()).unwrap();
        asks.spawn(send(open.app.clone(), asked));
    }
    let answers = asks.join_all().await;
    for answer in &answers {
        let right = [StatusCode::ACCEPTED, StatusCode::CONFLICT].contains(&answer.status);
        assert!(right, "{}", answer.text());
    }
    assert!(
        answers
            .iter()
            .any(|answer| answer.status == StatusCode::ACCEPTED)
    );
    assert_eq!(open.runs().await, 1);
    open.end();
}

#[tokio::test]
async fn a_token_is_named_beside_whoever_made_it() {
    let (door, folder) = applying_door("machine-token").await;
    let app = access::app(door);
    let secret = token(
        &app,
        "ada",
        "demo-applier",
        "name=robot-7&role=applier&places=demo",
    )
    .await;
    let ask = |path: &'static str, body: String| {
        let (app, secret) = (app.clone(), secret.clone());
        async move { program(&app, Verb::Post, path, &secret, &body).await }
    };
    let looked = ask("/api/v1/apply", body(None)).await.json();
    let seen = looked["fingerprint"].as_str().unwrap();
    let begun = ask("/api/v1/apply", body(Some(seen))).await;
    assert_eq!(begun.status, StatusCode::ACCEPTED, "{}", begun.text());
    assert_eq!(begun.json()["who"], "ada by token robot-7");
    let mut elsewhere = document();
    elsewhere["account"] = json!("444455556666");
    let refused = ask("/api/v1/apply", json!({ "request": elsewhere }).to_string()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let author = token(&app, "ada", "demo-applier", "name=writer&role=author").await;
    let begins = program(
        &app,
        Verb::Post,
        "/api/v1/apply",
        &author,
        &body(Some(seen)),
    )
    .await;
    assert_eq!(
        begins.status,
        StatusCode::FORBIDDEN,
        "an author looks and does not begin"
    );
    let me = program(&app, Verb::Get, "/api/v1/me", &author, "")
        .await
        .json();
    assert_eq!((&me["id"], &me["token"]), (&json!("ada"), &json!("writer")));
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn where_nothing_is_carried_out_programs_are_told() {
    let answer = crate::asked::post_json("/api/v1/apply", body(None)).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(answer.json()["errors"][0]["code"], "apply-off");
    for wrong in [
        "{}",
        "{\"request\": 5}",
        "{\"request\": {}, \"x\": 1}",
        "[]",
    ] {
        let answer = crate::asked::post_json("/api/v1/apply", wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let half = crate::asked::post_json("/api/v1/apply", "{\"request\": {\"version\": 1}}").await;
    let paths: Vec<String> = half.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["path"].as_str().unwrap().to_owned())
        .collect();
    assert!(paths.contains(&"request.region".to_owned()), "{paths:?}");
}
