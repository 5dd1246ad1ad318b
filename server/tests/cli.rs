//! The commands as a shell sees them: what is on which stream, and the exit code.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on stops; clippy.toml excuses test functions, not what they call"
)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use postern_plan::artifact::{Artifact, Format, render};
use postern_plan::catalog::Catalog;
use postern_plan::plan::Plan;
use postern_plan::request::Request;

const REQUEST: &str = r#"version = 1
name = "cli"
region = "us-east-1"
account = "111122223333"
[placement]
vpc = "vpc-0a1b2c3d4e5f60718"
subnets = ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"]
allow_from = ["10.0.0.0/16"]
[[grants]]
primitive = "memory"
auth = "sigv4"
callers = ["arn:aws:iam::111122223333:role/app"]
resources = ["notes-AbCdEf1234"]
access = "use"
[[grants]]
primitive = "gateway"
auth = "oauth"
resources = ["tools-abcdef1234"]
access = "invoke"
"#;

/// What a command did
struct Done {
    code: i32,
    out: String,
    err: String,
}

/// Runs `postern` with these words and this on standard input
fn postern(words: &[&str], input: &str) -> Done {
    let mut child = Command::new(env!("CARGO_BIN_EXE_postern"))
        .args(words)
        .env_remove("NO_COLOR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that reads no input may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Done {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// An empty folder of the test's own
fn folder(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn plan_of(request: &str) -> Plan {
    let catalog = Catalog::load().unwrap();
    postern_plan::plan(&catalog, None, &Request::parse(&catalog, request).unwrap())
}

fn files(request: &str, format: Format) -> Vec<Artifact> {
    render(&plan_of(request), format).unwrap()
}

fn golden() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plan/tests/golden");
    let mut cases: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .map(|path| {
            (
                path.display().to_string(),
                fs::read_to_string(path).unwrap(),
            )
        })
        .collect();
    cases.sort();
    assert!(cases.len() >= 30);
    cases
}

#[test]
fn the_summary_names_what_is_made_and_what_it_costs() {
    let done = postern(&["plan", "-"], REQUEST);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    let plan = plan_of(REQUEST);
    for part in [
        "Endpoint data: create",
        "Endpoint gateway: create",
        "com.amazonaws.us-east-1.bedrock-agentcore.gateway",
        " of 20,480 characters",
        "(grants[1])",
        "TCP 443 from 10.0.0.0/16",
        "Cost: about $29.20 a month",
        "Notes: 0 blocked",
        &plan.id,
    ] {
        assert!(done.out.contains(part), "{part}: {}", done.out);
    }
    assert!(!done.out.contains('\u{1b}'), "no colour into a pipe");
    for endpoint in &plan.endpoints {
        for origin in &endpoint.origins {
            let words = origin.meaning.split(' ').collect::<Vec<_>>();
            let said = done.out.split_whitespace().collect::<Vec<_>>();
            let whole = said.windows(words.len()).any(|window| window == words);
            assert!(whole, "{}", origin.meaning);
        }
    }
}

#[test]
fn json_is_the_document_and_nothing_else_with_every_exit_code() {
    for (case, request) in golden() {
        let done = postern(&["plan", "-", "--json"], &request);
        let plan = plan_of(&request);
        let expected = postern_plan::artifact::plan_json(&plan).unwrap().text;
        assert_eq!(done.out, expected, "{case}");
        assert_eq!(done.code, i32::from(plan.is_blocked()), "{case}");
        assert_eq!(done.err.is_empty(), done.code == 0, "{case}: {}", done.err);
    }
}

#[test]
fn warnings_fail_only_where_asked() {
    use postern_plan::catalog::Severity::Warning;
    let warned = |plan: &Plan| plan.notes.iter().any(|note| note.severity == Warning);
    for (case, request) in golden() {
        let plan = plan_of(&request);
        let done = postern(&["plan", "-", "--fail-on", "warning"], &request);
        let fails = plan.is_blocked() || warned(&plan);
        assert_eq!(done.code, i32::from(fails), "{case}");
        assert_eq!(done.err.starts_with("error: this plan "), fails, "{case}");
        let error = done.err.lines().next().unwrap_or_default();
        for note in plan.notes.iter().filter(|_| plan.is_blocked()) {
            let blocks = note.severity == postern_plan::catalog::Severity::Blocked;
            assert_eq!(
                error.contains(&format!("`{}`", note.code)),
                blocks,
                "{case}"
            );
        }
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once_with_what_to_do() {
    let wrong = REQUEST
        .replace("us-east-1", "us-eest-1")
        .replace(
            "access = \"use\"",
            "access = \"use\"\ncolour = \"a\\u001b[2Jb\"",
        )
        .replace("sigv4", "sigv5");
    for words in [&["plan", "-"][..], &["render", "-", "--as", "policy"]] {
        let done = postern(words, &wrong);
        assert_eq!((done.code, done.out.as_str()), (2, ""));
        let errors: Vec<_> = done
            .err
            .lines()
            .filter(|l| l.starts_with("error: "))
            .collect();
        let helps = done.err.lines().filter(|l| l.starts_with("help: ")).count();
        assert_eq!(errors.len(), 3, "{}", done.err);
        assert_eq!((helps, done.err.lines().count()), (3, 6), "{}", done.err);
        assert_eq!(
            errors[0],
            "error: region: not the code of an AWS Region: `us-eest-1`"
        );
        assert!(done.err.contains("did you mean `us-east-1`?"));
        assert!(
            errors
                .iter()
                .any(|e| e.starts_with("error: grants[0].auth: "))
        );
        assert!(
            errors
                .iter()
                .any(|e| e.starts_with("error: grants[0].colour: "))
        );
    }
}

#[test]
fn what_steers_a_terminal_is_shown_and_not_sent() {
    let hostile = REQUEST.replace("us-east-1", "a\\u001b[2J\\nb");
    let done = postern(&["plan", "-"], &hostile);
    assert_eq!(done.code, 2);
    assert!(done.err.contains(r"`a\u{1b}[2J\nb`"), "{}", done.err);
    assert!(!done.err.contains('\u{1b}'));
}

#[test]
fn syntax_errors_say_where() {
    for (text, place) in [
        ("{\"version\": }", "line 1, column 13"),
        ("a = \n", "line 1"),
    ] {
        let done = postern(&["plan", "-"], text);
        assert_eq!(done.code, 2);
        assert!(
            done.err.starts_with(&format!("error: {place}")),
            "{}",
            done.err
        );
    }
}

#[test]
fn files_are_read_as_they_come_and_refused_with_a_reason() {
    let folder = folder("files");
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let marked = file("marked.toml", format!("\u{feff}{REQUEST}").as_bytes());
    assert_eq!(postern(&["plan", &marked], "").code, 0);
    let missing = folder.join("missing").display().to_string();
    let latin = file("latin.toml", b"name = \"\xe9\"");
    let long = file("long.toml", &vec![b' '; 300_000]);
    let folder = folder.display().to_string();
    for (path, why) in [
        (&missing, "there is no such file"),
        (&latin, "is not UTF-8 text"),
        (&long, "is larger than 256 KiB"),
        (&folder, "it is a folder"),
    ] {
        let done = postern(&["plan", path], "");
        assert_eq!((done.code, done.out.as_str()), (2, ""));
        let error = done.err.lines().next().unwrap();
        assert!(
            error.contains(&format!("`{path}`")) && error.contains(why),
            "{error}"
        );
        assert!(done.err.lines().nth(1).unwrap().starts_with("help: "));
    }
}

#[test]
fn an_inventory_gives_the_plan_its_fingerprint() {
    let folder = folder("inventory");
    let path = folder.join("inventory.json").display().to_string();
    fs::write(&path, r#"{"version": 1}"#).unwrap();
    let done = postern(&["plan", "-", "--json", "--inventory", &path], REQUEST);
    let document: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert!(document["fingerprint"].is_string());
    let without: serde_json::Value =
        serde_json::from_str(&postern(&["plan", "-", "--json"], REQUEST).out).unwrap();
    assert!(without["fingerprint"].is_null());
    fs::write(&path, "{}").unwrap();
    let done = postern(&["plan", "-", "--inventory", &path], REQUEST);
    assert_eq!(done.code, 2);
    assert!(
        done.err
            .contains("is no inventory: missing field `version`"),
        "{}",
        done.err
    );
    let done = postern(&["plan", "-", "--inventory", "-"], REQUEST);
    assert_eq!(done.code, 2);
    assert!(done.err.contains("cannot both be standard input"));
}

#[test]
fn one_file_goes_to_standard_output_and_several_need_a_folder() {
    for format in Format::ALL {
        let expected = files(REQUEST, *format);
        let done = postern(&["render", "-", "--as", format.as_str()], REQUEST);
        match expected.as_slice() {
            [only] if *format != Format::All => {
                assert_eq!((done.code, &done.out), (0, &only.text), "{format}");
            }
            _ => {
                assert_eq!((done.code, done.out.as_str()), (2, ""), "{format}");
                assert!(
                    done.err.contains(&format!("`--as {format}`")),
                    "{}",
                    done.err
                );
                assert!(
                    done.err
                        .contains("help: name a folder for them with `--out DIR`")
                );
            }
        }
    }
}

#[test]
fn all_makes_the_folder_and_writes_the_tree() {
    use std::os::unix::fs::PermissionsExt;
    let out = folder("tree").join("new/deep");
    let name = out.display().to_string();
    let done = postern(&["render", "-", "--as", "all", "--out", &name], REQUEST);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    let expected = files(REQUEST, Format::All);
    assert_eq!(done.out.lines().count(), expected.len());
    for file in &expected {
        let path = out.join(&file.path);
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            file.text,
            "{}",
            file.path
        );
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(
            mode & 0o100 != 0,
            file.text.starts_with("#!"),
            "{}: {mode:o}",
            file.path
        );
    }
    assert_eq!(count(&out), expected.len(), "and nothing else");
}

/// The files below a folder
fn count(folder: &Path) -> usize {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| if path.is_dir() { count(&path) } else { 1 })
        .sum()
}

#[test]
fn a_second_render_replaces_its_own_files_and_deletes_nothing() {
    let out = folder("again");
    let name = out.display().to_string();
    let words = ["render", "-", "--as", "all", "--out", &name];
    assert_eq!(postern(&words, REQUEST).code, 0);
    let record = out.join("created.cli.111122223333.us-east-1.txt");
    fs::write(&record, "vpce-1\n").unwrap();
    let other = REQUEST.replace("10.0.0.0/16", "10.1.0.0/16");
    let done = postern(&words, &other);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    for file in files(&other, Format::All) {
        assert_eq!(fs::read_to_string(out.join(&file.path)).unwrap(), file.text);
    }
    assert_eq!(fs::read_to_string(record).unwrap(), "vpce-1\n");
}

#[test]
fn the_request_that_was_read_stays_as_it_was_written() {
    let out = folder("own");
    let request = out.join("request.toml");
    let text = format!("# why we need it\n{REQUEST}");
    fs::write(&request, &text).unwrap();
    let (file, name) = (request.display().to_string(), out.display().to_string());
    let done = postern(&["render", &file, "--as", "all", "--out", &name], "");
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(&request).unwrap(), text);
}

#[test]
fn files_of_others_are_not_overwritten() {
    let out = folder("strangers");
    fs::write(out.join("request.toml"), "mine").unwrap();
    let name = out.display().to_string();
    let done = postern(&["render", "-", "--as", "all", "--out", &name], REQUEST);
    assert_eq!(done.code, 2);
    assert!(
        done.err
            .contains("is there already, and postern did not write it"),
        "{}",
        done.err
    );
    assert_eq!(count(&out), 1);
    assert_eq!(
        fs::read_to_string(out.join("request.toml")).unwrap(),
        "mine"
    );
}

#[test]
fn nothing_is_written_through_a_link() {
    let folder = folder("links");
    let out = folder.join("out");
    fs::create_dir(&out).unwrap();
    let target = folder.join("target");
    fs::write(&target, "kept").unwrap();
    std::os::unix::fs::symlink(&target, out.join("policy-data.json")).unwrap();
    let name = out.display().to_string();
    let done = postern(&["render", "-", "--as", "policy", "--out", &name], REQUEST);
    assert_eq!(done.code, 2);
    assert!(
        done.err.contains("is a link, a folder or a device"),
        "{}",
        done.err
    );
    assert_eq!(fs::read_to_string(&target).unwrap(), "kept");
}

#[test]
fn a_folder_that_cannot_be_is_said() {
    let file = folder("blocked").join("file");
    fs::write(&file, "").unwrap();
    let name = file.display().to_string();
    let done = postern(&["render", "-", "--as", "policy", "--out", &name], REQUEST);
    assert_eq!(done.code, 2);
    assert!(done.err.contains("a file is in the way"), "{}", done.err);
}

#[test]
fn a_blocked_plan_is_written_and_says_no() {
    let mut blocked = 0;
    for (case, request) in golden() {
        let plan = plan_of(&request);
        if !plan.is_blocked() {
            continue;
        }
        blocked += 1;
        let out = folder("blocked-plans");
        let name = out.display().to_string();
        let done = postern(&["render", "-", "--as", "all", "--out", &name], &request);
        assert_eq!(done.code, 1, "{case}");
        assert_eq!(count(&out), files(&request, Format::All).len(), "{case}");
        for note in plan
            .notes
            .iter()
            .filter(|n| n.severity.to_string() == "blocked")
        {
            assert!(
                done.err.contains(&format!("error: {}: ", note.code)),
                "{case}"
            );
        }
    }
    let notes = golden()
        .iter()
        .any(|(_, request)| !plan_of(request).notes.is_empty());
    assert!(blocked > 0 || !notes, "no golden request is blocked");
}
