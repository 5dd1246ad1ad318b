//! "Try a call" and "why was I refused?" beside the answers: they travel with them and are none.

use super::{Page, complete, encoded, open, pairs, post};
use crate::asked::get;

const RUNTIME: &str = "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/support-AbCdEf1234";

fn tried(caller: &str) -> super::Pairs {
    let mut all = complete();
    all.extend(pairs(&[
        ("try.credentials", "signature"),
        ("try.caller", caller),
        ("try.action", "InvokeAgentRuntime"),
        ("try.resource", RUNTIME),
        ("why.text", "curl: (28) Connection timed out"),
    ]));
    all
}

#[tokio::test]
async fn the_plan_answers_for_a_call_and_an_error() {
    for (caller, word) in [
        ("arn:aws:iam::111122223333:role/app", "allowed"),
        ("arn:aws:iam::111122223333:role/other", "denied"),
    ] {
        let answer = open("/check", &tried(caller)).await;
        assert_eq!(answer.status, 200);
        let page = Page::of(&answer);
        page.assert_sound();
        assert_eq!(page.texts("#try-result .tag"), [word]);
        assert!(page.texts("#why-result strong")[0].contains("security group"));
    }
}

#[tokio::test]
async fn a_field_that_cannot_be_read_leaves_the_plan_alone() {
    let answer = open("/check", &tried("me")).await;
    assert_eq!(answer.status, 200);
    let page = Page::of(&answer);
    page.assert_sound();
    let problems = page.problems();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].1, "#try.caller");
    assert!(page.text.contains("Continue to the review"));
}

#[tokio::test]
async fn what_is_tried_travels_with_the_answers() {
    let caller = "arn:aws:iam::111122223333:role/other";
    let fields = tried(caller);
    for path in ["/", "/who", "/where", "/everything"] {
        let page = Page::of(&open(path, &fields).await);
        assert!(page.problems().is_empty(), "{path}");
        assert!(!page.text.contains("Not understood"), "{path}");
        let sent = page.sent();
        assert!(
            sent.contains(&("try.caller".to_owned(), caller.to_owned())),
            "{path}"
        );
        assert!(!sent.iter().any(|(name, _)| name == "why.text"), "{path}");
    }
    let check = Page::of(&open("/check", &fields).await);
    let next = check.all("a.button--primary");
    let href = next[0].attr("href").unwrap();
    assert!(href.contains("try.caller="), "{href}");
    assert_eq!(get(href).await.status, 200);
}

/// A pasted error may hold ids and names: it is on the page that explains it and goes nowhere else.
#[tokio::test]
async fn an_error_ends_in_no_address_and_no_hidden_field() {
    let page = Page::of(&post("/check", &tried("me")).await);
    assert!(page.texts("#why textarea")[0].contains("Connection timed out"));
    let mut looked = 0;
    for (selector, name) in [
        ("a", "href"),
        ("link", "href"),
        ("form", "action"),
        ("input", "value"),
        ("button", "value"),
    ] {
        for element in page.all(selector) {
            if let Some(value) = element.attr(name) {
                looked += 1;
                assert!(
                    !value.contains("why.text") && !value.contains("timed"),
                    "{value}"
                );
            }
        }
    }
    assert!(looked > 20, "{looked}");
    assert_eq!(page.all("input[name='why.text']").len(), 0);
    let mut fields = tried("me");
    fields.push(("do".to_owned(), "continue".to_owned()));
    for path in ["/who", "/where", "/check"] {
        let answer = post(path, &fields).await;
        if let Some(location) = answer.headers.get("location") {
            assert!(!location.to_str().unwrap().contains("why"), "{location:?}");
        }
    }
}

#[tokio::test]
async fn it_is_no_part_of_what_is_downloaded() {
    let plain = open("/download?file=request.toml&", &[]).await;
    assert_eq!(plain.status, 422);
    let with = get(&format!(
        "/download?file=request.toml&{}",
        encoded(&tried("x"))
    ))
    .await;
    let without = get(&format!(
        "/download?file=request.toml&{}",
        encoded(&complete())
    ))
    .await;
    assert_eq!(with.status, 200, "{}", with.text());
    assert_eq!(with.body, without.body);
}

#[tokio::test]
async fn a_long_error_travels_by_post() {
    let mut fields = complete();
    fields.push(("why.text".to_owned(), "x1y2 ".repeat(4_000) + "NXDOMAIN"));
    let page = Page::of(&post("/check", &fields).await);
    assert_eq!(page.texts("#why-result strong")[0], "DNS");
}
