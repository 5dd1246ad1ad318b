//! The audit page: what a browser without scripts sends, and what comes back.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use postern_server::endpoints::Accounts;
use postern_server::endpoints::cached::Cached;
use postern_server::endpoints::demo::Demo;
use postern_server::router;
use postern_server::state::Door;
use scraper::{Html, Selector};

use crate::asked::{Answer, app, get, request, send, state};

const ROLE: &str = "arn:aws:iam::111122223333:role/app";
const GATEWAY: &str = "arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/tools-abcdefghij";

async fn audit(fields: &[(&str, &str)]) -> Answer {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(fields);
    let request =
        request("POST", "/audit").header("content-type", "application/x-www-form-urlencoded");
    send(app(), request.body(Body::from(body.finish())).unwrap()).await
}

fn policy(action: &str) -> String {
    format!(
        r#"{{"Version": "2012-10-17", "Statement": [
{{"Sid": "Tools", "Effect": "Allow", "Principal": {{"AWS": "{ROLE}"}},
"Action": "{action}", "Resource": "{GATEWAY}"}}]}}"#
    )
}

const INVOKE: &str = "bedrock-agentcore:InvokeGateway";

#[tokio::test]
async fn the_empty_form_is_linked_from_every_page() {
    let page = get("/audit").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("name=\"policy\""), "{}", page.text());
    assert!(!page.text().contains("id=\"found\""));
    for path in ["/", "/everything"] {
        assert!(get(path).await.text().contains("href=\"/audit\""), "{path}");
    }
}

#[tokio::test]
async fn a_sound_policy_is_said_in_words() {
    let page = audit(&[("policy", &policy(INVOKE)), ("endpoint", "gateway")]).await;
    assert_eq!(page.status, 200);
    let text = page.text();
    assert!(
        text.contains("may call InvokeGateway on gateway/tools-abcdefghij"),
        "{text}"
    );
}

#[tokio::test]
async fn a_finding_names_its_line_and_the_policy_is_mended() {
    let flawed = policy("bedrock:InvokeGateway");
    let page = audit(&[("policy", &flawed), ("endpoint", "gateway")]).await;
    let text = page.text();
    assert_eq!(page.status, 200);
    assert!(text.contains("wrong-prefix"), "{text}");
    assert!(text.contains("line 3, column 11"), "{text}");
}

#[tokio::test]
async fn the_policy_and_the_mended_one_have_their_colours_and_the_named_lines_are_marked() {
    let flawed = policy("bedrock:InvokeGateway");
    let page = audit(&[("policy", &flawed), ("endpoint", "gateway")]).await;
    let html = Html::parse_document(page.text());
    let texts = |selector: &str| -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let all = html.select(&selector);
        all.map(|element| element.text().collect()).collect()
    };
    let blocks = texts("section pre code");
    assert_eq!(blocks.len(), 2, "{blocks:?}");
    assert_eq!(blocks[0], flawed);
    assert!(blocks[1].contains(INVOKE), "{}", blocks[1]);
    for file in ["policy.json", "policy-mended.json"] {
        let keys = texts(&format!("pre[aria-label='{file}'] .code-key"));
        assert!(keys.contains(&"\"Action\"".to_owned()), "{file}: {keys:?}");
    }
    let marked = texts(".line--marked");
    assert!(
        marked.iter().any(|line| line.starts_with("\"Action\"")),
        "{marked:?}"
    );
}

#[tokio::test]
async fn a_call_is_tried_on_the_policy() {
    let sound = policy(INVOKE);
    let tried = async |caller: &str| {
        let page = audit(&[
            ("policy", &sound),
            ("endpoint", "gateway"),
            ("try.credentials", "signature"),
            ("try.caller", caller),
            ("try.action", INVOKE),
            ("try.resource", GATEWAY),
        ])
        .await;
        assert_eq!(page.status, 200);
        page.text().to_owned()
    };
    assert!(
        tried(ROLE)
            .await
            .contains("This policy lets the call through.")
    );
    let other = tried("arn:aws:iam::111122223333:role/other").await;
    assert!(other.contains("This policy refuses the call."), "{other}");
    assert!(other.contains("value=\"arn:aws:iam::111122223333:role/other\""));
}

#[tokio::test]
async fn an_error_is_explained_with_the_policy() {
    let page = audit(&[
        ("policy", &policy(INVOKE)),
        ("endpoint", "gateway"),
        (
            "why.text",
            "curl: (6) Could not resolve host: gateway.bedrock-agentcore.us-east-1.amazonaws.com",
        ),
    ])
    .await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("id=\"why-result\""), "{}", page.text());
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_kept() {
    let hostile = "{\"Statement\": [\n  </textarea><script>alert(1)</script>";
    let broken = audit(&[("policy", hostile), ("endpoint", "gateway")]).await;
    assert_eq!(broken.status, 422);
    let text = broken.text();
    assert!(text.contains("line 2, column 3"), "{text}");
    assert!(text.contains("&lt;/textarea&gt;&lt;script&gt;"), "{text}");
    assert!(!text.contains("<script>alert"), "{text}");

    let empty = audit(&[
        ("policy", " "),
        ("endpoint", "moon"),
        ("try.context", "a:b = c"),
    ])
    .await;
    assert_eq!(empty.status, 422);
    for expected in [
        "There is no policy.",
        "No endpoint is chosen.",
        "a:b = c",
        "moon",
    ] {
        assert!(empty.text().contains(expected), "{expected}");
    }

    let no_principal = r#"{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#;
    let faulty = audit(&[
        ("policy", no_principal),
        ("endpoint", "data"),
        ("try.credentials", "token"),
        ("try.action", INVOKE),
        ("try.resource", GATEWAY),
    ])
    .await;
    assert_eq!(faulty.status, 422);
    assert!(!faulty.text().contains("id=\"try-result\""));
}

#[tokio::test]
async fn a_wrong_field_of_the_call_is_named() {
    let page = audit(&[
        ("policy", &policy(INVOKE)),
        ("endpoint", "gateway"),
        ("try.caller", "me"),
        ("try.action", "Fly"),
    ])
    .await;
    assert_eq!(page.status, 422);
    for id in ["#try.caller", "#try.action"] {
        assert!(page.text().contains(&format!("href=\"{id}\"")), "{id}");
    }
}

#[tokio::test]
async fn a_listing_is_judged_endpoint_by_endpoint() {
    let inner = serde_json::Value::String(policy("bedrock:InvokeGateway"));
    let listing = format!(
        r#"{{"VpcEndpoints": [
        {{"VpcEndpointId": "vpce-0a", "ServiceName": "com.amazonaws.us-east-1.bedrock-agentcore.gateway", "PolicyDocument": {inner}}},
        {{"VpcEndpointId": "vpce-0b", "ServiceName": "com.amazonaws.us-east-1.logs"}}]}}"#
    );
    let page = audit(&[("policy", &listing)]).await;
    assert_eq!(page.status, 200);
    for expected in [
        "vpce-0a",
        "wrong-prefix",
        "vpce-0b",
        "Not an AgentCore service",
    ] {
        assert!(page.text().contains(expected), "{expected}");
    }
}

#[tokio::test]
async fn a_call_on_a_listing_goes_to_the_endpoint_that_carries_it() {
    let listing = serde_json::json!({"VpcEndpoints": [
        {"VpcEndpointId": "vpce-1", "ServiceName": "com.amazonaws.us-east-1.bedrock-agentcore", "PolicyDocument": policy("*")},
        {"VpcEndpointId": "vpce-2", "ServiceName": "com.amazonaws.us-east-1.bedrock-agentcore.gateway", "PolicyDocument": policy(INVOKE)},
    ]})
    .to_string();
    let tried = async |action: &str| {
        let page = audit(&[
            ("policy", &listing),
            ("endpoint", ""),
            ("try.credentials", "token"),
            ("try.action", action),
            ("try.resource", GATEWAY),
        ])
        .await;
        assert_eq!(page.status, 200, "{}", page.text());
        page.text().to_owned()
    };
    let gateway = tried(INVOKE).await;
    assert!(
        gateway.contains("The endpoint vpce-2 refuses the call."),
        "{gateway}"
    );
    let registry = tried("agent-registry:SearchDiscoverableRegistryRecords").await;
    assert!(
        registry.contains("No endpoint of the listing"),
        "{registry}"
    );
    let wrong = audit(&[
        ("policy", &listing),
        ("try.caller", "me"),
        ("try.action", INVOKE),
    ])
    .await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.text().contains("href=\"#try.caller\""),
        "{}",
        wrong.text()
    );
}

#[tokio::test]
async fn an_error_alone_is_explained() {
    let page = audit(&[
        ("policy", ""),
        ("endpoint", ""),
        ("why.text", "status: NXDOMAIN"),
    ])
    .await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(
        page.text().contains("<strong>DNS</strong>"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn an_endpoint_of_the_account_is_opened_as_the_request_that_changes_it() {
    let accounts: Arc<dyn Accounts> = Arc::new(Demo::new().unwrap());
    let door = Door {
        accounts: Some(Arc::new(Cached::new(accounts, Duration::from_mins(1)))),
        ..Door::default()
    };
    let app = router::app(state().with_door(door));
    let post = |body: &'static str| {
        let asked =
            request("POST", "/audit").header("content-type", "application/x-www-form-urlencoded");
        send(app.clone(), asked.body(Body::from(body)).unwrap())
    };
    let nowhere = post("do=look&region=nowhere").await;
    assert_eq!(nowhere.status, 422);
    assert!(
        nowhere.text().contains("href=\"#region\""),
        "{}",
        nowhere.text()
    );

    let page = post("do=look&region=us-east-1").await;
    assert_eq!(page.status, 200);
    let text = page.text();
    let (_, link) = text.split_once("href=\"/who?").unwrap();
    let query = link.split('"').next().unwrap().replace("&amp;", "&");
    let link = format!("/who?{query}");
    assert!(link.contains("existing=vpce-0de3"), "{link}");
    let opened = get(&link).await;
    assert_eq!(opened.status, 200, "{}", opened.text());
}

#[tokio::test]
async fn without_an_account_to_look_at_nothing_offers_it() {
    let page = get("/audit").await;
    assert!(!page.text().contains("name=\"region\""));
    let asked = audit(&[("do", "look"), ("region", "us-east-1")]).await;
    assert_eq!(asked.status, 422);
}
