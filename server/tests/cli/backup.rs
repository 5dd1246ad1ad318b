//! `postern backup` and `postern restore`: what comes back, and what is refused.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::common::{Done, folder};

fn postern(words: &[&str]) -> Done {
    let output = Command::new(env!("CARGO_BIN_EXE_postern"))
        .args(words)
        .env_remove("POSTERN_CONFIG")
        .env_remove("DATABASE_URL")
        .env_remove("POSTERN_LOG")
        .output()
        .unwrap();
    Done {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn word(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn nothing_is_written_over_and_nothing_strange_restored() {
    let folder = folder("backup");
    let (state, copy) = (folder.join("state"), folder.join("copy.db"));
    let backup = || postern(&["backup", word(&copy), "--state", word(&state)]);
    let done = backup();
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(
        done.out,
        format!(
            "{}: 0 entries of the record, all as they were written\n",
            copy.display()
        )
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&copy).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "it holds what others must not read");
    }
    let before = fs::read(&copy).unwrap();
    let done = backup();
    assert_eq!(done.code, 1);
    assert!(done.err.contains("is there already"), "{}", done.err);
    assert_eq!(fs::read(&copy).unwrap(), before);

    let restore =
        |from: &Path, state: &Path| postern(&["restore", word(from), "--state", word(state)]);
    let done = restore(&copy, &state);
    assert_eq!(done.code, 1);
    assert!(done.err.contains("is there already"), "{}", done.err);
    let strange = folder.join("strange.db");
    fs::write(&strange, "no database at all, however long it may be").unwrap();
    let other = folder.join("other");
    for from in [&strange, &folder.join("absent.db")] {
        let done = restore(from, &other);
        assert_eq!((done.code, done.out.as_str()), (1, ""), "{}", done.err);
        let left: Vec<_> = fs::read_dir(&other).unwrap().collect();
        assert!(left.is_empty(), "{left:?}");
    }
    // Cut in the middle, as by a disk that was full.
    fs::write(&strange, before.get(..before.len() / 2).unwrap()).unwrap();
    let done = restore(&strange, &other);
    assert_eq!(done.code, 1);
    assert!(done.err.contains("is no backup of a store"), "{}", done.err);

    let done = restore(&copy, &other);
    assert_eq!(done.code, 0, "{}", done.err);
    let done = postern(&["audit", "verify", "--state", word(&other)]);
    assert_eq!(done.out, "the record is empty\n", "{}", done.err);
}
