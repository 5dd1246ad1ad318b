//! Names that say nothing are not given.

use crate::tree::{rust_files, texts};

const EMPTY: [&str; 8] = [
    "manager", "helper", "helpers", "util", "utils", "data", "info", "misc",
];

/// The words of a name in camel case or snake case, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in name.chars() {
        if letter.is_uppercase() || matches!(letter, '_' | '-' | '.') {
            words.push(String::new());
        }
        if letter.is_alphanumeric() {
            words
                .last_mut()
                .expect("one at least")
                .extend(letter.to_lowercase());
        }
    }
    words
}

fn says_nothing(name: &str) -> bool {
    words(name)
        .iter()
        .any(|word| EMPTY.contains(&word.as_str()))
}

/// The type that this line of Rust declares.
fn declared(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    for before in ["pub ", "pub(crate) ", "pub(super) ", "unsafe "] {
        rest = rest.strip_prefix(before).unwrap_or(rest);
    }
    let rest = ["struct ", "enum ", "trait ", "type ", "union "]
        .iter()
        .find_map(|keyword| rest.strip_prefix(keyword))?;
    rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .next()
}

#[test]
fn words_of_a_name_are_found() {
    assert!(
        says_nothing("RequestManager") && says_nothing("DataPlane") && says_nothing("url_utils")
    );
    assert!(!says_nothing("Database") && !says_nothing("Informed") && !says_nothing("candidate"));
    assert_eq!(declared("    pub(crate) struct Seen<'a> {"), Some("Seen"));
    assert_eq!(declared("/// struct Seen"), None);
}

#[test]
fn no_type_has_an_empty_name() {
    let mut types = 0;
    for file in rust_files("") {
        for name in file.content.lines().filter_map(declared) {
            types += 1;
            assert!(!says_nothing(name), "{}: {name}", file.path);
        }
    }
    assert!(types > 100, "found {types} types");
}

#[test]
fn no_file_of_code_has_an_empty_name() {
    let code = [".rs", ".css", ".js", ".mjs"];
    for file in texts("") {
        if !code.iter().any(|ending| file.path.ends_with(ending)) {
            continue;
        }
        assert!(!says_nothing(file.stem()), "{}", file.path);
    }
}

#[test]
fn no_two_schemas_have_one_name() {
    // In the OpenAPI document the second would take the place of the first.
    let mut known = std::collections::BTreeMap::new();
    for file in rust_files("server/src/api/schema") {
        let names = file.content.lines().filter_map(declared);
        for name in names.filter(|name| !name.is_empty()) {
            let other = known.insert(name.to_owned(), file.path.clone());
            assert_eq!(other, None, "{name} is in {} too", file.path);
        }
    }
    assert!(known.len() > 50, "found {} schemas", known.len());
}
