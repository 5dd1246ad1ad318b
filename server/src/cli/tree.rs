//! Writing files below a folder.
//!
//! Each file appears whole or not at all, no link inside the folder is followed, and nothing is
//! deleted: a script's record of what it made may lie beside it.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Component, Path, PathBuf};

use postern_plan::artifact::{Artifact, Format};

use super::CliError;

/// Writes `files` below `out` and returns their paths. The file that the request was read from is
/// left as the person wrote it
pub(super) fn write(
    out: &Path,
    files: &[Artifact],
    format: Format,
    request: Option<&Path>,
) -> Result<Vec<PathBuf>, CliError> {
    fs::create_dir_all(out).map_err(|error| cannot("make the folder", out, &error))?;
    let request = request.and_then(|path| path.canonicalize().ok());
    let ours_to_write = |file: &&Artifact| {
        let there = out.join(&file.path).canonicalize().ok();
        there.is_none() || there != request
    };
    let files: Vec<&Artifact> = files.iter().filter(ours_to_write).collect();
    if format == Format::All && !is_ours(out) {
        refuse_strangers(out, &files)?;
    }
    let mut written = Vec::new();
    for file in files {
        let path = place(out, &file.path)?;
        put(&path, file).map_err(|error| cannot("write", &path, &error))?;
        written.push(path);
    }
    Ok(written)
}

/// A plan of ours lies there: the folder was written by this command before
fn is_ours(out: &Path) -> bool {
    let plan = fs::read(out.join("plan.json")).unwrap_or_default();
    serde_json::from_slice::<serde_json::Value>(&plan).is_ok_and(|document| {
        document
            .pointer("/plan/facts_date")
            .is_some_and(serde_json::Value::is_string)
    })
}

/// Names such as README.md belong to others too
fn refuse_strangers(out: &Path, files: &[&Artifact]) -> Result<(), CliError> {
    let stranger = files
        .iter()
        .map(|file| (out.join(&file.path), file))
        .find(|(path, file)| matches!(fs::read(path), Ok(there) if there != file.text.as_bytes()));
    match stranger {
        None => Ok(()),
        Some((path, _)) => Err(CliError::usage(format!(
            "`{}` is there already, and postern did not write it",
            path.display()
        ))
        .help("name a new folder, or one that `--as all` has written before")),
    }
}

/// The path of a file, its folders made; none of them is a link
fn place(out: &Path, name: &str) -> Result<PathBuf, CliError> {
    let mut path = out.to_owned();
    let mut parts = Path::new(name).components().peekable();
    while let Some(part) = parts.next() {
        let Component::Normal(part) = part else {
            return Err(
                CliError::refused(format!("`{name}` leads out of the folder"))
                    .help("this is a fault of postern: please report it"),
            );
        };
        path.push(part);
        let there = fs::symlink_metadata(&path).map(|there| there.file_type());
        match (parts.peek().is_some(), there) {
            (true, Ok(kind)) if kind.is_dir() => {}
            (false, Ok(kind)) if kind.is_file() => {}
            (true, Err(error)) if error.kind() == ErrorKind::NotFound => DirBuilder::new()
                .create(&path)
                .map_err(|error| cannot("make the folder", &path, &error))?,
            (false, Err(error)) if error.kind() == ErrorKind::NotFound => {}
            (_, Err(error)) => return Err(cannot("write", &path, &error)),
            (_, Ok(_)) => {
                return Err(CliError::usage(format!(
                    "`{}` is a link, a folder or a device, and a file belongs there",
                    path.display()
                ))
                .help("take it away, or name another folder"));
            }
        }
    }
    Ok(path)
}

/// Writes beside the place and then moves, so that nobody ever reads half a script
fn put(path: &Path, file: &Artifact) -> io::Result<()> {
    let mut beside = OsString::from(".");
    beside.push(path.file_name().unwrap_or_default());
    beside.push(format!(".{}", std::process::id()));
    let beside = path.with_file_name(beside);
    let mode = if file.is_executable() { 0o755 } else { 0o644 };
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(&beside)
        .and_then(|mut new| new.write_all(file.text.as_bytes()))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // What could not be finished is not left behind; the first error is the one to tell.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn cannot(what: &str, path: &Path, error: &io::Error) -> CliError {
    let (why, help) = match error.kind() {
        ErrorKind::PermissionDenied => ("not permitted".to_owned(), "name a folder of your own"),
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => (
            "a file is in the way".to_owned(),
            "name another folder with `--out DIR`",
        ),
        ErrorKind::StorageFull => ("no space is left".to_owned(), "make room and try again"),
        _ => (error.to_string(), "name another folder with `--out DIR`"),
    };
    CliError::usage(format!("cannot {what} `{}`: {why}", path.display())).help(help)
}
