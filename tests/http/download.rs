//! `/download`: the same artifacts for the fields of a page, by link and by form.

use axum::body::Body;
use axum::http::StatusCode;
use postern_plan::artifact::{self, Format};
use postern_plan::request::{Link, link};

use crate::asked::{Answer, app, get, post_json, request, send};
use crate::golden;

async fn form(body: impl Into<Body>) -> Answer {
    let request =
        request("POST", "/download").header("content-type", "application/x-www-form-urlencoded");
    send(app(), request.body(body.into()).unwrap()).await
}

#[tokio::test]
async fn a_link_and_a_form_give_what_the_api_gives() {
    for case in golden::cases() {
        for format in [Format::Policy, Format::All] {
            let of = format!("{} as {format}", case.name);
            let api = post_json(&format!("/api/v1/render?as={format}"), case.body()).await;
            let fields = case.plan.request.to_pairs();
            let Link::Query(query) = link(&fields) else {
                continue;
            };
            for answer in [
                get(&format!("/download?as={format}&{query}")).await,
                get(&format!("/download?{query}&as={format}")).await,
                form(format!("as={format}&{query}")).await,
            ] {
                assert_eq!(answer.status, StatusCode::OK, "{of}");
                assert_eq!(answer.body, api.body, "{of}");
                for name in ["content-type", "content-disposition"] {
                    assert_eq!(answer.header(name), api.header(name), "{of}");
                }
            }
        }
    }
}

#[tokio::test]
async fn each_file_of_the_bundle_can_be_had_alone() {
    let case = golden::named("three-doors");
    let Link::Query(query) = link(&case.plan.request.to_pairs()) else {
        panic!("short enough for a link");
    };
    for file in artifact::render(&case.plan, Format::All).unwrap() {
        let answer = get(&format!("/download?file={}&{query}", file.path)).await;
        assert_eq!(answer.text(), file.text, "{}", file.path);
        let name = file.path.rsplit('/').next().unwrap();
        let saved = format!("attachment; filename=\"{name}\"");
        assert_eq!(answer.header("content-disposition"), saved);
    }
    for path in ["", "nothing.sh", "../plan.json", "/etc/passwd"] {
        let answer = get(&format!("/download?file={path}&{query}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_compressed_link_is_read_whole() {
    let case = golden::named("too-large");
    let mut fields = case.plan.request.to_pairs();
    fields.push(("as".to_owned(), "policy".to_owned()));
    let Link::Query(query) = link(&fields) else {
        return;
    };
    assert!(
        query.starts_with("z="),
        "the request is long enough to be compressed"
    );
    let answer = get(&format!("/download?{query}")).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_wrong_is_a_page_that_says_all_of_it() {
    let answer = get("/download?as=cli&region=us-eest-1&name=a").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(answer.header("content-disposition"), "");
    for part in ["us-eest-1", "placement.vpc", "grants", "Did you mean"] {
        assert!(answer.text().contains(part), "{part}: {}", answer.text());
    }
    for query in [
        "",
        "?as=cli",
        "?as=pulumi",
        "?as=cli&z=%%%",
        "?as=cli&z=AAAA",
    ] {
        let answer = get(&format!("/download{query}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
}

#[tokio::test]
async fn hostile_fields_come_back_escaped() {
    let hostile = "%3C/title%3E%3Cscript%3Ealert(1)%3C/script%3E%22";
    for field in [
        "name",
        "as",
        "grants.0.primitive",
        "placement.subnets",
        hostile,
    ] {
        let answer = get(&format!("/download?as=cli&{field}={hostile}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(answer.text().contains("&lt;script&gt;"), "{field}");
        assert!(!answer.text().contains("<script>"), "{field}");
    }
}
