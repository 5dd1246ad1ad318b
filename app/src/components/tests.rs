//! Every component with every sample: rendered twice, and with hostile words.

use std::collections::BTreeSet;

use scraper::Html;

use super::samples::{ALL, Samples, Say, plain};
use crate::document::fragment;

/// Ends of words that would do harm if one were not escaped. None holds a backtick, which has a
/// meaning of its own, nor white space, which an `id` may not hold.
pub(crate) const HOSTILE: [&str; 8] = [
    "\"><script>alert(1)</script>",
    "'><img/src=x/onerror=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title></pre></code></style></select><svg/onload=alert(1)>",
    "&lt;script&gt;&#60;script&#62;&amp",
    "<!--<!>--!>",
    "\u{202e}\u{5d0}\u{5d1}\u{200f}\u{1f469}\u{200d}\u{1f4bb}\u{feff}",
    "{{7*7}}${7*7}\\\"\\u003cscript\\u003e",
];

fn rendered(samples: Samples, say: Say<'_>) -> Vec<String> {
    samples(say).into_iter().map(fragment).collect()
}

/// The tags and the names of their attributes, in order: what hostile words must not change.
fn structure(html: &str) -> Vec<String> {
    Html::parse_document(html)
        .root_element()
        .descendent_elements()
        .map(|element| {
            let names: BTreeSet<_> = element.value().attrs().map(|(name, _)| name).collect();
            format!("{} {names:?}", element.value().name())
        })
        .collect()
}

/// Fails unless both parse to the same elements with the same attributes.
pub(crate) fn assert_same_structure(tame: &str, wild: &str, context: &str) {
    assert_eq!(structure(tame), structure(wild), "{context}\n{wild}");
}

#[test]
fn every_component_is_listed() {
    let source = include_str!("../components.rs");
    let modules: Vec<_> = source
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    assert_eq!(modules, ALL.map(|(name, _)| name));
}

#[test]
fn every_sample_renders_the_same_twice() {
    for (name, samples) in ALL {
        let first = rendered(samples, &plain);
        assert!(!first.is_empty(), "{name} has no sample");
        assert_eq!(first, rendered(samples, &plain), "{name}");
    }
}

#[test]
fn hostile_words_change_no_structure_and_lose_nothing() {
    for (name, samples) in ALL {
        for word in HOSTILE {
            let tame = rendered(samples, &plain);
            let wild = rendered(samples, &|text| format!("{text}{word}"));
            assert_eq!(tame.len(), wild.len());
            assert!(
                ["mark", "shortcuts"].contains(&name) || wild != tame,
                "{name} says nothing"
            );
            for (tame, wild) in tame.iter().zip(&wild) {
                assert_same_structure(tame, wild, name);
                assert!(!wild.contains("<script"), "{name}: {wild}");
                let images = |html: &str| html.matches("<img").count();
                assert!(
                    images(wild) == images(tame) && !wild.contains("<svg/"),
                    "{name}: {wild}"
                );
            }
        }
    }
}

#[test]
fn nothing_inline_and_every_script_exists() {
    for (name, samples) in ALL {
        for html in rendered(samples, &plain) {
            for element in Html::parse_fragment(&html)
                .root_element()
                .descendent_elements()
            {
                for (attribute, value) in element.value().attrs() {
                    assert!(
                        !attribute.starts_with("on") && attribute != "style",
                        "{name}: {html}"
                    );
                    if attribute == "data-module" {
                        let script = format!("../public/js/components/{value}.js");
                        assert!(std::path::Path::new(&script).exists(), "{script}");
                    }
                }
            }
        }
    }
}

#[test]
fn every_description_and_label_points_at_something() {
    for (name, samples) in ALL {
        for html in rendered(samples, &plain) {
            let read = Html::parse_fragment(&html);
            let elements: Vec<_> = read.root_element().descendent_elements().collect();
            let ids: Vec<_> = elements
                .iter()
                .filter_map(|element| element.value().attr("id"))
                .collect();
            let unique: BTreeSet<_> = ids.iter().collect();
            assert_eq!(ids.len(), unique.len(), "{name} repeats an id: {html}");
            if name == "question" {
                continue; // its samples have no input
            }
            for attribute in [
                "for",
                "aria-describedby",
                "aria-labelledby",
                "list",
                "popovertarget",
            ] {
                for value in elements
                    .iter()
                    .filter_map(|element| element.value().attr(attribute))
                {
                    for id in value.split(' ') {
                        assert!(ids.contains(&id), "{name}: nothing has the id {id}: {html}");
                    }
                }
            }
        }
    }
}
