//! Every request in `tests/golden/` with its plan and every artifact, as one file to look at.
//!
//! Add a case by dropping a `.toml` file there (and `NAME.inventory.json` or
//! `NAME.guardrails.json` beside it, if it needs one), then accept the new snapshot: `INSTA_UPDATE=always cargo test -p postern-plan --test golden`.
//! A golden proves stability only; soundness.rs and the oracles read the same requests.

#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test reads its own files, and a failure may stop it anywhere"
)]

use std::fmt::Write;

use postern_plan::artifact::{Format, render};
use postern_plan::catalog::Catalog;
use postern_plan::guardrails::Guardrails;
use postern_plan::inventory::Inventory;
use postern_plan::request::Request;

#[test]
fn every_request_renders_as_it_did() {
    let catalog = Catalog::load().unwrap();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("golden/expected");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::glob!("golden/*.toml", |path| {
            let text = std::fs::read_to_string(path).unwrap();
            let request = Request::parse(&catalog, &text).unwrap_or_else(|e| panic!("{e:#?}"));
            let inventory = std::fs::read_to_string(path.with_extension("inventory.json")).ok();
            let inventory = inventory.map(|text| Inventory::parse(&text).unwrap());
            let rules = std::fs::read_to_string(path.with_extension("guardrails.json"));
            let rules = rules.map_or_else(
                |_| Guardrails::default(),
                |text| Guardrails::parse(&catalog, &text).unwrap(),
            );
            let make = || {
                let plan =
                    postern_plan::plan_within(&rules, &catalog, inventory.as_ref(), &request);
                let mut all = String::new();
                for file in render(&plan, Format::All).unwrap() {
                    writeln!(
                        all,
                        "════ {} ({})\n{}",
                        file.path, file.media_type, file.text
                    )
                    .unwrap();
                }
                all
            };
            let all = make();
            assert_eq!(all, make(), "the same request gives the same bytes");
            insta::assert_snapshot!(all);
        });
    });
}
