//! A request that comes again gets the same answer, and no other request does.

use axum::body::Body;
use axum::http::StatusCode;

use super::{complete, open, with};
use crate::asked::{Answer, app, ask, request, send};

/// The first page, as this cookie and this `Accept-Encoding` have it
async fn home(cookie: &str, encoding: &str) -> Answer {
    let asked = request("GET", "/?name=again")
        .header("cookie", cookie)
        .header("accept-encoding", encoding);
    ask(app(), asked).await
}

#[tokio::test]
async fn the_same_request_gets_the_same_bytes() {
    let wrong = with(complete(), "region", "nowhere");
    for (path, fields) in [
        ("/who", complete()),
        ("/review", complete()),
        ("/where", wrong),
    ] {
        let (first, again) = (open(path, &fields).await, open(path, &fields).await);
        assert_eq!(first.status, again.status, "{path}");
        assert_eq!(first.body, again.body, "{path}");
        let (first, mut headers) = (first.headers, again.headers);
        // The one thing that is each request's own.
        headers.insert("x-request-id", first["x-request-id"].clone());
        assert_eq!(first, headers, "{path}");
        assert_eq!(headers["cache-control"], "no-store", "{path}");
    }
}

#[tokio::test]
async fn themes_and_codings_are_never_mixed() {
    let system = home("theme=system", "identity").await;
    assert!(!system.text().contains("data-theme"));
    for _ in 0..2 {
        let dark = home("theme=dark", "identity").await;
        assert!(dark.text().contains("data-theme=\"dark\""));
        let light = home("theme=light", "identity").await;
        assert!(light.text().contains("data-theme=\"light\""));
        let short = home("theme=system", "gzip").await;
        assert_eq!(short.header("content-encoding"), "gzip");
        assert_eq!(short.header("vary"), "accept-encoding");
        assert!(short.body.starts_with(&[0x1f, 0x8b]));
        assert_eq!(home("", "identity").await.body, system.body);
    }
}

#[tokio::test]
async fn each_form_has_its_own_preview() {
    let preview = async |region: &str| {
        let form = "application/x-www-form-urlencoded";
        let body = format!(
            "name=again&region={region}&grants.0.primitive=runtime&grants.0.auth=oauth\
             &grants.0.access=invoke&grants.0.resources=support-AbCdEf1234"
        );
        let asked = request("POST", "/preview").header("content-type", form);
        send(app(), asked.body(Body::from(body)).unwrap()).await
    };
    for _ in 0..2 {
        for (region, other) in [("us-east-1", "eu-west-1"), ("eu-west-1", "us-east-1")] {
            let answer = preview(region).await;
            assert_eq!(answer.status, StatusCode::OK);
            let service = |region: &str| format!("com.amazonaws.{region}.");
            assert!(answer.text().contains(&service(region)), "{region}");
            assert!(!answer.text().contains(&service(other)), "{region}");
        }
    }
}
