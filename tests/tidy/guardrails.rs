//! No way to a plan goes round the guardrails.

use crate::tree::shipped_rust_files;

#[test]
fn nothing_is_made_outside_the_guardrails() {
    // What compares makes nothing.
    let compares = ["server/src/cli/drift.rs"];
    let mut within = 0;
    for file in shipped_rust_files() {
        let outside = ["app/src", "server/src"];
        if !outside.iter().any(|folder| file.path.starts_with(folder)) {
            continue;
        }
        for (number, line) in file.shipped_lines() {
            within += usize::from(line.contains("postern_plan::plan_within("));
            let without = line.contains("postern_plan::plan(") || line.contains("::{plan,");
            assert!(
                !without || compares.contains(&file.path.as_str()),
                "{}:{number}: plan within the guardrails: `plan_within`",
                file.path
            );
        }
    }
    assert!(within >= 5, "the rule has lost its subject: {within}");
}
