//! Applying from the pages, on the demo account: what is shown, what is begun, and what is refused.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use postern_plan::catalog::Catalog;
use postern_server::apply::{Applying, Pace};
use postern_server::endpoints::Accounts;
use postern_server::endpoints::cached::{Cached, KEPT};
use postern_server::endpoints::demo::Demo;
use postern_server::recorder::Recorder;
use postern_server::router;
use postern_server::state::Door;
use postern_tests::fresh_store;

use crate::asked::{Answer, app, ask, request, send, state};

pub(crate) const ANSWERS: &str = "name=agents-prod&region=us-east-1&account=111122223333\
    &placement.vpc=vpc-0de30000000000001&placement.subnets=subnet-0de30000000000012\
    &placement.allow_from=10.0.0.0%2F16&grants.0.primitive=runtime&grants.0.auth=sigv4\
    &grants.0.callers=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fapp\
    &grants.0.resources=support-AbCdEf1234&grants.0.access=invoke";

/// The application with the demo account, and where its runs are kept
async fn applying(name: &str) -> (Router, PathBuf) {
    let (door, folder) = applying_door(name).await;
    (router::app(state().with_door(door)), folder)
}

/// The demo account, to be read and changed, and where its runs are kept
pub(crate) async fn applying_door(name: &str) -> (Door, PathBuf) {
    let (_, door, folder) = accounts_door(name).await;
    (door, folder)
}

/// The same with the account itself, for whoever changes it by hand
pub(crate) async fn accounts_door(name: &str) -> (Arc<dyn Accounts>, Door, PathBuf) {
    let folder = std::env::temp_dir().join(format!("postern-http-{name}-{}", std::process::id()));
    let store = fresh_store(&format!("http-{name}"), &folder).await;
    let accounts: Arc<dyn Accounts> = Arc::new(Demo::new().unwrap());
    let pace = Pace {
        poll: Duration::from_millis(10),
        ..Pace::default()
    };
    let catalog = Arc::new(Catalog::load().unwrap());
    let door = Door {
        accounts: Some(Arc::new(Cached::new(Arc::clone(&accounts), KEPT))),
        record: Recorder::new(Some(store.clone())),
        applying: Some(Applying::new(store, Arc::clone(&accounts), catalog, pace)),
        pull_requests: None,
        banner: None,
    };
    (accounts, door, folder)
}

async fn post(app: &Router, path: &str, body: &str) -> Answer {
    let asked = request("POST", path).header("content-type", "application/x-www-form-urlencoded");
    send(app.clone(), asked.body(body.to_owned().into()).unwrap()).await
}

/// The fingerprint that the page holds
pub(crate) fn fingerprint(page: &str) -> String {
    let (_, rest) = page
        .split_once("name=\"fingerprint\" value=\"")
        .expect("a fingerprint");
    rest.split('"').next().unwrap().to_owned()
}

/// The run's page, once it says these words
async fn until(app: &Router, path: &str, words: &str) -> String {
    for _ in 0..500 {
        let text = ask(app.clone(), request("GET", path))
            .await
            .text()
            .to_owned();
        if text.contains(words) {
            return text;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{path} never said `{words}`");
}

#[tokio::test]
async fn a_plan_is_looked_at_begun_watched_and_taken_back() {
    let (app, folder) = applying("whole").await;
    let looked = post(&app, "/apply", &format!("{ANSWERS}&do=look")).await;
    assert_eq!(looked.status, StatusCode::OK, "{}", looked.text());
    let seen = fingerprint(looked.text());

    let begun = post(
        &app,
        "/apply",
        &format!("{ANSWERS}&do=apply&fingerprint={seen}"),
    )
    .await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text());
    let run = begun.header("location").to_owned();
    assert!(run.starts_with("/runs/run-"), "{run}");
    let page = until(&app, &run, "Everything is there as planned").await;
    assert!(page.contains("vpce-") && page.contains("sg-"));

    // What was looked at before is not what is there now.
    let again = post(
        &app,
        "/apply",
        &format!("{ANSWERS}&do=apply&fingerprint={seen}"),
    )
    .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let nothing = post(&app, "/apply", &format!("{ANSWERS}&do=look")).await;
    assert!(nothing.text().contains("everything stands as planned"));

    let asked = post(&app, &run, "ask=rollback").await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    until(&app, &run, "What it made is gone again").await;
    let list = ask(app.clone(), request("GET", "/runs")).await;
    assert!(list.text().contains("rolled-back"));
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn calls_can_be_tried_alone_and_the_preflight_says_what_came_of_it() {
    let (app, folder) = applying("tried").await;
    let looked = post(&app, "/apply", &format!("{ANSWERS}&do=look")).await;
    assert!(looked.text().contains("No dry run was made"));
    let seen = fingerprint(looked.text());
    let tried = post(
        &app,
        "/apply",
        &format!("{ANSWERS}&do=try&fingerprint={seen}"),
    )
    .await;
    assert_eq!(tried.status, StatusCode::SEE_OTHER, "{}", tried.text());
    let page = until(&app, tried.header("location"), "every call that was tried").await;
    assert!(
        !page.contains("vpce-") && !page.contains("Roll back"),
        "{page}"
    );
    let again = post(&app, "/apply", &format!("{ANSWERS}&do=look")).await;
    assert!(!again.text().contains("No dry run was made"));
    assert!(
        again.text().contains("is not there yet"),
        "the group's rules cannot be tried"
    );
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn nothing_is_begun_without_having_been_looked_at() {
    let (app, folder) = applying("unseen").await;
    let blind = post(&app, "/apply", &format!("{ANSWERS}&do=apply")).await;
    assert_eq!(blind.status, StatusCode::CONFLICT);
    let wrong = post(&app, "/apply", &format!("{ANSWERS}&do=apply&fingerprint=0")).await;
    assert_eq!(wrong.status, StatusCode::CONFLICT);
    let blocked = ANSWERS.replace("subnet-0de30000000000012", "subnet-99999999");
    let blocked = post(&app, "/apply", &format!("{blocked}&do=look")).await;
    assert_eq!(blocked.status, StatusCode::UNPROCESSABLE_ENTITY);
    let elsewhere = ANSWERS.replace("111122223333&", "444455556666&");
    let elsewhere = post(&app, "/apply", &format!("{elsewhere}&do=look")).await;
    assert_eq!(elsewhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    let list = ask(app.clone(), request("GET", "/runs")).await;
    assert!(list.text().contains("Nothing was carried out yet"));
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn another_site_begins_and_asks_nothing() {
    let (app, folder) = applying("sites").await;
    for path in ["/apply", "/runs/run-01ARZ3NDEKTSV4RRFFQ69G5FAV", "/where"] {
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://evil.example"),
        ] {
            let asked = request("POST", path)
                .header(name, value)
                .header("content-type", "application/x-www-form-urlencoded");
            let answer = send(app.clone(), asked.body("do=look".into()).unwrap()).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {name}");
        }
    }
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn what_is_no_run_is_not_found_and_what_is_no_ask_is_refused() {
    let (app, folder) = applying("names").await;
    for path in [
        "/runs/run-01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "/runs/..%2Fx",
        "/runs/x",
    ] {
        let answer = ask(app.clone(), request("GET", path)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let wrong = post(&app, "/runs/run-01ARZ3NDEKTSV4RRFFQ69G5FAV", "ask=explode").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn where_plans_are_not_applied_it_says_how_they_are() {
    for body in [
        "do=look".to_owned(),
        format!("{ANSWERS}&do=apply&fingerprint=0"),
    ] {
        let answer = post(&app(), "/apply", &body).await;
        assert!(answer.text().contains("not started with --apply"));
        assert!(answer.text().contains("ec2:CreateVpcEndpoint") || body == "do=look");
    }
    let run = ask(
        app(),
        request("GET", "/runs/run-01ARZ3NDEKTSV4RRFFQ69G5FAV"),
    )
    .await;
    assert_eq!(run.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_was_made_is_deleted_only_as_shown_and_only_when_meant() {
    let (app, folder) = applying("deleted").await;
    let nothing = post(&app, "/delete", &format!("{ANSWERS}&do=look")).await;
    assert!(
        nothing.text().contains("Nothing is to be deleted"),
        "{}",
        nothing.text()
    );
    assert!(!nothing.text().contains("name=\"confirm\""));

    let looked = post(&app, "/apply", &format!("{ANSWERS}&do=look")).await;
    let seen = fingerprint(looked.text());
    let begun = post(
        &app,
        "/apply",
        &format!("{ANSWERS}&do=apply&fingerprint={seen}"),
    )
    .await;
    until(
        &app,
        begun.header("location"),
        "Everything is there as planned",
    )
    .await;

    let shown = post(&app, "/delete", &format!("{ANSWERS}&do=look")).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(
        shown
            .text()
            .contains("Delete 1 endpoint and 1 security group in account 111122223333")
    );
    let seen = fingerprint(shown.text());
    let press = |confirm: &str, seen: &str| {
        format!("{ANSWERS}&do=delete&confirm={confirm}&fingerprint={seen}")
    };
    let unmeant = post(&app, "/delete", &press("agents", &seen)).await;
    assert_eq!(unmeant.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unmeant
            .text()
            .contains("so that nothing is deleted by mistake")
    );
    assert!(unmeant.text().contains("<title>Error: "));
    let unseen = post(&app, "/delete", &press("agents-prod", "another")).await;
    assert_eq!(unseen.status, StatusCode::CONFLICT);

    let begun = post(&app, "/delete", &press("agents-prod", &seen)).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text());
    let page = until(
        &app,
        begun.header("location"),
        "Everything that was to be deleted is gone",
    )
    .await;
    assert!(!page.contains("Roll back"), "{page}");
    let gone = post(&app, "/delete", &format!("{ANSWERS}&do=look")).await;
    assert!(gone.text().contains("Nothing is to be deleted"));
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn where_nothing_is_applied_nothing_is_deleted() {
    for answer in [
        ask(app(), request("GET", "/delete")).await,
        post(
            &app(),
            "/delete",
            &format!("{ANSWERS}&do=delete&confirm=agents-prod"),
        )
        .await,
    ] {
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.text().contains("not started with --apply"));
    }
}
