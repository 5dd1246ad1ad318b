//! The last step shows the bytes that are downloaded, and a link only shows.

use axum::http::StatusCode;
use postern_plan::artifact::{self, Format};
use postern_plan::request::{Link, link};
use scraper::{ElementRef, Selector};

use super::{Page, complete, get, open, with};
use crate::golden;

/// The file's name, its text and its download link
fn block(figure: ElementRef<'_>) -> (String, String, Option<String>) {
    let first = |selector: &str| figure.select(&Selector::parse(selector).unwrap()).next();
    let text = |selector: &str| first(selector).unwrap().text().collect();
    let link = first("a[download]").map(|a| a.attr("href").unwrap().to_owned());
    (text(".code-block__file"), text("pre code"), link)
}

#[tokio::test]
async fn every_file_of_every_request_is_shown_as_it_is() {
    for case in golden::cases() {
        let Link::Query(query) = link(&case.plan.request.to_pairs()) else {
            continue;
        };
        let answer = get(&format!("/review?{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", case.name);
        let page = Page::of(&answer);
        page.assert_sound();
        let blocks: Vec<_> = page.all(".code-block").into_iter().map(block).collect();
        for format in Format::ALL.iter().filter(|f| **f != Format::All) {
            for file in artifact::render(&case.plan, *format).unwrap() {
                let shown = blocks.iter().find(|(name, ..)| *name == file.path);
                let of = format!("{}: {}", case.name, file.path);
                let (_, text, link) = shown.unwrap_or_else(|| panic!("{of} is not shown"));
                assert_eq!(*text, file.text, "{of}");
                assert!(link.is_some(), "{of}");
            }
        }
        assert_eq!(get(&format!("/check?{query}")).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn each_download_is_what_is_shown() {
    let case = golden::named("three-doors");
    let Link::Query(query) = link(&case.plan.request.to_pairs()) else {
        panic!("short enough for a link");
    };
    let page = Page::of(&get(&format!("/review?{query}")).await);
    for (file, text, link) in page.all(".code-block").into_iter().map(block) {
        let answer = get(&link.unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK, "{file}");
        assert_eq!(answer.text(), text, "{file}");
    }
    let bundle = page
        .all("a[download]")
        .into_iter()
        .find(|a| a.attr("download") == Some("postern.zip"))
        .unwrap();
    let answer = get(bundle.attr("href").unwrap()).await;
    assert_eq!(answer.header("content-type"), "application/zip");
}

#[tokio::test]
async fn opening_a_link_twice_shows_the_same_and_sets_nothing() {
    for path in super::PATHS {
        let one = open(path, &complete()).await;
        let two = open(path, &complete()).await;
        assert_eq!(one.header("set-cookie"), "");
        // The nonce and the request's id apart, if there are any, the pages are equal.
        assert_eq!(
            Page::of(&one).texts("main"),
            Page::of(&two).texts("main"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn each_answer_can_be_changed_where_it_was_given() {
    let page = Page::of(&open("/review", &complete()).await);
    let links = page.all(".summary-list__change a");
    assert!(links.len() > 10);
    for link in links {
        let (address, id) = link.attr("href").unwrap().split_once('#').unwrap();
        let asking = Page::of(&get(address).await);
        assert!(asking.named(id).is_some(), "{address} #{id}");
        let label: String = link.text().collect();
        let what = address.starts_with("/?");
        assert_eq!(
            what,
            label.ends_with("What") || label.ends_with("Resources")
        );
    }
}

#[tokio::test]
async fn what_differs_for_one_endpoint_is_among_the_answers() {
    let given = [
        ("subnets", "subnet-0cccccccccccccccc"),
        ("security_groups", "sg-0dddddddddddddddd"),
        ("private_dns", "false"),
        ("ip_address_type", "dualstack"),
        ("policy", "full-access"),
        ("existing", "vpce-0eeeeeeeeeeeeeeee"),
    ];
    let ids = given.map(|(field, _)| format!("endpoints.data.{field}"));
    let before = Page::of(&open("/review", &complete()).await);
    assert!(!before.text.contains("#endpoints."), "nothing differs");
    let fields = ids
        .iter()
        .zip(given)
        .fold(complete(), |fields, (id, (_, value))| {
            with(fields, id, value)
        });
    let page = Page::of(&open("/review", &fields).await);
    for id in ids {
        let links = page.all(".summary-list__change a");
        let to = |link: &&ElementRef<'_>| link.attr("href").unwrap().ends_with(&format!("#{id}"));
        let link = links.iter().find(to).unwrap_or_else(|| panic!("{id}"));
        let (address, _) = link.attr("href").unwrap().split_once('#').unwrap();
        let asking = Page::of(&get(address).await);
        assert!(asking.named(&id).is_some(), "{address} #{id}");
    }
    let shown = page.texts(".summary-list__value").join("\n");
    for value in [
        "subnet-0cccccccccccccccc",
        "sg-0dddddddddddddddd",
        "IPv4 and IPv6 (dualstack)",
        "Full access",
        "vpce-0eeeeeeeeeeeeeeee",
    ] {
        assert!(shown.contains(value), "{value}: {shown}");
    }
}

#[tokio::test]
async fn each_statement_leads_back_to_its_grant() {
    for case in golden::cases() {
        let Link::Query(query) = link(&case.plan.request.to_pairs()) else {
            continue;
        };
        let page = Page::of(&get(&format!("/check?{query}")).await);
        let statements = page.all(".statement").len();
        let planned: usize = case
            .plan
            .endpoints
            .iter()
            .map(|e| e.policy.statements.len())
            .sum();
        assert_eq!(statements, planned, "{}", case.name);
        for link in page.all(".statement a") {
            let href = link.attr("href").unwrap();
            let (address, id) = href.split_once('#').unwrap();
            let answer = get(address).await;
            assert!(
                Page::of(&answer).named(id).is_some(),
                "{}: {href}",
                case.name
            );
        }
        // One request is enough for following every link.
        if case.name.starts_with("three") {
            break;
        }
    }
}
