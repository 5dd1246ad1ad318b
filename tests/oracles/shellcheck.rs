//! Every shell script of every golden request, of one that changes an endpoint, and the one that reads an account passes `bash -n` and shellcheck, with no exception.

use std::path::PathBuf;

use postern_tests::{Run, Scratch, skip, tool};

use crate::case;
use crate::create_existing::changing;
use crate::inventory_sh;

fn scripts(scratch: &Scratch) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for case in case::golden().into_iter().chain([changing()]) {
        for (path, text) in case.files(".sh") {
            assert!(!text.contains("shellcheck disable"), "{} {path}", case.name);
            assert!(
                text.starts_with("#!/usr/bin/env bash\n"),
                "{} {path}",
                case.name
            );
            paths.push(scratch.write(&format!("{}-{path}", case.name), text));
        }
    }
    for (name, text) in inventory_sh::variants() {
        paths.push(scratch.write(&format!("inventory-{name}.sh"), &text));
    }
    assert!(paths.len() >= 120, "{}", paths.len());
    paths
}

#[test]
fn every_script_parses() {
    let scratch = Scratch::new("bash-n");
    let paths = scripts(&scratch);
    let each = "for script in \"$@\"; do bash -n \"$script\" || exit 1; done";
    Run::new("bash")
        .args(["-c", each, "bash"])
        .args(paths)
        .stdout();
}

#[test]
fn every_script_passes_shellcheck() {
    let Some(shellcheck) = tool("shellcheck") else {
        return skip("shellcheck", "shellcheck not found");
    };
    let scratch = Scratch::new("shellcheck");
    let ended = Run::new(shellcheck)
        .args(["--norc", "--severity=style", "--format=gcc"])
        .args(scripts(&scratch))
        .deadline(std::time::Duration::from_mins(5))
        .end();
    assert!(ended.ok(), "{}{}", ended.stdout, ended.stderr);
}
