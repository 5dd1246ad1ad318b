//! The links of docs/LINKS.md: each opens a page that has its answers.

use form_urlencoded::parse;

use super::{Page, get};

const DOCUMENT: &str = include_str!("../../../docs/LINKS.md");
const ELSEWHERE: &str = "https://postern.example.org";

/// Every address with answers that the document shows.
fn links() -> Vec<&'static str> {
    let words = DOCUMENT.split_whitespace();
    let words = words.map(|word| word.trim_matches(['`', '.']));
    let words = words.map(|word| word.strip_prefix(ELSEWHERE).unwrap_or(word));
    words
        .filter(|word| word.starts_with('/') && word.contains('?'))
        .collect()
}

#[tokio::test]
async fn each_opens_a_page_that_has_its_answers() {
    let links = links();
    assert!(links.len() >= 5, "{links:?}");
    for link in links {
        let answer = get(link).await;
        assert_eq!(answer.status, 200, "{link}: {}", answer.text());
        let page = Page::of(&answer);
        assert!(page.problems().is_empty(), "{link}: {:?}", page.problems());
        let sent = page.sent();
        let (_, query) = link.split_once('?').unwrap();
        for (name, value) in parse(query.as_bytes()) {
            let there = sent.iter().any(|(n, v)| *n == name && *v == value);
            assert!(there, "{link}: {name}={value} is not among {sent:?}");
        }
    }
}
