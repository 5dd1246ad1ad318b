//! The pages that explain: their requests are planned, their links lead somewhere, their facts have a source.

use std::path::Path;

use postern_plan::catalog::{Catalog, Severity};
use postern_plan::inventory::Inventory;
use postern_plan::request::Request;
use postern_tests::repository;

use crate::tree::{Text, texts};

const PAGES: &str = "docs/explain/";

fn pages() -> Vec<Text> {
    let mut pages = texts(PAGES);
    pages.retain(|page| page.path.ends_with(".md"));
    assert!(pages.len() > 5, "found {} pages", pages.len());
    pages
}

/// What stands in the fenced blocks of this language.
fn fenced(page: &Text, language: &str) -> Vec<String> {
    let opening = format!("```{language}");
    let mut blocks = Vec::new();
    let mut open: Option<String> = None;
    for line in page.content.lines() {
        match open.take() {
            None if line == opening => open = Some(String::new()),
            None => {}
            Some(block) if line == "```" => blocks.push(block),
            Some(block) => open = Some(format!("{block}{line}\n")),
        }
    }
    assert!(open.is_none(), "{}: a block is not closed", page.path);
    blocks
}

/// Where the links of a page lead that are neither on the web nor on the page itself.
fn links(content: &str) -> Vec<&str> {
    let targets = content.split("](").skip(1);
    let targets = targets.filter_map(|after| after.split(')').next());
    targets
        .map(|target| target.split('#').next().unwrap_or_default())
        .filter(|target| !target.is_empty() && !target.contains("://"))
        .collect()
}

#[test]
fn every_request_on_a_page_that_explains_is_planned_and_nothing_blocks_it() {
    let catalog = Catalog::load().unwrap();
    let mut planned = 0;
    for page in pages() {
        let inventory = fenced(&page, "json");
        assert!(inventory.len() < 2, "{}: which inventory?", page.path);
        let inventory = inventory
            .first()
            .map(|text| Inventory::parse(text).expect(&page.path));
        for text in fenced(&page, "toml") {
            let request = Request::parse(&catalog, &text).expect(&page.path);
            let plan = postern_plan::plan(&catalog, inventory.as_ref(), &request);
            let blocked: Vec<&str> = plan
                .notes
                .iter()
                .filter(|note| note.severity == Severity::Blocked)
                .map(|note| note.code.as_str())
                .collect();
            assert!(blocked.is_empty(), "{}: {blocked:?}", page.path);
            planned += 1;
        }
    }
    assert!(planned > 3, "planned {planned} requests");
}

#[test]
fn every_link_of_a_page_that_explains_leads_to_a_file() {
    let mut followed = 0;
    for page in pages() {
        let folder = repository().join(PAGES);
        for link in links(&page.content) {
            let file = folder.join(Path::new(link));
            assert!(file.is_file(), "{}: there is no {link}", page.path);
            followed += 1;
        }
    }
    assert!(followed > 15, "followed {followed} links");
}

#[test]
fn every_page_that_explains_is_listed_and_has_dated_sources() {
    let pages = pages();
    let (list, pages): (Vec<Text>, Vec<Text>) =
        pages.into_iter().partition(|page| page.stem() == "README");
    let listed = links(&list[0].content);
    for page in pages {
        let name = page.path.trim_start_matches(PAGES);
        assert!(
            listed.contains(&name),
            "{PAGES}README.md does not list {name}"
        );
        let (_, sources) = page.content.split_once("\n## Sources\n").expect(&page.path);
        assert!(sources.contains("2026-11-2"), "{}: read when?", page.path);
    }
}

#[test]
fn the_picture_of_the_doors_has_words_and_two_colourings() {
    let picture = &texts("docs/explain/doors.svg")[0].content;
    for part in [
        "<title id=\"title\">",
        "<desc id=\"desc\">",
        "prefers-color-scheme: dark",
    ] {
        assert!(picture.contains(part), "{part}");
    }
}
