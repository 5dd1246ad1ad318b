//! Secrets: from the environment, or from a file of their own that the settings name.
//!
//! Must refuse one that stands in the settings' file, and must never repeat any part of one.

use std::fs::File;
use std::io::Read;

use super::{Heard, Origin, Reader};
use crate::settings::section::Key;
use crate::settings::value::Setting;

/// What a key is called that names the file of a secret
pub(in crate::settings) const FILE: &str = "_file";

/// A file of a secret is at most as long as this, in bytes
const MOST: u64 = 64 * 1024;

impl Reader<'_> {
    /// The secret itself is heard before the file of one, and the environment before the settings
    pub(super) fn secret<T: Setting>(&mut self, key: &Key) -> Heard<T> {
        let file_key = format!("{}{FILE}", key.name);
        let name = self.name_of(key.name);
        if let Some(node) = self.node(key.name) {
            self.note(
                self.line(&node.span()),
                name.clone(),
                format!("{name} is a secret, and a secret must not stand in this file"),
                format!(
                    "write it to a file of its own and name that with {file_key} = \"/run/secrets/{}\", \
                     or set {}; change the secret if others could read it here",
                    key.name,
                    self.variable_of(key.name)
                ),
            );
        }
        let text = self.variable(&self.variable_of(key.name));
        let by_variable = self.variable(&self.variable_of(&file_key));
        let by_file = self.node(&file_key).map(|node| {
            let path = node.get_ref().as_str().map(str::to_owned);
            (self.line(&node.span()), path.unwrap_or_default())
        });
        if let (Some(_), Some((origin, _))) = (&text, &by_variable) {
            self.note(
                origin.clone(),
                name.clone(),
                format!(
                    "{name} is said twice: {} is set too",
                    self.variable_of(key.name)
                ),
                "unset one of the two".to_owned(),
            );
            return Heard::Wrong;
        }
        if let Some((origin, text)) = text {
            return self.kept(key, origin, &text);
        }
        match by_variable.or(by_file) {
            None if self.node(key.name).is_some() => Heard::Wrong,
            None => Heard::Nothing,
            Some((origin, path)) => match read(&path) {
                Ok(text) => self.kept(key, origin, &text),
                // Its name is not repeated: it may be the secret itself, under the wrong key.
                Err(why) => {
                    self.note(
                        origin,
                        name.clone(),
                        format!("the file that has {name} cannot be used: {why}"),
                        "name a file that holds the secret and nothing else, and that postern may read"
                            .to_owned(),
                    );
                    Heard::Wrong
                }
            },
        }
    }

    fn kept<T: Setting>(&mut self, key: &Key, origin: Origin, text: &str) -> Heard<T> {
        if let Ok(value) = T::of_word(text) {
            return Heard::Value(value, origin);
        }
        let name = self.name_of(key.name);
        self.note(
            origin,
            name.clone(),
            format!("{name} is not right: it must be {}", key.what),
            "write the secret once more; it is not shown here".to_owned(),
        );
        Heard::Wrong
    }
}

/// The secret without the line's end that editors add
fn read(path: &str) -> Result<String, String> {
    let mut text = String::new();
    let file = File::open(path).map_err(|error| error.to_string())?;
    let count = file.take(MOST + 1).read_to_string(&mut text);
    match count.map_err(|error| error.to_string())? {
        0 => Err("it is empty".to_owned()),
        count if count as u64 > MOST => Err(format!("it has more than {MOST} bytes")),
        _ => {
            let line = text.strip_suffix('\n').unwrap_or(&text);
            Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
        }
    }
}
