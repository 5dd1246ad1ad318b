//! Proposals through the API: the same rules as on the pages, in words for programs.

use axum::http::StatusCode;
use postern_server::approvals::AccountTerms;
use postern_server::route_table::Verb;
use serde_json::{Value, json};

use super::portal::{ADA, GRACE, IDA, Portal, Somebody, portal, terms};
use crate::apply::applying_door;
use crate::asked::{Answer, request, send, state};
use crate::machines::document;
use crate::tokens::{program, token};

const PROPOSALS: &str = "/api/v1/proposals";

/// What Ada is answered who looks at the plan
async fn looked(portal: &Portal) -> Value {
    let body = json!({ "request": document() });
    let looked = portal.api(ADA, "/api/v1/apply", Some(&body)).await;
    assert_eq!(looked.status, StatusCode::OK, "{}", looked.text());
    looked.json()["fingerprint"].clone()
}

async fn submitted(portal: &Portal) -> Answer {
    let body = json!({
        "request": document(), "fingerprint": looked(portal).await, "text": "For the agents",
    });
    let submitted = portal.api(ADA, PROPOSALS, Some(&body)).await;
    assert_eq!(
        submitted.status,
        StatusCode::CREATED,
        "{}",
        submitted.text()
    );
    submitted
}

async fn says(portal: &Portal, who: Somebody, at: &str, wish: &str, text: &str) -> Answer {
    let body = json!({ "wish": wish, "text": text });
    portal.api(who, at, Some(&body)).await
}

fn code(answer: &Answer) -> Value {
    answer.json()["errors"][0]["code"].clone()
}

#[tokio::test]
async fn what_a_program_submits_others_approve_and_it_is_carried_out_once() {
    let portal = portal("api-whole", terms()).await;
    let seen = looked(&portal).await;
    let body = json!({ "request": document(), "fingerprint": seen });
    let direct = portal.api(IDA, "/api/v1/apply", Some(&body)).await;
    assert_eq!(direct.status, StatusCode::CONFLICT, "{}", direct.text());
    assert_eq!(code(&direct), "unapproved");
    let made = submitted(&portal).await;
    let at = made.header("location").to_owned();
    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(at, format!("{PROPOSALS}/{id}"));
    let read = portal.api(GRACE, &at, None).await.json();
    assert_eq!(
        (&read["stage"], &read["missing"], &read["who"]),
        (&json!("open"), &json!(1), &json!("ada"))
    );
    let again = json!({ "request": read["request"] });
    let again = portal.api(ADA, "/api/v1/apply", Some(&again)).await.json();
    assert_eq!(again["fingerprint"], seen, "it can be submitted again");
    assert_eq!(read["plan"]["plan"]["name"], "agents-prod");
    assert_eq!(read["deletion"], Value::Null);
    assert_eq!(read["may"], json!(["approve", "reject", "comment"]));
    assert_eq!(read["happened"][0]["text"], "For the agents");
    let page = portal.page(GRACE, &format!("/proposals/{id}")).await;
    assert!(page.contains("For the agents"), "pages show the same");
    let early = says(&portal, IDA, &at, "begin", "").await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(code(&early), "too-few-approvals");
    let approved = says(&portal, GRACE, &at, "approve", "Fine").await;
    assert_eq!(approved.status, StatusCode::OK, "{}", approved.text());
    assert_eq!(approved.json()["stage"], "approved");
    assert_eq!(approved.json()["approvers"], json!(["grace"]));
    assert!(portal.store.runs(10).await.unwrap().is_empty());
    let begun = says(&portal, IDA, &at, "begin", "").await;
    assert_eq!(begun.status, StatusCode::ACCEPTED, "{}", begun.text());
    let run = begun.json()["run"].as_str().unwrap().to_owned();
    assert_eq!(begun.header("location"), format!("/api/v1/runs/{run}"));
    let twice = says(&portal, IDA, &at, "begin", "").await;
    assert_eq!(
        (twice.status, code(&twice)),
        (StatusCode::UNPROCESSABLE_ENTITY, json!("over"))
    );
    assert_eq!(portal.store.runs(10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn who_may_say_what_through_the_api() {
    let portal = portal("api-roles", terms()).await;
    let made = submitted(&portal).await;
    let at = made.header("location").to_owned();
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    for (who, wish, status) in [
        (("ada", "demo-author"), "approve", StatusCode::FORBIDDEN),
        (("ida", "demo-applier"), "reject", StatusCode::FORBIDDEN),
        (("grace", "demo-approver"), "begin", StatusCode::FORBIDDEN),
        (("joan", "demo-viewer"), "comment", StatusCode::FORBIDDEN),
        (("joan", "other-approver"), "approve", StatusCode::NOT_FOUND),
        (("grace", "demo-approver"), "withdraw", wrong),
        (("ada", "demo-admin"), "approve", wrong),
        (("grace", "demo-approver"), "publish", wrong),
        (("ida", "demo-applier"), "comment", StatusCode::OK),
        (("ada", "demo-author"), "withdraw", StatusCode::OK),
    ] {
        let answer = says(&portal, who, &at, wish, "x").await;
        assert_eq!(answer.status, status, "{who:?} {wish}: {}", answer.text());
    }
    let unseen = portal.api(("joan", "other-viewer"), &at, None).await;
    assert_eq!(unseen.status, StatusCode::NOT_FOUND);
    let body = json!({ "request": document(), "fingerprint": looked(&portal).await });
    let viewer = ("joan", "demo-viewer");
    let refused = portal.api(viewer, PROPOSALS, Some(&body)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let elsewhere = ("joan", "other-author");
    let refused = portal.api(elsewhere, PROPOSALS, Some(&body)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_token_approves_nothing() {
    let portal = portal("api-token", terms()).await;
    let made = submitted(&portal).await;
    let at = made.header("location").to_owned();
    let (who, group) = GRACE;
    let secret = token(&portal.app, who, group, "name=robot-7&role=approver").await;
    let says = async |wish: &str| {
        let body = json!({ "wish": wish, "text": "Says a program" }).to_string();
        program(&portal.app, Verb::Post, &at, &secret, &body).await
    };
    let read = program(&portal.app, Verb::Get, &at, &secret, "").await;
    assert_eq!(read.json()["may"], json!(["reject", "comment"]));
    let approved = says("approve").await;
    assert_eq!(
        (approved.status, code(&approved)),
        (StatusCode::FORBIDDEN, json!("token-may-not")),
        "{}",
        approved.text()
    );
    let acts = portal.acts().await;
    let refused = ("refused".to_owned(), "grace by token robot-7".to_owned());
    assert!(acts.contains(&refused), "{acts:?}");
    let rejected = says("reject").await.json();
    assert_eq!(rejected["stage"], "rejected");
    assert_eq!(rejected["happened"][1]["who"], "grace by token robot-7");
}

#[tokio::test]
async fn what_changed_meanwhile_is_sent_back_to_programs_too() {
    let portal = portal("api-back", terms()).await;
    let made = submitted(&portal).await;
    portal.meddle("meanwhile").await;
    let at = made.header("location");
    let approved = says(&portal, GRACE, at, "approve", "").await;
    assert_eq!(approved.status, StatusCode::OK, "{}", approved.text());
    let back = approved.json();
    assert_eq!(
        (&back["stage"], &back["may"]),
        (&json!("sent-back"), &json!(["comment"]))
    );
    // What was looked at before is not what is there now.
    let body = json!({ "request": document(), "fingerprint": back["fingerprint"] });
    let stale = portal.api(ADA, PROPOSALS, Some(&body)).await;
    assert_eq!(
        (stale.status, code(&stale)),
        (StatusCode::CONFLICT, json!("changed"))
    );
}

#[tokio::test]
async fn proposals_are_found_by_what_is_known_of_them() {
    let portal = portal("api-list", AccountTerms::default()).await;
    let first = submitted(&portal).await.json()["id"].clone();
    // The same once more takes the place of the first.
    let second = submitted(&portal).await.json()["id"].clone();
    let ids = async |query: &str| {
        let listed = portal
            .api(GRACE, &format!("{PROPOSALS}{query}"), None)
            .await;
        assert_eq!(listed.status, StatusCode::OK, "{query}: {}", listed.text());
        let listed = listed.json();
        let all = listed["proposals"].as_array().unwrap();
        let ids: Vec<Value> = all.iter().map(|one| one["id"].clone()).collect();
        (ids, listed["before"].clone())
    };
    let both = vec![second.clone(), first.clone()];
    assert_eq!(ids("").await, (both.clone(), Value::Null));
    assert_eq!(ids("?stage=open").await.0, std::slice::from_ref(&second));
    assert_eq!(
        ids("?stage=withdrawn").await.0,
        std::slice::from_ref(&first)
    );
    assert_eq!(ids("?name=AGENTS&who=ad").await.0, both);
    assert!(ids("?name=other").await.0.is_empty());
    assert!(ids("?account=444455556666").await.0.is_empty());
    assert_eq!(
        ids("?limit=1").await,
        (vec![second.clone()], second.clone())
    );
    let older = format!("?limit=1&before={}", second.as_str().unwrap());
    assert_eq!(ids(&older).await, (vec![first], Value::Null));
    for wrong in [
        "limit=0",
        "limit=201",
        "limit=",
        "before=x",
        "stage=sent+back",
    ] {
        let answer = portal
            .api(GRACE, &format!("{PROPOSALS}?{wrong}"), None)
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let unseen = portal.api(("joan", "other-viewer"), PROPOSALS, None).await;
    assert_eq!(unseen.json()["proposals"], json!([]));
}

#[tokio::test]
async fn what_is_deleted_is_submitted_with_its_name() {
    let portal = portal("api-delete", terms()).await;
    let made = submitted(&portal).await;
    let at = made.header("location");
    says(&portal, GRACE, at, "approve", "").await;
    let begun = says(&portal, IDA, at, "begin", "").await;
    let run = begun.header("location").to_owned();
    for _ in 0..500 {
        if portal.api(IDA, &run, None).await.json()["standing"] == "done" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let body = json!({ "request": document() });
    let shown = portal.api(ADA, "/api/v1/delete", Some(&body)).await.json();
    let body = |confirm: &str, seen: &Value| {
        json!({
            "request": document(), "purpose": "delete", "confirm": confirm, "fingerprint": seen,
        })
    };
    for (confirm, seen, wanted) in [
        ("", &shown["fingerprint"], "not-confirmed"),
        ("agents-prod", &json!("x"), "changed"),
    ] {
        let refused = portal.api(ADA, PROPOSALS, Some(&body(confirm, seen))).await;
        assert_eq!(code(&refused), wanted, "{}", refused.text());
    }
    let right = body("agents-prod", &shown["fingerprint"]);
    let made = portal.api(ADA, PROPOSALS, Some(&right)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let read = made.json();
    assert_eq!(read["deletion"]["fingerprint"], shown["fingerprint"]);
    assert_eq!(read["plan"], Value::Null);
    let nothing = json!({ "request": document(), "fingerprint": looked(&portal).await });
    let nothing = portal.api(ADA, PROPOSALS, Some(&nothing)).await;
    assert_eq!(code(&nothing), "nothing", "what stands needs no approval");
}

#[tokio::test]
async fn under_one_key_one_proposal_is_submitted() {
    let portal = portal("api-key", terms()).await;
    let (who, group) = ADA;
    let secret = token(&portal.app, who, group, "name=robot-7&role=author").await;
    let body = json!({ "request": document(), "fingerprint": looked(&portal).await });
    let mut answers = Vec::new();
    for _ in 0..2 {
        let asked = request("POST", PROPOSALS)
            .header("content-type", "application/json")
            .header("idempotency-key", "k")
            .header("authorization", format!("Bearer {secret}"));
        let asked = asked.body(body.to_string().into()).unwrap();
        let asked = crate::access::peer(asked, "192.0.2.7:4000");
        answers.push(send(portal.app.clone(), asked).await);
    }
    let [first, again] = answers.as_slice() else {
        panic!("two answers");
    };
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
    assert_eq!(
        (first.status, first.header("location"), first.text()),
        (again.status, again.header("location"), again.text())
    );
    assert_eq!(portal.store.proposals(10).await.unwrap().len(), 1);
    let long = json!({ "wish": "comment", "text": "a".repeat(2_001) }).to_string();
    let at = first.header("location");
    let long = program(&portal.app, Verb::Post, at, &secret, &long).await;
    assert_eq!(code(&long), "too-long", "{}", long.text());
}

#[tokio::test]
async fn where_nobody_signs_in_programs_submit_nothing() {
    let (door, folder) = applying_door("api-nobody").await;
    let app = postern_server::router::app(state().with_door(door));
    let ask = async |method: &str, path: &str, body: Value| {
        let asked = request(method, path).header("content-type", "application/json");
        send(app.clone(), asked.body(body.to_string().into()).unwrap()).await
    };
    let look = json!({ "request": document() });
    let seen = ask("POST", "/api/v1/apply", look).await.json();
    let body = json!({ "request": document(), "fingerprint": seen["fingerprint"] });
    let refused = ask("POST", PROPOSALS, body).await;
    assert_eq!(
        (refused.status, code(&refused)),
        (StatusCode::CONFLICT, json!("nobody-approves")),
        "{}",
        refused.text()
    );
    let listed = ask("GET", PROPOSALS, Value::Null).await;
    assert_eq!(listed.json()["proposals"], json!([]));
    let _ = std::fs::remove_dir_all(folder);
}
