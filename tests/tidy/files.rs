//! The shape of files and folders.

use std::collections::BTreeSet;

use postern_tests::repository;

use crate::tree::{Text, rust_files, texts};

#[test]
fn every_module_says_why_it_exists_and_stays_short() {
    for Text { path, content } in rust_files("") {
        assert!(
            content.starts_with("//! "),
            "{path} does not begin with `//!`"
        );
        let lines = content.lines().count();
        assert!(lines <= 400, "{path} has {lines} lines; look for the seam");
        assert!(
            !path.ends_with("/mod.rs"),
            "{path}: write foo.rs beside foo/"
        );
    }
}

#[test]
fn each_style_sheet_bears_the_name_of_a_component_or_page() {
    let known: BTreeSet<String> = ["app/src/components/", "app/src/pages/"]
        .into_iter()
        .flat_map(rust_files)
        .map(|file| file.stem().to_owned())
        .collect();
    let sheets = texts("style/components/");
    assert!(
        !sheets.is_empty(),
        "git lists no style sheet of a component"
    );
    for sheet in sheets {
        assert!(
            known.contains(sheet.stem()),
            "{}: no such component or page",
            sheet.path
        );
    }
}

#[test]
fn every_style_sheet_is_imported() {
    let sheets = texts("style/");
    let all: String = sheets.iter().map(|sheet| sheet.content.as_str()).collect();
    for sheet in &sheets {
        let name = sheet.path.trim_start_matches("style/");
        assert!(
            name == "main.css" || all.contains(name),
            "{} is imported nowhere",
            sheet.path
        );
    }
}

#[test]
fn decisions_are_numbered_and_titled() {
    let mut numbers = BTreeSet::new();
    let decisions = texts("docs/decisions/");
    // README.md is their list.
    for file in decisions.iter().filter(|f| f.stem() != "README") {
        let (number, title) = file.stem().split_once('-').unwrap_or_default();
        let digits = number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit());
        assert!(
            digits && !title.is_empty(),
            "{} is not NNNN-title.md",
            file.path
        );
        assert!(
            file.path.ends_with(".md"),
            "{} is not NNNN-title.md",
            file.path
        );
        assert!(numbers.insert(number.to_owned()), "{number} is given twice");
    }
}

/// A name of four words and more is a test's.
#[test]
fn every_file_that_the_security_page_names_is_there() {
    let root = repository();
    let page = std::fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let words = page.split('`').skip(1).step_by(2);
    let named: Vec<&str> = words
        .filter(|word| word.contains('/') && !word.contains(' '))
        .collect();
    for file in &named {
        assert!(root.join(file).exists(), "SECURITY.md: there is no {file}");
    }
    assert!(named.len() > 20, "found {} names", named.len());
}

#[test]
fn every_test_that_a_document_names_is_there() {
    let tests: String = ["plan/", "app/", "server/", "tests/"]
        .into_iter()
        .flat_map(texts)
        .filter(|file| file.path.ends_with(".rs") || file.path.ends_with(".mjs"))
        .map(|file| file.content)
        .collect();
    let mut seen = 0;
    for document in texts("docs/") {
        let named = document
            .content
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|name| {
                // A number at /metrics is no test; tests/http/watch.rs has the names of those.
                name.matches('_').count() >= 3
                    && !name.starts_with("postern_")
                    && name
                        .bytes()
                        .all(|b| b == b'_' || b.is_ascii_lowercase() || b.is_ascii_digit())
            });
        for name in named {
            let there = ["fn", "function"].map(|word| tests.contains(&format!("{word} {name}(")));
            assert!(
                there.contains(&true),
                "{}: there is no {name}",
                document.path
            );
            seen += 1;
        }
    }
    assert!(seen > 40, "found {seen} names of tests in docs");
}

#[test]
fn every_module_is_part_of_a_crate() {
    let files: Vec<_> = [
        "plan/src/",
        "app/src/",
        "server/src/",
        "tests/",
        "server/tests/",
    ]
    .into_iter()
    .flat_map(texts)
    .filter(|file| file.path.ends_with(".rs"))
    .collect();
    let mut seen = 0;
    for file in &files {
        let (folder, name) = file.path.rsplit_once('/').unwrap();
        let stem = name.trim_end_matches(".rs");
        if ["lib", "main"].contains(&stem) {
            continue;
        }
        // What names a module stands beside its folder, or is the crate's own file in it.
        let above = [
            format!("{folder}.rs"),
            format!("{folder}/lib.rs"),
            format!("{folder}/main.rs"),
        ];
        let named = files
            .iter()
            .filter(|file| above.contains(&file.path))
            .any(|file| {
                let line = format!("mod {stem};");
                file.content.lines().any(|it| it.trim().ends_with(&line))
            });
        // Cargo builds what is directly in `tests` of a crate by itself.
        let own = folder.ends_with("/tests") && !folder.contains("/src/");
        assert!(
            named || own,
            "{}: no module names it, so nothing of it is built",
            file.path
        );
        seen += 1;
    }
    assert!(seen > 400, "found {seen} modules");
}

#[test]
fn every_workspace_dependency_says_what_it_is_for() {
    let manifest = &texts("Cargo.toml")[0].content;
    let mut inside = false;
    let mut before = "";
    let mut seen = 0;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line == "[workspace.dependencies]";
        } else if inside && line.contains('=') && !line.starts_with([' ', '#', ']']) {
            assert!(before.starts_with("# "), "no comment above `{line}`");
            seen += 1;
        }
        before = line;
    }
    assert!(seen > 20, "found {seen} dependencies in Cargo.toml");
}
