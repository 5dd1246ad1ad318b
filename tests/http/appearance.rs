//! Light or dark: what a browser chose is in the page as it is written.

use axum::body::Body;
use axum::http::StatusCode;

use crate::asked::{app, ask, get, request, send};

async fn chosen(word: &str) -> String {
    let asked = request("POST", "/appearance")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(format!("theme={word}")))
        .unwrap();
    let answer = send(app(), asked).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/appearance");
    answer.header("set-cookie").to_owned()
}

#[tokio::test]
async fn a_choice_is_kept_in_a_cookie_of_our_own_words() {
    let cookie = chosen("dark").await;
    assert!(cookie.starts_with("theme=dark; Path=/; "), "{cookie}");
    assert!(cookie.contains("SameSite=Lax") && cookie.contains("HttpOnly"));
    let strange = chosen("x%3B+Domain%3Dexample.com").await;
    assert!(strange.starts_with("theme=system; "), "{strange}");
}

#[tokio::test]
async fn every_page_is_written_in_the_colours_that_were_chosen() {
    for path in [
        "/",
        "/everything",
        "/audit",
        "/apply",
        "/runs",
        "/appearance",
        "/nowhere",
    ] {
        let with = |cookie: &'static str| ask(app(), request("GET", path).header("cookie", cookie));
        let dark = with("a=b; theme=dark").await;
        assert!(
            dark.text()
                .contains("<html lang=\"en\" data-theme=\"dark\">"),
            "{path}"
        );
        for cookie in ["theme=system", "theme=\"><script>", "themes=dark"] {
            assert!(
                with(cookie).await.text().contains("<html lang=\"en\">"),
                "{path} {cookie}"
            );
        }
    }
}

#[tokio::test]
async fn the_choice_is_linked_from_every_foot_and_says_what_is_chosen() {
    assert!(get("/").await.text().contains("href=\"/appearance\""));
    let page = ask(
        app(),
        request("GET", "/appearance").header("cookie", "theme=light"),
    )
    .await;
    let (_, checked) = page.text().split_once("value=\"light\"").unwrap();
    assert!(
        checked.split('>').next().unwrap().contains("checked"),
        "{}",
        page.text()
    );
}
