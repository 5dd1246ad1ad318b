//! What providers say no to, and servers that are none: in plain words, and never the token.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Opening, TOKEN, openings, text, wanted};
use crate::log;

/// Asks, and has the one problem that is answered; the token is nowhere
async fn problem(opening: &Opening, body: &Value, token: &str) -> (StatusCode, Value) {
    log::start();
    log::written();
    let answer = opening.opens(body).await;
    let log = log::written();
    let recorded = opening.recorded().await;
    for (place, said) in [
        ("answer", answer.text()),
        ("log", &log),
        ("record", &recorded),
    ] {
        assert!(!said.contains(token), "{place}: {said}");
        assert!(!said.contains("very-secret"), "{place}: {said}");
    }
    let problem = answer.json();
    assert_eq!(problem["errors"].as_array().unwrap().len(), 1, "{problem}");
    (answer.status, problem["errors"][0].clone())
}

#[tokio::test]
async fn a_bad_token_is_refused_and_nowhere_to_be_read() {
    const BAD: &str = "glpat-very-secret-and-wrong";
    for opening in openings("token", BAD).await {
        let (status, problem) = problem(&opening, &wanted(), BAD).await;
        assert_eq!(
            (status, &problem["code"]),
            (StatusCode::CONFLICT, &json!("provider-token"))
        );
        let provider = opening.provider.to_string();
        assert_eq!(
            text(&problem["message"]),
            format!("{provider} does not take the token")
        );
        assert_eq!(opening.called().len(), 1, "one call was enough");
        assert!(opening.recorded().await.contains("provider-token"));
        let page = opening.asks("author", "/pull-request", None).await;
        assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED);
    }
}

#[tokio::test]
async fn each_refusal_is_told_apart_and_a_second_try_goes_on() {
    let said = format!("{{\"message\": \"seen {TOKEN} here\"}}");
    let faults = [
        (json!({ "status": 401, "body": said }), "provider-token"),
        (json!({ "status": 403, "body": said }), "provider-forbidden"),
        (
            json!({ "status": 403, "body": said, "headers": { "x-ratelimit-remaining": "0" } }),
            "provider-limited",
        ),
        (
            json!({ "status": 429, "body": said, "headers": { "retry-after": "60" } }),
            "provider-limited",
        ),
        (json!({ "status": 409, "body": said }), "provider-refused"),
        (json!({ "status": 422, "body": said }), "provider-refused"),
        (json!({ "status": 500, "body": said }), "provider-broken"),
        (
            json!({ "status": 503, "body": "<html>" }),
            "provider-broken",
        ),
        (
            json!({ "status": 200, "body": "<html>it works</html>" }),
            "provider-unreadable",
        ),
        (
            json!({ "status": 200, "body": "{}" }),
            "provider-unreadable",
        ),
        (
            json!({ "status": 200, "body": "x".repeat(9_000_000) }),
            "provider-unreadable",
        ),
    ];
    for opening in openings("faults", TOKEN).await {
        for on in ["/branches/main", "git/ref/heads/main", "POST /"] {
            for (fault, code) in &faults {
                let mut fault = fault.clone();
                fault["on"] = json!(on);
                opening.called();
                if on != "POST /"
                    && opening.provider.as_str() == "github"
                    && on.contains("branches")
                {
                    continue;
                }
                if opening.provider.as_str() == "gitlab" && on.contains("git/ref") {
                    continue;
                }
                opening.forge.control("fault", &fault);
                let (status, problem) = problem(&opening, &wanted(), TOKEN).await;
                assert_eq!(status, StatusCode::CONFLICT, "{fault}");
                assert_eq!(&problem["code"], code, "{fault} {problem}");
                assert!(!text(&problem["help"]).is_empty());
            }
        }
        assert!(opening.pulls().is_empty());
        let made = opening.opened(&wanted()).await;
        assert_eq!(
            (&made["state"], &made["number"]),
            (&json!("created"), &json!(1))
        );
    }
}

#[tokio::test]
async fn what_is_not_there_is_named() {
    for opening in openings("missing", TOKEN).await {
        opening.forge.control("drop", &json!({ "branch": "main" }));
        let (_, missing) = problem(&opening, &wanted(), TOKEN).await;
        assert_eq!(missing["code"], "provider-missing");
        assert!(
            text(&missing["message"]).contains("has no branch `main`"),
            "{missing}"
        );
        let on = if opening.provider.as_str() == "github" {
            "/pulls"
        } else {
            "/merge_requests"
        };
        let gone = json!({ "on": on, "status": 404, "body": "{\"message\": \"Not Found\"}" });
        opening.forge.control("fault", &gone);
        let (_, missing) = problem(&opening, &wanted(), TOKEN).await;
        let message = text(&missing["message"]);
        assert!(
            message.contains("has no repository `example/network`"),
            "{message}"
        );
    }
}

#[tokio::test]
async fn what_a_provider_says_is_shown_in_one_short_line() {
    for opening in openings("said", TOKEN).await {
        let body =
            json!({ "message": "Validation\nFailed", "errors": [{ "message": "`a` \u{1b}[31m" }] });
        let no = json!({ "on": "POST /", "status": 422, "body": body.to_string() });
        opening.forge.control("fault", &no);
        let (_, problem) = problem(&opening, &wanted(), TOKEN).await;
        let message = text(&problem["message"]);
        assert!(
            message.ends_with("said no (422): `Validation Failed; a [31m`"),
            "{message}"
        );
    }
}

#[tokio::test]
async fn one_that_does_not_answer_is_late_and_nothing_is_made_twice() {
    for opening in openings("late", TOKEN).await {
        opening
            .forge
            .control("fault", &json!({ "on": "GET /", "hang": 4 }));
        let (status, problem) = problem(&opening, &wanted(), TOKEN).await;
        assert_eq!(
            (status, &problem["code"]),
            (StatusCode::CONFLICT, &json!("provider-late"))
        );
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for opening in openings("redirect", TOKEN).await {
        let to = format!("{}/elsewhere", opening.forge.url());
        let moved = json!({ "on": "GET /", "status": 301, "headers": { "Location": to } });
        opening.forge.control("fault", &moved);
        let (_, problem) = problem(&opening, &wanted(), TOKEN).await;
        assert_eq!(problem["code"], "provider-redirected");
        assert_eq!(opening.called().len(), 1);
    }
}

#[tokio::test]
async fn a_plan_that_is_blocked_and_somebody_who_may_not_reach_no_provider() {
    for opening in openings("blocked", TOKEN).await {
        let mut blocked = wanted();
        blocked["grants"][0]["conditions"] = json!({ "StringEquals": { "aws:VpceAccount": "1" } });
        let answer = opening.opens(&blocked).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            answer.text()
        );
        for (group, status) in [
            ("viewer", StatusCode::FORBIDDEN),
            ("approver", StatusCode::FORBIDDEN),
            ("other-author", StatusCode::FORBIDDEN),
            ("demo-author", StatusCode::OK),
        ] {
            opening.called();
            let path = "/api/v1/pull-requests";
            let answer = opening.asks(group, path, Some(&wanted())).await;
            assert_eq!(answer.status, status, "{group}");
            assert_eq!(
                opening.called().is_empty(),
                status != StatusCode::OK,
                "{group}"
            );
        }
    }
}
