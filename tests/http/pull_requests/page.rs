//! The button on the review, and the page that it leads to.

use axum::http::StatusCode;

use super::{Opening, TOKEN, openings};
use crate::access::{PEER, peer};
use crate::apply::ANSWERS;
use crate::asked::{Answer, get, request, send};

async fn press(opening: &Opening, group: &str, body: &str) -> Answer {
    let asked = request("POST", "/pull-request")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("x-user", "ada")
        .header("x-groups", group);
    let asked = asked.body(body.to_owned().into()).unwrap();
    send(opening.app.clone(), peer(asked, PEER)).await
}

#[tokio::test]
async fn the_review_has_a_button_where_a_repository_is_set_and_leads_to_the_pull_request() {
    let review = format!("/review?{ANSWERS}");
    assert!(!get(&review).await.text().contains("Open a pull request"));
    for opening in openings("page", TOKEN).await {
        let page = opening.asks("author", &review, None).await;
        assert!(
            page.text().contains("action=\"/pull-request\""),
            "{}",
            page.text()
        );
        assert!(page.text().contains("Open a pull request"));
        for said in ["A pull request is open.", "holds this already"] {
            let answer = press(&opening, "author", ANSWERS).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
            let text = answer.text();
            assert!(text.contains(said), "{text}");
            let provider = opening.provider.as_str();
            assert!(text.contains(&format!(
                "href=\"https://{provider}.example/example/network/"
            )));
            assert!(!text.contains(TOKEN));
        }
        assert_eq!(opening.pulls().len(), 1);
        let denied = press(&opening, "viewer", ANSWERS).await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN);
        let incomplete = press(&opening, "author", "name=a").await;
        assert_eq!(incomplete.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(incomplete.text().contains("not complete"));
    }
}

#[tokio::test]
async fn where_no_repository_is_set_the_page_and_the_api_say_so() {
    let asked = request("POST", "/pull-request")
        .header("content-type", "application/x-www-form-urlencoded");
    let asked = asked.body(ANSWERS.to_owned().into()).unwrap();
    let page = send(crate::asked::app(), asked).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.text().contains("opens no pull requests"));
    let body = super::wanted().to_string();
    let answer = crate::asked::post_json("/api/v1/pull-requests", body).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(answer.json()["errors"][0]["code"], "pull-requests-off");
}

#[tokio::test]
async fn a_refusal_is_a_page_without_the_token() {
    for opening in openings("page-refused", "glpat-very-secret").await {
        let answer = press(&opening, "author", ANSWERS).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(
            answer.text().contains("does not take the token"),
            "{}",
            answer.text()
        );
        assert!(!answer.text().contains("very-secret"));
    }
}
