//! `postern render`.

use std::fs;
use std::path::Path;

use postern_plan::artifact::Format;

use crate::common::*;

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
