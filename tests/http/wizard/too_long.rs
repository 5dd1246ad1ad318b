//! Answers past the length of a link: compressed first, then by POST.

use std::fmt::Write;

use postern_app::form::Form;
use postern_plan::document::parse_pairs;
use postern_plan::request::{Link, expand_link, link};

use super::{Page, Pairs, complete, get, open, post, with};

/// Complete answers with this many callers; numbered ones compress well, digested ones do not
fn with_callers(count: u64, name: impl Fn(u64) -> String) -> Pairs {
    let mut fields = complete();
    for number in 0..count {
        let caller = format!("arn:aws:iam::111122223333:role/{}", name(number));
        fields.push(("grants.0.callers".to_owned(), caller));
    }
    fields
}

/// Looks random, is the same each time
fn digest(number: u64) -> String {
    let mut state = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut out = String::new();
    for _ in 0..3 {
        state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state ^= state >> 27;
        write!(out, "{state:016x}").unwrap();
    }
    out
}

/// A list by its lines
fn lines(fields: Pairs) -> Pairs {
    Form::new(fields).pairs().to_vec()
}

fn sorted(mut fields: Pairs) -> Pairs {
    fields.sort();
    fields
}

#[tokio::test]
async fn past_six_thousand_bytes_the_link_is_compressed_and_holds_the_same() {
    let fields = with_callers(200, |n| format!("agent-{n}"));
    let answer = open("/who", &with(fields.clone(), "do", "continue")).await;
    assert_eq!(answer.status, 303);
    let location = answer.header("location").to_owned();
    let (path, query) = location.split_once('?').unwrap();
    assert_eq!(path, "/where");
    assert!(query.starts_with("z=") && query.len() <= 8_000, "{query}");
    assert_eq!(expand_link(parse_pairs(query)).unwrap(), fields);
    let page = Page::of(&get(&location).await);
    assert_eq!(sorted(lines(page.sent())), sorted(fields.clone()));
    // The page that asks where never sends by GET, since something may be pasted into it.
    for (path, method) in [("/where", "post"), ("/who", "get")] {
        let page = Page::of(&get(&location.replace("/where", path)).await);
        assert_eq!(page.one("main form").attr("method"), Some(method), "{path}");
    }
    let answer = get(&location.replace("/where", "/review")).await;
    assert_eq!(answer.status, 200);
    let links = Page::of(&answer);
    let bundle = links.all("a[download]")[0].attr("href").unwrap();
    assert!(bundle.contains("z="));
    assert_eq!(get(bundle).await.status, 200);
}

#[tokio::test]
async fn answers_too_long_for_a_link_travel_by_post_from_step_to_step() {
    let fields = with_callers(300, digest);
    assert!(matches!(link(&fields), Link::TooLong));
    for path in ["/", "/who", "/where", "/everything"] {
        let page = Page::of(&post(path, &fields).await);
        page.assert_sound();
        let form = page.one("main form");
        assert_eq!(form.attr("method"), Some("post"), "{path}");
        assert_eq!(form.attr("action"), Some(path));
    }
    // Each answer is the next page itself, since no address could hold it.
    let mut path = "/";
    let mut sent = fields.clone();
    for next in ["/who", "/where"] {
        let answer = post(path, &with(sent, "do", "continue")).await;
        assert_eq!(answer.status, 200, "{path}");
        let page = Page::of(&answer);
        page.assert_sound();
        assert_eq!(page.one("main form").attr("action"), Some(next));
        sent = page.sent_to(next);
        path = next;
    }
    let check = Page::of(&post(path, &with(sent, "do", "continue")).await);
    check.assert_sound();
    let review = Page::of(&post("/review", &check.sent_to("/review")).await);
    assert!(review.text.contains("cannot be shared"));
    assert!(review.texts("pre code").concat().contains(&digest(299)));
    for page in [check, review] {
        for step in ["/", "/who", "/where"] {
            assert_eq!(sorted(lines(page.sent_to(step))), sorted(fields.clone()));
        }
    }
}

#[tokio::test]
async fn no_link_of_a_page_too_long_for_one_drops_the_answers() {
    let fields = with_callers(300, digest);
    for path in super::PATHS {
        let page = Page::of(&post(path, &fields).await);
        page.assert_sound();
        for link in page.all("main a[href], header nav a[href]") {
            let href = link.attr("href").unwrap();
            // A page that opens beside this one leaves the answers standing.
            let beside = link.attr("target") == Some("_blank");
            let leaves = href.starts_with('/') && !href.contains('?') && !beside;
            assert!(!leaves, "{path}: {} leads away", link.html());
        }
    }
}

#[tokio::test]
async fn what_is_too_long_for_a_link_is_downloaded_by_post() {
    let fields = with_callers(300, digest);
    let page = Page::of(&post("/review", &fields).await);
    let sent = page.sent_to("/download");
    let answer = post("/download", &with(sent.clone(), "as", "all")).await;
    assert_eq!(answer.header("content-type"), "application/zip");
    let answer = post("/download", &with(sent, "file", "request.toml")).await;
    assert!(answer.text().contains(&digest(299)));
}

#[tokio::test]
async fn a_wrong_answer_too_long_for_a_link_is_kept() {
    let fields = with(with_callers(300, digest), "account", "12");
    let answer = post("/where", &with(fields.clone(), "do", "continue")).await;
    assert_eq!(answer.status, 422);
    let page = Page::of(&answer);
    assert_eq!(page.problems().len(), 1);
    assert_eq!(sorted(lines(page.sent())), sorted(lines(fields.clone())));
    assert_eq!(post("/check", &fields).await.status, 422);
}

#[tokio::test]
async fn a_damaged_link_is_a_page_that_says_so() {
    for z in ["%%%", "AAAA", "", "a%00b", "=", "_____", &"A".repeat(7_000)] {
        for path in ["/", "/who", "/review", "/preview", "/everything"] {
            let answer = get(&format!("{path}?z={z}")).await;
            if z.is_empty() {
                assert!(answer.status.as_u16() < 500);
                continue;
            }
            assert!(
                answer.status.is_client_error(),
                "{path} {z}: {}",
                answer.status
            );
            let page = Page::of(&answer);
            assert!(page.text.contains("link"), "{path} {z}");
        }
    }
}
