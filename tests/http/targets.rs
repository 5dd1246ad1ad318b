//! One request for many accounts from the page and for programs: every target is told of, whatever
//! became of the others.

use std::io::{Cursor, Read};
use std::path::PathBuf;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use postern_server::router;
use serde_json::{Value, json};

use crate::apply::{ANSWERS, applying_door};
use crate::asked::{Answer, app, get, post_json, request, send, state};
use crate::machines::document;

fn target(name: &str, account: &str) -> Value {
    json!({ "name": name, "account": account, "region": "us-east-1",
        "placement": document()["placement"] })
}

/// The demo's account, and one that it knows nothing of
fn targets() -> Value {
    json!([
        target("here", "111122223333"),
        target("far", "444455556666")
    ])
}

fn common() -> Value {
    let mut common = document();
    common["grants"][0]["callers"] = json!(["arn:aws:iam::{account}:role/app"]);
    common
}

/// Where nobody has to sign in, with the demo account
async fn applying(name: &str) -> (Router, PathBuf) {
    let (door, folder) = applying_door(name).await;
    (router::app(state().with_door(door)), folder)
}

async fn ask(app: &Router, path: &str, body: &Value) -> Answer {
    let asked = request("POST", path).header("content-type", "application/json");
    send(app.clone(), asked.body(body.to_string().into()).unwrap()).await
}

async fn press(app: &Router, pairs: &[(&str, &str)]) -> Answer {
    let common = common().to_string();
    let targets = json!({ "targets": targets() }).to_string();
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("request", common.as_str()), ("targets", targets.as_str())])
        .extend_pairs(pairs)
        .finish();
    let asked =
        request("POST", "/targets").header("content-type", "application/x-www-form-urlencoded");
    send(app.clone(), asked.body(body.into()).unwrap()).await
}

fn files(answer: &Answer) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(answer.body.clone())).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

#[tokio::test]
async fn a_program_has_each_target_done_and_is_told_of_each() {
    let (app, folder) = applying("targets-machine").await;
    let body = json!({ "request": common(), "targets": targets() });
    let planned = ask(&app, "/api/v1/targets", &body).await;
    assert_eq!(planned.status, StatusCode::OK, "{}", planned.text());
    let planned = planned.json();
    for (at, account) in ["111122223333", "444455556666"].into_iter().enumerate() {
        let one = &planned["targets"][at];
        assert_eq!(one["outcome"], "planned");
        assert_eq!(one["plan"]["plan"]["account"], account);
        let policy = one["plan"]["plan"]["endpoints"][0]["policy"].to_string();
        assert!(policy.contains(&format!("arn:aws:iam::{account}:role/app")));
    }

    let looked = ask(&app, "/api/v1/targets/apply", &body).await.json();
    assert_eq!(looked["targets"][0]["outcome"], "looked");
    assert_eq!(looked["targets"][1]["outcome"], "refused");
    assert_eq!(looked["targets"][1]["problems"][0]["code"], "unreachable");
    let seen = &looked["targets"][0]["plan"]["fingerprint"];

    let mut wrong = body.clone();
    wrong["seen"] = json!({ "here": "sha256:of-something-else" });
    let stale = ask(&app, "/api/v1/targets/apply", &wrong).await.json();
    assert_eq!(stale["targets"][0]["outcome"], "changed");
    assert_eq!(stale["targets"][0]["run"], Value::Null);
    wrong["seen"] = json!({ "elsewhere": "sha256:0" });
    let stranger = ask(&app, "/api/v1/targets/apply", &wrong).await;
    assert_eq!(stranger.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(stranger.json()["errors"][0]["path"], "seen.elsewhere");

    let mut right = body.clone();
    right["seen"] = json!({ "here": seen });
    let begun = ask(&app, "/api/v1/targets/apply", &right).await.json();
    assert_eq!(begun["targets"][0]["outcome"], "begun", "{begun}");
    assert_eq!(begun["targets"][1]["outcome"], "refused");
    let run = begun["targets"][0]["run"].as_str().unwrap().to_owned();
    until(&app, &run, "Everything is there as planned").await;
    let nothing = ask(&app, "/api/v1/targets/apply", &body).await.json();
    assert_eq!(nothing["targets"][0]["outcome"], "nothing");

    let list = send(
        app.clone(),
        request("GET", &format!("/runs?run={run}"))
            .body(String::new().into())
            .unwrap(),
    );
    assert!(list.await.text().contains(&run));
    let other = format!("/runs?run={}", "run-01ARZ3NDEKTSV4RRFFQ69G5FAV");
    let list = send(
        app,
        request("GET", &other).body(String::new().into()).unwrap(),
    );
    assert!(!list.await.text().contains(&run));
    let _ = std::fs::remove_dir_all(folder);
}

async fn until(app: &Router, run: &str, words: &str) {
    for _ in 0..500 {
        let asked = request("GET", &format!("/runs/{run}"));
        let page = send(app.clone(), asked.body(String::new().into()).unwrap()).await;
        if page.text().contains(words) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{run} never said `{words}`");
}

#[tokio::test]
async fn the_page_looks_begins_and_shows_who_was_left_out() {
    let (app, folder) = applying("targets-page").await;
    let looked = press(&app, &[("do", "look")]).await;
    assert_eq!(looked.status, StatusCode::OK, "{}", looked.text());
    let text = looked.text();
    assert!(text.contains("In 1 of 2 targets"), "{text}");
    assert!(text.contains("the demo has account 111122223333"));
    let (_, seen) = text.split_once("name=\"seen\" value=\"here=").unwrap();
    let seen = format!("here={}", seen.split('"').next().unwrap());
    assert!(!text.contains("value=\"far="), "nothing can begin there");

    // Without what was seen nothing begins.
    let unseen = press(&app, &[("do", "apply")]).await;
    assert!(!unseen.text().contains("/runs/run-"));

    let begun = press(&app, &[("do", "apply"), ("seen", &seen)]).await;
    assert_eq!(begun.status, StatusCode::CONFLICT, "one was left out");
    let (_, run) = begun.text().split_once("href=\"/runs/").unwrap();
    let run = run.split('"').next().unwrap().to_owned();
    assert!(begun.text().contains(&format!("/runs?run={run}")));
    until(&app, &run, "Everything is there as planned").await;
    let again = press(&app, &[("do", "look")]).await;
    assert!(again.text().contains("nothing to do"));
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn what_is_wrong_stands_at_its_field_and_everything_typed_is_kept() {
    let mut wrong = common();
    wrong["grants"][0]["auth"] = json!("magic<b>");
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("request", &wrong.to_string())
        .append_pair("targets", "[[targets]]\nname = \"one\"\nregion = 7")
        .finish();
    let asked =
        request("POST", "/targets").header("content-type", "application/x-www-form-urlencoded");
    let answer = send(app(), asked.body(body.into()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    assert!(text.contains("href=\"#targets\""));
    assert!(text.contains("targets[0].account"));
    assert!(text.contains("magic&lt;b&gt;") && !text.contains("magic<b>"));
    assert!(text.contains("name = \"one\"\nregion = 7"));

    let body = json!({ "request": common(), "targets": [{ "name": "one" }] });
    let answer = post_json("/api/v1/targets", body.to_string()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let paths: Vec<String> = answer.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["path"].as_str().unwrap().to_owned())
        .collect();
    assert!(
        paths.contains(&"targets[0].account".to_owned()),
        "{paths:?}"
    );
    let body = json!({ "request": { "version": 1 }, "targets": targets() });
    let answer = post_json("/api/v1/targets", body.to_string()).await;
    assert_eq!(answer.json()["errors"][0]["path"], "request.name");
}

#[tokio::test]
async fn where_nothing_is_applied_targets_are_planned_and_taken_away() {
    let app = app();
    let planned = press(&app, &[("do", "plan")]).await;
    assert_eq!(planned.status, StatusCode::OK);
    assert!(!planned.text().contains("Look at each account"));
    let refused = press(&app, &[("do", "look")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);

    let taken = press(&app, &[("as", "cloudformation")]).await;
    assert_eq!(taken.header("content-type"), "application/zip");
    let page = files(&taken);
    let names: Vec<&str> = page.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["here/stack.yaml", "far/stack.yaml", "deploy.sh"]);
    let body = json!({ "request": common(), "targets": targets() });
    let path = "/api/v1/targets/render?as=cloudformation";
    let rendered = ask(&app, path, &body).await;
    assert_eq!(files(&rendered), page);
}

#[tokio::test]
async fn the_answers_of_the_wizard_are_the_first_target() {
    let page = get(&format!("/targets?{ANSWERS}")).await;
    let text = page.text();
    assert!(text.contains("arn:aws:iam::{account}:role/app"), "{text}");
    assert!(text.contains("[targets.placement]"));
    assert!(text.contains("subnet-0de30000000000012"));
    let empty = get("/targets").await;
    assert_eq!(empty.status, StatusCode::OK);
}

#[tokio::test]
async fn more_than_can_be_looked_at_at_once_are_refused_before_any_account_is_read() {
    let (app, folder) = applying("targets-many").await;
    let many: Vec<Value> = (0..41)
        .map(|at| target(&format!("t{at}"), &format!("{:012}", 100_000 + at)))
        .collect();
    let body = json!({ "request": common(), "targets": many });
    let answer = ask(&app, "/api/v1/targets/apply", &body).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.json()["errors"][0]["code"], "too-many");
    let planned = ask(&app, "/api/v1/targets", &body).await;
    assert_eq!(planned.json()["targets"].as_array().unwrap().len(), 41);
    let _ = std::fs::remove_dir_all(folder);
}
