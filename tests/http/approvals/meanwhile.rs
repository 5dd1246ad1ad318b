//! What happens to a proposal while it waits: the account changes, another takes its place, its time
//! is over, and several people act at once.

use axum::http::StatusCode;
use jiff::SignedDuration;
use postern_server::approvals::AccountTerms;

use super::portal::{ADA, GRACE, IDA, portal, terms};

#[tokio::test]
async fn what_changed_meanwhile_goes_back_and_nothing_is_done() {
    let portal = portal("changed", terms()).await;
    let proposal = portal.submitted().await;
    portal.meddle("one").await;
    let approved = portal.says(GRACE, &proposal, "approve", "").await;
    assert_eq!(
        approved.status,
        StatusCode::SEE_OTHER,
        "{}",
        approved.text()
    );
    let page = portal.page(GRACE, &proposal).await;
    assert!(page.contains("sent back"), "{page}");
    assert!(page.contains("the account has changed since the plan was submitted"));
    let begun = portal.says(IDA, &proposal, "begin", "").await;
    assert_eq!(begun.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(portal.store.runs(10).await.unwrap().is_empty());
    // As it is now it can be submitted.
    let other = portal.submitted().await;
    assert_ne!(other, proposal);
    portal.says(GRACE, &other, "approve", "").await;
    portal.meddle("two").await;
    let begun = portal.says(IDA, &other, "begin", "").await;
    assert_eq!(begun.header("location"), other, "not to a run");
    assert!(portal.page(ADA, &other).await.contains("sent back"));
    assert!(portal.store.runs(10).await.unwrap().is_empty());
}

#[tokio::test]
async fn another_of_the_same_takes_its_place() {
    let portal = portal("replaced", terms()).await;
    let first = portal.submitted().await;
    let second = portal.submitted().await;
    let page = portal.page(ADA, &first).await;
    assert!(page.contains("withdrawn") && page.contains(&second));
    let late = portal.says(GRACE, &first, "approve", "").await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let acts: Vec<String> = portal
        .acts()
        .await
        .into_iter()
        .map(|(act, _)| act)
        .collect();
    assert_eq!(
        acts,
        [
            "looked",
            "looked",
            "proposed",
            "looked",
            "looked",
            "proposed",
            "withdrawn"
        ]
    );
}

#[tokio::test]
async fn what_waits_too_long_expires() {
    let short = AccountTerms {
        valid: SignedDuration::ZERO,
        ..terms()
    };
    let portal = portal("expired", short).await;
    let proposal = portal.submitted().await;
    portal.applying.expire().await.unwrap();
    let acts = portal.acts().await;
    assert_eq!(
        acts.last().unwrap(),
        &("expired".to_owned(), "Postern".to_owned())
    );
    let page = portal.page(GRACE, &proposal).await;
    assert!(page.contains("expired") && !page.contains("value=\"approve\""));
    let late = portal.says(GRACE, &proposal, "approve", "").await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let expired = acts.iter().filter(|(act, _)| act == "expired").count();
    assert_eq!(expired, 1, "whoever looks later does not say it again");
}

#[tokio::test]
async fn two_who_decide_at_once_do_not_both_begin_it() {
    let portal = portal("race", terms()).await;
    let proposal = portal.submitted().await;
    portal.says(GRACE, &proposal, "approve", "").await;
    let begin = || portal.says(IDA, &proposal, "begin", "");
    let all = tokio::join!(begin(), begin(), begin(), begin());
    let begun = [all.0, all.1, all.2, all.3]
        .iter()
        .filter(|answer| answer.status == StatusCode::SEE_OTHER)
        .count();
    assert_eq!(begun, 1);
    assert_eq!(portal.store.runs(10).await.unwrap().len(), 1);
}
