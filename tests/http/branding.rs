//! The name, the logo, the colour, the links and the frames of whoever runs the server.

use std::fs;

use postern_plan::catalog::Catalog;
use postern_server::api::ApiDocuments;
use postern_server::assets::Assets;
use postern_server::branding::Branding;
use postern_server::hosts::AllowedHosts;
use postern_server::router;
use postern_server::settings::sources::Sources;
use postern_server::settings::wrong::Wrong;
use postern_server::settings::{Loaded, Purpose};
use postern_server::state::AppState;
use postern_tests::Scratch;
use scraper::{Html, Selector};

use crate::asked::{ask, request};

const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";

fn load(toml: &str, logo: &[u8]) -> Result<Branding, Vec<Wrong>> {
    let scratch = Scratch::new("branding");
    let logo_file = scratch.path().join("logo");
    fs::write(&logo_file, logo).unwrap();
    let file = scratch.path().join("postern.toml");
    let toml = toml.replace("LOGO", &logo_file.display().to_string());
    fs::write(&file, toml).unwrap();
    let sources = Sources::of_process(Some(file));
    Branding::load(&Loaded::read(&sources, Purpose::Command)?.settings)
}

#[tokio::test]
async fn the_pages_are_those_of_whoever_runs_the_server() {
    let branding = load(
        "[pages]\ntitle = \"Doors & Co\"\nlogo = \"LOGO\"\naccent = \"#c01a5b\"\n\
         frame_ancestors = [\"https://portal.example.org/\"]\n\
         [links.wiki]\nlabel = \"Our wiki\"\nurl = \"https://wiki.example.org/a?b=c\"\n",
        LOGO.as_bytes(),
    );
    let branding = branding.unwrap();
    let catalog = Catalog::load().unwrap();
    let documents = ApiDocuments::of(&catalog).unwrap();
    let hosts = AllowedHosts::new("127.0.0.1".parse().unwrap(), Vec::new());
    let assets = Assets::branded(&branding).unwrap();
    let app =
        router::app(AppState::new(assets, catalog, documents, hosts).with_branding(&branding));
    let page = ask(app.clone(), request("GET", "/")).await;
    let policy = page.header("content-security-policy");
    assert!(
        policy.ends_with("frame-ancestors https://portal.example.org"),
        "{policy}"
    );
    let html = Html::parse_document(page.text());
    let one = |selector: &str| {
        let selector = Selector::parse(selector).unwrap();
        html.select(&selector).next().unwrap()
    };
    let text = |selector: &str| one(selector).text().collect::<String>();
    let attribute = |selector: &str, name: &str| one(selector).attr(name).unwrap().to_owned();
    assert!(
        text("title").ends_with(" – Doors & Co"),
        "{}",
        text("title")
    );
    assert_eq!(text(".site-header__name"), "Doors & Co");
    assert_eq!(text("a[href^='https://wiki']"), "Our wiki");
    assert_eq!(
        attribute("a[href^='https://wiki']", "href"),
        "https://wiki.example.org/a?b=c"
    );
    let logo = ask(
        app.clone(),
        request("GET", &attribute(".site-header__logo", "src")),
    )
    .await;
    assert_eq!(logo.header("content-type"), "image/svg+xml");
    assert_eq!(logo.text(), LOGO);
    // Opened by itself it may run nothing.
    assert!(
        logo.header("content-security-policy")
            .contains("script-src 'self'")
    );
    let sheet = attribute("link[rel=stylesheet]", "href");
    let sheet = ask(app, request("GET", &sheet)).await;
    assert!(sheet.text().contains("--accent: light-dark(#c01a5b, "));
}

#[test]
fn what_cannot_be_shown_is_said_before_the_server_starts() {
    let large = vec![b' '; 65 * 1024];
    for (toml, logo, message) in [
        (
            "logo = \"LOGO\"",
            &b"GIF89a"[..],
            "it is neither SVG nor PNG",
        ),
        ("logo = \"LOGO\"", &large[..], "it is larger than 64 KiB"),
        ("logo = \"/nowhere/logo.svg\"", b"", "it cannot be read: "),
        ("accent = \"red\"", b"", "pages.accent"),
        (
            "frame_ancestors = [\"https://a.example.org/path\"]",
            b"",
            "pages.frame_ancestors",
        ),
        ("frame_ancestors = [\"*\"]", b"", "pages.frame_ancestors"),
        (
            "frame_ancestors = [\"https://a.example.org; script-src *\"]",
            b"",
            "pages.frame_ancestors",
        ),
    ] {
        let wrong = load(&format!("[pages]\n{toml}\n"), logo).unwrap_err();
        let said = wrong[0].to_string();
        assert!(said.contains(message), "{toml}: {said}");
        assert!(!wrong[0].help.is_empty(), "{toml}");
    }
    for url in ["javascript:alert(1)", "http://wiki.example.org", "/path"] {
        let toml = format!("[links.wiki]\nlabel = \"Wiki\"\nurl = \"{url}\"\n");
        assert!(load(&toml, b"").is_err(), "{url}");
    }
}
