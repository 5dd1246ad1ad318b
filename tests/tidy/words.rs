//! Words that no committed file holds.

use crate::tree::texts;

/// Where `word` stands in `text` as a word of its own, not as part of a longer one.
fn stands(text: &str, word: &str) -> bool {
    let part_of_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-');
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text
            .get(at + word.len()..)
            .and_then(|after| after.chars().next());
        !before.is_some_and(part_of_word) && !after.is_some_and(part_of_word)
    })
}

fn nowhere(words: &[[&str; 2]], why: &str) {
    for file in texts("") {
        // The lock file names the registry in its own notation.
        if file.path == "Cargo.lock" {
            continue;
        }
        for (before, line) in file.content.lines().enumerate() {
            for word in words {
                let word = word.concat();
                let at = format!("{}:{}", file.path, before + 1);
                assert!(!stands(line, &word), "{at}: `{word}`: {why}");
            }
        }
    }
}

#[test]
fn words_are_found_whole() {
    assert!(stands("go to /place/x", "/place") && stands("/place", "/place"));
    assert!(!stands("/placement", "/place") && !stands("my/place", "/place"));
}

#[test]
fn nothing_is_left_for_later() {
    nowhere(
        &[["TO", "DO"], ["FIX", "ME"], ["XX", "X"]],
        "do it, or write an issue",
    );
}

#[test]
fn no_package_registry_is_named() {
    let hosts = [
        ["crates", ".io"],
        ["npmjs", ".org"],
        ["npmjs", ".com"],
        ["pypi", ".org"],
        ["pythonhosted", ".org"],
        ["golang", ".org"],
        ["deb.debian", ".org"],
    ];
    nowhere(&hosts, "whoever builds chooses the registry");
}

#[test]
fn no_path_of_one_machine_is_named() {
    let paths = [
        ["/wo", "rk"],
        ["/tmp/", "wt"],
        ["/tmp/", "target"],
        ["/ro", "ot"],
    ];
    nowhere(&paths, "another machine has no such path");
}
