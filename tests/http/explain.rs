//! The pages that explain: all of them are there, and what they and “Info” link to is, too.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use scraper::{Html, Selector};

use crate::asked::get;

/// The addresses of links and pictures of a page that are here
fn here(page: &str) -> BTreeSet<String> {
    let html = Html::parse_document(page);
    let linked = Selector::parse("main a[href], main img[src]").unwrap();
    html.select(&linked)
        .filter_map(|element| element.attr("href").or_else(|| element.attr("src")))
        .filter(|address| address.starts_with('/'))
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn every_page_that_explains_is_linked_and_leads_on() {
    let list = get("/explain").await;
    assert_eq!(list.status, StatusCode::OK);
    let pages: Vec<String> = here(list.text())
        .into_iter()
        .filter(|address| address.starts_with("/explain/"))
        .collect();
    assert_eq!(pages.len(), 9, "{pages:?}");
    for address in &pages {
        let page = get(address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        for to in here(page.text()) {
            // The files of these tests are others than those of a build.
            if to.starts_with("/assets/") {
                continue;
            }
            let (path, id) = to.split_once('#').unwrap_or((&to, ""));
            let led = get(path).await;
            assert_eq!(led.status, StatusCode::OK, "{address} leads to {to}");
            let there = id.is_empty() || led.text().contains(&format!("id=\"{id}\""));
            assert!(there, "{address} leads to {to}");
        }
    }
    assert_eq!(get("/explain/nothing").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        get("/explain/..%2FDOORS.md").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn every_info_leads_to_a_page_that_is_there() {
    let answers = "name=a&grants.0.primitive=runtime&grants.0.auth=oauth&grants.0.resources=*\
                   &grants.0.access=invoke&do=continue";
    let page = get(&format!("/everything?{answers}")).await;
    let html = Html::parse_document(page.text());
    let panels = Selector::parse(".explain__panel[id^=explain-]").unwrap();
    let link = Selector::parse("a[target=_blank]").unwrap();
    let mut seen = 0;
    for panel in html.select(&panels) {
        let more = panel.select(&link).next().expect("“Read more”");
        let led = get(more.attr("href").unwrap()).await;
        assert_eq!(led.status, StatusCode::OK);
        seen += 1;
    }
    assert!(seen > 8, "{seen} panels");
}
