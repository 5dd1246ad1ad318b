//! Plans that are submitted: who may say what, what is carried out, and what goes back.

mod hostile;
mod meanwhile;
mod portal;
mod programs;

use std::num::NonZeroU32;
use std::time::Duration;

use axum::http::StatusCode;
use postern_plan::proposal::{OwnWord, Terms};
use postern_server::approvals::{AccountTerms, Begins};

use crate::apply::{ANSWERS, applying_door, fingerprint};
use crate::asked::{request, send};
use portal::{ADA, GRACE, HEDY, IDA, portal, terms};

#[tokio::test]
async fn nothing_is_carried_out_that_nobody_approved() {
    let portal = portal("required", terms()).await;
    let looked = portal
        .asks(IDA, "POST", "/apply", &format!("{ANSWERS}&do=look"))
        .await;
    let seen = fingerprint(looked.text());
    assert!(
        !looked.text().contains("value=\"apply\"") && looked.text().contains("value=\"try\""),
        "a button that is refused is not offered, and what only tries is"
    );
    let body = format!("{ANSWERS}&do=apply&fingerprint={seen}");
    let refused = portal.asks(IDA, "POST", "/apply", &body).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("only once it was approved"));
    let deleted = format!("{ANSWERS}&do=look");
    let deletion = portal.asks(IDA, "POST", "/delete", &deleted).await;
    assert!(!deletion.text().contains("value=\"delete\""));
    assert!(portal.store.runs(10).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_enough_people_approved_is_carried_out_once() {
    let two = Terms {
        needed: NonZeroU32::new(2).unwrap(),
        own: OwnWord::Refused,
    };
    let portal = portal(
        "two",
        AccountTerms {
            terms: two,
            ..terms()
        },
    )
    .await;
    let proposal = portal.submitted().await;
    let page = portal.page(GRACE, &proposal).await;
    for part in [
        "For the agents",
        "2 more approvals",
        "What would be done",
        "Who can call what",
        "id=\"cost\"",
        "value=\"approve\"",
        "value=\"reject\"",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let early = portal.says(IDA, &proposal, "begin", "").await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text().contains("2 more must approve it first"));
    for who in [GRACE, HEDY] {
        let approved = portal.says(who, &proposal, "approve", "Fine").await;
        assert_eq!(
            approved.status,
            StatusCode::SEE_OTHER,
            "{}",
            approved.text()
        );
        assert_eq!(approved.header("location"), proposal);
    }
    let again = portal.says(GRACE, &proposal, "approve", "").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(portal.store.runs(10).await.unwrap().is_empty());
    let begun = portal.says(IDA, &proposal, "begin", "").await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text());
    let run = begun.header("location").to_owned();
    assert!(run.starts_with("/runs/run-"), "{run}");
    let twice = portal.says(IDA, &proposal, "begin", "").await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.text().contains("is begun"));
    assert_eq!(portal.store.runs(10).await.unwrap().len(), 1);
    let page = portal.page(ADA, &proposal).await;
    assert!(
        page.contains(&run) && page.contains("grace, hedy"),
        "{page}"
    );
    let entries = portal.store.record_from(1, 100).await.unwrap();
    let began = entries.iter().find(|row| row.index.act == "began").unwrap();
    assert!(
        began.text.contains("\"approved-by\":\"grace, hedy\""),
        "{}",
        began.text
    );
    assert!(
        began.text.contains("\"submitted-by\":\"ada\""),
        "{}",
        began.text
    );
    assert_eq!(began.index.target, run.trim_start_matches("/runs/"));
}

#[tokio::test]
async fn who_may_do_what_about_a_proposal() {
    let portal = portal("roles", terms()).await;
    let proposal = portal.submitted().await;
    for (who, word, status) in [
        (("ada", "demo-author"), "approve", StatusCode::FORBIDDEN),
        (("ida", "demo-applier"), "approve", StatusCode::FORBIDDEN),
        (("ida", "demo-applier"), "reject", StatusCode::FORBIDDEN),
        (("grace", "demo-approver"), "begin", StatusCode::FORBIDDEN),
        (("joan", "demo-viewer"), "comment", StatusCode::FORBIDDEN),
        (("joan", "other-approver"), "approve", StatusCode::NOT_FOUND),
        (("joan", "other-admin"), "withdraw", StatusCode::NOT_FOUND),
        (
            ("grace", "demo-approver"),
            "withdraw",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            ("ada", "demo-admin"),
            "approve",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            ("grace", "demo-approver"),
            "publish",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (("grace", "demo-approver"), "comment", StatusCode::SEE_OTHER),
        (("ida", "demo-applier"), "comment", StatusCode::SEE_OTHER),
        (("ada", "demo-author"), "withdraw", StatusCode::SEE_OTHER),
    ] {
        let answer = portal.says(who, &proposal, word, "x").await;
        assert_eq!(answer.status, status, "{who:?} {word}: {}", answer.text());
    }
    assert!(portal.page(ADA, &proposal).await.contains("took it back"));
    let unseen = portal
        .asks(("joan", "other-viewer"), "GET", &proposal, "")
        .await;
    assert_eq!(unseen.status, StatusCode::NOT_FOUND);
    let list = portal.page(("joan", "other-viewer"), "/proposals").await;
    assert!(!list.contains(&proposal));
    assert!(portal.page(ADA, "/proposals").await.contains(&proposal));
}

#[tokio::test]
async fn an_author_approves_where_it_is_said() {
    let own = Terms {
        needed: NonZeroU32::MIN,
        own: OwnWord::Counted,
    };
    let portal = portal(
        "own",
        AccountTerms {
            terms: own,
            ..terms()
        },
    )
    .await;
    let proposal = portal.submitted().await;
    let approved = portal
        .says(("ada", "demo-approver"), &proposal, "approve", "")
        .await;
    assert_eq!(
        approved.status,
        StatusCode::SEE_OTHER,
        "{}",
        approved.text()
    );
}

#[tokio::test]
async fn a_rejection_says_why_and_keeps_what_was_typed() {
    let portal = portal("reject", terms()).await;
    let proposal = portal.submitted().await;
    let silent = portal.says(GRACE, &proposal, "reject", "").await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        silent.text().contains("Nothing says why"),
        "{}",
        silent.text()
    );
    let long = "%3Cb%3E".to_owned() + &"a".repeat(2_000);
    let much = portal.says(GRACE, &proposal, "reject", &long).await;
    assert_eq!(much.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        much.text().contains("&lt;b&gt;aaa"),
        "what was typed is kept"
    );
    let rejected = portal
        .says(GRACE, &proposal, "reject", "Too+wide%3Cscript%3E")
        .await;
    assert_eq!(rejected.status, StatusCode::SEE_OTHER);
    let page = portal.page(ADA, &proposal).await;
    assert!(page.contains("Too wide&lt;script&gt;") && !page.contains("Too wide<script"));
    assert!(page.contains("Begin again with its answers"), "a way on");
    let late = portal.says(HEDY, &proposal, "approve", "").await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("is rejected"));
}

#[tokio::test]
async fn at_once_means_with_the_last_approval() {
    let at_once = AccountTerms {
        begins: Begins::AtOnce,
        ..terms()
    };
    let portal = portal("at-once", at_once).await;
    let proposal = portal.submitted().await;
    let approved = portal.says(GRACE, &proposal, "approve", "").await;
    assert!(approved.header("location").starts_with("/runs/run-"));
    let runs = portal.store.runs(10).await.unwrap();
    assert_eq!(runs.len(), 1);
    assert_eq!(runs[0].who, "grace");
}

#[tokio::test]
async fn what_is_deleted_is_approved_too() {
    let portal = portal("delete", AccountTerms::default()).await;
    // Ida makes it: here nobody has to approve.
    let looked = portal
        .asks(IDA, "POST", "/apply", &format!("{ANSWERS}&do=look"))
        .await;
    let seen = fingerprint(looked.text());
    let body = format!("{ANSWERS}&do=apply&fingerprint={seen}");
    let begun = portal.asks(IDA, "POST", "/apply", &body).await;
    let run = begun.header("location").to_owned();
    for _ in 0..500 {
        if portal
            .page(IDA, &run)
            .await
            .contains("Everything is there as planned")
        {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let looked = portal
        .asks(ADA, "POST", "/delete", &format!("{ANSWERS}&do=look"))
        .await;
    assert!(!looked.text().contains("value=\"delete\""), "Ada may not");
    let seen = fingerprint(looked.text());
    let body = |confirm: &str| format!("{ANSWERS}&do=submit&confirm={confirm}&fingerprint={seen}");
    let unsure = portal.asks(ADA, "POST", "/delete", &body("")).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    let submitted = portal
        .asks(ADA, "POST", "/delete", &body("agents-prod"))
        .await;
    assert_eq!(
        submitted.status,
        StatusCode::SEE_OTHER,
        "{}",
        submitted.text()
    );
    let proposal = submitted.header("location").to_owned();
    let page = portal.page(GRACE, &proposal).await;
    assert!(page.contains("To be deleted"), "{page}");
    portal.says(GRACE, &proposal, "approve", "").await;
    let begun = portal.says(IDA, &proposal, "begin", "").await;
    assert!(begun.header("location").starts_with("/runs/run-"));
}

#[tokio::test]
async fn where_nobody_signs_in_nothing_is_submitted() {
    let (door, folder) = applying_door("approvals-nobody").await;
    let app = postern_server::router::app(crate::asked::state().with_door(door));
    let ask = async |method: &str, path: &str, body: &str| {
        let asked = request(method, path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.to_owned().into())
            .unwrap();
        send(app.clone(), asked).await
    };
    let looked = ask("POST", "/apply", &format!("{ANSWERS}&do=look")).await;
    assert!(!looked.text().contains("value=\"submit\""));
    assert!(looked.text().contains("value=\"apply\""));
    let seen = fingerprint(looked.text());
    let body = format!("{ANSWERS}&do=submit&fingerprint={seen}");
    let refused = ask("POST", "/apply", &body).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.text().contains("nobody else can approve"),
        "{}",
        refused.text()
    );
    let list = ask("GET", "/proposals", "").await;
    assert!(list.text().contains("Nothing is submitted here"));
    let _ = std::fs::remove_dir_all(folder);
}
