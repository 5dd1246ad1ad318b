//! Who says what the settings are: a file, the environment, the command line.
//!
//! Must not know any key.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use super::wrong::{Origin, Wrong};

/// Every variable of ours begins with it
pub const PREFIX: &str = "POSTERN_";

/// Stands between the levels of a key in a variable's name
pub const BETWEEN: &str = "__";

/// The variable that names the file
pub const FILE_VARIABLE: &str = "POSTERN_CONFIG";

/// Variables that have a shorter name too, which gives way to the longer
const SHORT: [(&str, &str); 2] = [
    ("POSTERN_LOG", "POSTERN_LOG__FILTER"),
    ("DATABASE_URL", "POSTERN_STORE__DATABASE_URL"),
];

/// Who says what the settings are
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The file, where one is named
    pub file: Option<PathBuf>,
    /// The variables that are set, by their long names
    pub variables: BTreeMap<String, Variable>,
    /// What the command line says
    pub options: Vec<Given>,
}

/// A variable that is set
#[derive(Clone)]
pub struct Variable {
    /// As it is called where it is set
    pub name: String,
    /// Its text; none where it is not UTF-8
    pub text: Option<String>,
}

/// An option of the command line that says what a key says
#[derive(Clone, Debug)]
pub struct Given {
    /// The key, as in `server.listen`
    pub key: &'static str,
    /// The option
    pub option: &'static str,
    /// What it says; a list with commas between
    pub word: String,
}

impl Sources {
    /// The file that is named here or in [`FILE_VARIABLE`], and the variables of this process
    ///
    /// A file that merely lies in the working directory is not read (decision 14).
    pub fn of_process(file: Option<PathBuf>) -> Self {
        let named = || env::var_os(FILE_VARIABLE).filter(|name| !name.is_empty());
        Self {
            file: file.or_else(|| named().map(PathBuf::from)),
            variables: variables(env::vars_os()),
            options: Vec::new(),
        }
    }

    /// The name of the file, as messages give it
    pub fn file_name(&self) -> Option<String> {
        self.file.as_ref().map(|file| file.display().to_string())
    }

    /// The text of the file; empty where none is named
    pub(super) fn text(&self) -> Result<String, Wrong> {
        let Some(file) = &self.file else {
            return Ok(String::new());
        };
        std::fs::read_to_string(file).map_err(|error| Wrong {
            origin: Origin::File(file.display().to_string()),
            key: None,
            message: format!("it cannot be read: {error}"),
            help: format!(
                "name a file that can be read with --config FILE or in {FILE_VARIABLE}, or leave both out"
            ),
        })
    }
}

/// Never shows the text, which may be a secret
impl std::fmt::Debug for Variable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Variable")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Those of ours, and those that have a short name of their own; one that is empty counts as not
/// set
fn variables(all: impl Iterator<Item = (OsString, OsString)>) -> BTreeMap<String, Variable> {
    let mut ours = BTreeMap::new();
    let mut short = Vec::new();
    for (name, text) in all {
        let is_short = |name: &str| SHORT.iter().any(|(brief, _)| *brief == name);
        let is_ours = |name: &&str| name.starts_with(PREFIX) || is_short(name);
        let Some(name) = name.to_str().filter(is_ours) else {
            continue;
        };
        if text.is_empty() {
            continue;
        }
        let variable = Variable {
            name: name.to_owned(),
            text: text.into_string().ok(),
        };
        match SHORT.iter().find(|(brief, _)| *brief == name) {
            Some((_, long)) => short.push(((*long).to_owned(), variable)),
            None => {
                ours.insert(name.to_owned(), variable);
            }
        }
    }
    for (long, variable) in short {
        ours.entry(long).or_insert(variable);
    }
    ours
}

/// The variable of a key
pub fn variable(path: &[&str]) -> String {
    format!("{PREFIX}{}", path.join(BETWEEN).to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> BTreeMap<String, Variable> {
        variables(pairs.iter().map(|(n, t)| ((*n).into(), (*t).into())))
    }

    #[test]
    fn what_is_empty_or_not_ours_is_not_there() {
        let ours = read(&[("POSTERN_A__B", ""), ("PATH", "x"), ("POSTERN_A__C", "y")]);
        assert_eq!(ours.keys().collect::<Vec<_>>(), ["POSTERN_A__C"]);
    }

    #[test]
    fn a_short_name_gives_way_to_the_long_one() {
        let short = ("POSTERN_LOG", "warn");
        let ours = read(&[short]);
        let only = &ours["POSTERN_LOG__FILTER"];
        assert_eq!(
            (only.name.as_str(), only.text.as_deref()),
            ("POSTERN_LOG", Some("warn"))
        );
        let database = read(&[("DATABASE_URL", "postgres://h/d"), ("OTHER_URL", "x")]);
        assert_eq!(database.len(), 1);
        let heard = &database["POSTERN_STORE__DATABASE_URL"];
        assert_eq!(heard.text.as_deref(), Some("postgres://h/d"));
        let ours = read(&[short, ("POSTERN_LOG__FILTER", "debug")]);
        assert_eq!(ours["POSTERN_LOG__FILTER"].text.as_deref(), Some("debug"));
        assert_eq!(ours.len(), 1);
    }

    #[test]
    fn a_variable_does_not_show_its_text() {
        let shown = format!("{:?}", read(&[("POSTERN_A__B", "hunter2")]));
        assert!(
            shown.contains("POSTERN_A__B") && !shown.contains("hunter2"),
            "{shown}"
        );
    }
}
