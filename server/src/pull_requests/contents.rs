//! What stands in a folder of a repository against what is to stand there.
//!
//! Must call a file the same only where git would: by the id that git gives its bytes, and by its
//! mode.

use super::object::id_like;

/// A file as it is to be
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the folder
    pub path: String,
    /// Its text
    pub text: String,
    /// Whether it is a program
    pub mode: Mode,
}

/// Whether a file is a program
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is not
    Plain,
    /// It is
    Executable,
    /// It is something else, such as a link, which is never to be
    Other,
}

/// A file as it is
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct There {
    /// Its path in the folder
    pub(super) path: String,
    /// The id that git gives its bytes
    pub(super) id: String,
    /// Whether it is a program
    pub(super) mode: Mode,
}

/// What is to be done with one path
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Edit<'a> {
    /// There is nothing yet
    Create(&'a File),
    /// There is a file with other bytes, or of another mode
    Update(&'a File, Update),
    /// There is a file, and none is to be
    Delete(&'a str),
}

/// What of a file is other
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Update {
    /// Its bytes
    Text,
    /// Its mode
    Mode,
    /// Both
    TextAndMode,
}

impl Mode {
    /// As git writes it
    pub(super) fn digits(self) -> &'static str {
        match self {
            Self::Executable => "100755",
            Self::Plain | Self::Other => "100644",
        }
    }

    /// As git wrote it
    pub(super) fn of(digits: &str) -> Self {
        match digits {
            "100644" => Self::Plain,
            "100755" => Self::Executable,
            _ => Self::Other,
        }
    }
}

/// What makes of what is there what is to be there, in the order of the files
pub(super) fn edits<'a>(files: &'a [File], there: &'a [There]) -> Vec<Edit<'a>> {
    let wanted = files.iter().filter_map(|file| {
        let Some(now) = there.iter().find(|now| now.path == file.path) else {
            return Some(Edit::Create(file));
        };
        let text = now.id == id_like(&now.id, file.text.as_bytes());
        let update = match (text, now.mode == file.mode) {
            (true, true) => return None,
            (false, true) => Update::Text,
            (true, false) => Update::Mode,
            (false, false) => Update::TextAndMode,
        };
        Some(Edit::Update(file, update))
    });
    let gone = there
        .iter()
        .filter(|now| !files.iter().any(|file| file.path == now.path))
        .map(|now| Edit::Delete(&now.path));
    wanted.chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str, mode: Mode) -> File {
        File {
            path: path.to_owned(),
            text: text.to_owned(),
            mode,
        }
    }

    fn there(path: &str, id: &str, mode: Mode) -> There {
        There {
            path: path.to_owned(),
            id: id.to_owned(),
            mode,
        }
    }

    #[test]
    fn only_what_differs_is_touched() {
        const HELLO: &str = "ce013625030ba8dba906f756967f9e9ca394464a";
        const EMPTY: &str = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
        let files = [
            file("same", "hello\n", Mode::Plain),
            file("new", "hello\n", Mode::Plain),
            file("other", "hello\n", Mode::Plain),
            file("run.sh", "hello\n", Mode::Executable),
            file("both.sh", "hello\n", Mode::Executable),
        ];
        let now = [
            there("gone", HELLO, Mode::Plain),
            there("same", HELLO, Mode::Plain),
            there("other", EMPTY, Mode::Plain),
            there("run.sh", HELLO, Mode::Plain),
            there("both.sh", EMPTY, Mode::Other),
        ];
        assert_eq!(
            edits(&files, &now),
            [
                Edit::Create(&files[1]),
                Edit::Update(&files[2], Update::Text),
                Edit::Update(&files[3], Update::Mode),
                Edit::Update(&files[4], Update::TextAndMode),
                Edit::Delete("gone"),
            ]
        );
        assert_eq!(edits(&files[..1], &now[1..2]), []);
    }
}
