//! `postern config check` and `postern config show`: whether the settings are right, and what they
//! come to.
//!
//! Must show no secret, and must start nothing.

use std::fmt::Write;

use serde_json::{Value, json};

use super::given::{self, SettingArgs};
use super::{CliError, ConfigArgs, ConfigCommand, output, planned};
use crate::branding::Branding;
use crate::guardrails;
use crate::settings::reader::Entry;
use crate::settings::section::Change;
use crate::settings::sources::Sources;
use crate::settings::value::Shown;
use crate::settings::wrong::{Origin, Wrong, count};
use crate::settings::{Loaded, Purpose};

pub(super) fn run(args: &ConfigArgs) -> Result<(), CliError> {
    match &args.command {
        ConfigCommand::Check(args) => check(&args.settings, args.json.into()),
        ConfigCommand::Show(args) => show(&args.settings, args.json.into()),
    }
}

fn check(args: &SettingArgs, form: Form) -> Result<(), CliError> {
    let sources = args.sources();
    let catalog = planned::catalog()?;
    let read = Loaded::read(&sources, Purpose::Serving).and_then(|loaded| {
        let rules = guardrails::load(&loaded.settings, &catalog).map(drop);
        let pages = Branding::load(&loaded.settings).map(drop);
        let wrong = [rules, pages].into_iter().filter_map(Result::err);
        let wrong: Vec<Wrong> = wrong.flatten().collect();
        if wrong.is_empty() {
            Ok(loaded)
        } else {
            Err(wrong)
        }
    });
    if form == Form::Json {
        let errors: Vec<Value> = read
            .as_ref()
            .err()
            .into_iter()
            .flatten()
            .map(Wrong::to_json)
            .collect();
        print_json(&json!({ "file": sources.file_name(), "errors": errors }))?;
    }
    match read {
        Ok(_) if form == Form::Json => Ok(()),
        Ok(loaded) => {
            given::warn_of_unread(&sources);
            output::print(verdict(&sources, &loaded).as_bytes())
        }
        Err(all) => {
            let unreadable = all
                .iter()
                .any(|wrong| matches!(wrong.origin, Origin::File(_)) && wrong.key.is_none());
            let count = count(all.len());
            let error = if form == Form::Json {
                CliError::usage(format!("{count} with the settings")).help("the JSON says what")
            } else {
                given::wrong(all)
            };
            Err(if unreadable {
                error
            } else {
                error.into_refusal()
            })
        }
    }
}

fn verdict(sources: &Sources, loaded: &Loaded) -> String {
    let said = loaded
        .entries
        .iter()
        .filter(|entry| entry.origin != Origin::Default)
        .count();
    let keys = if said == 1 { "key" } else { "keys" };
    match sources.file_name() {
        Some(file) => format!("the settings are right: {said} {keys} set, with the file {file}\n"),
        None => format!("the settings are right: {said} {keys} set, without a file\n"),
    }
}

fn show(args: &SettingArgs, form: Form) -> Result<(), CliError> {
    let sources = args.sources();
    let loaded = Loaded::read(&sources, Purpose::Serving).map_err(given::wrong)?;
    if form == Form::Json {
        let entries: Vec<Value> = loaded.entries.iter().map(entry_json).collect();
        return print_json(&json!({ "file": sources.file_name(), "settings": entries }));
    }
    given::warn_of_unread(&sources);
    output::print(shown(&loaded.entries).as_bytes())
}

/// TOML, so that it can be read again: what is not set or secret is a comment
fn shown(entries: &[Entry]) -> String {
    let lines: Vec<(String, &Origin)> = entries
        .iter()
        .map(|entry| {
            let key = &entry.key;
            let line = match &entry.value {
                Shown::Value(value) => format!("{key} = {value}"),
                Shown::Unset => format!("# {key} is not set"),
                Shown::Secret(_) => format!("# {key} is set"),
            };
            (line, &entry.origin)
        })
        .collect();
    let width = lines
        .iter()
        .map(|(line, _)| line.chars().count())
        .max()
        .unwrap_or_default();
    let mut text = String::new();
    for (line, origin) in lines {
        // Writing to a text does not fail.
        let _ = writeln!(text, "{line:width$}  # {origin}");
    }
    text
}

fn entry_json(entry: &Entry) -> Value {
    let (value, set) = match &entry.value {
        Shown::Value(value) => (Some(value), true),
        Shown::Unset => (None, false),
        Shown::Secret(_) => (None, true),
    };
    json!({
        "key": entry.key,
        "set": set,
        "value": value,
        "secret": matches!(entry.value, Shown::Secret(_)),
        "from": entry.origin.to_json(),
        "change": match entry.change {
            Change::Reload => "reload",
            Change::Restart => "restart",
        },
    })
}

fn print_json(value: &Value) -> Result<(), CliError> {
    output::print(format!("{value:#}\n").as_bytes())
}

/// For whom it is printed
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// People
    Text,
    /// Programs
    Json,
}

impl From<bool> for Form {
    fn from(json: bool) -> Self {
        if json { Self::Json } else { Self::Text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::secret::Secret;

    #[test]
    fn a_secret_is_shown_as_set() {
        let entry = Entry {
            key: "door.key".to_owned(),
            value: Shown::Secret(Secret::new("hunter2")),
            origin: Origin::Variable("POSTERN_DOOR__KEY".to_owned()),
            change: Change::Reload,
        };
        let json = entry_json(&entry);
        assert_eq!(
            (&json["set"], &json["secret"], &json["value"]),
            (&json!(true), &json!(true), &Value::Null)
        );
        assert!(!json.to_string().contains("hunter2"));
        assert_eq!(shown(&[entry]), "# door.key is set  # POSTERN_DOOR__KEY\n");
    }
}
