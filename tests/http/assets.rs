//! Style sheets and scripts: hashed addresses, entity tags, caches.

use axum::http::StatusCode;
use postern_server::assets::Assets;

use crate::asked::{app, ask, files, get, request};

const FOREVER: &str = "public, max-age=31536000, immutable";

fn script() -> String {
    files().href("js/main.js").unwrap()
}

#[tokio::test]
async fn a_file_is_served_for_ever_under_the_hash_of_its_build() {
    let answer = get(&script()).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("cache-control"), FOREVER);
    assert_eq!(
        answer.header("content-type"),
        "text/javascript; charset=utf-8"
    );
    assert_eq!(answer.header("vary"), "accept-encoding");
    assert!(answer.text().starts_with("export"));
}

#[tokio::test]
async fn style_sheets_come_as_one_in_their_layers() {
    let answer = get(&files().href("style/main.css").unwrap()).await;
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    assert!(
        answer
            .text()
            .starts_with("@layer base;\n@layer base {\np {")
    );
    assert!(!answer.text().contains("@import"));
}

#[tokio::test]
async fn what_is_held_is_not_sent_again() {
    let tag = get(&script()).await.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
    for held in [
        tag.clone(),
        format!("W/{tag}"),
        format!("\"other\", {tag}"),
        "*".to_owned(),
    ] {
        let answer = ask(
            app(),
            request("GET", &script()).header("if-none-match", &held),
        )
        .await;
        assert_eq!(answer.status, StatusCode::NOT_MODIFIED, "{held}");
        assert_eq!(answer.header("etag"), tag, "{held}");
        assert_eq!(answer.header("cache-control"), FOREVER, "{held}");
        assert!(answer.body.is_empty(), "{held}");
    }
    let answer = ask(
        app(),
        request("GET", &script()).header("if-none-match", "\"other\""),
    )
    .await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn the_compressed_file_has_a_tag_of_its_own() {
    let gzip = |accepted: &'static str| async move {
        ask(
            app(),
            request("GET", &script()).header("accept-encoding", accepted),
        )
        .await
    };
    let plain = get(&script()).await;
    for accepted in ["gzip", "br, GZIP;q=0.5", "deflate,gzip"] {
        let answer = gzip(accepted).await;
        assert_eq!(answer.header("content-encoding"), "gzip", "{accepted}");
        assert_ne!(answer.header("etag"), plain.header("etag"), "{accepted}");
        assert!(answer.body.len() < plain.body.len(), "{accepted}");
    }
    for refused in ["gzip;q=0", "identity", "xgzip"] {
        let answer = gzip(refused).await;
        assert_eq!(answer.header("content-encoding"), "", "{refused}");
        assert_eq!(answer.header("etag"), plain.header("etag"), "{refused}");
    }
}

#[tokio::test]
async fn a_page_of_another_build_gets_this_ones_file_and_no_cache_keeps_it() {
    let answer = get("/assets/0123456789abcdef/js/main.js").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn what_is_not_a_file_is_nowhere() {
    for path in [
        "/assets/b/nothing.js",
        "/assets/b/../Cargo.toml",
        "/assets/b/base.css",
        "/assets/b/",
    ] {
        assert_eq!(get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn the_files_of_the_product_are_all_of_a_known_kind() {
    let assets = Assets::load().unwrap();
    let known = ["css", "js", "svg", "png", "ico", "txt"];
    for name in assets.names() {
        let kind = name.rsplit_once('.').map_or("", |(_, kind)| kind);
        assert!(known.contains(&kind), "{name}");
    }
}
