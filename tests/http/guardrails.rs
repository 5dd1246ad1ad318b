//! One table of requests through the form, the API, the commands and a run: the same answers.
//!
//! The account is that of the demo, so a run can be asked for; every way is given what is in it.

mod cases;

use std::fmt::Write;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use postern_plan::catalog::Catalog;
use postern_plan::guardrails::Guardrails;
use postern_plan::inventory::Inventory;
use postern_plan::plan::Note;
use postern_plan::request::{Link, Request, link};
use postern_server::apply::{Applying, Pace};
use postern_server::endpoints::demo::Demo;
use postern_server::endpoints::{Accounts, Place, Session};
use postern_server::router;
use postern_server::state::Door;
use postern_tests::{Scratch, fresh_store, postern_bin};
use serde_json::{Value, json};

use cases::CASES;

use crate::asked::{Answer, ask, request, send, state};

fn document(demand: &str) -> String {
    format!(
        "version = 1\n[[rules]]\nname = \"a-rule\"\nreason = \"the reason that was given\"\n\
         owner = \"its owner\"\n{demand}\n"
    )
}

fn asked_for(changes: &[(&str, &str)]) -> Value {
    let mut body = json!({
        "version": 1, "name": "agents-prod", "region": "us-east-1", "account": "111122223333",
        "policy": "restricted", "tags": {},
        "placement": {
            "vpc": "vpc-0de30000000000001", "subnets": ["subnet-0de30000000000012"],
            "allow_from": ["10.0.0.0/16"], "private_dns": true,
        },
        "grants": [{
            "primitive": "runtime", "auth": "sigv4", "resources": ["support-AbCdEf1234"],
            "callers": ["arn:aws:iam::111122223333:role/app"], "access": "invoke",
        }],
    });
    for (pointer, value) in changes {
        *body.pointer_mut(pointer).unwrap() = serde_json::from_str(value).unwrap();
    }
    body
}

/// What is in the demo's account, as a document
async fn inventory() -> String {
    let place = Place {
        account: Some("111122223333".to_owned()),
        region: "us-east-1".to_owned(),
        profile: None,
        session: Session::looking(Some("test")),
    };
    let endpoints = Demo::new().unwrap().open(&place).await.unwrap();
    let inventory = endpoints.inventory(Some("vpc-0de30000000000001")).await;
    serde_json::to_string(&inventory).unwrap()
}

async fn serving(scratch: &Scratch, name: &str, rules: Guardrails) -> Router {
    let store = fresh_store(&format!("rails-{name}"), &scratch.path().join(name)).await;
    let accounts: Arc<dyn Accounts> = Arc::new(Demo::new().unwrap());
    let pace = Pace {
        poll: Duration::from_millis(10),
        ..Pace::default()
    };
    let catalog = Arc::new(Catalog::load().unwrap());
    let door = Door {
        applying: Some(Applying::new(store, accounts, catalog, pace)),
        ..Door::default()
    };
    router::app(state().with_door(door).within(rules))
}

async fn post(app: &Router, path: &str, kind: &str, body: String) -> Answer {
    let asked = request("POST", path).header("content-type", kind);
    send(app.clone(), asked.body(body.into()).unwrap()).await
}

fn query(pairs: &[(String, String)]) -> String {
    let mut query = String::new();
    for (key, value) in pairs {
        for (text, after) in [(key, '='), (value, '&')] {
            for byte in text.bytes() {
                write!(query, "%{byte:02X}").unwrap();
            }
            query.push(after);
        }
    }
    query
}

/// The words of a page, without its elements
fn words(page: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in page.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(letter),
            _ => {}
        }
    }
    text.replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
}

/// A note's words as a page says them: with a capital, and code in an element of its own
fn said(text: &str) -> String {
    text.chars()
        .skip(1)
        .filter(|letter| *letter != '`')
        .collect()
}

fn ours(document: &Value) -> Vec<Value> {
    let notes = document["notes"].as_array().unwrap().iter();
    notes
        .filter(|n| n["code"].as_str().unwrap().starts_with("guardrail"))
        .cloned()
        .collect()
}

#[tokio::test]
async fn every_way_gives_the_same_answer() {
    let scratch = Scratch::new("guardrails");
    let catalog = Catalog::load().unwrap();
    let there = inventory().await;
    let known = Inventory::parse(&there).unwrap();
    let there_file = scratch.write("inventory.json", &there);
    for (number, (demand, changes, field)) in CASES.iter().enumerate() {
        let what = format!("{demand} {changes:?}");
        let rules = Guardrails::parse(&catalog, &document(demand)).unwrap();
        let body = asked_for(changes);
        let wanted = Request::parse(&catalog, &body.to_string()).unwrap();
        let plan = postern_plan::plan_within(&rules, &catalog, Some(&known), &wanted);
        let notes: Vec<Note> = plan
            .notes
            .into_iter()
            .filter(|n| n.code.starts_with("guardrail"))
            .collect();
        let fields: Vec<&str> = notes.iter().map(|n| n.subject.as_str()).collect();
        assert_eq!(fields, field.iter().copied().collect::<Vec<_>>(), "{what}");
        let wanted_notes = serde_json::to_value(&notes).unwrap();
        let app = serving(&scratch, &format!("{number}"), rules).await;

        // The API.
        let mut with_inventory = body.clone();
        with_inventory["inventory"] = serde_json::from_str(&there).unwrap();
        let api = post(
            &app,
            "/api/v1/plan",
            "application/json",
            with_inventory.to_string(),
        )
        .await;
        assert_eq!(json!(ours(&api.json())), wanted_notes, "the API: {what}");

        // The command.
        let file = scratch.write("request.json", body.to_string());
        let rules_file = scratch.write("rules.toml", document(demand));
        let command = Command::new(postern_bin())
            .args(["plan", "--json"])
            .arg(&file)
            .arg("--inventory")
            .arg(&there_file)
            .arg("--guardrails")
            .arg(&rules_file)
            .output()
            .unwrap();
        let printed: Value = serde_json::from_slice(&command.stdout).unwrap();
        assert_eq!(json!(ours(&printed)), wanted_notes, "the command: {what}");
        let code = i32::from(field.is_some());
        assert_eq!(command.status.code(), Some(code), "the command: {what}");

        // The form, by its address and with what is in the account.
        let mut pairs = wanted.to_pairs();
        let form = query(&pairs);
        pairs.push(("do".to_owned(), "continue".to_owned()));
        let about_the_account = demand.contains("tags = { network");
        if !about_the_account {
            let Link::Query(address) = link(&pairs) else {
                panic!("{what}: too long");
            };
            let page = ask(
                app.clone(),
                request("GET", &format!("/everything?{address}")),
            )
            .await;
            stopped(&page, &notes, &format!("the form: {what}"));
        }
        pairs.push(("inventory".to_owned(), there.clone()));
        let typed = "application/x-www-form-urlencoded";
        let page = post(&app, "/everything", typed, query(&pairs)).await;
        stopped(&page, &notes, &format!("the form with an account: {what}"));

        // A run.
        let looked = post(&app, "/apply", typed, format!("{form}do=look")).await;
        if notes.is_empty() {
            assert_eq!(
                looked.status,
                StatusCode::OK,
                "a run: {what}\n{}",
                words(looked.text())
            );
        } else {
            stopped(&looked, &notes, &format!("a run: {what}"));
            let begun = post(&app, "/apply", typed, format!("{form}do=apply")).await;
            assert_ne!(begun.status, StatusCode::SEE_OTHER, "a run: {what}");
        }
    }
}

/// The page says what the notes say, or leads on where there is none
fn stopped(page: &Answer, notes: &[Note], what: &str) {
    let text = words(page.text());
    if notes.is_empty() {
        let on = [StatusCode::SEE_OTHER, StatusCode::OK];
        assert!(on.contains(&page.status), "{what}: {} {text}", page.status);
        assert!(!text.contains("against guardrail"), "{what}: {text}");
        return;
    }
    assert_eq!(
        page.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{what}: {text}"
    );
    for note in notes {
        for part in [&note.detail, &note.fix] {
            assert!(
                text.contains(&said(part)),
                "{what}: `{part}` is missing from {text}"
            );
        }
    }
}

#[tokio::test]
async fn what_is_not_known_is_a_warning_until_the_account_is() {
    let scratch = Scratch::new("guardrails-unknown");
    let rules = document("vpcs = { tags = { network = \"private\" } }");
    let rules = Guardrails::parse(&Catalog::load().unwrap(), &rules).unwrap();
    let app = serving(&scratch, "runs", rules).await;
    let body = asked_for(&[]);
    let plan = post(&app, "/api/v1/plan", "application/json", body.to_string()).await;
    let notes = ours(&plan.json());
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert_eq!(
        (&notes[0]["code"], &notes[0]["severity"]),
        (&json!("guardrail-unknown"), &json!("warning"))
    );
    let mut known = body.clone();
    known["inventory"] = json!({"version": 1, "vpcs": [{"id": "vpc-0de30000000000001"}]});
    let plan = post(&app, "/api/v1/plan", "application/json", known.to_string()).await;
    assert_eq!(ours(&plan.json())[0]["severity"], "blocked");
}

#[tokio::test]
async fn the_page_lists_the_rules_and_the_foot_links_to_it() {
    let demand = "regions = [\"eu-west-1\"]\nlink = \"https://example.com/eu\"";
    let rules = Guardrails::parse(&Catalog::load().unwrap(), &document(demand)).unwrap();
    let app = router::app(state().within(rules));
    let page = ask(app.clone(), request("GET", "/guardrails")).await;
    let text = words(page.text());
    for part in [
        "a-rule",
        "the Region is eu-west-1",
        "the reason that was given",
        "its owner",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(page.text().contains("href=\"https://example.com/eu\""));
    let link = "href=\"/guardrails\"";
    assert!(ask(app, request("GET", "/")).await.text().contains(link));
    assert!(
        !ask(router::app(state()), request("GET", "/"))
            .await
            .text()
            .contains(link)
    );
}

#[tokio::test]
async fn a_rule_is_said_once_where_it_is_asked_for() {
    for demand in [
        "regions = [\"eu-west-1\"]",
        "accounts = [\"111122223333\"]",
        "request_name = [\"team-*\"]",
        "vpcs = { ids = [\"vpc-0de30000000000001\"] }",
    ] {
        let rules = Guardrails::parse(&Catalog::load().unwrap(), &document(demand)).unwrap();
        let app = router::app(state().within(rules));
        let page = ask(app, request("GET", "/where")).await;
        let said = page.text().matches("the reason that was given").count();
        assert_eq!(said, 1, "{demand}");
    }
}

#[tokio::test]
async fn no_answer_is_from_before_the_rules_changed() {
    let of =
        |demand: &str| Guardrails::parse(&Catalog::load().unwrap(), &document(demand)).unwrap();
    let state = state().within(of("private_dns = true"));
    let app = router::app(state.clone());
    let query = "/where?grants.0.primitive=runtime&placement.private_dns=false";
    let page = ask(app.clone(), request("GET", query)).await;
    assert!(page.text().contains("a-rule"));
    state.change_guardrails(Guardrails::default());
    let page = ask(app.clone(), request("GET", query)).await;
    assert!(!page.text().contains("a-rule"));
    state.change_guardrails(of("request_name = \"x-*\""));
    let page = ask(app, request("GET", query)).await;
    assert!(words(page.text()).contains("The request is called x-*"));
}
