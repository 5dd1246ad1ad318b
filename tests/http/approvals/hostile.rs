//! Words that would be markup, a script or a formula, in every field that is stored: each is shown
//! as it was typed, and does nothing.

use axum::http::StatusCode;
use form_urlencoded::byte_serialize;
use scraper::{Html, Selector};
use serde_json::{Value, json};

use super::portal::{Portal, Somebody, portal, terms};
use crate::apply::{ANSWERS, fingerprint};
use crate::asked::Answer;

const SCRIPT: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}";
const FORMULA: &str = "=HYPERLINK(\"https://evil.example\",\"'--></title></textarea>\")";

const AUTHOR: Somebody = (SCRIPT, "demo-author");
// Refusals are about no account, and shown to whoever is admin everywhere.
const OTHER: Somebody = (FORMULA, "admin");
const NOBODY: Somebody = ("javascript:alert(1)//'onload='", "demo-viewer");

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

/// The text of a page, in which nothing runs, loads from elsewhere or leads astray
fn harmless(page: &str, of: &str) -> String {
    let html = Html::parse_document(page);
    for element in html.root_element().descendent_elements() {
        let name = element.value().name();
        assert!(
            !["img", "iframe", "object", "embed", "base"].contains(&name),
            "{of}: {name}"
        );
        for (attribute, value) in element.value().attrs() {
            assert!(!attribute.starts_with("on"), "{of}: {attribute}={value}");
            let address = ["href", "src", "action", "formaction"].contains(&attribute);
            let here = value.starts_with(['/', '?', '#']) && !value.starts_with("//");
            assert!(
                !address || here || value.starts_with("https://docs.aws.amazon.com/"),
                "{of}: {attribute}={value}"
            );
        }
    }
    let scripts = Selector::parse("script").unwrap();
    for script in html.select(&scripts) {
        assert!(script.attr("src").is_some(), "{of}");
        assert_eq!(script.text().collect::<String>(), "", "{of}");
    }
    // What was typed into a field stands in its value.
    let values = html.root_element().descendent_elements();
    let values = values.filter_map(|element| element.attr("value").map(str::to_owned));
    html.root_element()
        .text()
        .map(str::to_owned)
        .chain(values)
        .collect()
}

async fn submitted(portal: &Portal) -> String {
    let look = format!("{ANSWERS}&do=look");
    let looked = portal.asks(AUTHOR, "POST", "/apply", &look).await;
    let seen = fingerprint(looked.text());
    let said = encoded(SCRIPT);
    let body = format!("{ANSWERS}&do=submit&said={said}&fingerprint={seen}");
    let submitted = portal.asks(AUTHOR, "POST", "/apply", &body).await;
    assert_eq!(submitted.status, StatusCode::SEE_OTHER);
    submitted.header("location").to_owned()
}

fn object(answer: &Answer) -> Value {
    assert!(
        answer
            .header("content-type")
            .starts_with("application/json")
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    answer.json()
}

#[tokio::test]
async fn what_is_stored_is_shown_and_does_nothing() {
    let portal = portal("hostile", terms()).await;
    let proposal = submitted(&portal).await;
    for (who, word, said) in [
        (OTHER, "comment", FORMULA),
        (AUTHOR, "comment", FORMULA),
        (OTHER, "approve", SCRIPT),
    ] {
        let answer = portal.says(who, &proposal, word, &encoded(said)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{word}");
    }
    let begun = portal.says(OTHER, &proposal, "begin", "").await;
    let run = begun.header("location").to_owned();
    let refused = portal
        .asks(NOBODY, "POST", "/runs/run-\"onerror=1", "")
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let refusal = harmless(refused.text(), "refusal");
    assert!(refusal.contains("This takes the role applier"), "{refusal}");

    let searched = format!(
        "/record?who={}&target={}",
        encoded(SCRIPT),
        encoded(FORMULA)
    );
    for (path, shown) in [
        (proposal.as_str(), &[SCRIPT, FORMULA][..]),
        ("/proposals", &[SCRIPT]),
        (run.as_str(), &[FORMULA]),
        ("/runs", &[FORMULA]),
        ("/record", &[SCRIPT, FORMULA, NOBODY.0, "run-\"onerror=1"]),
        (searched.as_str(), &[SCRIPT, FORMULA]),
        ("/you", &[FORMULA]),
        ("/tokens", &[FORMULA]),
    ] {
        let page = portal.page(OTHER, path).await;
        let text = harmless(&page, path);
        for shown in shown {
            assert!(text.contains(shown), "{path} loses {shown}: {text}");
        }
    }

    let api = |path: String| {
        let portal = &portal;
        async move { object(&portal.api(OTHER, &path, None).await) }
    };
    let read = api(format!("/api/v1{proposal}")).await;
    assert_eq!(read["who"], SCRIPT);
    assert_eq!(read["happened"][1]["text"], FORMULA);
    assert_eq!(api(format!("/api/v1{run}")).await["who"], FORMULA);
    let record = api("/api/v1/record".to_owned()).await.to_string();
    assert!(record.contains(&json!(SCRIPT).to_string()));
    assert_eq!(api("/api/v1/me".to_owned()).await["name"], FORMULA);

    let csv = portal.asks(OTHER, "GET", "/record.csv", "").await;
    assert!(csv.header("content-type").starts_with("text/csv"));
    assert!(csv.header("content-disposition").starts_with("attachment"));
    // A spreadsheet takes what begins so for a formula.
    for cell in [",=", ",\"=", "\n=", "\n\"="] {
        assert!(!csv.text().contains(cell), "{cell}: {}", csv.text());
    }
    assert!(csv.text().contains("'=HYPERLINK"), "{}", csv.text());
}
